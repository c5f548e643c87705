"""Trees in the admin: lists and choices indented as the tree stands."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import Case, ForeignKey, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin.sorting import SortableAdmin
from core.models import Tree, TreeNode

INDENT = "\u2003"
DEEPEST_INDENT = 4  # as the CSS has it


def in_tree_order(nodes: QuerySet) -> QuerySet:
    """Sort nodes as the tree has them, each with the number of those above it as ``depth``."""
    # Read from the database: another process may have changed the tree that is in the cache.
    walk = list(Tree.read(nodes.model).walk())
    if not walk:
        return nodes
    places = (When(pk=node.pk, then=place) for place, (_, node) in enumerate(walk))
    depths = (When(pk=node.pk, then=depth) for depth, node in walk)
    return nodes.annotate(depth=Case(*depths, default=Value(0))).order_by(Case(*places))


def indented(node: TreeNode) -> str:
    """Return the name of a node of :func:`in_tree_order`, set in as deep as it stands."""
    return INDENT * getattr(node, "depth", 0) + node.name


class TreeChoiceField(forms.ModelChoiceField):
    """A choice among nodes, indented as they stand in the tree."""

    def label_from_instance(self, node: TreeNode) -> str:
        return indented(node)


class TreeCheckboxes(forms.CheckboxSelectMultiple):
    """A box for each node of :func:`in_tree_order`, in a frame that scrolls; ``label`` names the frame."""

    template_name = "admin/widgets/tree_checkboxes.html"

    def __init__(self, label: str, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.label = label

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        return context


class TreeChangeList(ChangeList):
    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        queryset = super().get_queryset(request, exclude_parameters)
        return queryset if self.query or ORDER_VAR in self.params else in_tree_order(queryset)


class TreeAdmin(SortableAdmin):
    """The nodes of a tree, in the tree's order, which is changed in the list itself."""

    list_display = ("indented_name", "slug", "order")
    list_editable = ("order",)
    order_within = ("parent",)
    list_per_page = 500
    search_fields = ("name__unaccent__icontains",)
    fields = ("name", "parent", "order", "slug")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeChangeList

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        # In a cell of the list there is no label beside the box.
        order = forms.NumberInput(attrs={"class": "vIntegerField", "aria-label": "Thứ tự"})
        return super().get_changelist_form(request, widgets={"order": order}, **kwargs)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs |= {
            "form_class": TreeChoiceField,
            "queryset": in_tree_order(self.model.objects.all()),
            "empty_label": "Không thuộc mục nào (cấp một)",
        }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="tên", ordering="name")
    def indented_name(self, node: TreeNode) -> SafeString:
        depth = min(getattr(node, "depth", 0), DEEPEST_INDENT)
        return format_html('<span class="tree-name tree-depth-{}">{}</span>', depth, node.name)
