"""Versions of posts and documents: what they hold of other tables, the way back, the files that they need."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.links import linked_refs, set_links
from core.models import KeptFile
from core.models.versions import WAS_THERE
from documents.models import Document
from news.admin.tags import set_tags
from news.models import Article
from tests.admin_forms import (
    add,
    address,
    article_form,
    change,
    document_form,
    messages_of,
    row_of,
    with_files,
    with_rows,
)
from tests.factories import (
    image_bytes,
    make_area,
    make_article,
    make_article_attachment,
    make_author,
    make_category,
    make_document,
    make_document_file,
    make_photo,
    make_signer,
    make_superuser,
    make_topic,
    relate,
    sign,
    tag,
    upload,
    write,
)
from tests.portal.test_page_admin import make_page, page_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_superuser(last_name="Đỗ", first_name="Hải Đường")


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Have what waits for a commit done at the end of a block."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def newest(obj):
    return obj.versions.order_by("-history_id").first()


def history(client, obj, number=None):
    url = address(type(obj), "version", obj.pk, number) if number else address(type(obj), "history", obj.pk)
    return BeautifulSoup(client.get(url).content, "html.parser")


def full_article():
    """A post with something in every table that its versions reach."""
    article = make_article(
        title="Cũ", cover=upload("a.png", image_bytes()), cover_alt="Ảnh", topic=make_topic(name="Tuyển sinh")
    )
    set_tags(article, ["lớp 10", "đề thi"])
    write(article, make_author(name="Hà"), make_author(name="Bình"))
    make_photo(article, alt="Sân trường", caption="Giờ chơi")
    make_article_attachment(article, file=upload("Kế hoạch.pdf"), title="Kế hoạch")
    set_links(article, [("documents.document", make_document().pk)])
    article.save()
    return article


def full_document():
    document = make_document(subject="Cũ")
    document.areas.set([make_area(name="Mầm non"), make_area(name="Tiểu học")])
    sign(document, make_signer(name="Lê Văn Tám"), authority="KT.")
    relate(document, "guides", make_document(subject="Luật"), note="Điều 5")
    make_document_file(document, role="main")
    set_links(document, [("news.article", make_article().pk)])
    document.save()
    return document


@pytest.mark.parametrize("make", [make_article, make_document])
def test_each_save_leaves_a_version(make):
    obj = make(published=False)
    obj.save()
    assert obj.versions.count() == 2


def test_version_of_a_post_holds_what_other_tables_hold():
    parts = newest(full_article()).parts
    assert [row["said"] for row in parts["articletags"]] == ["lớp 10", "đề thi"]
    assert [row["said"] for row in parts["articleauthors"]] == ["Hà", "Bình"]
    assert [row["alt"] for row in parts["photos"]] == ["Sân trường"]
    assert [row["original_name"] for row in parts["attachments"]] == ["Kế hoạch.pdf"]
    assert [link["kind"] for link in parts["links"]] == ["documents.document"]


def test_version_of_a_document_holds_what_other_tables_hold():
    parts = newest(full_document()).parts
    assert [row["said"] for row in parts["areas"]] == ["Mầm non", "Tiểu học"]
    assert [row["said"] for row in parts["signatures"]] == ["Lê Văn Tám"]
    assert [(row["kind"], row["said"], row["note"]) for row in parts["relations"]] == [
        ("guides", "Luật", "Điều 5")
    ]
    assert len(parts["files"]) == len(parts["links"]) == 1


def test_nothing_computed_is_in_a_version():
    held = {field.name for field in Document.versions.model._meta.get_fields()}
    assert held.isdisjoint({"number_key", "ordinal", "effect", "sorted_on", "year"})


@pytest.mark.parametrize("make", [full_article, full_document])
def test_rows_of_every_table_come_back(make):
    obj = make()
    version, before = newest(obj), obj.read_parts()
    for part in obj.version_parts():
        part.bring_back(obj, [])
    obj.save()
    assert not any(obj.read_parts().values())
    assert obj.bring_back(version, by=None) == []
    assert obj.read_parts() == before
    assert newest(obj).parts == before


def test_changed_rows_come_back_as_they_were():
    document = full_document()
    version, before = newest(document), document.read_parts()
    document.signatures.update(authority="TM.")
    document.relations.update(note="Khác")
    sign(document)
    document.areas.add(make_area(name="Khác"))
    document.save()
    document.bring_back(version, by=None)
    assert document.read_parts() == before


def test_tags_come_back_in_their_order():
    article = make_article()
    set_tags(article, ["đề thi", "lớp 10", "robot"])
    article.save()
    version = newest(article)
    set_tags(article, ["lớp 10"])
    article.bring_back(version, by=None)
    assert [row["said"] for row in article.read_parts()["articletags"]] == ["đề thi", "lớp 10", "robot"]


def test_columns_of_a_post_come_back(admin):
    article = full_article()
    version = newest(article)
    cover, topic, category = article.cover.name, article.topic, article.category
    article.title, article.topic, article.category = "Mới", None, make_category()
    article.cover = upload("b.png", image_bytes((30, 20)))
    article.save()
    assert article.cover.name != cover
    article.bring_back(version, by=admin)
    article.refresh_from_db()
    assert (article.title, article.topic, article.category) == ("Cũ", topic, category)
    assert (article.cover.name, article.cover_width, article.cover_height) == (cover, 64, 36)
    assert article.cover.storage.exists(cover)


def test_pins_stay_as_they_are():
    from tests.factories import at

    article = make_article()
    version = newest(article)
    article.pinned_until = at(2099, 1, 1)
    article.save()
    article.bring_back(version, by=None)
    assert Article.objects.get().pinned_until == at(2099, 1, 1)


def test_what_is_gone_for_good_is_named(as_admin):
    document = full_document()
    version = newest(document)
    gone = document.relations.get().target
    document.relations.all().delete()
    document.save()
    gone.delete()
    response = as_admin.post(address(Document, "bring_back", document.pk, version.pk))
    assert "Phần quan hệ với văn bản khác chưa về đủ" in messages_of(response)


def test_version_that_may_not_be_public_is_refused_as_a_whole():
    article = make_article(published=False, form="photos", body="")
    version = newest(article)
    photo = make_photo(article)
    article.publish(by=None)
    with pytest.raises(ValidationError, match="chưa có ảnh nào"):
        article.bring_back(version, by=None)
    article.refresh_from_db()
    assert list(article.photos.all()) == [photo]


def test_attachment_that_was_deleted_comes_back_at_its_address(as_admin, commits):
    article = make_article()
    with commits():
        file = make_article_attachment(article)
    url = file.get_absolute_url()
    content = b"".join(as_admin.get(url))
    article.save()
    version = newest(article)
    with commits():
        file.delete()
    assert as_admin.get(url).status_code == 404
    article.bring_back(version, by=None)
    assert b"".join(as_admin.get(url)) == content


def test_replaced_cover_is_kept_for_its_version(commits):
    with commits():
        article = make_article(cover=upload("a.png", image_bytes()), cover_alt="Ảnh")
    first = article.cover.name
    with commits():
        article.cover = upload("b.png", image_bytes((20, 20)))
        article.save()
    assert article.cover.storage.exists(first)


def test_file_that_no_version_names_is_erased(commits):
    article = make_article()
    with commits():
        file = make_article_attachment(article)
    with commits():
        file.delete()
    assert not file.file.storage.exists(file.file.name)


@pytest.mark.parametrize("make", [full_article, full_document])
def test_files_of_versions_go_with_what_is_deleted_for_good(make, commits):
    with commits():
        obj = make()
    files = [(each.storage, each.name) for each in KeptFile.objects.all()]
    assert files
    first = (obj.attachments if make is full_article else obj.files).first()
    with commits():
        first.delete()
    assert first.file.storage.exists(first.file.name)
    with commits():
        obj.delete()
    assert not first.file.storage.exists(first.file.name)
    assert not KeptFile.objects.of(obj).exists()
    assert not KeptFile.objects.exists()


def test_picture_of_a_text_is_named_and_not_erased_with_the_post(commits):
    from core.models import Picture

    with commits():
        picture = Picture.objects.create(file=upload("a.png", image_bytes()))
        article = make_article(body=f'<p><img src="{picture.file.url}" alt="a"></p>')
    assert KeptFile.objects.filter(name=picture.file.name, is_own=False).exists()
    with commits():
        article.delete()
    assert picture.file.storage.exists(picture.file.name)


@pytest.mark.parametrize("make", [full_article, full_document])
def test_what_was_there_before_gets_a_first_version_by_its_next_save(make, admin):
    obj = make()
    type(obj).objects.filter(pk=obj.pk).update(updated_by=admin)
    obj.versions.all().delete()
    KeptFile.objects.all().delete()
    stored = type(obj).objects.get(pk=obj.pk)
    before, moment = stored.read_parts(), stored.updated_at
    name = "title" if isinstance(obj, Article) else "subject"
    setattr(stored, name, "Mới")
    stored.save()
    first, second = stored.versions.order_by("history_id")
    assert (getattr(first, name), getattr(second, name)) == ("Cũ", "Mới")
    assert (first.history_user, first.history_date) == (admin, moment)
    assert first.history_change_reason == WAS_THERE
    assert first.parts == before
    assert KeptFile.objects.exists()


def test_save_costs_few_queries():
    article = full_article()
    with CaptureQueriesContext(connection) as queries:
        article.save()
    about = [query["sql"].split()[0] for query in queries if "historical" in query["sql"]]
    # The rows of all other tables, with whether there is a version; the version.
    assert about == ["SELECT", "INSERT"]
    assert len([query for query in queries if "core_keptfile" in query["sql"]]) == 1


def test_form_saves_rows_into_the_same_version(as_admin, admin):
    form = article_form(tag_names=["lớp 10"]) | with_files("attachments", upload("Kế hoạch.pdf"))
    add(as_admin, Article, form)
    article = Article.objects.get()
    version = article.versions.get()
    assert version.history_user == admin
    assert [row["said"] for row in version.parts["articletags"]] == ["lớp 10"]
    assert [row["original_name"] for row in version.parts["attachments"]] == ["Kế hoạch.pdf"]
    assert KeptFile.objects.filter(name=article.attachments.get().file.name).exists()


@pytest.mark.parametrize(
    ("make", "form"),
    [(make_article, article_form), (make_document, document_form), (make_page, page_form)],
)
def test_save_that_changes_nothing_leaves_no_version(as_admin, make, form):
    obj = make()

    def save(**changes):
        obj.refresh_from_db()
        assert change(as_admin, obj, form(obj) | changes).status_code == 302
        return obj.versions.count()

    before = save()
    assert save() == before
    assert save(body="<p>Chữ khác.</p>") == before + 1


def test_verb_after_a_save_that_changes_nothing_leaves_its_own_version_alone(as_admin):
    article = make_article(published=False)
    change(as_admin, article, article_form(article, _verb="submit"))
    assert [version.history_change_reason for version in article.versions.order_by("-pk")] == ["submit", ""]


def test_history_names_changed_parts_and_shows_them_line_by_line(as_admin):
    article = make_article(published=False)
    change(as_admin, article, article_form(article, tag_names=["lớp 10", "đề thi"]))
    shown = history(as_admin, article)
    assert "Đổi: thẻ" in shown.select_one(".version-list > li").get_text()
    detail = history(as_admin, article, newest(article).pk)
    assert "Thẻ" in [label.get_text() for label in detail.select("#da-doi ~ dl dt")]
    added = detail.select_one("#da-doi ~ dl ins").get_text()
    assert "lớp 10" in added
    assert "đề thi" in added


def test_rows_of_documents_are_told_in_words(as_admin):
    document = full_document()
    text = history(as_admin, document, newest(document).pk).get_text()
    assert "KT. Lê Văn Tám, Giám đốc" in text
    assert "Hướng dẫn: Luật (Điều 5)" in text
    assert "Văn bản chính: Số 09 Thông báo.pdf" in text
    assert "Bài viết: " in text


def test_file_removed_in_the_form_comes_back_by_the_button(as_admin, commits):
    document = make_document(published=False)
    with commits():
        file = make_document_file(document)
        document.save()
    version = newest(document)
    rows = with_rows("files", row_of(file, DELETE="on"))
    with commits():
        change(as_admin, document, document_form(document) | rows)
    assert not document.files.exists()
    shown = history(as_admin, document, version.pk)
    assert shown.find("button", string="Khôi phục bản này")
    as_admin.post(address(Document, "bring_back", document.pk, version.pk))
    back = document.files.get()
    assert (back.pk, back.original_name, back.sha256) == (file.pk, file.original_name, file.sha256)
    assert back.file.storage.exists(back.file.name)


def test_links_come_back_on_both_sides():
    article, document = make_article(), make_document()
    set_links(article, [("documents.document", document.pk)])
    article.save()
    version = newest(article)
    set_links(article, [])
    article.bring_back(version, by=None)
    assert linked_refs(document) == [("news.article", article.pk)]


def test_tags_that_come_back_are_found_by_the_search(client):
    article = make_article(title="Hội nghị")
    tag(article, "robot")
    article.save()
    version = newest(article)
    set_tags(article, [])
    article.bring_back(version, by=None)
    assert article.get_absolute_url() in client.get("/tim-kiem/?q=robot").content.decode()


def test_version_of_a_merged_topic_leads_to_its_successor():
    old, new = make_topic(name="Cũ"), make_topic(name="Mới")
    article = make_article(topic=old)
    version = newest(article)
    new.take_in(old)
    article.refresh_from_db()
    article.topic = None
    article.save()
    version.refresh_from_db()
    article.bring_back(version, by=None)
    assert article.topic == new


def test_hostile_parts_of_a_version_are_escaped(as_admin):
    article = make_article()
    article.save()
    type(article).versions.model.objects.filter(pk=newest(article).pk).update(
        parts={"articletags": [{"tag_id": 1, "said": "<script>alert(1)</script>"}]}
    )
    url = address(Article, "version", article.pk, newest(article).pk)
    assert "<script>alert(1)" not in as_admin.get(url).content.decode()
