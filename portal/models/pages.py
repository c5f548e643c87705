"""Pages that stay: what the department is, how it is organised, privacy."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.urls import reverse

from core import cache
from core.crumbs import Crumb
from core.models import PublishableQuerySet, Slugged, Tree, Versioned
from core.richtext.fields import RichTextField
from core.richtext.text import beginning, to_text
from core.search import SearchText

# Any number: it keeps two moves of pages apart.
_MOVING = 7_406_203


class PageQuerySet(PublishableQuerySet):
    def in_order(self) -> Self:
        """Pages as they follow each other below the same one; no body."""
        return self.defer("body").order_by("order", "title", "pk")

    def for_list(self) -> Self:
        return self.in_order()

    def for_page(self) -> Self:
        """What a page's own address shows; the pages round it are in the tree."""
        return self

    def for_sitemap(self) -> Self:
        return self.only("slug", "published_at", "updated_at")


class Page(Slugged, Versioned):
    """A page with a place in a tree."""

    cache_tags = ("site",)
    has_versions_from_birth = True

    class Language(models.TextChoices):
        VIETNAMESE = "vi", "Tiếng Việt"
        ENGLISH = "en", "English"

    title = models.CharField("tiêu đề", max_length=200)
    slug = models.SlugField(
        "phần địa chỉ",
        max_length=120,
        unique=True,
        blank=True,
        help_text="Để trống: tạo từ tiêu đề. Đổi phần này làm đổi địa chỉ; địa chỉ cũ tự chuyển sang mới.",
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="nằm trong", null=True, blank=True, related_name="children"
    )
    lead = models.TextField("tóm tắt", max_length=500, blank=True)
    body = RichTextField("nội dung")
    language = models.CharField("ngôn ngữ", max_length=2, choices=Language, default=Language.VIETNAMESE)
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    objects = PageQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = "trang"
        verbose_name_plural = "trang"
        permissions = [("publish_page", "Được xuất bản, trả lại, gỡ trang")]
        constraints = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="portal_page_not_its_own_parent",
                violation_error_message="Trang không thể nằm trong chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Save the page; raises ValidationError where it would come to stand below itself."""
        if not self.slug:
            self.slug = self.free_slug(self.title)
        written = kwargs.get("update_fields")
        with transaction.atomic():
            if written is None or "parent" in written:
                self._take_place()
            super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("page-detail", args=[self.slug])

    def clean(self) -> None:
        super().clean()
        self._refuse_circle()

    def _take_place(self) -> None:
        if self.parent_id is None:
            return
        # Two people who put each other's pages below their own see no circle unless one waits.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MOVING])
        self._refuse_circle()

    def _refuse_circle(self) -> None:
        parents = dict(Page._base_manager.values_list("pk", "parent_id"))
        above = self.parent_id
        while above is not None:
            if above == self.pk:
                raise ValidationError({"parent": "Trang chứa nó không thể nằm trong chính trang này."})
            above = parents.pop(above, None)

    @classmethod
    def public_tree(cls) -> Tree[Page]:
        """Return the tree of the pages that are on the portal, from the cache.

        A page below one that is not public has its place, but nothing above it.
        """
        return cache.remember(
            "portal:pages", cls.cache_tags, lambda: Tree(cls.objects.published().in_order())
        )

    @property
    def above(self) -> list[Page]:
        """The public pages that this one stands in, the topmost first."""
        return self.public_tree().ancestors(self)

    @property
    def summary(self) -> str:
        """The lead, or the beginning of the body where staff wrote none."""
        return self.lead or beginning(self.body)

    @property
    def trail(self) -> list[Crumb]:
        return [Crumb(page.title, page.get_absolute_url(), page.language) for page in [*self.above, self]]

    def search_text(self) -> SearchText:
        return SearchText(title=self.title, head=self.lead, body=to_text(self.body))
