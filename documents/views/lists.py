"""The register: the list of documents with its filters, and what is due soon."""

import re
from dataclasses import replace
from typing import Any

from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import blocks, cache, public, search
from core.crumbs import Crumb
from core.paging import LatePaginator, Page
from documents import facets, ordering
from documents.filters import PARAMS, DocumentFilter, Sort
from documents.models import Document

TAGS = ("documents", blocks.tags)
PAGE = public.PublicListView.page_kwarg
# Words and days are as many as visitors, and so are combinations: such a page is not kept for the next one.
ENDLESS = ("q", "tu", "den")
KEPT_VALUES = 3

QUICK_TYPES = 6
QUICK_YEARS = 4


class DocumentListView(public.PublicListView):
    """The documents that the query string selects."""

    template_name = "documents/document_list.html"
    context_object_name = "documents"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.register = DocumentFilter(request.GET)
        if not self.register.is_valid():
            return self._without_results(400)
        request.GET = self._in_one_spelling(request.GET.get(PAGE))
        try:
            with self.register.limits():
                self.counts = facets.counts_of(self.register)
                return super().get(request, *args, **kwargs)
        except search.SearchTimeout:
            return self._without_results(503)

    def get_queryset(self) -> QuerySet:
        """Return what is paged through, after the documents whose keys are in ``first``."""
        register = self.register
        self.first: list[int] = []
        self.count, self.is_capped = self.counts.total, False
        if register.query:
            found = ordering.found(register, self.counts, self._needed())
            self.first, self.count, self.is_capped = found
            return Document.objects.none()
        if register.sort == Sort.DOWNLOADS:
            self.first = ordering.most_downloaded(register)
            return register.without().exclude(pk__in=self.first).latest_issued_first()
        return register.qs

    def _needed(self) -> int:
        """Return how many documents there are up to the end of the page; 0 for a number that is no page's."""
        page = self.request.GET.get(PAGE, "1")
        return self.paginate_by * int(page) if re.fullmatch("[0-9]{1,4}", page) else 0

    def get_paginator(self, queryset: QuerySet, per_page: int, **kwargs: Any) -> LatePaginator:
        return LatePaginator(
            queryset,
            per_page,
            rows=Document.objects.published().for_list(),
            count=self.count,
            first=self.first,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register = self.register
        context = super().get_context_data(**self._form(self.counts), **kwargs)
        context.update(
            total=context["paginator"].count,
            is_capped=self.is_capped,
            query_string=register.query_string(),
            conditions=[
                (condition.words, self._address(**{condition.field: None}))
                for condition in register.conditions
            ],
        )
        if not register.conditions:
            context["quick_links"] = self._quick_links()
        if register.query:
            context["meant"] = self._show_where_words_are(context["page_obj"])
        return context

    def _show_where_words_are(self, page: Page) -> tuple[str, str] | None:
        """Give the documents of a page the piece of text with the words; for none, say what was meant."""
        pieces = search.snippets(self.register.query, page.object_list)
        for document in page:
            document.snippet = pieces.get(document.pk)
        meant = "" if page.object_list else search.suggest(self.register.query)
        return (meant, self._address(q=meant)) if meant else None

    def _without_results(self, status: int) -> HttpResponse:
        """Give the form back as it was filled in, and say what is wrong: 400 the values, 503 their cost."""
        context = self._form(facets.counts_of(DocumentFilter())) | {"is_too_slow": status == 503}
        context["selects"] = {
            field: [replace(option, count=None) for option in found]
            for field, found in context["selects"].items()
        }
        return render(self.request, self.template_name, context, status=status)

    def _form(self, counts: facets.Counts) -> dict[str, Any]:
        register = self.register
        return {
            "register": register,
            "breadcrumbs": [Document.list_crumb()],
            "selects": {field: facets.options(register, counts, field) for field in counts.fields},
            "sorts": self._sorts(),
            "given": {field: register.in_address(field) for field in register.filters},
        }

    def _sorts(self) -> list[tuple[str, str, bool]]:
        """Return the orders to choose from, the usual one first: value, name, whether it is chosen."""
        register = self.register
        offered = [sort for sort in Sort if register.query or sort != Sort.RELEVANCE]
        return [
            ("" if sort == register.usual_sort else sort.value, sort.label, sort == register.sort)
            for sort in offered
        ]

    def _quick_links(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Return for kinds and years the choices that most visitors want: name, count, address."""
        types = sorted(facets.options(self.register, self.counts, "loai"), key=lambda option: -option.count)
        years = facets.options(self.register, self.counts, "nam")
        return [
            (
                label,
                [
                    (option.name, option.count_in_words, self._address(**{field: option.value}))
                    for option in found
                ],
            )
            for label, field, found in (
                ("Loại", "loai", types[:QUICK_TYPES]),
                ("Năm", "nam", years[:QUICK_YEARS]),
            )
            if found
        ]

    def _address(self, **changes: str | None) -> str:
        query = self.register.query_string(**changes)
        return f"{self.request.path}?{query}" if query else self.request.path

    def _in_one_spelling(self, page: str | None) -> QueryDict:
        """Return the query string as links on the page go on from it."""
        query = QueryDict(self.register.query_string(), mutable=True)
        if page:
            query[PAGE] = page
        return query


class DueDocumentsView(public.PublicListView):
    """What is to be answered from today on, the soonest first."""

    template_name = "documents/due_documents.html"
    context_object_name = "documents"

    def get_queryset(self) -> QuerySet:
        documents = Document.objects.published().for_list()
        return documents.filter(due_on__gte=timezone.localdate()).order_by("due_on", "-sorted_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            breadcrumbs=[
                Document.list_crumb(),
                Crumb("Sắp đến hạn", reverse("documents:due-documents")),
            ],
            **kwargs,
        )


_list = DocumentListView.as_view()
_kept_list = cache.page(*TAGS, params=[*PARAMS, PAGE])(_list)


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    """The register; what many visitors ask for comes from the cache."""
    given = [name for name in (*PARAMS, PAGE) if request.GET.get(name)]
    is_kept = len(given) <= KEPT_VALUES and not set(given) & set(ENDLESS)
    if is_kept and "nam" in given:
        is_kept = request.GET["nam"] in _known_years()
    return (_kept_list if is_kept else _list)(request)


def _known_years() -> frozenset[str]:
    """Return the years from the first document's to the last one's, in their one spelling; from the cache.

    9,000 years are valid, and each of them in any number of spellings: «2026.0», «+2026».
    """

    def read() -> frozenset[str]:
        span = Document.objects.published().aggregate(first=Min("year"), last=Max("year"))
        if span["first"] is None:
            return frozenset()
        return frozenset(map(str, range(span["first"], span["last"] + 1)))

    return cache.remember("register:years", Document.cache_tags, read)


due_documents = require_safe(cache.page(*TAGS, params=[PAGE])(DueDocumentsView.as_view()))
