"""What was refused in a form of the admin, in the order of the page, each with the box that it is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.forms.boundfield import BoundField


@dataclass(frozen=True)
class Problem:
    """What is wrong; the name of the place, and the id of what it leads to, where there is one."""

    words: str
    place: str = ""
    target: str = ""


def problems_in(adminform: AdminForm, formsets: Iterable[InlineAdminFormSet]) -> list[Problem]:
    """Return all that was refused in a form and its rows."""
    form = adminform.form
    shown = [
        form[field.field.name]
        for fieldset in adminform
        for line in fieldset
        for field in line
        if not getattr(field, "is_readonly", False)
    ]
    names = {field.name for field in shown}
    found = [Problem(words) for words in form.non_field_errors()]
    found += _of([*shown, *(field for field in form if field.name not in names)])
    for each in formsets:
        found += _in_rows(each)
    return found


def _in_rows(rows: InlineAdminFormSet) -> Iterator[Problem]:
    formset, name = rows.formset, _large(rows.opts.verbose_name_plural)
    yield from (Problem(words, name, f"{formset.prefix}-group") for words in formset.non_form_errors())
    for number, form in enumerate(formset.forms, 1):
        place = f"{name}, hàng {number}"
        first = next((_id(field) for field in form.visible_fields()), "")
        yield from (Problem(words, place, first) for words in form.non_field_errors())
        yield from _of(form, f"{place}, ")


def _of(fields: Iterable[BoundField], before: str = "") -> Iterator[Problem]:
    for field in fields:
        label = str(field.label)
        place = f"{before}{label[:1].lower()}{label[1:]}" if before else _large(label)
        yield from (Problem(words, place, _id(field)) for words in field.errors)


def _id(field: BoundField) -> str:
    """Return the id of the first box of a field; nothing where nobody sees one."""
    widget = field.field.widget
    if field.is_hidden:
        return ""
    widget = getattr(widget, "widget", widget)  # Beside a choice stands "add".
    several = isinstance(widget, forms.MultiWidget | forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if several else field.auto_id


def _large(name: str) -> str:
    return str(name)[:1].upper() + str(name)[1:]
