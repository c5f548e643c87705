"""The blocks of the home page and of the side columns."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from core import blocks
from core.admin.sorting import SortableAdmin
from core.blocks import BlockKind, OnPage
from documents.models import Document
from portal.models import Block, Page

Region = Block.Region


class RegionFilter(admin.SimpleListFilter):
    """Shows one region at a time, the home page first."""

    title = "vị trí"
    parameter_name = "vi_tri"
    template = "admin/portal/block/region_tabs.html"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Region.choices

    def value(self) -> Block.Region:
        return _region(super().value())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(region=self.value())

    def choices(self, changelist: ChangeList) -> Any:
        # Without Django's «all»: an order means something within a region only.
        yield from list(super().choices(changelist))[1:]


class BlockChangeList(ChangeList):
    """A list that knows which blocks have something to show, each after those above it."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        page = OnPage()
        for block in self.result_list:
            block.has_content = block.is_shown and bool(block.render(page))


class BlockForm(forms.ModelForm):
    """A block with the options of its kind; joined with the form of the options by :func:`form_of`."""

    definition: ClassVar[BlockKind | None] = None

    class Meta:
        model = Block
        fields = ("title", "is_shown", "region", "width")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.definition is None:
            return
        self.instance.kind = self.definition.key
        self.initial = {**self.instance.options, **self.initial}
        if "title" in self.fields and self.definition.title:
            self.fields["title"].help_text = f"Để trống: «{self.definition.title}»."
        if "region" in self.fields and self.definition.is_wide:
            self.fields["region"].choices = [(Region.HOME.value, Region.HOME.label)]

    def save(self, commit: bool = True) -> Block:
        if self.definition is not None:
            self.instance.options = {
                name: self.cleaned_data[name] for name in self.definition.form.base_fields
            }
        return super().save(commit)


def form_of(definition: BlockKind | None) -> type[BlockForm]:
    """Return the form of the blocks of a kind; of a kind that is gone, without its options."""
    if definition is None:
        return BlockForm
    return type("BlockForm", (definition.form, BlockForm), {"definition": definition})


@admin.register(Block)
class BlockAdmin(SortableAdmin):
    list_display = ("name", "kind_label", "state", "order", "is_shown")
    list_editable = ("order", "is_shown")
    list_filter = (RegionFilter,)
    ordering = ("order", "pk")
    order_within = ("region",)
    readonly_fields = ("kind_label",)

    def get_list_display(self, request: HttpRequest) -> list[str]:
        columns = [*super().get_list_display(request)]
        if _region(request.GET.get(RegionFilter.parameter_name)) == Region.HOME:
            columns.insert(2, "width")
        return columns

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return BlockChangeList

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        # In a cell of the list there is no label beside the box.
        widgets = {
            "order": forms.NumberInput(attrs={"class": "vIntegerField", "aria-label": "Thứ tự"}),
            "is_shown": forms.CheckboxInput(attrs={"aria-label": "Hiện"}),
        }
        return super().get_changelist_form(request, widgets=widgets, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        region = _region(request.GET.get(RegionFilter.parameter_name))
        context = {"title": f"Khối trên trang: {region.label}", "region": region, "preview": _preview(region)}
        return super().changelist_view(request, context | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for the kind first; its options are part of the form."""
        if self._definition(request) is None and self.has_add_permission(request):
            return self._choose_kind(request)
        return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return {name: initial[name] for name in ("region",) if name in initial}

    def get_form(
        self, request: HttpRequest, obj: Block | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        return super().get_form(request, obj, change, form=form_of(self._definition(request, obj)), **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Block | None = None) -> list[Any]:
        definition = self._definition(request, obj)
        options = list(definition.form.base_fields) if definition else []
        place = ("region",) if definition and definition.is_wide else ("region", "width")
        return [
            (None, {"fields": ("kind_label", "title", "is_shown")}),
            *([("Nội dung", {"fields": options})] if options else []),
            ("Chỗ đứng", {"fields": place}),
        ]

    def save_model(self, request: HttpRequest, obj: Block, form: forms.ModelForm, change: bool) -> None:
        if not change or "region" in form.changed_data:  # The last of those that are there.
            last = Block.objects.filter(region=obj.region).aggregate(Max("order"))["order__max"]
            obj.order = (last or 0) + 1
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: Block) -> HttpResponse:
        return redirect(_list_of(obj.region))

    def response_post_save_change(self, request: HttpRequest, obj: Block) -> HttpResponse:
        return redirect(_list_of(obj.region))

    @admin.display(description="tên khối")
    def name(self, block: Block) -> str:
        return block.title or (block.definition and block.definition.title) or str(block)

    @admin.display(description="loại khối")
    def kind_label(self, block: Block) -> str:
        if block.definition is None:
            return f"«{block.kind}» không có trong cổng này nên khối không hiện"
        return block.definition.label

    @admin.display(description="trên cổng")
    def state(self, block: Block) -> str:
        if not block.is_shown:
            return "Đang tắt"
        return "Đang hiện" if block.has_content else "Chưa có gì để hiện"

    def _definition(self, request: HttpRequest, obj: Block | None = None) -> BlockKind | None:
        return obj.definition if obj else blocks.registered().get(request.GET.get("kind", ""))

    def _choose_kind(self, request: HttpRequest) -> HttpResponse:
        region = _region(request.GET.get("region"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Thêm khối vào: {region.label}",
            "region": region,
            "kinds": [
                kind for kind in blocks.registered().values() if region == Region.HOME or not kind.is_wide
            ],
        }
        return TemplateResponse(request, "admin/portal/block/choose_kind.html", context)


def _region(chosen: str | None) -> Block.Region:
    """Return the region that an address names; the home page where it names none."""
    return Region(chosen) if chosen in Region.values else Region.HOME


def _list_of(region: str) -> str:
    return f"{reverse('admin:portal_block_changelist')}?{RegionFilter.parameter_name}={region}"


def _preview(region: Block.Region) -> str:
    """Return the address of a page that shows a region."""
    match region:
        case Region.HOME | Region.HOME_SIDE:
            return reverse("home")
        case Region.NEWS_SIDE:
            return reverse("news:article-list")
        case Region.DOCUMENTS_SIDE:
            newest = Document.objects.published().newest_first().defer("body").first()
            return newest.get_absolute_url() if newest else reverse("documents:document-list")
        case Region.PAGES_SIDE:
            page = Page.objects.published().for_list().first()
            return page.get_absolute_url() if page else reverse("search")
