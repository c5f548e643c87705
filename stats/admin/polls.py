"""Polls: the question, its choices, what came of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString

from core.admin.publishing import MAX_NOTE, PublishableAdmin
from core.admin.rows import OwnedRows, RowsFormSet
from core.admin.states import StateFilter
from core.files.serving import content_disposition
from core.people import name_of
from core.spreadsheets import XLSX_TYPE, csv_pieces, write_xlsx
from core.text import format_datetime, format_number, slugify
from stats.models import Ballot, Choice, Poll, Vote
from stats.polls import tables
from stats.polls.state import results_of


class ChoiceFormSet(RowsFormSet):
    """Choices of which one with votes is not deleted, but retired."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.retired: list[Choice] = []
        self.chosen: set[int] = set()
        if self.instance.pk:
            votes = Vote.objects.filter(choice__poll=self.instance)
            self.chosen = set(votes.values_list("choice", flat=True).distinct())

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        if form.instance.pk in self.chosen:  # Votes are for these very words.
            form.fields["text"].disabled = True
        return form

    def delete_existing(self, obj: Choice, commit: bool = True) -> None:
        if obj.pk not in self.chosen:
            super().delete_existing(obj, commit=commit)
        elif commit:
            obj.retire()
            self.retired.append(obj)


class ChoiceInline(OwnedRows):
    model = Choice
    formset = ChoiceFormSet
    classes = ("choice-rows",)
    fields = ("text", "order", "is_retired")
    verbose_name = "lựa chọn"
    verbose_name_plural = "Lựa chọn"

    def get_extra(self, request: HttpRequest, obj: Poll | None = None, **kwargs: Any) -> int:
        """Offer some empty rows on a new poll; later ones are asked for."""
        return 0 if obj else 4

    def get_formset(
        self, request: HttpRequest, obj: Poll | None = None, **kwargs: Any
    ) -> type[ChoiceFormSet]:
        formset = super().get_formset(request, obj, **kwargs)

        class ChoiceForm(formset.form):
            def hand_clean_DELETE(self) -> None:
                """Let pass what the stock form refuses: votes protect a choice, and so it is retired."""

        formset.form = ChoiceForm
        return formset


@admin.register(Poll)
class PollAdmin(PublishableAdmin):
    compose_label = "Tạo thăm dò ý kiến"

    long_lines = ("question",)
    list_defer = ("intro",)
    list_display = ("question", "state", "published_at", "closing", "ballots_cast")
    list_filter = (StateFilter, "results", "audience")
    date_hierarchy = "published_at"
    ordering = ("-updated_at",)
    search_fields = ("question__unaccent__icontains",)
    search_help_text = "Câu hỏi, có dấu hay không dấu"
    inlines = (ChoiceInline,)
    fieldsets = (
        (None, {"fields": ("question", "intro", "max_choices")}),
        ("Ai bỏ phiếu, ai thấy kết quả", {"fields": ("audience", "results")}),
        ("Mở và kết thúc", {"fields": ("published_at", "closes_at", "unpublish_at")}),
        ("Liên quan", {"fields": ("linked",), "classes": ("collapse",)}),
    )
    results_fieldset = ("Kết quả", {"fields": ("outcome",), "classes": ("after-rows",)})

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_ballot_count()

    def get_fieldsets(self, request: HttpRequest, obj: Poll | None = None) -> list[Any]:
        fieldsets = [*super().get_fieldsets(request, obj)]
        return [*fieldsets, self.results_fieldset] if obj else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Poll | None = None) -> tuple[str, ...]:
        # get_object() holds the row while a form is saved: nobody casts a ballot meanwhile.
        is_frozen = obj is not None and Ballot.objects.filter(poll=obj).exists()
        return ("outcome", *(Poll.FROZEN if is_frozen else ()))

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        for choice in (choice for formset in formsets for choice in formset.retired):
            self.message_user(
                request,
                f"«{choice}» đã có phiếu nên không bị xóa mà được rút: không chọn được nữa, phiếu đã bỏ vẫn "
                "tính.",
                messages.WARNING,
            )

    # The list

    @admin.display(description="kết thúc", ordering="closes_at", empty_value="–")
    def closing(self, poll: Poll) -> str | None:
        if poll.closes_at is None:
            return None
        return f"{'Đã kết thúc' if poll.is_closed else 'Đến'} {format_datetime(poll.closes_at)}"

    @admin.display(description="số phiếu", ordering="ballot_count")
    def ballots_cast(self, poll: Poll) -> str:
        return format_number(poll.ballot_count)

    # What came of it

    @admin.display(description="kết quả")
    def outcome(self, poll: Poll) -> SafeString:
        """The results with the ways to keep them, and what was destroyed before."""
        context = {
            "poll": poll,
            "results": results_of(poll),
            "resets": [(reset, name_of(reset.reset_by)) for reset in poll.resets.select_related("reset_by")],
        }
        return render_to_string("admin/stats/poll/_outcome.html", context)

    def get_urls(self) -> list[URLPattern]:
        def named(route: str, view: Any, name: str) -> URLPattern:
            return path(f"<int:pk>/{route}", self.admin_site.admin_view(view), name=f"stats_poll_{name}")

        return [
            named("ket-qua.csv", self.export_csv, "csv"),
            named("ket-qua.xlsx", self.export_xlsx, "xlsx"),
            named("xoa-phieu/", self.reset_view, "reset"),
            *super().get_urls(),
        ]

    def export_csv(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        """The results as CSV."""
        poll = self._visible(request, pk)
        pieces = csv_pieces(tables.COLUMNS, tables.rows(results_of(poll)))
        return StreamingHttpResponse(pieces, headers=_headers(poll, "text/csv; charset=utf-8", "csv"))

    def export_xlsx(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The results as a workbook."""
        poll = self._visible(request, pk)
        response = HttpResponse(headers=_headers(poll, XLSX_TYPE, "xlsx"))
        rows = tables.rows(results_of(poll))
        write_xlsx(tables.COLUMNS, rows, response, title=tables.title_of(poll), sheet_name="Kết quả")
        return response

    def _visible(self, request: HttpRequest, pk: int) -> Poll:
        poll = self.get_object(request, str(pk))
        if poll is None:
            raise Http404
        if not self.has_view_or_change_permission(request, poll):
            raise PermissionDenied
        return poll

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask why all ballots are to be destroyed, and destroy them when the reason comes back."""
        poll = self._visible(request, pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        reason = request.POST.get("_note", "").strip()[:MAX_NOTE]
        refusal = ""
        if request.method == "POST":
            try:
                self._reset(request, poll, reason)
            except ValidationError as error:
                refusal = error.messages[0]
            else:
                return self._to_form(request, poll)
        context = {
            **self.admin_site.each_context(request),
            "title": "Xóa hết phiếu, làm lại từ đầu",
            "opts": self.opts,
            "poll": poll,
            "max_note": MAX_NOTE,
            "refusal": refusal,
        }
        return TemplateResponse(request, "admin/stats/poll/reset.html", context)

    def _reset(self, request: HttpRequest, poll: Poll, reason: str) -> None:
        with transaction.atomic():
            done = poll.reset(by=request.user, reason=reason)
            told = f"Đã xóa hết {format_number(done.ballots)} phiếu"
            self.log_change(request, poll, f"{told}: {reason}")
        self.message_user(request, f"{told} của «{poll}». Thăm dò nhận phiếu lại từ đầu.", messages.SUCCESS)


def _headers(poll: models.Model, content_type: str, extension: str) -> dict[str, str]:
    name = f"Thăm dò {poll.pk} {slugify(str(poll), 40)} {timezone.localdate():%d-%m-%Y}.{extension}"
    return {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition(name),
        "Cache-Control": "no-store",
    }
