"""Previews: what is stored, what is only typed, and links for those without an account."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from core.models import Counter, PreviewLink
from core.tasks import forget_previews
from news.models import Article
from portal.models import Page
from stats.buffer import buffer
from tests.admin_forms import add, article_form, change, press
from tests.factories import (
    at,
    make_article,
    make_article_attachment,
    make_document,
    make_document_file,
    make_poll,
    make_user,
    upload,
)
from tests.portal.blocks import only, soup

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/article/"


@pytest.fixture
def editor():
    return make_user(groups=("Biên tập viên",))


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def framed(response):
    """Return the page in the frame of a preview."""
    assert response.status_code == 200
    html = soup(response).select_one("iframe.preview-frame")["srcdoc"]
    return soup(type("Answer", (), {"content": html.encode()}))


def link_to(obj, user, days=1):
    return PreviewLink.make(obj, by=user, days=days).get_absolute_url()


def draft(**kwargs):
    return make_article(published=False, **kwargs)


# What is stored


def test_draft_is_shown_as_its_page_will_be(as_editor):
    article = draft(title="Lịch thi thử", lead="Thi từ thứ hai.", body="<p>Phòng 12.</p>")
    page = framed(as_editor.get(f"{LIST}{article.pk}/xem-truoc/"))
    assert page.h1.get_text() == "Lịch thi thử"
    assert "Phòng 12." in page.main.get_text()
    assert "Bản xem trước, chưa công bố." in page.get_text()
    assert page.find("meta", attrs={"name": "robots"})["content"].startswith("noindex")


def test_preview_is_not_counted(as_editor):
    article = draft()
    page = framed(as_editor.get(f"{LIST}{article.pk}/xem-truoc/"))
    assert not page.select("[data-beacon]")
    assert "/dem/" not in str(page)


def test_preview_may_stand_in_no_frame_and_in_no_cache(as_editor):
    headers = as_editor.get(f"{LIST}{draft().pk}/xem-truoc/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]


def make_page():
    return Page.objects.create(title="Giới thiệu", body="<p>Nội dung trang.</p>")


@pytest.mark.parametrize(
    ("make", "kind", "words"),
    [
        (lambda: draft(body="<p>Nội dung bài.</p>"), "news/article", "Nội dung bài."),
        (lambda: make_document(published=False, body="<p>Toàn văn.</p>"), "documents/document", "Toàn văn."),
        (make_page, "portal/page", "Nội dung trang."),
        (lambda: make_poll("Sáng", "Chiều", published=False), "stats/poll", "Chiều"),
    ],
    ids=["article", "document", "page", "poll"],
)
def test_everything_with_a_page_can_be_previewed_in_the_admin_and_by_a_link(client, make, kind, words):
    obj = make()
    administrator = make_user(groups=("Quản trị",))
    client.force_login(administrator)
    assert words in framed(client.get(f"/quan-tri/{kind}/{obj.pk}/xem-truoc/")).main.get_text()
    client.logout()
    answer = client.get(link_to(obj, administrator))
    assert words in soup(answer).main.get_text()
    assert not answer.cookies


def test_poll_is_shown_without_the_form_that_casts_a_ballot(client, editor):
    poll = make_poll(published=False)
    page = soup(client.get(link_to(poll, editor)))
    assert not page.main.select("form")
    assert page.main.select("input[name=chon]")


@pytest.mark.parametrize(
    ("group", "own", "status"),
    [
        ("Cộng tác viên", True, 200),
        ("Cộng tác viên", False, 404),  # For this person there is no such post.
        ("Biên tập viên", False, 200),
        ("Văn thư", False, 404),
        ("Quản trị", False, 200),
    ],
)
def test_who_may_preview_a_post(client, group, own, status):
    user = make_user(groups=(group,))
    client.force_login(user)
    article = draft(created_by=user if own else make_user())
    assert client.get(f"{LIST}{article.pk}/xem-truoc/").status_code == status


def test_nobody_without_an_account_previews_in_the_admin(client):
    assert client.get(f"{LIST}{draft().pk}/xem-truoc/").status_code == 302


# What is only typed


def test_unsaved_text_is_shown_and_not_saved(as_editor):
    article = draft(title="Tiêu đề cũ")
    form = article_form(article, title="Tiêu đề đang gõ", _preview="1")
    assert framed(change(as_editor, article, form)).h1.get_text() == "Tiêu đề đang gõ"
    article.refresh_from_db()
    assert article.title == "Tiêu đề cũ"
    assert not LogEntry.objects.exists()


def test_new_post_is_shown_before_it_is_there(as_editor):
    page = framed(add(as_editor, Article, article_form(title="Chưa lưu bao giờ", _preview="1")))
    assert page.h1.get_text() == "Chưa lưu bao giờ"
    assert not Article.objects.exists()


def test_preview_of_a_public_post_leaves_the_portal_as_it_is(as_editor):
    article = make_article(title="Đang đăng", lead="Cũ.")
    form = article_form(article, title="Sắp đổi", _preview="1")
    assert framed(change(as_editor, article, form)).h1.get_text() == "Sắp đổi"
    as_editor.logout()
    for address in ("/", "/tin-tuc/", article.get_absolute_url()):
        assert "Sắp đổi" not in as_editor.get(address).content.decode(), address


def test_what_was_made_from_unsaved_text_is_kept_for_nobody(as_editor):
    """Blocks beside the preview are made from the changed post too; the next visitor must not get them."""
    only("news.category", "news-side", category=None, layout="list", number=5)
    article = make_article(title="Đang đăng", lead="Cũ.")
    other = make_article(title="Bài khác", at=timezone.now() - timedelta(days=1))
    form = article_form(article, title="Sắp đổi", _preview="1")
    assert "Sắp đổi" in framed(change(as_editor, article, form)).aside.get_text()
    as_editor.logout()
    page = soup(as_editor.get(other.get_absolute_url()))
    assert "Đang đăng" in page.aside.get_text()
    assert "Sắp đổi" not in page.get_text()


def test_file_chosen_for_a_preview_is_not_left_behind(as_editor, settings):
    form = article_form(cover=upload("Ảnh.png", b""), _preview="1")
    del form["cover"]
    form |= {"attachments-TOTAL_FORMS": 1, "attachments-0-file": upload(), "attachments-0-order": 0}
    page = framed(add(as_editor, Article, form))
    assert "Số 09 Thông báo" in page.get_text()
    assert list(settings.ATTACHMENTS_ROOT.rglob("*.*")) == []


def test_what_cannot_be_saved_is_not_shown_and_says_why(as_editor):
    response = add(as_editor, Article, article_form(title="", _preview="1"))
    assert response.status_code == 422
    assert "Không được để trống." in response.content.decode()
    assert not Article.objects.exists()


def test_what_was_said_of_a_save_that_was_taken_back_is_not_said_later(as_editor):
    body = '<p><img src="https://khac.example/anh.jpg" alt="Ảnh"></p>'
    preview = add(as_editor, Article, article_form(body=body, _preview="1"))
    assert "người đọc sẽ không thấy" in preview.content.decode()
    assert "người đọc sẽ không thấy" not in as_editor.get(LIST).content.decode()


def test_writer_previews_an_own_draft_and_nobody_elses(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    own, other = draft(created_by=writer), draft(created_by=make_user())
    assert framed(change(client, own, article_form(own, title="Của tôi", _preview="1"))).h1
    assert change(client, other, article_form(other, _preview="1")).status_code == 302


# Links


def make_by_hand(client, article, **data):
    return client.post(f"{LIST}{article.pk}/xem-truoc/lien-ket/", data, follow=True)


def test_link_is_made_for_the_days_that_were_chosen(as_editor, time_machine):
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    article = draft()
    page = make_by_hand(as_editor, article, days="3").content.decode()
    link = PreviewLink.objects.get()
    assert link.expires_at == timezone.now() + timedelta(days=3)
    assert f"http://testserver{link.get_absolute_url()}" in page
    assert LogEntry.objects.filter(change_message__contains="liên kết xem trước").exists()


@pytest.mark.parametrize("days", ["", "2", "30", "-1", "x"])
def test_no_other_number_of_days_is_taken(as_editor, days):
    make_by_hand(as_editor, draft(), days=days)
    assert not PreviewLink.objects.exists()


def test_link_opens_for_everybody_until_it_ends(client, editor, time_machine):
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    address = link_to(draft(title="Sắp công bố"), editor)
    answer = client.get(address)
    assert "Sắp công bố" in answer.content.decode()
    assert "dùng được đến 08:00 ngày 03/03/2026" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    time_machine.move_to("2026-03-03T08:00:00+07:00", tick=False)
    assert client.get(address).status_code == 404
    assert forget_previews.call() == 1


def test_revoked_link_opens_nothing(as_editor, editor):
    article = draft()
    address = link_to(article, editor)
    make_by_hand(as_editor, article, _revoke=str(PreviewLink.objects.get().pk))
    as_editor.logout()
    assert as_editor.get(address).status_code == 404


def test_link_of_another_object_is_not_revoked_along(as_editor, editor):
    link_to(draft(), editor)
    make_by_hand(as_editor, draft(), _revoke=str(PreviewLink.objects.get().pk))
    assert PreviewLink.objects.exists()


@pytest.mark.parametrize(
    "change_token", [lambda t: t[:-1] + "x", lambda t: "1." + t.split(".")[1], lambda t: "1"]
)
def test_forged_link_opens_nothing(client, editor, change_token):
    make_article(published=False)
    token = link_to(draft(), editor).split("/")[2]
    forged = change_token(token)
    if forged != token:
        assert client.get(f"/xem-truoc/{forged}/").status_code == 404


def test_link_of_one_whose_account_was_closed_opens_nothing(client, editor):
    address = link_to(draft(), editor)
    editor.is_active = False
    editor.save()
    assert client.get(address).status_code == 404


def test_link_shows_no_more_than_its_maker_may_see(client):
    writer = make_user(groups=("Cộng tác viên",))
    address = link_to(draft(created_by=writer), writer)
    assert client.get(address).status_code == 200
    writer.groups.clear()
    assert client.get(address).status_code == 404


def test_link_to_what_has_been_published_leads_to_its_page(client, editor):
    article = draft()
    address = link_to(article, editor)
    article.publish(by=None)
    assert client.get(address).url == article.get_absolute_url()


@pytest.mark.parametrize("verb", ["withdraw", "trash"])
def test_links_go_with_what_is_taken_off_or_thrown_away(as_editor, editor, verb):
    article = make_article() if verb == "withdraw" else draft(created_by=editor)
    address = link_to(article, editor)
    press(as_editor, article, verb, _note="Sai số liệu.")
    assert not PreviewLink.objects.exists()
    as_editor.logout()
    assert as_editor.get(address).status_code in (404, 410)


def test_public_post_gets_no_link(as_editor):
    make_by_hand(as_editor, make_article(), days="1")
    assert not PreviewLink.objects.exists()


def test_links_are_made_by_those_who_may_preview(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    assert make_by_hand(client, draft(created_by=make_user()), days="1").status_code == 404
    client.logout()
    assert make_by_hand(client, draft(), days="1").redirect_chain
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("make", [make_article_attachment, make_document_file], ids=["post", "document"])
def test_files_are_had_through_the_link_and_not_counted(client, make):
    administrator = make_user(groups=("Quản trị",))
    file = make(
        make_article(published=False) if make is make_article_attachment else make_document(published=False)
    )
    page = soup(client.get(link_to(file.owner, administrator)))
    address = page.find("a", href=re.compile("/tep/"))["href"]
    answer = client.get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get(file.get_absolute_url()).status_code == 404
    buffer.flush()
    assert Counter.objects.of(file.owner).downloads == 0
    PreviewLink.objects.all().delete()
    assert client.get(address).status_code == 404


def test_files_of_others_are_not_had_through_a_link(client, editor):
    address = link_to(draft(), editor)
    file = make_article_attachment(draft())
    assert client.get(f"{address}tep/{file.pk}/{file.original_name}").status_code == 404


def test_robot_that_opens_a_link_is_no_visitor(client, editor):
    address = link_to(draft(), editor)
    answer = client.get(address, headers={"User-Agent": "facebookexternalhit/1.1"})
    assert "nofollow" in answer.headers["X-Robots-Tag"]


def test_link_to_a_draft_does_not_show_the_post_when_its_time_is_over(client, editor, time_machine):
    time_machine.move_to(at(2026, 3, 2))
    article = draft()
    address = link_to(article, editor, days=7)
    article.publish(by=editor, until=timezone.now() + timedelta(days=1))
    time_machine.shift(timedelta(days=2))
    assert client.get(address).status_code == 404
