"""The ticker and the emergency bar."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from portal.furniture import TICKER_LENGTH, standing
from portal.models import Announcement
from portal.tasks import refresh_furniture
from tests.factories import at, make_article, make_superuser
from tests.portal.blocks import soup

pytestmark = pytest.mark.django_db

EMERGENCY = Announcement.Kind.EMERGENCY


def announce(text="Nghỉ học ngày 05/9", **kwargs):
    return Announcement.objects.create(text=text, **kwargs)


def ticker(client, address="/"):
    return [item.get_text(strip=True) for item in soup(client.get(address)).select(".ticker li")]


def emergencies(client, address="/"):
    return [item.p.get_text(" ", strip=True) for item in soup(client.get(address)).select(".emergency li")]


def test_nothing_of_either_is_in_the_page_when_there_is_none(client):
    page = soup(client.get("/"))
    assert not page.select(".ticker, .emergency, [data-ticker]")


def test_both_stand_on_every_kind_of_page(client):
    article = make_article()
    announce("Lịch thi")
    announce("Bão số 5", kind=EMERGENCY)
    for address in ("/", "/tin-tuc/", article.get_absolute_url(), "/van-ban/", "/tim-kiem/", "/khong-co/"):
        assert ticker(client, address) == ["Lịch thi"]
        assert emergencies(client, address) == ["Thông báo khẩn: Bão số 5"]


def test_they_stand_in_the_order_that_staff_gave_the_newest_first_among_equals(client):
    announce("Thứ ba", order=2)
    announce("Thứ hai", order=1)
    announce("Thứ nhất", order=1)
    assert ticker(client) == ["Thứ nhất", "Thứ hai", "Thứ ba"]


def test_ticker_ends_after_ten_and_the_emergency_bar_does_not(client):
    for number in range(TICKER_LENGTH + 2):
        announce(f"Tin {number}")
        announce(f"Khẩn {number}", kind=EMERGENCY)
    assert len(ticker(client)) == TICKER_LENGTH
    assert len(emergencies(client)) == TICKER_LENGTH + 2


def test_text_is_text_and_the_address_a_link(client):
    announce("<b>5 > 3</b>", address="/tin-tuc/?a=1&b=2")
    item = soup(client.get("/")).select_one(".ticker li")
    assert item.get_text(strip=True) == "<b>5 > 3</b>"
    assert item.a["href"] == "/tin-tuc/?a=1&b=2"


def test_screen_readers_are_not_disturbed(client):
    announce()
    assert soup(client.get("/")).select_one(".ticker-list")["aria-live"] == "off"


def test_single_announcement_has_nothing_to_pause(client):
    announce()
    assert not soup(client.get("/")).select(".ticker button, [data-ticker]")
    cache.clear()
    announce()
    assert len(soup(client.get("/")).select("[data-ticker] button")) == 2


def test_emergency_stands_before_the_head_of_the_page(client):
    announce(kind=EMERGENCY)
    html = client.get("/").content.decode()
    assert html.index("skip-link") < html.index('class="emergency"') < html.index("<header")


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (at(2026, 9, 4, 7, 59), False),
        (at(2026, 9, 4, 8), True),
        (at(2026, 9, 5, 16, 59), True),
        (at(2026, 9, 5, 17), False),
    ],
)
def test_announcement_is_shown_from_its_beginning_to_just_before_its_end(time_machine, moment, shown):
    announce(starts_at=at(2026, 9, 4, 8), ends_at=at(2026, 9, 5, 17))
    time_machine.move_to(moment, tick=False)
    assert bool(standing().ticker) is shown


def test_announcement_that_is_switched_off_is_not_shown(client):
    announce(is_shown=False)
    assert ticker(client) == []


@pytest.mark.parametrize(
    ("times", "phase"),
    [
        ({}, "Đang hiện"),
        ({"starts_at": at(2026, 9, 4), "ends_at": at(2026, 9, 6)}, "Đang hiện"),
        ({"starts_at": at(2026, 9, 6)}, "Chờ đến lúc"),
        ({"ends_at": at(2026, 9, 5)}, "Đã hết hạn"),
        ({"is_shown": False}, "Đang tắt"),
    ],
)
def test_staff_see_where_an_announcement_is_in_its_time(client, time_machine, times, phase):
    time_machine.move_to(at(2026, 9, 5), tick=False)
    announcement = announce(**times)
    assert announcement.phase.label == phase
    client.force_login(make_superuser())
    listed = client.get("/quan-tri/portal/announcement/")
    assert soup(listed).select_one(".field-phase").get_text() == phase
    found = client.get("/quan-tri/portal/announcement/", {"hien": announcement.phase.value})
    assert list(found.context["cl"].result_list) == [announcement]


def test_change_is_shown_on_the_next_request(client, django_capture_on_commit_callbacks):
    announcement = announce("Cũ")
    assert ticker(client) == ["Cũ"]
    with django_capture_on_commit_callbacks(execute=True):
        announcement.text = "Mới"
        announcement.save()
    assert ticker(client) == ["Mới"]
    with django_capture_on_commit_callbacks(execute=True):
        announcement.delete()
    assert ticker(client) == []


def test_announcement_comes_and_goes_by_the_clock_though_the_page_was_kept(
    client, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to(at(2026, 9, 4, 7, 59), tick=False)
    announce("Khai giảng", starts_at=at(2026, 9, 4, 8), ends_at=at(2026, 9, 4, 8, 30))
    assert ticker(client) == []
    for moment, seen in ((at(2026, 9, 4, 8, 1), ["Khai giảng"]), (at(2026, 9, 4, 8, 31), [])):
        time_machine.move_to(moment, tick=False)
        with django_capture_on_commit_callbacks(execute=True):
            assert refresh_furniture.call() == ["site"]
        assert ticker(client) == seen


def test_clock_leaves_pages_alone_that_nothing_changed(time_machine):
    time_machine.move_to(at(2026, 9, 4), tick=False)
    announce(starts_at=at(2026, 9, 5))
    announce(ends_at=at(2026, 9, 3))
    announce(starts_at=at(2026, 9, 4, 7, 59), is_shown=False)
    assert refresh_furniture.call() == []


def test_clock_job_is_put_into_the_queue():
    from core.jobs import _clock

    assert "portal.tasks.refresh_furniture" in _clock


def test_end_before_the_beginning_is_refused_by_form_and_database():
    wrong = {"starts_at": at(2026, 9, 5), "ends_at": at(2026, 9, 4)}
    with pytest.raises(ValidationError, match="Lúc kết thúc phải sau lúc bắt đầu"):
        Announcement(text="Sai", **wrong).full_clean()
    with pytest.raises(IntegrityError):
        announce(**wrong)


def test_emergency_needs_an_end():
    with pytest.raises(ValidationError, match="phải có lúc kết thúc"):
        Announcement(text="Bão", kind=EMERGENCY).full_clean()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//lua-dao.vn",
        "/\\lua-dao.vn",
        "data:text/html,x",
        "https:/lua-dao.vn",
        "/\tx",
        "x",
    ],
)
def test_hostile_address_is_refused(address):
    with pytest.raises(ValidationError, match="Địa chỉ phải bắt đầu"):
        Announcement(text="Sai", address=address).full_clean()


def test_what_is_kept_costs_no_query(django_assert_num_queries):
    announce()
    announce(kind=EMERGENCY)
    with django_assert_num_queries(1):
        standing()
    with django_assert_num_queries(0):
        assert standing().ticker
