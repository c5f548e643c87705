"""Before something doubtful goes public: it is saved, said, and goes on or back."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from core.admin import verbs
from core.models import Status
from news.models import Article
from tests.admin_forms import add, article_form, change, messages_of, press, run_action
from tests.factories import image_bytes, make_article, make_document, make_user, upload

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/article/"


@pytest.fixture
def as_editor(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    return client


def doubtful(**kwargs):
    return make_article(published=False, lead="", **kwargs)


def seen(*articles):
    return " ".join(f"{article.pk}:{article.updated_at.isoformat()}" for article in articles)


def test_doubtful_post_is_saved_and_not_published(as_editor):
    response = add(as_editor, Article, article_form(lead="", _verb="publish"))
    article = Article.objects.get()
    assert article.status == Status.DRAFT
    assert response.url == f"{LIST}{article.pk}/xem-lai/"


def test_page_names_each_doubt_with_the_ways_on_and_back(as_editor):
    article = doubtful(body='<p><img src="/media/a.png"></p>')
    page = as_editor.get(f"{LIST}{article.pk}/xem-lai/").content.decode()
    for words in ("Tóm tắt:", "Nội dung, ảnh thứ 1:", "Vẫn xuất bản", "Quay lại sửa"):
        assert words in page, words


def test_despite_it_the_post_goes_public(as_editor):
    article = doubtful()
    version = article.updated_at.isoformat()
    press(as_editor, article, "publish", _despite="1", _version=version)
    assert article.is_public()


def test_what_somebody_saved_meanwhile_is_not_published_unseen(as_editor):
    article = doubtful()
    version = article.updated_at.isoformat()
    article.save()
    response = press(as_editor, article, "publish", _despite="1", _version=version)
    assert "vừa có người lưu bản khác" in messages_of(response)
    assert not article.is_public()


def test_post_without_a_doubt_goes_public_at_once(as_editor):
    add(as_editor, Article, article_form(_verb="publish"))
    assert Article.objects.get().is_public()


def test_what_is_refused_and_what_is_doubtful_are_said_on_one_page(as_editor):
    cover = upload("Ảnh.png", image_bytes())
    response = add(as_editor, Article, article_form(lead="", cover=cover, _verb="publish"), follow=True)
    page = BeautifulSoup(response.content, "html.parser").select_one(".doubts")
    assert "Hãy viết mô tả cho ảnh đại diện" in page.select_one(".obstacle").get_text()
    assert "Tóm tắt: chưa có" in page.get_text()
    assert page.select("[name=_despite]") == []


def test_all_that_is_refused_is_said_at_once(as_editor):
    cover = upload("Ảnh.png", image_bytes((1200, 630)))
    form = article_form(form="photos", body="", cover=cover, _verb="publish")
    told = messages_of(add(as_editor, Article, form))
    assert "Phóng sự ảnh chưa có ảnh nào." in told
    assert "Hãy viết mô tả cho ảnh đại diện" in told


def test_what_would_be_refused_of_many_is_said_before(as_editor):
    article = doubtful(cover=upload("Ảnh.png", image_bytes()))
    page = run_action(as_editor, "publish_selected", article).content.decode()
    assert "Hãy viết mô tả cho ảnh đại diện" in page


def test_save_of_what_is_public_asks_nothing(as_editor):
    article = make_article(lead="")
    response = change(as_editor, article, article_form(article, title="Tiêu đề khác"))
    assert response.url.endswith("/change/")
    assert Article.objects.get().title == "Tiêu đề khác"


def test_document_is_looked_through_as_well(client):
    client.force_login(make_user(groups=("Văn thư",)))
    document = make_document(published=False, body="<p>Em A, số 038201004567.</p>")
    page = client.get(f"/quan-tri/documents/document/{document.pk}/xem-lai/").content.decode()
    assert "căn cước" in page


def test_page_of_doubts_is_the_publishers_alone(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    assert client.get(f"{LIST}{doubtful(created_by=writer).pk}/xem-lai/").status_code == 403
    assert client.get(f"{LIST}{doubtful().pk}/xem-lai/").status_code == 404


def test_page_of_doubts_without_any_leads_to_the_form(as_editor):
    article = make_article(published=False, lead="Tóm tắt.")
    assert as_editor.get(f"{LIST}{article.pk}/xem-lai/").url == f"{LIST}{article.pk}/change/"


def test_many_at_once_are_looked_through_first(as_editor):
    fine = make_article(published=False, lead="Tóm tắt.", title="Bài ổn")
    bad = doubtful(title="Bài thiếu tóm tắt")
    page = run_action(as_editor, "publish_selected", fine, bad).content.decode()
    assert "Bài thiếu tóm tắt" in page
    assert "Bài ổn" not in page
    assert not fine.is_public()
    run_action(as_editor, "publish_selected", fine, bad, _despite="1", _seen=seen(fine, bad))
    assert fine.is_public()
    assert bad.is_public()


def test_page_of_many_asks_about_those_it_was_opened_for_and_no_others(as_editor):
    shown = doubtful(title="Đã xem")
    page = BeautifulSoup(
        run_action(as_editor, "publish_selected", shown, select_across="1").content, "html.parser"
    )
    newcomer = doubtful(title="Đến sau")
    form = page.select_one("form.doubts")
    as_editor.post(LIST, {field["name"]: field["value"] for field in form.select("input, button[name]")})
    assert shown.is_public()
    assert not newcomer.is_public()


def test_of_many_what_was_edited_meanwhile_is_refused_by_name(as_editor):
    edited, kept, moved = (
        doubtful(title="Bài sửa sau"),
        doubtful(title="Bài đã xem"),
        doubtful(title="Bài gửi đi"),
    )
    versions = seen(edited, kept, moved)
    edited.body = "<p>Chữ khác.</p>"
    edited.save()
    moved.submit(by=None)
    page = run_action(
        as_editor,
        "publish_selected",
        edited,
        kept,
        moved,
        query="?trang_thai=nhap",
        _despite="1",
        _seen=versions,
    ).content.decode()
    assert "«Bài sửa sau»: vừa có người lưu bản khác." in page
    assert "«Bài gửi đi»: vừa có người lưu bản khác." in page
    assert [edited.is_public(), kept.is_public(), moved.is_public()] == [False, True, False]


def test_of_many_nothing_is_published_that_no_page_showed(as_editor):
    article = doubtful()
    run_action(as_editor, "publish_selected", article, _despite="1")
    run_action(as_editor, "publish_selected", article, _despite="1", _seen="x:y 99999999999999999999:z :")
    assert not article.is_public()


@pytest.mark.parametrize("action", ["publish_selected", "withdraw_selected", "move_selected"])
def test_more_than_a_page_can_ask_about_are_refused_in_a_sentence(as_editor, monkeypatch, action):
    monkeypatch.setattr(verbs, "MAX_AT_ONCE", 2)
    articles = [doubtful() for _ in range(3)]
    page = run_action(as_editor, action, articles[0], select_across="1").content.decode()
    assert "Mỗi lần chỉ làm được với 2 bài viết." in page
    assert run_action(as_editor, action, *articles[:2]).context["title"] != ""
    assert "Mỗi lần chỉ" not in run_action(as_editor, action, *articles[:2]).content.decode()


def test_as_many_as_may_be_asked_about_fit_into_a_form(as_editor, settings):
    """One field an object, and some of the page's own."""
    assert verbs.MAX_AT_ONCE + 100 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    articles = [doubtful() for _ in range(3)]
    page = BeautifulSoup(run_action(as_editor, "publish_selected", *articles).content, "html.parser")
    assert len(page.select("form.doubts [name]")) == len(articles) + 5


def test_verb_itself_asks_nothing():
    article = doubtful()
    article.publish(by=None)
    assert article.is_public()


def test_doubts_refuse_nothing():
    article = doubtful(body="<p></p>")
    with pytest.raises(ValidationError):
        article.publish(by=None)
