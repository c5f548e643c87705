"""What a form sends by itself, who may see it, and how it comes back."""

import json
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from core.admin.autosave import BEATS_A_MINUTE
from core.kept import kept_files
from core.models import Autosave, SearchEntry
from core.upkeep import forget_autosaves
from documents.models import Document
from news.models import Article
from portal.models import Page, StaffSession
from tests.admin_forms import add, address, article_form, change, document_form, row_of, with_rows
from tests.drafting import OTHER, TOKEN, beat, form_page
from tests.factories import (
    make_article,
    make_author,
    make_document,
    make_signer,
    make_superuser,
    make_user,
    sign,
)
from tests.portal.test_page_admin import make_page, page_form

pytestmark = pytest.mark.django_db

MAKE = {
    Article: (make_article, article_form),
    Document: (make_document, document_form),
    Page: (make_page, page_form),
}


def value_of(page, name):
    field = page.select_one(f"[name={name}]")
    if field.name == "select":
        return [option["value"] for option in field.select("option[selected]")]
    return field.get("value") if field.name == "input" else field.get_text().strip()


@pytest.mark.parametrize("model", [Article, Document, Page])
@pytest.mark.parametrize("is_new", [True, False])
def test_what_was_typed_comes_back_in_the_form(as_me, me, model, is_new):
    make, form = MAKE[model]
    obj = None if is_new else make()
    name = "subject" if model is Document else "title"
    answer = beat(as_me, obj or model, me, form(obj) | {name: "Đang viết dở", "body": "<p>Câu đầu.</p>"})
    assert answer.json()["state"] == "ok"
    draft = Autosave.objects.get()
    shown = form_page(as_me, model, obj)
    assert "Có bản đang soạn dở lúc" in shown.select_one(".draft-offer").get_text()
    back = form_page(as_me, model, obj, **{"khoi-phuc": draft.pk})
    assert value_of(back, name) == "Đang viết dở"
    assert value_of(back, "body") == "<p>Câu đầu.</p>"
    assert value_of(back, "_draft") == TOKEN
    assert not back.select(".errornote, .errorlist, .draft-offer")
    assert obj is None or getattr(type(obj).objects.get(), name) != "Đang viết dở"


def test_rows_tags_and_choices_come_back_half_done_as_they_are(as_me, me):
    typed = article_form(title="", category="", tag_names=["lớp 10", "thẻ mới"]) | with_rows(
        "articleauthors", {"author": make_author().pk, "order": 3}, {"author": "", "order": "x"}
    )
    beat(as_me, Article, me, typed)
    back = form_page(as_me, Article, **{"khoi-phuc": Autosave.objects.get().pk})
    assert value_of(back, "tag_names") == ["lớp 10", "thẻ mới"]
    assert value_of(back, "articleauthors-0-order") == "3"
    assert value_of(back, "articleauthors-1-order") == "x"
    assert not back.select(".errornote, .errorlist")


def test_rows_of_documents_come_back(as_me, me):
    signer = make_signer()
    typed = document_form() | with_rows("signatures", {"signer": signer.pk, "authority": "KT.", "order": 0})
    beat(as_me, Document, me, typed)
    back = form_page(as_me, Document, **{"khoi-phuc": Autosave.objects.get().pk})
    assert value_of(back, "signatures-0-signer") == [str(signer.pk)]
    assert value_of(back, "signatures-0-authority") == ["KT."]


def test_rows_come_back_where_a_colleague_deleted_one_meanwhile(as_me, me):
    document = make_document()
    rows = [sign(document, make_signer(name=f"Người {number}"), order=number) for number in range(2)]
    sent = [row_of(rows[0]), row_of(rows[1], post="Gõ dở")]
    beat(as_me, document, me, document_form(document, **with_rows("signatures", *sent)))
    rows[0].delete()
    back = form_page(as_me, Document, document, **{"khoi-phuc": Autosave.objects.get().pk})
    assert value_of(back, "signatures-1-id") == str(rows[1].pk)
    assert value_of(back, "signatures-1-post") == "Gõ dở"


def test_restored_form_is_saved_like_any_other_and_its_draft_goes(as_me, me):
    article = make_article(title="Cũ")
    typed = article_form(article, title="Mới")
    beat(as_me, article, me, typed)
    response = change(as_me, article, typed | {"_draft": TOKEN})
    assert response.status_code == 302
    assert not Autosave.objects.filter(data__isnull=False).exists()
    assert response.cookies[f"da-luu-{TOKEN}"].value == "1"


def test_draft_of_a_new_post_goes_with_its_save(as_me, me):
    beat(as_me, Article, me, article_form())
    add(as_me, Article, article_form(_draft=TOKEN))
    assert Article.objects.count() == 1
    assert not Autosave.objects.filter(data__isnull=False).exists()


def test_what_comes_in_after_the_save_is_no_draft(as_me, me):
    article = make_article(title="Cũ")
    typed = article_form(article, title="Mới")
    beat(as_me, article, me, typed)
    change(as_me, article, typed | {"_draft": TOKEN})
    answer = beat(as_me, article, me, typed)
    assert answer.json()["state"] == "done"
    assert not Autosave.objects.drafts().exists()
    assert not form_page(as_me, Article, article).select(".draft-offer")


def test_who_goes_back_to_a_saved_form_goes_on_under_a_new_token(as_me, me):
    add(as_me, Article, article_form(_draft=TOKEN))
    token = beat(as_me, Article, me, article_form(title="Viết tiếp")).json()["token"]
    assert token != TOKEN
    assert beat(as_me, Article, me, article_form(title="Viết tiếp"), token=token).json()["state"] == "ok"
    assert dict(Autosave.objects.drafts().get().data)["title"] == "Viết tiếp"


def test_that_a_form_was_saved_is_known_for_a_day(as_me, me):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        as_me.force_login(me)
        beat(as_me, Article, me, article_form())
    as_me.force_login(me)
    add(as_me, Article, article_form(_draft=TOKEN))
    assert forget_autosaves.func() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert forget_autosaves.func() == 1


def test_saved_form_does_not_count_as_open(as_me, me):
    article = make_article()
    beat(as_me, article, me, {})
    change(as_me, article, article_form(article, _draft=TOKEN))
    assert not Autosave.objects.open_now().exists()


def test_save_that_is_refused_keeps_the_draft_and_its_token(as_me, me):
    beat(as_me, Article, me, article_form(title=""))
    response = add(as_me, Article, article_form(title="", _draft=TOKEN))
    assert Autosave.objects.exists()
    assert value_of(BeautifulSoup(response.content, "html.parser"), "_draft") == TOKEN
    assert not response.cookies.get(f"da-luu-{TOKEN}")


def test_draft_on_an_older_version_ends_in_a_conflict_and_loses_nothing(as_me, me):
    article = make_article(title="Cũ")
    beat(as_me, article, me, article_form(article, title="Của tôi"))
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        stored = Article.objects.get()
        stored.title = "Của đồng nghiệp"
        stored.save()
        back = form_page(as_me, Article, article, **{"khoi-phuc": Autosave.objects.get().pk})
        form = article_form(article, title="Của tôi", _version=value_of(back, "_version"), _draft=TOKEN)
        response = change(as_me, article, form)
    assert response.status_code == 409
    assert Autosave.objects.exists()


def test_difference_of_a_draft_is_shown(as_me, me):
    article = make_article(title="Một hai ba")
    beat(as_me, article, me, article_form(article, title="Một bốn ba", tag_names=["robot"]))
    shown = as_me.get(address(Article, "draft", Autosave.objects.get().pk)).content.decode()
    page = BeautifulSoup(shown, "html.parser")
    assert [piece.get_text() for piece in page.select("ins")] == [" bốn", "robot"]
    assert Article.objects.get().title == "Một hai ba"


def test_draft_of_a_new_object_shows_what_was_typed(as_me, me):
    beat(as_me, Article, me, article_form(title="Bài mới"))
    shown = as_me.get(address(Article, "draft", Autosave.objects.get().pk)).content.decode()
    assert "Bài mới" in shown


def test_draft_is_discarded_by_a_button_and_the_browser_is_told(as_me, me):
    beat(as_me, Article, me, article_form())
    url = address(Article, "draft_discard", Autosave.objects.get().pk)
    assert as_me.get(url).status_code == 405
    response = as_me.post(url)
    assert not Autosave.objects.exists()
    assert f"da-luu-{TOKEN}" in response.cookies


def test_nobody_else_sees_a_draft(as_me, me, client):
    article = make_article()
    beat(as_me, article, me, article_form(article, title="Bí mật"))
    draft = Autosave.objects.get()
    other = Client()
    other.force_login(make_superuser())
    assert "soạn dở" not in other.get(address(Article, "change", article.pk)).content.decode()
    assert other.get(address(Article, "change", article.pk), {"khoi-phuc": draft.pk}).status_code == 404
    assert other.get(address(Article, "draft", draft.pk)).status_code == 404
    assert other.post(address(Article, "draft_discard", draft.pk)).status_code == 404
    # The same token is another draft, of another person.
    beat(other, article, draft.user, article_form(article, title="Đè lên"))
    assert Autosave.objects.get(user=me).data == draft.data


@pytest.mark.parametrize("wrong", ["", "x", "-1", "9" * 30, "1%00", "٣"])
def test_nonsense_names_no_draft(as_me, wrong):
    assert as_me.get(address(Article, "add"), {"khoi-phuc": wrong}).status_code == 404


def test_draft_of_one_object_is_not_restored_into_another(as_me, me):
    article, other = make_article(), make_article()
    beat(as_me, article, me, article_form(article))
    query = {"khoi-phuc": Autosave.objects.get().pk}
    assert as_me.get(address(Article, "change", other.pk), query).status_code == 404
    assert as_me.get(address(Article, "add"), query).status_code == 404


def test_text_of_a_draft_is_sanitised(as_me, me):
    beat(
        as_me,
        Article,
        me,
        article_form(body="<p onclick=x()>Chữ<script>alert(1)</script></p>", title="<b>\0"),
    )
    typed = dict(Autosave.objects.get().data)
    assert typed["body"] == "<p>Chữ</p>"
    assert typed["title"] == "<b>"


def test_tokens_files_and_what_the_form_says_of_itself_are_not_kept(as_me, me):
    beat(as_me, Article, me, article_form(csrfmiddlewaretoken="x", _verb="publish", _note="y"))
    names = {name for name, _ in Autosave.objects.get().data}
    assert names.isdisjoint({"csrfmiddlewaretoken", "_verb", "_note", "_draft", "_for"})


def test_draft_is_in_no_search(as_me, me, client):
    beat(as_me, Article, me, article_form(title="Chưa ai biết"))
    assert not SearchEntry.objects.exists()


def test_open_form_without_a_word_is_no_draft(as_me, me):
    article = make_article()
    assert beat(as_me, article, me).json()["saved"] == ""
    assert Autosave.objects.get().data is None
    assert not form_page(as_me, Article, article).select(".draft-offer")


def test_who_stays_without_typing_keeps_the_draft(as_me, me):
    article = make_article()
    beat(as_me, article, me, article_form(article, title="Viết dở"))
    beat(as_me, article, me)
    assert dict(Autosave.objects.get().data)["title"] == "Viết dở"


# Rights and limits


def test_who_is_signed_in_no_longer_is_told_so_in_json(me):
    answer = beat(Client(), make_article(), me, {})
    assert (answer.status_code, answer.json()) == (401, {"state": "signed-out"})


def test_draft_of_one_is_not_taken_for_another_who_signed_in_meanwhile(as_me, colleague):
    answer = beat(as_me, make_article(), colleague, {"title": "x"})
    assert (answer.status_code, answer.json()["state"]) == (403, "other")
    assert not Autosave.objects.exists()


def test_autosave_needs_the_token_of_the_page(me):
    client = Client(enforce_csrf_checks=True)
    client.force_login(me)
    assert beat(client, make_article(), me, {}).status_code == 403
    assert not Autosave.objects.exists()


def test_autosave_is_post_only(as_me):
    assert as_me.get(address(Article, "autosave_new")).status_code == 405


def test_rights_are_checked_each_time(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    own = make_article(published=False, created_by=writer)
    assert beat(client, own, writer, {"title": "x"}).status_code == 200
    own.submit(by=writer)
    assert beat(client, own, writer, {"title": "y"}).json() == {"state": "locked"}
    assert beat(client, make_article(), writer, {"title": "x"}, token=OTHER).json() == {"state": "gone"}
    assert beat(client, Document, writer, {"subject": "x"}, token=OTHER).json() == {"state": "locked"}
    assert dict(Autosave.objects.get().data)["title"] == "x"


def test_who_lost_the_right_gets_no_draft_back(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    own = make_article(published=False, created_by=writer)
    beat(client, own, writer, article_form(own))
    draft = Autosave.objects.get()
    own.submit(by=writer)
    assert client.get(address(Article, "change", own.pk), {"khoi-phuc": draft.pk}).status_code == 403
    assert client.get(address(Article, "draft", draft.pk)).status_code == 403


@pytest.mark.parametrize("token", ["", "x", "A" * 32, "a" * 33, "a" * 31 + "\n"])
def test_token_is_what_the_form_made(as_me, me, token):
    assert beat(as_me, Article, me, {}, token=token).status_code == 400


def test_bytes_that_no_table_takes_are_left_out(as_me, me):
    wild = {"title\0": "a\0b", "body": "<p>c\0d</p>", "_version": "\0"}
    assert beat(as_me, Article, me, wild, _offers="1", _own="\0").status_code == 200
    assert "\0" not in json.dumps(Autosave.objects.get().data)


@pytest.mark.parametrize("model", [Article, Document, Page])
def test_such_bytes_in_every_field_break_nothing(as_me, me, model):
    wild = dict.fromkeys(MAKE[model][1](), "1\x00, a")
    assert beat(as_me, model, me, wild).json()["state"] == "ok"


def test_too_long_a_draft_is_refused(as_me, me):
    answer = beat(as_me, Article, me, {"body": "ạ" * 800_000})
    assert (answer.status_code, answer.json()["state"]) == (413, "too-large")


def test_too_many_requests_are_refused(as_me, me):
    with time_machine.travel(timezone.now().replace(second=1), tick=False):
        for _ in range(BEATS_A_MINUTE):
            assert beat(as_me, Article, me).status_code == 200
        assert beat(as_me, Article, me).status_code == 429


def test_drafts_of_a_person_are_bounded(as_me, me):
    for number in range(52):
        with time_machine.travel(timezone.now() + timedelta(minutes=number)):
            beat(as_me, Article, me, {"title": str(number)}, token=f"{number:032x}")
    assert Autosave.objects.count() == 50
    assert not Autosave.objects.filter(token=f"{0:032x}").exists()


def test_forms_that_are_only_open_push_out_no_draft(as_me, me):
    beat(as_me, Article, me, {"title": "Gõ ba giờ"})
    for number in range(51):
        with time_machine.travel(timezone.now() + timedelta(minutes=1 + number)):
            beat(as_me, Article, me, token=f"{number:032x}")
    assert dict(Autosave.objects.drafts().get().data)["title"] == "Gõ ba giờ"
    assert Autosave.objects.count() == 51


def test_drafts_that_were_typed_in_last_are_kept_whenever_their_forms_were_opened(as_me, me):
    beat(as_me, Article, me)
    for number in range(50):
        with time_machine.travel(timezone.now() + timedelta(seconds=1 + number)):
            beat(as_me, Article, me, {"title": str(number)}, token=f"{number:032x}")
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        beat(as_me, Article, me, {"title": "Mở trước, gõ sau"})
    drafts = Autosave.objects.drafts()
    assert drafts.count() == 50
    assert drafts.filter(token=TOKEN).exists()
    assert not drafts.filter(token=f"{0:032x}").exists()


def test_asking_is_no_work(as_me, me):
    before = timezone.now() - timedelta(minutes=30)
    StaffSession.objects.update(seen_at=before)
    assert beat(as_me, make_article(), me, {"title": "x"}).status_code == 200
    assert StaffSession.objects.get().seen_at == before


def test_drafts_are_forgotten_after_thirty_days(as_me, me):
    beat(as_me, Article, me, article_form())
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        as_me.force_login(me)
        assert not form_page(as_me, Article).select(".draft-offer")
        assert forget_autosaves.func() == 1


def test_forms_that_are_open_no_more_are_forgotten(as_me, me):
    beat(as_me, Article, me)
    assert forget_autosaves.func() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert forget_autosaves.func() == 1


def test_pictures_of_drafts_and_of_the_trash_are_no_orphans(as_me, me):
    typed, thrown_away, neither = (f"picture/2026/01/{letter * 32}.png" for letter in "abc")
    beat(as_me, Article, me, article_form(body=f'<p><img src="/media/{typed}" alt="a"></p>'))
    trashed = make_article(published=False, body=f'<p><img src="/media/{thrown_away}" alt="b"></p>')
    trashed.trash(by=None)
    assert kept_files({typed, thrown_away, neither}) == {typed, thrown_away}


def test_drafts_cost_a_form_few_queries(as_me, me, django_assert_max_num_queries):
    article = make_article()
    form_page(as_me, Article, article)
    for number in range(5):
        beat(as_me, article, me, article_form(article), token=f"{number:032x}")
    with django_assert_max_num_queries(20):
        form_page(as_me, Article, article)


def test_asking_costs_few_queries(as_me, me, django_assert_max_num_queries):
    article = make_article()
    beat(as_me, article, me, article_form(article))
    with django_assert_max_num_queries(13):
        beat(as_me, article, me)
    with django_assert_max_num_queries(27):  # What is typed is looked through as well.
        beat(as_me, article, me, article_form(article, title="x"))
