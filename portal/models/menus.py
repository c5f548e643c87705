"""Menus: what stands where, three levels deep, and follows what it points to."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q

from core.models import TextModel
from news.models import Category
from portal.models.addresses import AddressField
from portal.models.pages import Page


class MenuItemQuerySet(models.QuerySet):
    def with_targets(self) -> Self:
        """Lines with what they point to; ``leads_to_public_page`` is set on each."""
        public = Page.objects.published().filter(pk=OuterRef("page"))
        return (
            self.select_related("category", "page")
            .defer("page__body")
            .annotate(leads_to_public_page=Exists(public))
        )

    def in_order(self) -> Self:
        """Lines menu by menu, as they follow each other below the same one."""
        return self.order_by("menu", "order", "pk")


class MenuItem(TextModel):
    """A line of a menu.

    It points to one thing at most: a category, a page, a selection of documents, or an address. It bears
    the name of its target, unless it has one of its own, and is not shown while the target is not public. A
    line that points to nothing only holds others.
    """

    cache_tags = ("site",)

    class Menu(models.TextChoices):
        MAIN = "main", "Menu chính"
        TOP = "top", "Dòng trên cùng"
        FOOTER = "footer", "Cuối trang"

        @property
        def deepest(self) -> int:
            """How many levels this menu has room for."""
            return {"main": 3, "top": 1, "footer": 2}[self.value]

    menu = models.CharField("menu", max_length=6, choices=Menu, default=Menu.MAIN)
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name="nằm trong", null=True, blank=True, related_name="children"
    )
    label = models.CharField(
        "chữ hiện ra", max_length=80, blank=True, help_text="Để trống: lấy tên của đích đến."
    )
    category = models.ForeignKey(
        Category, models.CASCADE, verbose_name="chuyên mục", null=True, blank=True, related_name="+"
    )
    page = models.ForeignKey(
        Page, models.CASCADE, verbose_name="trang", null=True, blank=True, related_name="+"
    )
    documents_query = models.CharField(
        "bộ lọc văn bản",
        max_length=300,
        blank=True,
        help_text="Lọc ở trang Văn bản rồi chép phần sau dấu ? của địa chỉ, ví dụ: loai=thong-bao&nam=2026.",
    )
    address = AddressField(
        "địa chỉ", blank=True, help_text="Ví dụ: / hoặc /van-ban/ hoặc https://moet.gov.vn/."
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")
    is_shown = models.BooleanField("hiện", default=True)

    objects = MenuItemQuerySet.as_manager()

    class Meta:
        verbose_name = "mục menu"
        verbose_name_plural = "menu"
        ordering = ("menu", "order", "pk")
        constraints = [
            models.CheckConstraint(
                # At most one target.
                condition=(
                    Q(category__isnull=True, page__isnull=True, documents_query="")
                    | Q(category__isnull=True, page__isnull=True, address="")
                    | Q(category__isnull=True, documents_query="", address="")
                    | Q(page__isnull=True, documents_query="", address="")
                ),
                name="portal_menuitem_one_target",
                violation_error_message="Một mục menu chỉ trỏ tới một nơi.",
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.category or self.page or self.documents_query or self.address)

    def clean(self) -> None:
        super().clean()
        if not (self.label or self.category or self.page):
            raise ValidationError({"label": "Hãy gõ chữ hiện ra trong menu."})
        self._check_place()

    def after_save(self) -> None:
        super().after_save()
        # What stands below moves along into another menu.
        for child in self.children.exclude(menu=self.menu):
            child.menu = self.menu
            child.save(update_fields=["menu"])

    def _check_place(self) -> None:
        menu = self.Menu(self.menu)
        if self.parent and self.parent.menu != menu:
            raise ValidationError({"parent": f"Mục chứa nó không nằm trong «{menu.label}»."})
        depth, above = self._height(menu.deepest), self.parent
        while above is not None and depth <= menu.deepest:
            if above.pk == self.pk:
                raise ValidationError({"parent": "Mục menu không thể nằm trong chính nó."})
            depth, above = depth + 1, above.parent
        if depth > menu.deepest:
            raise ValidationError({"parent": f"«{menu.label}» chỉ có chỗ cho {menu.deepest} cấp."})

    def _height(self, limit: int) -> int:
        """Return how many levels this line and those below it take, counted to one more than a limit."""
        height, level = 1, [self.pk]
        while height <= limit:
            level = list(MenuItem.objects.filter(parent__in=level).values_list("pk", flat=True))
            if not level:
                break
            height += 1
        return height
