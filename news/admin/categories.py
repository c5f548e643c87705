"""The categories of news in the admin, and the filter by them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.trees import TreeAdmin, in_tree_order, indented
from core.models import Tree
from news.models import Category


class CategoryFilter(admin.SimpleListFilter):
    """Filters posts by a category and those below it."""

    title = "chuyên mục"
    parameter_name = "chuyen_muc"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, str]]:
        return [(category.slug, indented(category)) for category in in_tree_order(Category.objects.all())]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        tree = Tree.read(Category)
        category = tree.by_slug(self.value())
        return queryset.in_categories(tree.descendants(category)) if category else queryset.none()


@admin.register(Category)
class CategoryAdmin(TreeAdmin):
    search_help_text = "Tên chuyên mục, có dấu hay không dấu"
    fields = ("name", "parent", "order", "description", "slug")
