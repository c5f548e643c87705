"""«Liên kết hỏng»: what texts link to and is not there any more, with the texts."""

from collections import defaultdict
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import search
from core.admin.base import PortalModelAdmin
from core.admin.publishing import PublishableAdmin
from core.models import WebLink, WebLinkUse
from core.tasks import check_links_now

Status = WebLink.Status


class ResultFilter(admin.SimpleListFilter):
    """Shows what is broken unless asked for something else."""

    title = "kết quả"
    parameter_name = "ket_qua"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            (status.value, status.label)
            for status in (Status.BROKEN, Status.UNSURE, Status.REFUSED, Status.FINE, Status.NEW)
        ]

    def value(self) -> str:
        return super().value() if super().value() in Status.values else Status.BROKEN.value

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value())

    def choices(self, changelist: ChangeList) -> Any:
        yield from list(super().choices(changelist))[1:]  # Without Django's «all».


class WebLinkChangeList(ChangeList):
    """A list whose rows know the texts that link to them."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        uses = WebLinkUse.objects.filter(link__in=[link.pk for link in self.result_list]).order_by("pk")
        by_kind = defaultdict(set)
        for use in (uses := list(uses)):
            by_kind[use.kind].add(use.object_id)
        found = {}
        for kind, model_admin in _admins(request).items():
            objects = model_admin.get_queryset(request).defer(*model_admin.list_defer)
            for obj in objects.filter(pk__in=by_kind.get(kind, ())):
                found[kind, obj.pk] = obj
        for link in self.result_list:
            link.texts = [
                found[use.kind, use.object_id]
                for use in uses
                if use.link_id == link.pk and (use.kind, use.object_id) in found
            ]


@admin.register(WebLink)
class WebLinkAdmin(PortalModelAdmin):
    """Read only. Each person sees what stands in texts that he sees."""

    list_display = ("address_in_full", "reason", "used_in", "checked_at")
    list_display_links = None
    list_filter = (ResultFilter,)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("address",)
    search_help_text = "Một phần của địa chỉ"
    ordering = ("-checked_at",)
    actions = ("check_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        condition = Q(pk__in=[])
        for kind, model_admin in _admins(request).items():
            own = model_admin.get_queryset(request).filter(deleted_at__isnull=True, pk=OuterRef("object_id"))
            condition |= Q(Exists(own), kind=kind)
        seen = WebLinkUse.objects.filter(condition, link=OuterRef("pk"))
        return super().get_queryset(request).filter(Exists(seen))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return WebLinkChangeList

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: WebLink | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: WebLink | None = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Liên kết hỏng", **(extra_context or {})})

    @admin.display(description="địa chỉ", ordering="address")
    def address_in_full(self, link: WebLink) -> SafeString | str:
        # Sanitised rich text has these schemes and no others; a path of the portal itself has none.
        if link.address.startswith(("http://", "https://", "/")):
            return format_html(
                '<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>', link.address
            )
        return link.address

    @admin.display(description="có trong")
    def used_in(self, link: WebLink) -> SafeString:
        return format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((_change_url(obj), str(obj)) for obj in getattr(link, "texts", ())),
        )

    @admin.action(description="Kiểm tra lại ngay", permissions=["view"])
    def check_again(self, request: HttpRequest, queryset: QuerySet) -> None:
        pks = list(queryset.values_list("pk", flat=True)[:200])
        check_links_now.enqueue(pks)
        self.message_user(request, f"Đã xếp {len(pks)} địa chỉ vào hàng kiểm tra; xem lại sau ít phút.")


def _admins(request: HttpRequest) -> dict[str, PublishableAdmin]:
    """Return the admins of searchable things that a person may look at, by kind."""
    found = {}
    for kind, model in search.registered().items():
        model_admin = admin.site._registry.get(model)
        if isinstance(model_admin, PublishableAdmin) and model_admin.has_view_or_change_permission(request):
            found[kind] = model_admin
    return found


def _change_url(obj: Any) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
