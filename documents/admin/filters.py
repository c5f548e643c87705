"""Filters of the list of documents."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from core.admin.trees import in_tree_order, indented
from core.models import Tree
from documents.models import Area, Document, Signature, Signer

MAX_ID_DIGITS = 19  # of PostgreSQL's bigint
SOON = timedelta(days=7)


class AreaFilter(admin.SimpleListFilter):
    """Filters documents by a field and those below it."""

    title = "lĩnh vực"
    parameter_name = "linh_vuc"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, str]]:
        return [(area.slug, indented(area)) for area in in_tree_order(Area.objects.all())]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        tree = Tree.read(Area)
        area = tree.by_slug(self.value())
        if area is None:
            return queryset.none()
        rows = Document.areas.through.objects.filter(area__in=tree.descendants(area))
        return queryset.filter(pk__in=rows.values("document"))


class YearFilter(admin.SimpleListFilter):
    """Filters documents by the year that they stand under in the register."""

    title = "năm"
    parameter_name = "nam"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, str]]:
        years = Document.objects.order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        # Only what stands in the menu: no number is too large for the column.
        if self.value() in dict(self.lookup_choices):
            return queryset.filter(year=self.value())
        return queryset.none() if self.value() else queryset


class SignerFilter(admin.SimpleListFilter):
    """Shows the documents of one person; chosen in the list of signers, which may be long."""

    title = "người ký"
    parameter_name = "nguoi_ky"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, str]]:
        if not self.value():
            return []
        signer = self._chosen().first()
        return [(self.value(), str(signer) if signer else "Không có người này")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        return queryset.filter(pk__in=Signature.objects.filter(signer__in=self._chosen()).values("document"))

    def _chosen(self) -> QuerySet:
        chosen = self.value()
        is_id = chosen.isascii() and chosen.isdigit() and len(chosen) < MAX_ID_DIGITS
        return Signer.objects.filter(pk=chosen) if is_id else Signer.objects.none()


class DueFilter(admin.SimpleListFilter):
    """Filters documents by the day that they must be answered by."""

    title = "hạn trả lời"
    parameter_name = "han"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, str]]:
        return [
            ("sap-den", f"Trong {SOON.days} ngày tới"),
            ("con-han", "Chưa đến hạn"),
            ("qua-han", "Đã qua hạn"),
            ("khong", "Không có hạn"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today: date = timezone.localdate()
        match self.value():
            case "sap-den":
                return queryset.filter(due_on__range=(today, today + SOON))
            case "con-han":
                return queryset.filter(due_on__gte=today)
            case "qua-han":
                return queryset.filter(due_on__lt=today)
            case "khong":
                return queryset.filter(due_on__isnull=True)
            case _:
                return queryset
