"""«Bản soạn dở của tôi»: one's drafts of all kinds, with a way to the words whatever became of the object."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from core.models import Autosave
from documents.models import Document
from news.models import Article
from tests.admin_forms import address, article_form, document_form, with_rows
from tests.drafting import TOKEN, beat
from tests.factories import make_article, make_document, make_superuser, make_user

pytestmark = pytest.mark.django_db

DRAFTS = "/quan-tri/soan-do/"


@pytest.fixture
def writer(client):
    person = make_user(groups=("Cộng tác viên",))
    client.force_login(person)
    return person


@pytest.fixture
def locked(client, writer):
    """A post of the writer that lies with the editors, with words that he typed before."""
    article = make_article(title="Cũ", published=False, created_by=writer)
    beat(client, article, writer, article_form(article, title="Gõ dở", body="<p>Viết cả buổi.</p>"))
    Article.objects.get().submit(by=writer)
    return article


def page_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(client):
    return [
        " ".join(row.get_text(" ", strip=True).split())
        for row in page_of(client, DRAFTS).select(".trash-list > li")
    ]


def test_drafts_of_all_kinds_are_listed_with_the_way_back(client):
    me = make_superuser()
    client.force_login(me)
    document = make_document(number="12/TB-SGDĐT")
    beat(client, Article, me, article_form(title="Bài mới gõ dở"))
    beat(client, document, me, document_form(document, subject=""), token="b" * 32)
    told = rows(client)
    assert told[0].startswith("12/TB-SGDĐT")
    assert told[1].startswith("Bài mới gõ dở Bài viết mới Soạn dở lúc")
    back = [link["href"] for link in page_of(client, DRAFTS).select(".draft-buttons a")]
    of_document, of_article = (draft.pk for draft in Autosave.objects.order_by("-saved_at"))
    assert back == [
        f"{address(Document, 'change', document.pk)}?khoi-phuc={of_document}",
        f"{address(Article, 'add')}?khoi-phuc={of_article}",
    ]


def test_new_draft_without_a_name_is_called_by_its_first_words(client, writer):
    beat(client, Article, writer, article_form(title=" ", body=""))
    assert rows(client)[0].startswith("Bài viết chưa có tên")
    beat(client, Article, writer, article_form(title=" ", body="<p>Sáng <b>nay</b>, hội nghị.</p>"))
    assert rows(client)[0].startswith("Sáng nay, hội nghị.")


def test_words_of_what_may_not_be_edited_any_more_are_shown(client, locked):
    assert "Nội dung này bạn không còn sửa được." in rows(client)[0]
    page = page_of(client, f"{DRAFTS}{Autosave.objects.get().pk}/")
    assert not page.select("a[href*=khoi-phuc]")
    texts = [area.get_text().strip() for area in page.select("textarea")]
    assert {"Gõ dở", "Viết cả buổi."} <= set(texts)


def test_form_that_is_only_read_leads_to_the_draft(client, locked):
    page = page_of(client, address(Article, "change", locked.pk))
    assert page.select_one(".draft-note a")["href"] == f"{DRAFTS}{Autosave.objects.get().pk}/"


def test_words_of_what_is_out_of_reach_are_shown_without_its_title(client, writer):
    article = make_article(title="Tên mới, không phải của người này", published=False, created_by=writer)
    typed = article_form(article, title="") | with_rows("articleauthors", {"author": "", "order": 4})
    beat(client, article, writer, typed)
    Article.objects.update(created_by=make_superuser())
    assert rows(client)[0].startswith("Nội dung bài viết. Bài viết Soạn dở lúc")
    assert "Nội dung này bạn không còn mở được." in rows(client)[0]
    page = page_of(client, f"{DRAFTS}{Autosave.objects.get().pk}/")
    assert "Tên mới" not in page.get_text()
    assert "Thứ tự: 4" in page.get_text()


def test_who_lost_every_right_still_reads_his_words(client, writer):
    beat(client, Article, writer, article_form(title="Còn đây"))
    writer.groups.clear()
    assert "Bạn không còn quyền tạo nội dung loại này." in rows(client)[0]
    assert "Còn đây" in page_of(client, f"{DRAFTS}{Autosave.objects.get().pk}/").get_text()


def test_draft_is_discarded_and_the_browser_told(client, locked):
    url = f"{DRAFTS}{Autosave.objects.get().pk}/bo/"
    assert client.get(url).status_code == 405
    response = client.post(url)
    assert (response.status_code, response["Location"]) == (302, DRAFTS)
    assert f"da-luu-{TOKEN}" in response.cookies
    assert not Autosave.objects.exists()
    assert "Bạn không có bản soạn dở nào." in page_of(client, DRAFTS).get_text()


def test_nobody_else_gets_at_a_draft(client, locked):
    draft = Autosave.objects.get()
    other = Client()
    other.force_login(make_superuser())
    assert rows(other) == []
    assert other.get(f"{DRAFTS}{draft.pk}/").status_code == 404
    assert other.post(f"{DRAFTS}{draft.pk}/bo/").status_code == 404
    for url in (DRAFTS, f"{DRAFTS}{draft.pk}/"):
        assert Client().get(url).status_code == 302
    assert Autosave.objects.get() == draft


def test_discarding_needs_the_token_of_the_page(writer, locked):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    assert strict.post(f"{DRAFTS}{Autosave.objects.get().pk}/bo/").status_code == 403


def test_markup_in_a_draft_is_escaped(client, writer):
    beat(client, Article, writer, article_form(title="<script>alert(1)</script>"))
    for url in (DRAFTS, f"{DRAFTS}{Autosave.objects.get().pk}/"):
        assert "<script>alert(1)" not in client.get(url).content.decode()


def test_first_page_leads_there_while_there_are_any(client, writer):
    assert DRAFTS not in client.get("/quan-tri/").content.decode()
    beat(client, Article, writer, article_form())
    link = page_of(client, "/quan-tri/").select_one(f".recent a[href='{DRAFTS}']")
    assert link.get_text() == "Bản soạn dở của tôi (1)"


def test_offer_leads_there(client, writer):
    beat(client, Article, writer, article_form())
    assert page_of(client, address(Article, "add")).select_one(f"[data-offers] a[href='{DRAFTS}']")


def test_drafts_go_with_what_is_deleted_for_good(client, writer, locked):
    kept = make_article(published=False, created_by=writer)
    beat(client, kept, writer, article_form(kept), token="b" * 32)
    Article.objects.get(pk=locked.pk).delete()
    assert Autosave.objects.get().object_id == kept.pk


def test_list_costs_as_many_queries_for_many_drafts(client, writer, django_assert_max_num_queries):
    for number in range(6):
        article = make_article(published=False, created_by=writer)
        beat(client, article, writer, article_form(article), token=f"{number:032x}")
    with django_assert_max_num_queries(12):
        assert len(rows(client)) == 6
