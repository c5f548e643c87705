"""The categories of news in the admin, and the filter by them."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from core import scopes
from core.admin.trees import TreeAdmin, in_tree_order, indented
from core.models import Tree
from news.models import Article, Category


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

    # Where a category stands decides who is in charge of it: who is bounded moves none, and makes none
    # but below what is his.

    def has_change_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._is_in_charge(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._is_in_charge(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> tuple[str, ...]:
        is_bounded = scopes.within(request.user, Article) is not None
        return ("parent",) if obj is not None and is_bounded else ()

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        places = scopes.within(request.user, Article)
        if db_field.name == "parent" and places is not None:
            field.queryset, field.required = field.queryset.filter(pk__in=places), True
        return field

    def _is_in_charge(self, request: HttpRequest, obj: Category | None) -> bool:
        places = scopes.within(request.user, Article)
        return obj is None or places is None or obj.pk in places
