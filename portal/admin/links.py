"""Lists of links to other sites."""

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from core.admin.base import CalmChoicesMixin, PortalModelAdmin
from portal.models import Link, LinkList


class LinkInline(CalmChoicesMixin, admin.TabularInline):
    model = Link
    fields = ("label", "address", "order")
    extra = 1


@admin.register(LinkList)
class LinkListAdmin(PortalModelAdmin):
    list_display = ("title", "number_of_links")
    search_fields = ("title__unaccent__icontains",)
    inlines = (LinkInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(number_of_links=Count("links"))

    @admin.display(description="số liên kết", ordering="number_of_links")
    def number_of_links(self, links: LinkList) -> int:
        return links.number_of_links
