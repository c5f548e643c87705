"""The calendar of what comes and goes by its date."""

import pytest

from tests.factories import at, make_article, make_document, make_poll, make_user
from tests.portal.blocks import soup

pytestmark = pytest.mark.django_db

PAGE = "/quan-tri/lich/"


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at(2026, 3, 10), tick=False)


@pytest.fixture
def as_administrator(client):
    client.force_login(make_user(groups=("Quản trị",)))
    return client


def listed(client, address=PAGE):
    """Return what the list says, a line each: day, what happens when, title."""
    page = soup(client.get(address))
    return [
        (section.h2.get_text(), line.span.get_text(), line.a.get_text())
        for section in page.select(".schedule-list section")
        for line in section.select("li")
    ]


def test_what_is_to_come_and_to_go_stands_on_its_day(as_administrator):
    make_article(title="Hẹn giờ", at=at(2026, 3, 12, 7, 30))
    make_article(title="Hết hạn", at=at(2026, 3, 1), unpublish_at=at(2026, 3, 20, 17))
    make_document(number="09/TB-SGDĐT", subject="Văn bản", at=at(2026, 3, 12))
    make_poll(question="Thăm dò?", at=at(2026, 3, 31))
    make_article(title="Dự kiến", published=False, published_at=at(2026, 3, 12, 9))
    assert listed(as_administrator) == [
        ("Thứ năm, 12/03/2026", "Tự hiện 07:30", "Hẹn giờ"),
        ("Thứ năm, 12/03/2026", "Tự hiện 08:00", "09/TB-SGDĐT Văn bản"),
        ("Thứ năm, 12/03/2026", "Dự kiến đăng 09:00", "Dự kiến"),
        ("Thứ sáu, 20/03/2026", "Hết hạn 17:00", "Hết hạn"),
        ("Thứ ba, 31/03/2026", "Tự hiện 08:00", "Thăm dò?"),
    ]


def test_table_has_the_same_as_the_list(as_administrator):
    make_article(title="Hẹn giờ", at=at(2026, 3, 12))
    page = soup(as_administrator.get(PAGE))
    [cell] = [cell for cell in page.select(".month td") if cell.a]
    assert cell.time["datetime"] == "2026-03-12"
    assert page.select_one("[aria-current=date]")["datetime"] == "2026-03-10"
    assert len(page.select(".month tbody tr")) in (5, 6)


def test_what_was_put_up_at_once_is_no_plan(as_administrator):
    make_article(at=at(2026, 3, 5))
    make_article(published=False)
    withdrawn = make_article(at=at(2026, 3, 12))
    withdrawn.withdraw(by=None, note="Thôi.")
    thrown = make_article(published=False, published_at=at(2026, 3, 12))
    thrown.trash(by=None)
    assert listed(as_administrator) == [("Thứ năm, 12/03/2026", "Dự kiến đăng 08:00", str(withdrawn))]


def test_moment_before_midnight_stands_on_its_day_in_vietnam(as_administrator):
    make_article(title="Cuối ngày", at=at(2026, 3, 31, 23, 59))
    assert listed(as_administrator)[0][0] == "Thứ ba, 31/03/2026"
    assert listed(as_administrator, f"{PAGE}2026-04/") == []


def test_months_lead_to_each_other(as_administrator):
    links = [link["href"] for link in soup(as_administrator.get(PAGE)).select(".schedule-tools a")]
    assert links == [f"{PAGE}2026-02/", f"{PAGE}2026-04/"]
    links = [
        link["href"] for link in soup(as_administrator.get(f"{PAGE}2099-12/")).select(".schedule-tools a")
    ]
    assert links == [f"{PAGE}2099-11/", PAGE]


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "1999-12", "2100-01", "2026-3"])
def test_month_that_there_is_not_is_not_found(as_administrator, month):
    assert as_administrator.get(f"{PAGE}{month}/").status_code == 404


def test_empty_month_says_so(as_administrator):
    assert "không có gì hẹn giờ" in as_administrator.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("group", "seen"),
    [
        ("Cộng tác viên", ["Của tôi"]),
        ("Biên tập viên", ["Của người khác", "Của tôi"]),
        ("Văn thư", ["Văn bản"]),
        ("Quản trị", ["Của người khác", "Của tôi", "Văn bản"]),
    ],
)
def test_each_person_sees_what_his_lists_show(client, group, seen):
    user = make_user(groups=(group,))
    client.force_login(user)
    make_article(title="Của tôi", at=at(2026, 3, 12), created_by=user)
    make_article(title="Của người khác", at=at(2026, 3, 12), created_by=make_user())
    make_document(number="", subject="Văn bản", at=at(2026, 3, 12))
    assert sorted(title for _, _, title in listed(client)) == seen


def test_calendar_is_for_those_who_write(client):
    assert client.get(PAGE).status_code == 302
    client.force_login(make_user())
    assert client.get(PAGE).status_code == 403


def test_first_page_leads_to_it(as_administrator):
    assert soup(as_administrator.get("/quan-tri/")).select(f'a[href="{PAGE}"]')


def test_calendar_asks_the_same_number_of_times_for_many(as_administrator, django_assert_max_num_queries):
    for hour in range(8):
        make_article(at=at(2026, 3, 12, hour), created_by=make_user())
        make_document(at=at(2026, 3, 13, hour))
    as_administrator.get(PAGE)
    with django_assert_max_num_queries(16):
        as_administrator.get(PAGE)
