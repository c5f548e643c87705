"""The form of a post for each kind of person: what can be changed, which buttons stand there."""

import pytest

from core.models import Status
from news.models import Article
from tests.admin_forms import add, article_form, change, press
from tests.factories import image_bytes, make_article, make_article_attachment, make_user, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_user(groups=("Cộng tác viên",))


@pytest.fixture
def as_writer(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def as_editor(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    return client


def form_of(client, article):
    return client.get(f"/quan-tri/news/article/{article.pk}/change/").content.decode()


def in_review(**kwargs):
    article = make_article(published=False, **kwargs)
    article.submit(by=None)
    return article


def test_status_is_no_field_of_the_form(as_editor):
    add(as_editor, Article, article_form(status="published", deleted_at="2026-01-01", created_by="1"))
    article = Article.objects.get()
    assert (article.status, article.deleted_at) == (Status.DRAFT, None)


def test_new_post_of_a_writer_is_saved_or_submitted(as_writer):
    page = as_writer.get("/quan-tri/news/article/add/").content.decode()
    assert "Lưu nháp" in page
    assert "Gửi duyệt" in page
    assert "Xuất bản</button>" not in page


def test_new_post_of_an_editor_is_published(as_editor):
    assert "Xuất bản</button>" in as_editor.get("/quan-tri/news/article/add/").content.decode()


def test_writer_cannot_publish_by_a_forged_button(as_writer):
    assert add(as_writer, Article, article_form(_verb="publish")).status_code == 403
    assert not Article.objects.exists()


def test_writer_cannot_withdraw(as_writer, writer):
    article = make_article(created_by=writer)
    assert press(as_writer, article, "withdraw", _note="x").status_code == 403
    assert article.is_public()


def test_writer_cannot_open_posts_of_others(as_writer):
    article = make_article(title="Kín", published=False, created_by=make_user())
    assert as_writer.get(f"/quan-tri/news/article/{article.pk}/change/").status_code == 302
    assert press(as_writer, article, "submit").status_code == 404


def test_writer_can_only_read_what_waits_for_review(as_writer, writer):
    article = in_review(created_by=writer, title="Đang chờ")
    page = form_of(as_writer, article)
    assert "Rút về để sửa" in page
    assert 'name="title"' not in page
    assert change(as_writer, article, article_form(article, title="Sửa lén")).status_code == 403


def test_post_that_can_only_be_read_shows_its_text_and_picture(as_writer, writer):
    article = in_review(
        created_by=writer, body="<p>Chữ <strong>đậm</strong>.</p>", cover=upload("Ảnh.png", image_bytes())
    )
    page = form_of(as_writer, article)
    assert "<p>Chữ <strong>đậm</strong>.</p>" in page
    assert f'src="{article.cover.url}"' in page


def test_files_of_a_post_that_can_only_be_read_are_links(as_writer, writer):
    article = in_review(created_by=writer)
    file = make_article_attachment(article)
    page = form_of(as_writer, article)
    assert file.get_absolute_url() in page
    assert 'type="file"' not in page


def test_writer_can_only_read_an_own_post_that_is_public(as_writer, writer):
    article = make_article(created_by=writer)
    assert change(as_writer, article, article_form(article)).status_code == 403


def test_returned_post_shows_the_reason_to_its_writer(as_writer, writer):
    article = in_review(created_by=writer)
    article.return_to_draft(by=None, note="Thiếu số liệu.")
    page = form_of(as_writer, article)
    assert "Thiếu số liệu." in page
    assert 'name="title"' in page


def test_editor_finds_the_verbs_of_each_state(as_editor):
    draft, public = make_article(published=False), make_article()
    assert "Lưu nháp" in form_of(as_editor, draft)
    page = form_of(as_editor, in_review())
    assert "Trả lại…" in page
    assert "Lưu, chưa đăng" in page
    page = form_of(as_editor, public)
    assert "Lưu và cập nhật trang" in page
    assert "Gỡ khỏi cổng…" in page
    assert f'href="{public.get_absolute_url()}">Xem trên trang' in page
    public.withdraw(by=None, note="Sai.")
    assert "Đăng lại</button>" in form_of(as_editor, public)


def test_draft_has_no_link_to_a_page_that_is_not_there(as_editor):
    assert "Xem trên trang" not in form_of(as_editor, make_article(published=False))


def test_file_that_was_attached_can_be_downloaded_and_replaced_in_the_form(as_editor):
    article = make_article()
    file = make_article_attachment(article)
    page = form_of(as_editor, article)
    assert file.get_absolute_url() in page
    assert 'name="attachments-0-file"' in page


def test_file_with_macros_is_marked_in_the_form(as_editor):
    article = make_article()
    file = make_article_attachment(article)
    assert "Có macro" not in form_of(as_editor, article)
    type(file).objects.update(has_macros=True)
    assert "Có macro" in form_of(as_editor, article)


def test_text_of_a_post_is_escaped_in_the_admin(as_editor):
    article = make_article(title="<script>alert(1)</script>")
    article.withdraw(by=None, note="<img src=x onerror=alert(1)>")
    for page in (form_of(as_editor, article), as_editor.get("/quan-tri/news/article/").content.decode()):
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
