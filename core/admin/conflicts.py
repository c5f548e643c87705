"""Two people, one object: what somebody typed beside what another has saved meanwhile.

The later save of a form writes nothing while its version is not the stored one (core.admin.forms). The form
comes back with all that was typed, tells field by field what differs from what is stored, and asks which of
the two it shall be. Where somebody may not save any more at all, the text comes back to be copied.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse

from core.admin.changes import NOTHING, Change, either
from core.admin.verbs import VERBS, VERBS_THAT_SAVE
from core.richtext.sanitiser import sanitise
from core.richtext.text import to_text
from core.richtext.widgets import RichTextWidget
from core.text import format_date, format_datetime

# The button that gives up what is typed.
TAKE = "_take"


class ConflictsMixin:
    """Part of the admin of what is published: no save is lost, and none loses another unseen."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if TAKE in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if not self.has_change_permission(request):
                raise
            return self._locked_out(request, 403)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        if request.method == "POST" and "_version" in request.POST and "_preview" not in request.POST:
            return self._locked_out(request, 404)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any) -> HttpResponse:
        response = super().render_change_form(request, context, *args)
        form = context["adminform"].form
        if getattr(form, "is_outdated", False):
            rows = [inline.formset for inline in context["inline_admin_formsets"]]
            verb = request.POST.get("_verb", "")
            context["publishing"]["conflict"] = {
                "changes": typed_changes(form, rows),
                "verb": verb if verb in VERBS_THAT_SAVE else "",
                "keep_label": f"Giữ bản của tôi, {VERBS[verb].label.lower()}"
                if verb in VERBS_THAT_SAVE
                else "Giữ bản của tôi",
                "note": request.POST.get("_note", ""),
            }
            response.status_code = 409
        return response

    def _locked_out(self, request: HttpRequest, status: int) -> HttpResponse:
        """Answer a save that is not to be had any more with all the words that were typed."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Chưa lưu được",
            "typed": list(typed_words(self, request, request.POST)),
        }
        return TemplateResponse(request, "admin/locked_out.html", context, status=status)


@dataclass(frozen=True)
class Typed:
    """What was typed into one box or one row, as words; ``is_text`` where it is worth copying."""

    label: str
    words: str
    is_text: bool


def typed_words(model_admin: admin.ModelAdmin, request: HttpRequest, post: QueryDict) -> Iterator[Typed]:
    """Yield all that stands in a form that was sent, boxes and rows, whether or not it could be saved.

    The form is one of a new object: its boxes are there for those, too, who may not change the old one.
    """
    form = model_admin.get_form(request)(post)
    for name, words in _typed_boxes(form):
        yield Typed(_label(form, name), words, _is_prose(form.fields[name]))
    for inline in model_admin.get_inline_instances(request):
        title = str(inline.opts.verbose_name).capitalize()
        for number, row in enumerate(inline.get_formset(request)(post).forms, 1):
            lines = [f"{_label(row, name)}: {words}" for name, words in _typed_boxes(row)]
            if lines and row.has_changed():
                yield Typed(f"{title}, dòng {number}", "\n".join(lines), True)


def _typed_boxes(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    for name, field in form.fields.items():
        if form[name].is_hidden or name == "DELETE":
            continue
        words = readable(field, form[name].data)
        is_unticked = isinstance(field, forms.BooleanField) and not form[name].data
        if words.strip() and words != NOTHING and not is_unticked:
            yield name, words


def _label(form: forms.BaseForm, name: str) -> str:
    label = str(form[name].label or name)
    return f"{label[:1].upper()}{label[1:]}"


def typed_changes(form: forms.ModelForm, formsets: Iterable[BaseInlineFormSet]) -> list[Change]:
    """Return what leads from the stored object to what is typed in a bound form and in its rows."""
    found = list(_of_form(form))
    for formset in formsets:
        found += _of_rows(formset)
    return found


def _of_form(form: forms.BaseForm) -> Iterator[Change]:
    for name in form.changed_data:
        bound = form[name]
        if bound.is_hidden or name == "DELETE":
            continue
        old, new = _stored(form, name), _typed(form, name)
        if old == new and not isinstance(bound.field.widget, RichTextWidget):
            continue
        label = str(bound.label or name).capitalize()
        yield either(label, old, new, is_prose=_is_prose(bound.field))


def _of_rows(formset: BaseInlineFormSet) -> Iterator[Change]:
    name = str(formset.model._meta.verbose_name).capitalize()
    for number, row in enumerate(formset.forms, 1):
        label = f"{name}, dòng {number}"
        is_stored = row.instance.pk is not None
        if getattr(row, "is_gone", False):
            yield either(f"{label}, người khác đã xóa", _in_words(row, _typed), NOTHING)
        elif is_stored and formset.can_delete and formset._should_delete_form(row):
            yield either(label, _in_words(row, _stored), NOTHING)
        elif is_stored:
            for change in _of_form(row):
                yield Change(f"{label}: {change.label.lower()}", change.pieces)
        elif row not in formset.initial_forms and row.has_changed():
            yield either(label, NOTHING, _in_words(row, _typed))


def _in_words(row: forms.BaseForm, value: Any) -> str:
    told = (
        value(row, name) for name, field in row.fields.items() if not row[name].is_hidden and name != "DELETE"
    )
    return ", ".join(words for words in told if words not in (NOTHING, "Không"))


def _is_prose(field: forms.Field) -> bool:
    is_chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
    return isinstance(field, forms.CharField) and not is_chosen


def _stored(form: forms.BaseForm, name: str) -> str:
    return readable(form.fields[name], form.get_initial_for_field(form.fields[name], name))


def _typed(form: forms.BaseForm, name: str) -> str:
    cleaned = getattr(form, "cleaned_data", {})
    return readable(form.fields[name], cleaned[name] if name in cleaned else form[name].data)


def readable(field: forms.Field, value: Any) -> str:
    """Return the value of a form's field, stored or typed, as people know it."""
    if value in (None, "", [], (), False) and not isinstance(field, forms.BooleanField):
        return NOTHING
    if hasattr(field, "in_words"):
        return field.in_words(value) or NOTHING
    if isinstance(field.widget, RichTextWidget):
        return to_text(sanitise(value)) or NOTHING
    match field:
        case forms.BooleanField():
            return "Có" if value else "Không"
        case forms.FileField():
            return value.name if isinstance(value, UploadedFile) else "tệp đã lưu"
        case forms.ModelMultipleChoiceField():
            return ", ".join(_labels(field, field.prepare_value(value))) or NOTHING
        case forms.ModelChoiceField():
            return "".join(_labels(field, [field.prepare_value(value)])) or "(không còn)"
        case forms.ChoiceField():
            return _chosen(field, value)
    return _moment(value)


def _labels(field: forms.ModelChoiceField, keys: Iterable[Any]) -> Iterator[str]:
    keys = [str(key) for key in keys if str(key).isascii() and str(key).isdigit() and len(str(key)) < 19]
    for obj in field.queryset.filter(pk__in=keys):
        yield field.label_from_instance(obj).strip()


def _chosen(field: forms.ChoiceField, value: Any) -> str:
    for key, label in field.choices:
        known = dict(label) if isinstance(label, list | tuple) else {key: label}
        for each, words in known.items():
            if str(each) == str(value):
                return str(words)
    return str(value)


def _moment(value: Any) -> str:
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, list | tuple):
        return " ".join(str(part) for part in value if part) or NOTHING
    return str(value)
