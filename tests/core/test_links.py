"""Posts and documents that name each other."""

import pytest
from bs4 import BeautifulSoup

from core.links import linked, linked_refs, set_links
from core.models import ObjectLink
from tests.admin_forms import address, article_form, change
from tests.factories import make_article, make_document, make_superuser, make_user

pytestmark = pytest.mark.django_db

CHOICES = "/quan-tri/lien-ket/"


def ref(obj) -> tuple[str, int]:
    return obj._meta.label_lower, obj.pk


def test_link_shows_on_both_sides():
    article, document = make_article(), make_document()
    set_links(article, [ref(document)])
    assert (linked(article), linked(document)) == ([document], [article])


def test_order_is_kept_and_nothing_stands_twice():
    article, first, second = make_article(), make_document(), make_document()
    set_links(article, [ref(second), ref(first), ref(second)])
    assert linked(article) == [second, first]
    set_links(article, [ref(first), ref(second)])
    assert linked(article) == [first, second]


def test_link_may_be_taken_away_from_the_other_side():
    article, document = make_article(), make_document()
    set_links(article, [ref(document)])
    set_links(document, [])
    assert not ObjectLink.objects.exists()


def test_object_is_not_linked_with_itself():
    article = make_article()
    set_links(article, [ref(article)])
    assert linked_refs(article) == []


def test_what_is_not_public_is_not_shown_and_stays_linked():
    article, document = make_article(), make_document(published=False)
    set_links(article, [ref(document)])
    assert linked(article) == []
    document.publish(by=None)
    assert linked(article) == [document]


def test_link_to_what_was_deleted_shows_nothing():
    article, document = make_article(), make_document()
    set_links(article, [ref(document)])
    document.delete()
    assert linked(article) == []


def test_pages_of_both_sides_show_the_link_at_once(client, django_capture_on_commit_callbacks):
    article, document = make_article(), make_document()
    before = [client.get(obj.get_absolute_url()).content for obj in (article, document)]
    with django_capture_on_commit_callbacks(execute=True):
        set_links(article, [ref(document)])
    after = [client.get(obj.get_absolute_url()).content.decode() for obj in (article, document)]
    assert document.subject in after[0]
    assert article.title in after[1]
    assert b"N\xe1\xbb\x99i dung li\xc3\xaan quan" not in before[0]


def test_form_saves_links(client):
    client.force_login(make_superuser())
    article, document = make_article(), make_document()
    url = f"/quan-tri/news/article/{article.pk}/change/"
    data = article_form(article, linked=[f"documents.document:{document.pk}"], _save="1")
    assert client.post(url, data).status_code == 302
    assert linked(article) == [document]
    assert f'value="documents.document:{document.pk}" selected' in client.get(url).content.decode()


@pytest.mark.parametrize("value", ["documents.document:999", "auth.user:1", "news.article:x", "", "1"])
def test_form_refuses_what_does_not_exist(client, value):
    client.force_login(make_superuser())
    article = make_article()
    url = f"/quan-tri/news/article/{article.pk}/change/"
    answer = client.post(url, article_form(article, linked=[value], _save="1"))
    assert "hãy chọn lại" in answer.content.decode()


def test_choices_are_found_without_diacritics(client):
    client.force_login(make_user("news.change_article"))
    document = make_document(subject="Về việc tuyển sinh lớp 10")
    make_document(subject="Về việc tuyển sinh lớp 6", published=False)
    results = client.get(CHOICES, {"term": "tuyen sinh"}).json()["results"]
    assert results == [{"id": f"documents.document:{document.pk}", "text": f"Văn bản: {document}"}]


def test_choices_are_for_staff(client):
    assert client.get(CHOICES).status_code == 403
    client.force_login(make_user(is_staff=False))
    assert client.get(CHOICES).status_code == 403


def test_title_of_a_draft_is_not_given_away_by_its_number(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    draft = make_document(published=False, subject="Dự thảo chưa ai được biết")
    own = make_article(published=False, created_by=writer)
    url = f"/quan-tri/news/article/{own.pk}/change/"
    answer = client.post(url, article_form(own, linked=[f"documents.document:{draft.pk}"], _save="1"))
    assert draft.subject not in answer.content.decode()
    assert linked_refs(own) == []


def test_link_to_a_draft_that_somebody_else_made_stays(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    draft, own = make_document(published=False), make_article(published=False, created_by=writer)
    set_links(own, [ref(draft)])
    url = f"/quan-tri/news/article/{own.pk}/change/"
    client.post(url, article_form(own, linked=[f"documents.document:{draft.pk}"], _save="1"))
    assert linked_refs(own) == [ref(draft)]


def opened(client, obj):
    """Return the form of an object as a browser opens it, ready to be sent."""
    page = BeautifulSoup(client.get(address(type(obj), "change", obj.pk)).content, "html.parser")
    hidden = page.select_one("[name=linked_opened]")["value"]
    chosen = [option["value"] for option in page.select("[name=linked] option[selected]")]
    return article_form(type(obj).objects.get(pk=obj.pk), linked=chosen, linked_opened=hidden)


def test_link_that_was_made_on_the_other_side_meanwhile_survives_a_save(client):
    client.force_login(make_superuser())
    article, document, other = make_article(), make_document(), make_document()
    set_links(article, [ref(other)])
    form = opened(client, article)
    set_links(document, [ref(article)])
    assert change(client, article, form | {"lead": "Khác"}).status_code == 302
    assert set(linked(article)) == {other, document}


def test_what_is_linked_and_unlinked_goes_with_what_came_meanwhile(client):
    client.force_login(make_superuser())
    article, kept, gone, new, came = make_article(), *(make_document() for _ in range(4))
    set_links(article, [ref(kept), ref(gone)])
    form = opened(client, article)
    set_links(came, [ref(article)])
    named = [f"documents.document:{document.pk}" for document in (kept, new)]
    change(client, article, form | {"linked": named})
    assert linked(article) == [kept, new, came]


def test_link_that_was_taken_away_on_the_other_side_meanwhile_does_not_come_back(client):
    client.force_login(make_superuser())
    article, document, new = make_article(), make_document(), make_document()
    set_links(article, [ref(document)])
    form = opened(client, article)
    set_links(document, [])
    change(client, article, form | {"linked": [*form["linked"], f"documents.document:{new.pk}"]})
    assert linked(article) == [new]


def test_form_that_comes_back_still_knows_which_links_it_was_opened_with(client):
    client.force_login(make_superuser())
    article, document = make_article(), make_document()
    form = opened(client, article)
    set_links(document, [ref(article)])
    page = BeautifulSoup(change(client, article, form | {"title": ""}).content, "html.parser")
    assert page.select_one("[name=linked_opened]")["value"] == form["linked_opened"] == ""
