"""The pages that stay, in the order of their tree."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import ForeignKey, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin.forms import PublishableForm
from core.admin.publishing_list import PublishableChangeList
from core.admin.states import StateFilter
from core.admin.trees import DEEPEST_INDENT, INDENT, TreeChoiceField, in_tree_order
from core.admin.versions import VersionedAdmin
from core.models import Tree
from portal.models import Page


class PageChoiceField(TreeChoiceField):
    def label_from_instance(self, page: Page) -> str:
        return f"{INDENT * getattr(page, 'depth', 0)}{page.title}"


class PageForm(PublishableForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            # Where it stands now stays a choice: left out, the next save would move the page.
            standing = Q(deleted_at__isnull=True) | Q(pk=self.instance.parent_id)
            below = Tree.read(Page).descendants(self.instance) if self.instance.pk else []
            choices = self.fields["parent"].queryset.filter(standing)
            self.fields["parent"].queryset = choices.exclude(pk__in=[page.pk for page in below])


class PageChangeList(PublishableChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        queryset = super().get_queryset(request, exclude_parameters)
        return queryset if self.query or ORDER_VAR in self.params else in_tree_order(queryset)


@admin.register(Page)
class PageAdmin(VersionedAdmin):
    compose_label = "Thêm trang mới"

    form = PageForm
    long_lines = ("title",)
    list_display = ("indented_title", "state", "slug", "language", "updated_at")
    list_filter = (StateFilter, "language")
    list_per_page = 200
    search_fields = ("title__unaccent__icontains", "slug")
    search_help_text = "Tiêu đề, có dấu hay không dấu"
    fieldsets = (
        (None, {"fields": ("title", "lead", "body")}),
        ("Vị trí trong cây", {"fields": ("parent", "order")}),
        ("Liên quan", {"fields": ("linked",), "classes": ("collapse",)}),
        ("Địa chỉ, ngôn ngữ", {"fields": ("slug", "language"), "classes": ("collapse",)}),
        ("Lịch đăng", {"fields": ("published_at", "unpublish_at"), "classes": ("collapse",)}),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PageChangeList]:
        return PageChangeList

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {
            "form_class": PageChoiceField,
            "queryset": in_tree_order(Page.objects.all()),
            "empty_label": "Không nằm trong trang nào (cấp một)",
        }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="tiêu đề", ordering="title")
    def indented_title(self, page: Page) -> SafeString:
        depth = min(getattr(page, "depth", 0), DEEPEST_INDENT)
        return format_html('<span class="tree-name tree-depth-{}">{}</span>', depth, page.title)
