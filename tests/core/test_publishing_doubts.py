"""Before something doubtful goes public: it is saved, said, and goes on or back."""

import pytest
from django.core.exceptions import ValidationError

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


def test_what_may_not_be_published_is_refused_and_not_asked_about(as_editor):
    cover = upload("Ảnh.png", image_bytes())
    response = add(as_editor, Article, article_form(lead="", cover=cover, _verb="publish"))
    assert "Hãy viết mô tả cho ảnh đại diện" in messages_of(response)


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
    run_action(as_editor, "publish_selected", fine, bad, _despite="1")
    assert fine.is_public()
    assert bad.is_public()


def test_verb_itself_asks_nothing():
    article = doubtful()
    article.publish(by=None)
    assert article.is_public()


def test_doubts_refuse_nothing():
    article = doubtful(body="<p></p>")
    with pytest.raises(ValidationError):
        article.publish(by=None)
