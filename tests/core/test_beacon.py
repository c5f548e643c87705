"""The token by which a page says what was read on it."""

import pytest
from django.core.signing import BadSignature
from django.template import Context, Template
from django.urls import resolve

from core.beacon import MAX_SEARCH, PAGE, object_token, page_token, read_token, search_token
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_token_names_its_object_and_section():
    article = make_article()
    read = read_token(object_token(article))
    assert (read.kind, read.object_id, read.section) == ("news.article", article.pk, "news")


@pytest.mark.parametrize(
    "change", [lambda token: token + "x", lambda token: token.replace(":", ":9", 1), lambda _: "x"]
)
def test_forged_token_is_refused(change):
    token = object_token(make_article())
    with pytest.raises(BadSignature):
        read_token(change(token))


def asked(rf, address, path="/van-ban/"):
    request = rf.get(address)
    request.resolver_match = resolve(path)
    return request


def test_page_is_told_from_others_by_its_address(rf):
    first, same, other = (
        read_token(page_token(asked(rf, address)))
        for address in ("/van-ban/?trang=2", "/van-ban/?trang=2", "/van-ban/?trang=3")
    )
    assert first == same != other
    assert (first.kind, first.section) == (PAGE, "documents")


def test_what_belongs_to_no_app_is_the_portals(rf):
    assert read_token(page_token(asked(rf, "/", path="/"))).section == "portal"


def test_search_is_the_same_in_any_spelling():
    first, second = (read_token(search_token(query, True, "portal")) for query in ("Học  bổng", "học bổng"))
    assert first == second


def test_search_keeps_colons_and_is_cut():
    read = read_token(search_token("a:b." + "c" * 200, False, "portal"))
    assert read.search == ("a:b." + "c" * 200)[:MAX_SEARCH]
    assert not read.found


def test_tag_gives_the_token_twice_for_scripts_and_for_none():
    article = make_article()
    page = Template("{% load counting %}{% beacon article %}").render(Context({"article": article}))
    assert page.count(object_token(article)) == 2
    assert f'data-beacon="{object_token(article)}"' in page
