"""The menus: their lines, one menu at a time, in the order of their tree."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import ForeignKey, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin.sorting import SortableAdmin
from core.admin.trees import DEEPEST_INDENT, INDENT, TreeChoiceField, in_tree_order
from documents.blocks import SelectionField
from news.models import Category
from portal import menus
from portal.models import MenuItem, Page

Menu = MenuItem.Menu

TARGETS = ("category", "page", "documents_query", "address")


class MenuFilter(admin.SimpleListFilter):
    """Shows one menu at a time, the main one first."""

    title = "menu"
    parameter_name = "menu"
    template = "admin/portal/block/region_tabs.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Menu.choices

    def value(self) -> Menu:
        return _menu(super().value())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(menu=self.value())

    def choices(self, changelist: ChangeList) -> Any:
        # Without Django's «all»: an order means something within a menu only.
        yield from list(super().choices(changelist))[1:]


class MenuChangeList(ChangeList):
    """A list in the order of the tree, that knows where each line leads by now."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        queryset = super().get_queryset(request, exclude_parameters)
        return in_tree_order(queryset.with_targets())

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        found = menus.targets(self.result_list)
        for item in self.result_list:
            item.target = found.get(item.pk)


class ParentChoiceField(TreeChoiceField):
    def label_from_instance(self, item: MenuItem) -> str:
        place = "" if item.parent_id else f"{item.get_menu_display()}: "
        return f"{INDENT * getattr(item, 'depth', 0)}{place}{item}"


class PageChoiceField(TreeChoiceField):
    def label_from_instance(self, page: Page) -> str:
        return f"{INDENT * getattr(page, 'depth', 0)}{page.title}"


class MenuItemForm(forms.ModelForm):
    documents_query = SelectionField(
        label="Bộ lọc văn bản",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Lọc ở trang Văn bản rồi dán địa chỉ của trang vào đây, ví dụ: …/van-ban/?loai=thong-bao.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen = [name for name in TARGETS if data.get(name)]
        for name in chosen[1:]:
            first = self.fields[chosen[0]].label.lower()
            self.add_error(name, f"Mục này đã trỏ tới {first}. Một mục chỉ trỏ tới một nơi.")
        return data


@admin.register(MenuItem)
class MenuItemAdmin(SortableAdmin):
    form = MenuItemForm
    list_display = ("indented_label", "leads_to", "order", "is_shown")
    list_editable = ("order", "is_shown")
    list_filter = (MenuFilter,)
    list_per_page = 500
    list_select_related = ("category", "page")
    order_within = ("menu", "parent")
    fieldsets = (
        (None, {"fields": ("label", "is_shown")}),
        (
            "Đích đến",
            {
                "fields": TARGETS,
                "description": (
                    "Chọn nhiều nhất một nơi. Chuyên mục, trang đổi tên hay đổi địa chỉ thì mục menu tự đổi "
                    "theo; đích bị gỡ thì mục tự ẩn. Không chọn nơi nào: mục chỉ để chứa các mục khác."
                ),
            },
        ),
        ("Chỗ đứng", {"fields": ("menu", "parent")}),
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return MenuChangeList

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        # In a cell of the list there is no label beside the box. The form of the page asks for more.
        widgets = {
            "order": forms.NumberInput(attrs={"class": "vIntegerField", "aria-label": "Thứ tự"}),
            "is_shown": forms.CheckboxInput(attrs={"aria-label": "Hiện"}),
        }
        return super().get_changelist_form(request, form=forms.ModelForm, widgets=widgets, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        menu = _menu(request.GET.get(MenuFilter.parameter_name))
        context = {
            "title": menu.label,
            "menu": menu,
            "is_automatic": menu == Menu.MAIN
            and not MenuItem.objects.filter(menu=menu, is_shown=True).exists(),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        match db_field.name:
            case "category":
                choices = in_tree_order(Category.objects.all())
                kwargs |= {"form_class": TreeChoiceField, "queryset": choices}
            case "page":
                choices = in_tree_order(Page.objects.not_in_trash().defer("body"))
                kwargs |= {"form_class": PageChoiceField, "queryset": choices}
            case "parent":
                choices = in_tree_order(_possible_parents(request.resolver_match.kwargs.get("object_id")))
                kwargs |= {
                    "form_class": ParentChoiceField,
                    "queryset": choices.select_related("category", "page"),
                    "empty_label": "Không nằm trong mục nào (cấp một)",
                }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: MenuItem, form: forms.ModelForm, change: bool) -> None:
        if not change or {"menu", "parent"} & set(form.changed_data):  # The last of those that are there.
            siblings = MenuItem.objects.filter(menu=obj.menu, parent=obj.parent)
            obj.order = (siblings.aggregate(Max("order"))["order__max"] or 0) + 1
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: MenuItem) -> HttpResponse:
        return redirect(_list_of(obj.menu))

    def response_post_save_change(self, request: HttpRequest, obj: MenuItem) -> HttpResponse:
        return redirect(_list_of(obj.menu))

    @admin.display(description="chữ trong menu")
    def indented_label(self, item: MenuItem) -> SafeString:
        depth = min(getattr(item, "depth", 0), DEEPEST_INDENT)
        return format_html('<span class="tree-name tree-depth-{}">{}</span>', depth, item)

    @admin.display(description="dẫn tới")
    def leads_to(self, item: MenuItem) -> str:
        if item.target:
            return format_html('<a href="{}">{}</a>', item.target.url, item.target.url)
        if any(getattr(item, name) for name in TARGETS):
            return "Đích chưa có trên cổng nên mục không hiện"
        return "Chỉ chứa mục khác"


def _menu(chosen: str | None) -> Menu:
    """Return the menu that an address names; the main one where it names none."""
    return Menu(chosen) if chosen in Menu.values else Menu.MAIN


def _list_of(menu: str) -> str:
    return f"{reverse('admin:portal_menuitem_changelist')}?{MenuFilter.parameter_name}={menu}"


def _possible_parents(own_id: str | None) -> QuerySet:
    """Return the lines that have room below them, without the one that is being changed."""
    full = [menu.value for menu in Menu if menu.deepest == 1]
    own = Q(pk=own_id) if own_id else Q(pk=None)
    return MenuItem.objects.exclude(menu__in=full).exclude(own)
