"""The days by which schools must answer, as a calendar that Outlook, Google and phones subscribe to.

RFC 5545 with RFC 7986 (name and refresh interval of a calendar); folding and escaping are icalendar's.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vDuration

from core.text import format_date, strip_controls
from documents.models import Document

REFRESH_EVERY = timedelta(hours=6)


def due_calendar(
    documents: Iterable[Document], *, name: str, host: str, absolute: Callable[[str], str]
) -> bytes:
    """Return a calendar with an all-day event on the due date of each document; each must have one.

    ``name`` is what programs show the calendar as. ``host`` keeps the events of two portals apart.
    ``absolute`` makes an address of a path.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//Van ban//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.calendar_name = strip_controls(name)  # As NAME, and as X-WR-CALNAME for older programs.
    for interval in ("refresh-interval", "x-published-ttl"):  # The second is what Outlook reads.
        calendar.add(interval, vDuration(REFRESH_EVERY), {"value": "DURATION"})
    for document in documents:
        calendar.add_component(_event(document, host, absolute(document.get_absolute_url())))
    if not calendar.events:  # A calendar needs at least one component (RFC 5545, 3.6).
        calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE))
    return calendar.to_ical()


def _event(document: Document, host: str, address: str) -> Event:
    event = Event()
    event.add("uid", f"van-ban-{document.pk}@{host}")
    # When the document was last changed, not now: the same content is the same bytes, so a program that
    # asks again gets 304.
    event.add("dtstamp", document.updated_at)
    event.add("last-modified", document.updated_at)
    event.add("dtstart", document.due_on)
    event.add("dtend", document.due_on + timedelta(days=1))  # Not part of it itself (RFC 5545, 3.6.1).
    name = document.number_key or document.type.name
    event.add("summary", strip_controls(f"Hạn trả lời: {name} {document.subject}"))
    event.add("description", strip_controls(_description(document, address)))
    event.add("url", address)
    event.add("categories", [strip_controls(document.type.name)])
    event.add("transp", "TRANSPARENT")  # A day to answer by is not a day that is taken.
    return event


def _description(document: Document, address: str) -> str:
    lines = [f"{document.heading}: {document.subject}", f"Cơ quan ban hành: {document.issuing_body.name}"]
    if document.issued_on:
        lines.append(f"Ngày ban hành: {format_date(document.issued_on)}")
    return "\n".join([*lines, f"Hạn trả lời: {format_date(document.due_on)}", address])
