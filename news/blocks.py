"""Kinds of blocks with posts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.urls import reverse

from core.blocks import BlockKind, OnPage
from core.models import Tree
from news.models import Article, ArticleQuerySet, Category, Pick, PickList

ARTICLE = "news.article"
INDENT = "\u2003"


class Layout(models.TextChoices):
    FEATURE = "feature", "Một tin có ảnh, các tin khác là dòng tiêu đề"
    CARDS = "cards", "Mỗi tin một ô có ảnh"
    LIST = "list", "Chỉ tiêu đề và ngày"


def _categories() -> list[tuple[int, str]]:
    # Read from the database: a category that was just made can be chosen at once.
    return [(node.pk, INDENT * depth + node.name) for depth, node in Tree.read(Category).walk()]


def _all_or_one() -> list[tuple[int | str, str]]:
    return [("", "Tất cả chuyên mục"), *_categories()]


class CategoryField(forms.TypedChoiceField):
    """A category, by its key; none for all of them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"choices": _all_or_one, "coerce": int, "empty_value": None, "required": False}
        super().__init__(label="Chuyên mục", help_text="Gồm cả các mục con.", **kwargs)


class PostCountField(forms.IntegerField):
    def __init__(self, *, initial: int, most: int, label: str = "Số tin") -> None:
        super().__init__(label=label, initial=initial, min_value=1, max_value=most)


class FeaturedOptions(forms.Form):
    category = CategoryField()
    number = PostCountField(initial=7, most=13)


class CategoryOptions(forms.Form):
    category = CategoryField()
    layout = forms.ChoiceField(label="Cách bày", choices=Layout.choices, initial=Layout.FEATURE)
    number = PostCountField(initial=5, most=20)


class SectionsOptions(forms.Form):
    sections = PostCountField(initial=4, most=12, label="Số chuyên mục")
    number = PostCountField(initial=4, most=8, label="Số tin mỗi chuyên mục")


def _pick_lists() -> list[tuple[int | str, str]]:
    return [("", "Chọn danh sách"), *PickList.objects.values_list("pk", "title")]


class PickedOptions(forms.Form):
    list = forms.TypedChoiceField(
        label="Nhóm tin",
        choices=_pick_lists,
        coerce=int,
        help_text="Chọn tin và thứ tự ở mục «Nhóm tin» của phần Tin tức.",
    )
    layout = forms.ChoiceField(label="Cách bày", choices=Layout.choices, initial=Layout.FEATURE)
    number = PostCountField(initial=5, most=20)


def picked(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The posts of a list that staff made, in their order; what is not on the portal is left out."""
    if not options["list"]:
        return None
    seen = page.pks(ARTICLE)
    picks = Pick.objects.for_block(options["list"]).exclude(article__in=seen).select_related("list")
    found = list(picks[: options["number"]])
    if not found:
        return None
    articles = [pick.article for pick in found]
    page.note(ARTICLE, [article.pk for article in articles])
    return {
        "title": found[0].list.title,
        "articles": articles,
        "layout": options["layout"],
        "show_category": True,
        "has_covers": any(article.cover for article in articles),
    }


def featured(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """What is pinned, then the newest posts, of all categories or of one; the first is large."""
    found = _newest(options, page, pinned_first=True)
    return {"lead": found[1][0], "others": found[1][1:]} if found else None


def in_category(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The newest posts of a category, or of all, with the way to the others."""
    found = _newest(options, page)
    if found is None:
        return None
    category, articles = found
    return {
        "title": category.name if category else "Tin mới",
        "url": category.get_absolute_url() if category else reverse("news:article-list"),
        "articles": articles,
        "layout": options["layout"],
        "show_category": category is None,
        "has_covers": any(article.cover for article in articles),
    }


def sections(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The newest posts of each of the topmost categories, in one query."""
    tree = Tree.of(Category)
    roots = tree.roots[: options["sections"]]
    if not roots:
        return None
    left = _left(page)
    # Each part takes its few rows from the index; one ranking of all posts would have to sort them all.
    parts = [left.in_categories(tree.descendants(root))[: options["number"]] for root in roots]
    articles = _read(parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0], page)
    found = []
    for root in roots:
        below = {category.pk for category in tree.descendants(root)}
        if of_root := [article for article in articles if article.category_id in below]:
            found.append((root, of_root))
    has_covers = any(of_root[0].cover for _, of_root in found)
    return {"sections": found, "has_covers": has_covers} if found else None


def _newest(
    options: dict[str, Any], page: OnPage, *, pinned_first: bool = False
) -> tuple[Category | None, list[Article]] | None:
    """Return the category that is chosen and its posts; None where there are none, or it is gone."""
    articles = _left(page)
    category = None
    if options["category"] is not None:
        tree = Tree.of(Category)
        category = next((node for _, node in tree.walk() if node.pk == options["category"]), None)
        if category is None:
            return None
        articles = articles.in_categories(tree.descendants(category))
    number = options["number"]
    found = _pinned_first(articles, number) if pinned_first else list(articles[:number])
    page.note(ARTICLE, [article.pk for article in found])
    return (category, found) if found else None


def _pinned_first(articles: ArticleQuerySet, number: int) -> list[Article]:
    """Return so many posts, what is pinned before the others; in one query."""
    found = {article.pk: article for article in articles.pinned()[:number].union(articles[:number], all=True)}
    newest = sorted(found.values(), key=lambda article: (article.published_at, article.pk), reverse=True)
    return sorted(newest, key=lambda article: not article.is_pinned)[:number]


def _left(page: OnPage) -> ArticleQuerySet:
    """Return the posts that do not stand on the page yet, the newest first."""
    return Article.objects.published().exclude(pk__in=page.pks(ARTICLE)).for_list()


def _read(articles: Iterable[Article], page: OnPage) -> list[Article]:
    """Read posts, and note that they stand on the page; the newest first."""
    found = sorted(articles, key=lambda article: (article.published_at, article.pk), reverse=True)
    page.note(ARTICLE, [article.pk for article in found])
    return found


KINDS = (
    BlockKind(
        key="news.featured",
        label="Tin nổi bật",
        help=(
            "Tin đang ghim, rồi tin mới nhất: tin đầu in lớn với ảnh, các tin tiếp theo bên cạnh. "
            "Nên đứng đầu trang chủ."
        ),
        template="blocks/featured.html",
        context=featured,
        form=FeaturedOptions,
        is_wide=True,
        tags=Article.cache_tags,
        says_once=ARTICLE,
    ),
    BlockKind(
        key="news.picked",
        label="Tin chọn tay",
        help="Những tin do bạn chọn, theo thứ tự của bạn. Tin chưa đăng, đã gỡ hoặc hết hạn thì tự bỏ ra.",
        template="blocks/posts.html",
        context=picked,
        form=PickedOptions,
        tags=Article.cache_tags,
        says_once=ARTICLE,
    ),
    BlockKind(
        key="news.category",
        label="Tin của một chuyên mục",
        help="Tin mới nhất của một chuyên mục, hoặc của tất cả.",
        template="blocks/posts.html",
        context=in_category,
        form=CategoryOptions,
        tags=Article.cache_tags,
        says_once=ARTICLE,
    ),
    BlockKind(
        key="news.sections",
        label="Tin theo các chuyên mục",
        help="Mỗi chuyên mục cấp một một ô, theo thứ tự của cây chuyên mục. Mục chưa có tin thì không hiện.",
        template="blocks/sections.html",
        context=sections,
        form=SectionsOptions,
        is_wide=True,
        tags=Article.cache_tags,
        says_once=ARTICLE,
    ),
)
