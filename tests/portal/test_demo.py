"""``manage.py demo``: fills an empty site once, all or nothing."""

import io
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.links import linked
from core.models import SearchEntry
from core.search import find
from documents.models import Document, DocumentFile, IssuingBody, Signer
from news.models import Article, ArticleAttachment, ArticlePhoto, Category
from portal.demo import content
from portal.demo.fill import fill
from portal.demo.guard import MARKER
from portal.models import Banner, Block, SiteSettings
from tests.factories import at, make_article, make_document
from tests.portal.blocks import soup

pytestmark = [pytest.mark.thorough, pytest.mark.django_db]


@pytest.fixture
def few_texts(monkeypatch):
    """Leave some posts and documents of each state, no counts; the rest of the command is the real one."""
    monkeypatch.setattr("portal.demo.fill.fill_counts", lambda: False)
    posts = content.posts()[:1]
    posts += [post for post in content.posts() if post.status != content.Status() or post.until]
    papers = [paper for paper in content.papers() if paper.key == "2022 09/TB-SGDĐT"]
    papers += content.papers()[-6:]
    monkeypatch.setattr(content, "posts", lambda: posts)
    monkeypatch.setattr(content, "papers", lambda: papers)


def run_demo() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def stored_files(settings) -> set[Path]:
    roots = (settings.MEDIA_ROOT, settings.ATTACHMENTS_ROOT)
    return {path for root in roots for path in Path(root).rglob("*") if path.is_file()}


def named_files(settings) -> set[Path]:
    """The files that rows name."""
    pictures = [*Article.objects.values_list("cover", flat=True)]
    pictures += ArticlePhoto.objects.values_list("picture", flat=True)
    for field in ("picture", "phone_picture"):
        pictures += Banner.objects.exclude(**{field: ""}).values_list(field, flat=True)
    names = [*ArticleAttachment.objects.values_list("file", flat=True)]
    names += DocumentFile.objects.values_list("file", flat=True)
    return {Path(settings.MEDIA_ROOT) / name for name in pictures} | {
        Path(settings.ATTACHMENTS_ROOT) / name for name in names
    }


def test_demo_makes_the_whole_site(settings, client):
    with time_machine.travel(at(2026, 11, 22, 9), tick=False):
        run_demo()
        published = Article.objects.published().count()
        effects = set(Document.objects.published().values_list("effect", flat=True))
        home = soup(client.get("/"))
    assert (Article.objects.count(), published) == (60, 54)
    assert Document.objects.count() == 129
    assert effects == set(Document.Effect.values)
    assert set(Document.objects.values_list("urgency", flat=True)) == {"", *Document.Urgency.values}
    assert DocumentFile.objects.filter(content_type="application/pdf").count() == 129
    assert DocumentFile.objects.exclude(content_type="application/pdf").count() == 45
    assert DocumentFile.objects.filter(role=DocumentFile.Role.ANNEX).count() == 5
    assert Category.objects.count() == 8
    assert Article.objects.filter(cover="").count() == 0
    assert SearchEntry.objects.exclude(kind="portal.page").count() == 191
    assert stored_files(settings) == named_files(settings)
    # None of them has nothing to show.
    assert len(home.main.select(".row > .block")) == Block.objects.filter(region="home").count()


def test_something_is_due_soon_on_any_day(few_texts):
    with time_machine.travel(at(2027, 3, 2, 9), tick=False):
        run_demo()
        due = Document.objects.filter(due_on__gt=date(2027, 3, 2)).values_list("due_on", flat=True)
    assert set(due) == {date(2027, 3, 3), date(2027, 3, 8)}


def test_documents_tell_who_signed_sent_and_received_them(few_texts):
    run_demo()
    notice = Document.objects.get(number="09/TB-SGDĐT")
    signature = notice.signatures.get()
    assert str(signature) == "KT. Lương Hữu Đạt"
    assert (signature.post, notice.sending_unit.code) == ("Phó Giám đốc Sở", "VP")
    assert notice.recipients.splitlines()[-1] == "Lưu: VT, VP"


def test_post_is_linked_with_the_document_that_it_is_about(few_texts):
    run_demo()
    notice = Document.objects.get(number="09/TB-SGDĐT")
    assert linked(Article.objects.get(title=content.posts()[0].title)) == [notice]


def test_person_with_several_posts_is_one_signer(few_texts):
    run_demo()
    assert Signer.objects.filter(name="Vi Thị Thanh Hạnh").count() == 1


def test_demo_leaves_something_in_every_state(few_texts):
    with time_machine.travel(at(2026, 11, 22, 9), tick=False):
        run_demo()
        labels = {article.state_label for article in Article.objects.all()}
        document_labels = {document.state_label for document in Document.objects.all()}
    assert labels == {"Đã xuất bản", "Chờ duyệt", "Bản nháp", "Hẹn giờ đăng", "Đã hết hạn", "Đã gỡ"}
    assert document_labels == {"Đã xuất bản", "Chờ duyệt", "Bản nháp", "Hẹn giờ đăng"}


def test_demo_content_is_found(few_texts):
    run_demo()
    notice = Document.objects.get(number="09/TB-SGDĐT")
    assert find("09/tb-sgddt").hits[0].obj == notice
    assert notice in [hit.obj for hit in find("nghi tet nguyen dan nham dan").hits]


def test_demo_keeps_the_dates_of_its_texts(few_texts):
    run_demo()
    notice = Document.objects.get(number="09/TB-SGDĐT")
    assert timedelta() < notice.published_at - at(2022, 1, 10, 0) < timedelta(days=4)


def test_dissolved_body_has_its_successor(few_texts):
    run_demo()
    dissolved = IssuingBody.objects.get(valid_to__isnull=False)
    assert dissolved.successor.valid_from == dissolved.valid_to + timedelta(days=1)


def test_second_run_changes_nothing_and_says_so(few_texts, settings):
    run_demo()
    before = (list(Article.objects.values()), list(Document.objects.values()), stored_files(settings))
    assert "không có gì thay đổi" in run_demo()
    assert (list(Article.objects.values()), list(Document.objects.values()), stored_files(settings)) == before


def test_run_after_staff_deleted_some_changes_nothing(few_texts):
    run_demo()
    Article.objects.all().delete()
    run_demo()
    assert not Article.objects.exists()


@pytest.mark.parametrize("make", [make_article, make_document])
def test_site_with_content_of_others_is_refused(make, few_texts, settings):
    make()
    with pytest.raises(CommandError, match="Cổng đã có nội dung"):
        run_demo()
    assert Article.objects.count() + Document.objects.count() == 1
    assert stored_files(settings) == set()


def test_settings_that_staff_made_stay(few_texts):
    SiteSettings.objects.create(name="Sở GDĐT khác")
    run_demo()
    assert SiteSettings.objects.get().name == "Sở GDĐT khác"


def test_categories_that_exist_are_used(few_texts):
    Category.objects.create(name="Tin hoạt động", description="Của chúng tôi")
    run_demo()
    assert Category.objects.get(name="Tin hoạt động").description == "Của chúng tôi"


def test_interrupted_run_leaves_no_row_and_no_file(few_texts, settings):
    lines = []

    def say(line: str) -> None:
        lines.append(line)
        if line.startswith("Văn bản"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(say)
    assert lines
    assert (Article.objects.count(), Document.objects.count(), Category.objects.count()) == (0, 0, 0)
    assert stored_files(settings) == set()


def test_run_after_a_kill_removes_what_was_left(few_texts, settings):
    private, public = storages["attachments"], storages["default"]
    private.save(MARKER, ContentFile(b""))
    private.save("documentfile/2026/11/0123.pdf", ContentFile(b"%PDF-"))
    public.save("article/2026/11/4567.webp", ContentFile(b"RIFF"))
    public.save("banner/2026/11/89ab.webp", ContentFile(b"RIFF"))
    assert "đã dọn 3 tệp" in run_demo()
    assert stored_files(settings) == named_files(settings)


def test_run_after_a_kill_keeps_files_from_before(few_texts, settings):
    older = Path(
        storages["attachments"].path(storages["attachments"].save("documentfile/a.pdf", ContentFile(b"%")))
    )
    storages["attachments"].save(MARKER, ContentFile(b""))
    past = (timezone.now() - timedelta(hours=1)).timestamp()
    os.utime(older, (past, past))
    run_demo()
    assert older.exists()
