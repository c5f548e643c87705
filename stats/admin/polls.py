"""Polls: the question, its choices, what came of it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString

from core.admin.forms import PublishableForm
from core.admin.publishing import MAX_NOTE, PublishableAdmin
from core.admin.publishing_list import LAST_CHANGED_FIRST
from core.admin.rows import OwnedRows, RowsFormSet
from core.admin.states import StateFilter
from core.files.serving import content_disposition
from core.people import name_of
from core.spreadsheets import XLSX_TYPE, csv_pieces, write_xlsx
from core.text import format_datetime, format_number, slugify
from stats.models import Choice, Poll
from stats.polls import tables
from stats.polls.state import results_of

FROZEN_TOLD = "Đã có phiếu nên không sửa được nữa; đang lưu là «{}». Những gì bạn nhập chưa được lưu."


class ChoiceFormSet(RowsFormSet):
    """Choices of which one with votes is not deleted, but retired."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.retired: list[Choice] = []
        self.chosen: set[int] = set()
        if self.instance.pk:
            chosen = Choice.objects.filter(poll=self.instance, votes__gt=0)
            self.chosen = set(chosen.values_list("pk", flat=True))

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.has_votes = form.instance.pk in self.chosen  # For these very words.
        # A form that was opened before the first vote sends the words along; where they differ, it says so.
        if form.has_votes and form.add_prefix("text") not in form.data:
            form.fields["text"].disabled = True
        return form

    def delete_existing(self, obj: Choice, commit: bool = True) -> None:
        if obj.pk not in self.chosen:
            super().delete_existing(obj, commit=commit)
        elif commit:
            obj.retire()
            self.retired.append(obj)
            self.deleted_objects.remove(obj)
            self.changed_objects.append((obj, ["is_retired"]))


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
            has_votes = False

            def clean_text(self) -> str:
                text = self.cleaned_data["text"]
                if self.has_votes and text != self.initial["text"]:
                    raise ValidationError(FROZEN_TOLD.format(self.initial["text"]))
                return text

        formset.form = ChoiceForm
        return formset


class PollForm(PublishableForm):
    """The form of a poll; what froze since it was opened is not lost in silence."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.ballots_count:
            for name in set(Poll.FROZEN) & set(self.changed_data):
                stored = self.instance._meta.get_field(name).value_from_object(self.instance)
                labels = dict(getattr(self.fields[name], "choices", ()))
                self.add_error(name, FROZEN_TOLD.format(labels.get(stored, stored)))
        return cleaned


@admin.register(Poll)
class PollAdmin(PublishableAdmin):
    compose_label = "Tạo thăm dò ý kiến"

    form = PollForm

    long_lines = ("question",)
    list_defer = ("intro",)
    list_display = ("question", "state", "published_at", "closing", "ballots_cast")
    list_filter = (StateFilter, "results", "audience")
    date_hierarchy = "published_at"
    ordering = ("-updated_at",)
    order_told = LAST_CHANGED_FIRST
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

    def get_fieldsets(self, request: HttpRequest, obj: Poll | None = None) -> list[Any]:
        fieldsets = [*super().get_fieldsets(request, obj)]
        return [*fieldsets, self.results_fieldset] if obj else fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Poll | None = None) -> tuple[str, ...]:
        # get_object() holds the row while a form is saved: nobody casts a ballot meanwhile. What a form sends
        # that was opened before the first ballot stays a field, so that it can say what became of it.
        frozen = Poll.FROZEN if obj is not None and obj.ballots_count else ()
        return ("outcome", *(name for name in frozen if name not in request.POST))

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

    @admin.display(description="số phiếu", ordering="ballots_count")
    def ballots_cast(self, poll: Poll) -> str:
        return format_number(poll.ballots_count)

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
