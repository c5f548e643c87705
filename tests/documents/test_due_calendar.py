"""Due dates as iCalendar: what programs of the schools subscribe to (RFC 5545, RFC 7986)."""

from datetime import UTC, date, timedelta

import pytest
import time_machine
from icalendar import Calendar

from documents import feeds
from documents.models import Document
from tests.factories import at, make_body, make_document, make_type

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

ADDRESS = "/van-ban/sap-den-han.ics"


@pytest.fixture
def today():
    """The second of March 2026, in the morning."""
    with time_machine.travel(at(2026, 3, 2), tick=False):
        yield date(2026, 3, 2)


def make_due(due_on: date, **kwargs) -> Document:
    kwargs.setdefault("issued_on", date(2026, 1, 5))
    return make_document(due_on=due_on, **kwargs)


def calendar(client, **query) -> Calendar:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def summaries(client, **query) -> list[str]:
    return [str(event["summary"]) for event in calendar(client, **query).events]


def test_event_lasts_the_whole_due_day_and_names_the_document(client):
    document = make_due(
        date(2026, 3, 20),
        number="09/TB-SGDĐT",
        subject="Báo cáo; số liệu, đợt 1",
        issuing_body=make_body(name="Sở GDĐT tỉnh Sơn Hà"),
    )
    (event,) = calendar(client).events
    assert event["summary"] == "Hạn trả lời: 09/TB-SGDĐT Báo cáo; số liệu, đợt 1"
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert (event.start, event.end) == (date(2026, 3, 20), date(2026, 3, 21))
    address = f"http://testserver{document.get_absolute_url()}"
    assert event["url"] == address
    assert event["description"].splitlines() == [
        "Thông báo số 09/TB-SGDĐT: Báo cáo; số liệu, đợt 1",
        "Cơ quan ban hành: Sở GDĐT tỉnh Sơn Hà",
        "Ngày ban hành: 05/01/2026",
        "Hạn trả lời: 20/03/2026",
        address,
    ]
    assert event["transp"] == "TRANSPARENT"


def test_document_without_a_number_is_named_by_its_kind(client):
    make_due(date(2026, 3, 20), number="", type=make_type("GM"), subject="Dự hội nghị")
    assert summaries(client) == ["Hạn trả lời: Giấy mời Dự hội nghị"]


def test_calendar_is_published_under_a_name_and_asked_for_again(client):
    found = calendar(client, loai="thong-bao")
    assert (found["version"], found["method"], found["calscale"]) == ("2.0", "PUBLISH", "GREGORIAN")
    name = "Hạn trả lời văn bản (Loại: Thông báo) – Sở Giáo dục và Đào tạo"
    assert found["name"] == found["x-wr-calname"] == name
    assert found["prodid"] == "-//testserver//Van ban//VI"
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in client.get(ADDRESS).content


@pytest.mark.parametrize(
    ("due_on", "is_in"),
    [
        (date(2026, 1, 30), False),
        (date(2026, 1, 31), True),
        (date(2026, 3, 2), True),
        (date(2027, 3, 2), True),
        (date(9999, 12, 31), False),
    ],
)
def test_calendar_begins_a_month_ago(client, due_on, is_in):
    make_due(due_on)
    assert bool(summaries(client)) is is_in


def test_calendar_holds_what_the_filter_leaves(client):
    make_due(date(2026, 3, 20), type=make_type("KH"), subject="Kế hoạch")
    make_due(date(2026, 3, 20), type=make_type("TB"))
    make_due(date(2026, 3, 20), type=make_type("KH"), published=False)
    make_document(type=make_type("KH"))
    (summary,) = summaries(client, loai="ke-hoach")
    assert summary.endswith("Kế hoạch")


def test_event_keeps_its_identity_when_the_due_date_moves(client, django_capture_on_commit_callbacks):
    document = make_due(date(2026, 3, 20))
    (before,) = calendar(client).events
    document.due_on = date(2026, 4, 1)
    with django_capture_on_commit_callbacks(execute=True):
        document.save()
    (after,) = calendar(client).events
    assert before["uid"] == after["uid"] == f"van-ban-{document.pk}@testserver"
    assert after.start == date(2026, 4, 1)


def test_stamp_is_the_last_change_in_utc(client):
    document = make_due(date(2026, 3, 20))
    (event,) = calendar(client).events
    assert event["dtstamp"].dt == document.updated_at.astimezone(UTC).replace(microsecond=0)


def test_lines_are_folded_at_75_octets_between_letters(client):
    make_due(date(2026, 3, 20), subject="Về việc tổ chức kỳ thi học sinh giỏi cấp tỉnh " * 10)
    content = client.get(ADDRESS).content
    lines = content.split(b"\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() or True for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_text_cannot_add_lines_of_its_own(client):
    document = make_due(date(2026, 3, 20))
    # Past the model, which would clean it: what a bulk import or an older version left.
    Document.objects.filter(pk=document.pk).update(
        subject="a\r\nEND:VEVENT\r\nBEGIN:VALARM\r\x07\x0bTRIGGER:-PT5M\\n;,"
    )
    content = client.get(ADDRESS).content
    assert len(Calendar.from_ical(content).events) == 1
    assert not any(line.startswith((b"BEGIN:VALARM", b"TRIGGER")) for line in content.split(b"\r\n"))
    assert b"\x07" not in content


def test_calendar_is_bounded_and_the_earliest_stay(client, monkeypatch):
    monkeypatch.setattr(feeds, "MAX_EVENTS", 2)
    for day in (9, 7, 8):
        make_due(date(2026, 3, day))
    assert [event.start.day for event in calendar(client).events] == [7, 8]


def test_calendar_without_events_is_still_a_calendar(client):
    found = calendar(client)
    found.validate()
    assert found.events == []


def test_wrong_filter_is_answered_with_400_in_words(client):
    response = client.get(ADDRESS, {"tu": "hôm qua"})
    assert response.status_code == 400
    assert response.content.decode().startswith("Điều kiện lọc văn bản không hợp lệ.\n- Ban hành từ ngày: ")


def test_calendar_is_a_download_that_no_search_engine_keeps(client):
    response = client.get(ADDRESS)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers


def test_same_content_is_the_same_bytes(client, today):
    make_due(date(2026, 3, 20))
    etag = client.get(ADDRESS).headers["ETag"]
    with time_machine.travel(at(2026, 3, 2) + timedelta(hours=2), tick=False):
        again = client.get(ADDRESS, headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_calendar_takes_few_queries_and_none_the_second_time(
    client, django_assert_max_num_queries, django_assert_num_queries
):
    for day in range(4, 10):
        make_due(date(2026, 3, day), issuing_body=make_body())
    with django_assert_max_num_queries(2):  # documents, the name of the site
        client.get(ADDRESS)
    with django_assert_num_queries(0):
        client.get(ADDRESS)
