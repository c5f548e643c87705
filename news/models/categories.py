"""The categories of news, a tree."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.crumbs import Crumb
from core.models import Slugged, Tree, TreeNode

# Second steps of addresses under /tin-tuc/ that are not categories.
RESERVED_SLUGS = frozenset({"chu-de", "the", "tac-gia", "tep", "rss", "trang"})


def news_crumb() -> Crumb:
    """Return the step to the list of all posts."""
    return Crumb("Tin tức", reverse("news:article-list"))


class Category(Slugged, TreeNode):
    TABLE_TAG = "categories"
    cache_tags = ("news", TABLE_TAG)
    RESERVED_SLUGS = RESERVED_SLUGS

    description = models.TextField(
        "mô tả", blank=True, help_text="Một, hai câu, hiện ở đầu trang chuyên mục."
    )

    class Meta(TreeNode.Meta):
        abstract = False
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        constraints = [
            *TreeNode.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(slug__in=sorted(RESERVED_SLUGS)),
                name="news_category_slug_not_reserved",
                violation_error_message="Phần địa chỉ này dành cho trang khác của cổng, hãy chọn phần khác.",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("news:category-detail", args=[self.slug])

    @property
    def trail(self) -> list[Crumb]:
        """The way from the home page to the posts of this category."""
        path = [*Tree.of(Category).ancestors(self), self]
        return [
            news_crumb(),
            *(Crumb(category.name, category.get_absolute_url()) for category in path),
        ]
