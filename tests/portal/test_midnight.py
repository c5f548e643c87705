"""What pages say of the day, before and after midnight, with no job run in between."""

from datetime import date

import pytest

from tests.factories import at, make_article, make_document
from tests.portal.blocks import only, soup

pytestmark = pytest.mark.django_db

TODAY = "Thứ sáu, 27/11/2026\u00a0– 19/10 âm lịch, năm Bính Ngọ"
TOMORROW = "Thứ bảy, 28/11/2026\u00a0– 20/10 âm lịch, năm Bính Ngọ"


@pytest.fixture
def evening(time_machine):
    """Half a minute before midnight; call it to come to the first second of the next day."""
    time_machine.move_to(at(2026, 11, 27, 23, 59), tick=False)
    return lambda: time_machine.move_to(at(2026, 11, 28, 0, 0), tick=False)


def day_line(response) -> str:
    return soup(response).select_one("header .top-line p").get_text()


def test_every_kind_of_page_says_which_day_it_is(client, evening):
    article, gone, document = make_article(), make_article(), make_document()
    gone.withdraw(by=None, note="Đăng nhầm")
    for address, status in (
        ("/", 200),
        ("/tin-tuc/", 200),
        (article.category.get_absolute_url(), 200),
        (article.get_absolute_url(), 200),
        ("/van-ban/", 200),
        (document.get_absolute_url(), 200),
        ("/van-ban/sap-den-han/", 200),
        ("/tim-kiem/", 200),
        ("/khong-co/", 404),
        (gone.get_absolute_url(), 410),
    ):
        response = client.get(address)
        assert (response.status_code, day_line(response)) == (status, TODAY)


def test_kept_page_has_the_new_day_at_midnight(client, evening, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(0):
        assert day_line(client.get("/")) == TODAY
    evening()
    response = client.get("/")
    assert day_line(response) == TOMORROW
    assert soup(response).select_one(".top-line time")["datetime"] == "2026-11-28"


def test_browser_that_asks_again_after_midnight_is_given_the_new_page(client, evening):
    etag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"if-none-match": etag}).status_code == 304
    evening()
    response = client.get("/", headers={"if-none-match": etag})
    assert (response.status_code, day_line(response)) == (200, TOMORROW)


def test_page_holds_for_a_second_in_front_and_is_asked_for_again_by_browsers(client):
    assert client.get("/").headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"


def test_days_that_are_left_are_counted_anew_at_midnight(client, evening):
    document = make_document(due_on=date(2026, 11, 30))
    only("documents.due")
    addresses = ("/", "/van-ban/", "/van-ban/sap-den-han/", document.get_absolute_url())
    for address in addresses:
        assert "còn 3 ngày" in soup(client.get(address)).main.get_text()
    evening()
    for address in addresses:
        assert "còn 2 ngày" in soup(client.get(address)).main.get_text()


def test_what_was_due_yesterday_is_no_longer_due_soon(client, evening):
    document = make_document(due_on=date(2026, 11, 27))
    only("documents.due")
    for address in ("/", "/van-ban/sap-den-han/", "/van-ban/?han=con-han"):
        assert document.subject in soup(client.get(address)).main.get_text()
    evening()
    for address in ("/", "/van-ban/sap-den-han/", "/van-ban/?han=con-han"):
        assert document.subject not in soup(client.get(address)).main.get_text()
