"""The register for feed readers and calendars: RSS, Atom and the due dates of any selection."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure
from django.utils.html import format_html_join
from django.views.decorators.http import require_safe

from core.feeds import PublishedFeed
from core.files.serving import content_disposition
from core.text import format_date, strip_controls
from documents.filters import DocumentFilter
from documents.models import Document
from documents.views.selections import kept, name_of, of_selection

FEED_SIZE = 30
DUE_SINCE = timedelta(days=30)
DUE_UNTIL = timedelta(days=3 * 366)  # What is due later is a slip of the pen.
MAX_EVENTS = 1000


class RegisterFeed(PublishedFeed):
    """The documents of a selection that were put up last."""

    GUIDS = "van-ban"

    def __init__(self, request: HttpRequest, form: str, register: DocumentFilter) -> None:
        super().__init__(request, form)
        self.register = register
        self.query = register.query_string()

    def title(self) -> str:
        return name_of(self.request, self.register, "Văn bản")

    def description(self) -> str:
        return "Văn bản mới đăng trên cổng, văn bản đăng sau đứng trước."

    subtitle = description  # The same in Atom.

    def link(self) -> str:
        return _with_query(reverse("documents:document-list"), self.query)

    def feed_url(self) -> str:
        return _with_query(self.request.path, self.query)

    def items(self) -> list[Document]:
        with self.register.limits():
            documents = self.register.qs.select_related("type", "issuing_body").defer("body")
            return list(documents.prefetch_related("files", "areas").newest_first()[:FEED_SIZE])

    def item_title(self, item: Document) -> str:
        return strip_controls(f"{item.heading}: {item.subject}")

    def item_description(self, item: Document) -> str:
        """HTML, as both formats expect."""
        facts = [("Cơ quan ban hành", item.issuing_body.name), ("Tình trạng", item.get_effect_display())]
        if item.issued_on:
            facts.insert(1, ("Ngày ban hành", format_date(item.issued_on)))
        if item.due_on:
            facts.append(("Hạn trả lời", format_date(item.due_on)))
        return strip_controls(format_html_join("", "<p>{}: {}</p>", facts))

    def item_author_name(self, item: Document) -> str:
        return strip_controls(item.issuing_body.name)

    def item_categories(self, item: Document) -> list[str]:
        return [strip_controls(name) for name in (item.type.name, *(area.name for area in item.areas.all()))]

    def item_enclosures(self, item: Document) -> list[Enclosure]:
        """The first file; RSS knows no more than one."""
        return [
            Enclosure(
                self.request.build_absolute_uri(file.get_absolute_url()), str(file.size), file.content_type
            )
            for file in item.files.all()[:1]
        ]


@require_safe
@kept
@of_selection
def rss(request: HttpRequest, register: DocumentFilter) -> HttpResponse:
    """The newest documents of a selection as RSS."""
    return RegisterFeed(request, "xml", register)(request)


@require_safe
@kept
@of_selection
def atom(request: HttpRequest, register: DocumentFilter) -> HttpResponse:
    """The newest documents of a selection as Atom."""
    return RegisterFeed(request, "atom", register)(request)


@require_safe
@kept
@of_selection
def due_calendar(request: HttpRequest, register: DocumentFilter) -> HttpResponse:
    """The due dates of a selection, from a month ago on, as an iCalendar file."""
    # Here, as its library takes a quarter of a second to load: no other command has to wait for it.
    from documents import calendar

    today = timezone.localdate()
    with register.limits():
        documents = register.qs.filter(due_on__range=(today - DUE_SINCE, today + DUE_UNTIL))
        content = calendar.due_calendar(
            documents.select_related("type", "issuing_body")
            .defer("body")
            .order_by("due_on", "pk")[:MAX_EVENTS],
            name=name_of(request, register, "Hạn trả lời văn bản"),
            host=split_domain_port(request.get_host())[0],
            absolute=request.build_absolute_uri,
        )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": content_disposition("Hạn trả lời văn bản.ics")},
    )


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
