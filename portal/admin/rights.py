"""The table in which rights are given: a row for each kind of object, a column for each deed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

# Their rights give nothing that anybody could do here.
TECHNICAL_APPS = ("admin", "contenttypes", "sessions", "django_tasks_database")
# What a column is called; what else may be done with a kind stands below its row, in the right's own words.
COLUMNS = {"view": "xem", "add": "thêm", "change": "sửa", "delete": "xóa", "publish": "xuất bản"}
INNER = "Bảng bên trong: quyền ở đây không mở thêm trang nào"

Option = dict[str, Any]


def rights_in_order(rights: QuerySet[Permission]) -> QuerySet[Permission]:
    """Return the rights that can be given, by app and kind."""
    in_order = ("content_type__app_label", "content_type__model", "codename")
    rights = rights.exclude(content_type__app_label__in=TECHNICAL_APPS)
    return rights.select_related("content_type").order_by(*in_order)


def name_of(right: Permission) -> str:
    """Return the name of a right in Vietnamese (Django writes «Can add …» into the database)."""
    column = _column_of(right)
    is_standard = column and right.name.startswith("Can ")
    return f"{right.content_type.name}: {COLUMNS[column] if is_standard else right.name}"


def _column_of(right: Permission) -> str:
    deed, _, model = right.codename.partition("_")
    return deed if deed in COLUMNS and model == right.content_type.model else ""


class RightsField(forms.ModelMultipleChoiceField):
    """A choice among rights."""

    def label_from_instance(self, right: Permission) -> str:
        return name_of(right)


@dataclass(frozen=True)
class Row:
    """The boxes of one kind: one or none (None) a column, then those of rights of its own."""

    kind: str
    boxes: list[Option | None]
    others: list[Option]


@dataclass(frozen=True)
class Section:
    """The rows of one subject; inner ones are closed at first."""

    title: str
    rows: list[Row]
    is_inner: bool = False


class RightsTable(forms.CheckboxSelectMultiple):
    """All rights by subject; those that are not offered have a box that is closed."""

    template_name = "admin/widgets/rights_table.html"

    class Media:
        css = {"all": ["css/admin/rights.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _, group, _ in context["widget"]["optgroups"] for option in group]
        offered = {option["value"].value: option for option in options}
        boxes = list(self._boxes(name, offered))
        context["widget"] |= {"columns": COLUMNS.values(), "sections": [*_sections(boxes)]}
        return context

    def _boxes(self, name: str, offered: dict[int, Option]) -> Iterator[tuple[Permission, Option]]:
        for number, right in enumerate(rights_in_order(Permission.objects.all())):
            if right.content_type.model_class() is None:  # Of an app that is no longer there.
                continue
            box = offered.get(right.pk) or self.create_option(
                name, right.pk, name_of(right), False, f"closed_{number}", attrs={"disabled": True}
            )
            yield right, box


def _sections(boxes: list[tuple[Permission, Option]]) -> Iterator[Section]:
    inner = []
    for app_label, of_app in groupby(boxes, key=lambda box: box[0].content_type.app_label):
        rows = []
        for kind, of_kind in groupby(of_app, key=lambda box: box[0].content_type):
            row = _row(kind, list(of_kind))
            (rows if row.others or _is_in_admin(kind) else inner).append(row)
        if rows:
            yield Section(apps.get_app_config(app_label).verbose_name, rows)
    if inner:
        yield Section(INNER, inner, is_inner=True)


def _row(kind: ContentType, boxes: list[tuple[Permission, Option]]) -> Row:
    by_column = {_column_of(right): box for right, box in boxes}
    others = [box | {"label": right.name} for right, box in boxes if not _column_of(right)]
    return Row(kind.name, [by_column.get(column) for column in COLUMNS], others)


def _is_in_admin(kind: ContentType) -> bool:
    model = kind.model_class()
    return model is not None and admin.site.is_registered(model)
