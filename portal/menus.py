"""What the menus say: the lines that staff put there, where their targets are by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from core import cache
from core.models import Tree
from documents.filters import DocumentFilter
from documents.tables import NAMES
from news.models import Category
from portal import languages
from portal.models import MenuItem

# A line bears the name of its target, and a selection of documents holds while what it names is there.
TAGS = (*MenuItem.cache_tags, Category.TABLE_TAG, NAMES)


@dataclass(frozen=True)
class Line:
    """A line of a menu as readers see it.

    ``url`` is "" for a line that only holds others. ``overview`` is what the link to a line's own target
    says where the line itself opens those below it. ``within`` has the addresses of all lines below.
    ``language`` is that of the target, ``label_language`` that of the words.
    """

    label: str
    url: str
    overview: str = ""
    children: tuple[Line, ...] = ()
    language: str = languages.OURS
    label_language: str = languages.OURS
    within: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        below = (address for child in self.children for address in (child.url, *child.within) if address)
        own = [self.url] if self.url and self.children else []
        object.__setattr__(self, "within", frozenset([*own, *below]))


class Target(NamedTuple):
    name: str
    url: str
    overview: str = ""
    language: str = languages.OURS


def everywhere() -> dict[str, tuple[Line, ...]]:
    """Return the lines of every menu by its key, from the cache."""
    return cache.remember("portal:menus", TAGS, _read)


def read(menu: str) -> tuple[Line, ...]:
    """Return the topmost lines of a menu, "main" for example; they have the others below them."""
    return everywhere()[menu]


def targets(items: Collection[MenuItem]) -> dict[int, Target]:
    """Return what menu items point to, by their keys; without those whose target is not public.

    The items are read by ``with_targets()``.
    """
    found = ((item.pk, _target(item)) for item in items)
    return {pk: target for pk, target in found if target is not None}


def _target(item: MenuItem) -> Target | None:
    if item.category:
        return Target(item.category.name, item.category.get_absolute_url(), "Tất cả tin của mục")
    if item.page:
        if not item.leads_to_public_page:
            return None
        return Target(item.page.title, item.page.get_absolute_url(), language=item.page.language)
    if item.documents_query:
        register = DocumentFilter(QueryDict(item.documents_query))
        query = register.query_string()
        # Where the kind or the body that it named is gone, all documents would be a lie.
        if not (register.is_valid() and query):
            return None
        return Target(item.label, f"{reverse('documents:document-list')}?{query}", "Tất cả văn bản của mục")
    if not item.address:
        return None
    return Target(item.label, item.address, language=languages.of_address(item.address))


def _read() -> dict[str, tuple[Line, ...]]:
    items = list(MenuItem.objects.filter(is_shown=True).with_targets().in_order())
    found = targets(items)
    below: dict[int | None, list[MenuItem]] = defaultdict(list)
    for item in items:
        below[item.parent_id].append(item)

    def lines(level: Iterable[MenuItem]) -> Iterator[Line]:
        for item in level:
            children = tuple(lines(below[item.pk]))
            target = found.get(item.pk)
            label = item.label or (target.name if target else _former_name(item))
            if not label:  # What it holds takes its place.
                yield from children
            elif target:
                language = target.language
                words = languages.of_words(item.label, language) if item.label else language
                yield Line(label, target.url, target.overview or label, children, language, words)
            elif children:
                yield Line(label, "", children=children)

    menus = {
        menu: tuple(lines(item for item in below[None] if item.menu == menu)) for menu in MenuItem.Menu.values
    }
    return menus | {"main": menus["main"] or _automatic()}


def _former_name(item: MenuItem) -> str:
    """Return the name of a page that readers knew; that of a draft is not theirs to read."""
    page = item.page
    return page.title if page and page.published_at and page.published_at <= timezone.now() else ""


def _automatic() -> tuple[Line, ...]:
    """Return the main menu of a portal whose staff has made none."""
    tree = Tree.of(Category)

    def line(category: Category, levels: int) -> Line:
        children = tree.children(category) if levels > 1 else []
        return Line(
            category.name,
            category.get_absolute_url(),
            "Tất cả tin của mục",
            tuple(line(child, levels - 1) for child in children),
        )

    return (
        Line("Trang chủ", reverse("home")),
        Line("Văn bản", reverse("documents:document-list")),
        *(line(category, MenuItem.Menu.MAIN.deepest) for category in tree.roots),
    )
