"""The cookie that gives a browser its voice, and what is stored of it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse

from core import ballots


def given(rf, **cookies):
    """Return the answer to a form that is opened with these cookies."""
    request = rf.get("/")
    request.COOKIES.update(cookies)
    response = HttpResponse()
    ballots.give(request, response)
    return response


def with_cookie(rf, value):
    request = rf.get("/")
    request.COOKIES[ballots.COOKIE] = value
    return request


def test_browser_keeps_its_voice_for_a_year(rf):
    value = given(rf).cookies[ballots.COOKIE].value
    assert not given(rf, **{ballots.COOKIE: value}).cookies
    assert ballots.identity_of(with_cookie(rf, value)).startswith("browser:")
    assert given(rf).cookies[ballots.COOKIE]["max-age"] == 365 * 24 * 60 * 60


def test_cookie_is_for_the_server_alone_and_for_our_own_pages(rf, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = given(rf).cookies["__Host-phieu"]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_where_cookies_are_secure_no_other_gives_a_voice(rf, settings):
    value = given(rf).cookies[ballots.COOKIE].value
    settings.SESSION_COOKIE_SECURE = True
    assert ballots.identity_of(with_cookie(rf, value)) == ""
    request = rf.get("/")
    request.COOKIES[ballots.SECURE_COOKIE] = value
    assert ballots.identity_of(request).startswith("browser:")


def test_two_browsers_have_two_voices(rf):
    first, second = (given(rf).cookies[ballots.COOKIE].value for _ in range(2))
    assert first != second


@pytest.mark.parametrize("value", ["", "x", "tu-nghi-ra.chu-ky-gia", "ấ" * 100, "." * 5_000])
def test_cookie_that_is_not_ours_gives_no_voice_and_is_replaced(rf, value):
    assert ballots.identity_of(with_cookie(rf, value)) == ""
    assert given(rf, **{ballots.COOKIE: value}).cookies


def test_what_is_stored_says_neither_who_nor_that_it_is_the_same_elsewhere(rf):
    identity = ballots.identity_of(with_cookie(rf, given(rf).cookies[ballots.COOKIE].value))
    here, there = ballots.voter(identity, "stats.poll:1"), ballots.voter(identity, "stats.poll:2")
    assert here == ballots.voter(identity, "stats.poll:1")
    assert here != there
    assert identity.partition(":")[2].encode() not in here + there


def test_another_key_of_the_site_gives_other_hashes(settings):
    before = ballots.voter("browser:a", "stats.poll:1")
    settings.SECRET_KEY = "x" * 50
    assert ballots.voter("browser:a", "stats.poll:1") != before


def test_nobody_who_is_not_signed_in_is_a_member(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert ballots.member_of(request) == ""
