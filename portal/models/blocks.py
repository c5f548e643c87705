"""Which blocks stand where."""

from django.core.exceptions import ValidationError
from django.db import models

from core import blocks, cache
from core.blocks import BlockKind, OnPage
from core.models import TextModel


class Block(TextModel):
    """One block in a place: its kind, the name that staff give it, its options."""

    cache_tags = ("site",)

    class Region(models.TextChoices):
        HOME = "home", "Trang chủ"
        HOME_SIDE = "home-side", "Trang chủ, cột bên"
        NEWS_SIDE = "news-side", "Tin tức, cột bên"
        DOCUMENTS_SIDE = "documents-side", "Văn bản, cột bên"
        PAGES_SIDE = "pages-side", "Trang khác, cột bên"

    class Width(models.TextChoices):
        FULL = "full", "Cả hàng"
        TWO_THIRDS = "two-thirds", "Hai phần ba hàng"
        HALF = "half", "Một nửa hàng"
        THIRD = "third", "Một phần ba hàng"

        @property
        def twelfths(self) -> int:
            return {"full": 12, "two-thirds": 8, "half": 6, "third": 4}[self.value]

    region = models.CharField("vị trí", max_length=14, choices=Region, default=Region.HOME)
    kind = models.CharField("loại khối", max_length=40)
    title = models.CharField("tên khối", max_length=100, blank=True, help_text="Để trống: tên thường dùng.")
    options = models.JSONField("tùy chọn", default=dict, blank=True)
    width = models.CharField(
        "bề ngang",
        max_length=10,
        choices=Width,
        default=Width.FULL,
        help_text=(
            "Chỉ dùng ở giữa trang chủ. Những khối hẹp đứng liền nhau chung một hàng; khối không có gì để "
            "hiện thì nhường chỗ cho khối bên cạnh."
        ),
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")
    is_shown = models.BooleanField("hiện", default=True)

    class Meta:
        verbose_name = "khối"
        verbose_name_plural = "khối trên trang"
        ordering = ("region", "order", "pk")

    def __str__(self) -> str:
        return self.title or (self.definition.label if self.definition else self.kind)

    @property
    def definition(self) -> BlockKind | None:
        """The kind as its app registered it; None where that app is gone."""
        return blocks.registered().get(self.kind)

    def clean(self) -> None:
        super().clean()
        definition = self.definition
        if definition is None:
            # One whose app is gone may still be put aside or kept in its order.
            if self._state.adding:
                raise ValidationError("Loại khối này không có.")
        elif definition.is_wide and self.region != self.Region.HOME:
            raise ValidationError(f"Khối «{definition.label}» cần bề ngang của trang chủ.")

    def render(self, page: OnPage) -> str:
        """Return the HTML of the block on a page, "" where it has nothing to show there."""
        definition = self.definition
        if definition is None:
            return ""
        return definition.render(f"{self.pk}", self.title, self.options, page)

    @classmethod
    def shown_in(cls, region: str, page: OnPage) -> list[tuple["Block", str]]:
        """Return the blocks of a region that have something to show, each with its HTML, in their order."""
        standing = cache.remember("blocks", cls.cache_tags, lambda: list(cls.objects.filter(is_shown=True)))
        # Rendered one after the other: each sees what those before it have shown.
        rendered = [(block, block.render(page)) for block in standing if block.region == region]
        return [(block, html) for block, html in rendered if html]


Row = list[tuple[Block, str]]


def in_rows(shown: Row) -> list[Row]:
    """Put blocks that stand next to each other into rows as wide as the page."""
    rows: list[Row] = []
    taken = Block.Width.FULL.twelfths
    for block, html in shown:
        needed = Block.Width(block.width).twelfths
        if taken + needed > Block.Width.FULL.twelfths:
            rows.append([])
            taken = 0
        rows[-1].append((block, html))
        taken += needed
    return rows
