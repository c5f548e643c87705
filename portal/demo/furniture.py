"""Puts up the furniture of the fictional department: menus, announcements, banners, links, blocks.

Each sort is made only where the site has none of it yet: what staff have put up stays as it is.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.utils import timezone
from PIL import Image

from core.files.pictures import CleanPicture
from core.text import TIME_ZONE
from news.models import Article, Category, Pick, PickList
from portal.demo import content, drawing
from portal.demo.drawing import banners as banner_pictures
from portal.models import Announcement, Banner, Block, Link, LinkList, MenuItem, Page

FIRST_BLOCKS = import_module("portal.migrations.0006_default_blocks").BLOCKS
# The kind that each room brought along later, and the width of its block by region.
LATER_BLOCKS = [(room.KIND, room.REGIONS) for room in [import_module("portal.migrations.0009_visits_blocks")]]


def furnish() -> None:
    """Put up what is missing; call it inside ``discard_on_error()``."""
    furniture = content.furniture()
    if not MenuItem.objects.exists():
        for menu, lines in furniture["menus"].items():
            _create_lines(menu, lines)
    if not Announcement.objects.exists():
        for order, entry in enumerate(furniture["announcements"], 1):
            Announcement.objects.create(order=order, **_take_period(entry), **_rest(entry))
    if not Banner.objects.exists():
        for order, entry in enumerate(furniture["banners"], 1):
            _create_banner(order, entry)
    if not LinkList.objects.exists():
        for title, links in furniture["link_lists"].items():
            _create_links(title, links)
    if not PickList.objects.exists():
        for title, posts in furniture["picks"].items():
            _create_picks(title, posts)
    if _has_first_blocks():
        Block.objects.all().delete()
        for region, entries in furniture["blocks"].items():
            for order, entry in enumerate(entries, 1):
                _create_block(region, order, entry)


def _create_lines(menu: str, lines: Iterable[dict[str, Any]], parent: MenuItem | None = None) -> None:
    pages = {page.slug: page for page in Page.objects.in_order()}
    for order, entry in enumerate(lines, 1):
        if "page" in entry and entry["page"] not in pages:  # Deleted by staff.
            continue
        item = MenuItem.objects.create(
            menu=menu,
            parent=parent,
            label=entry.get("label", ""),
            category=_category(entry.get("category")),
            page=pages.get(entry.get("page")),
            documents_query=entry.get("documents", ""),
            address=entry.get("address", ""),
            order=order,
        )
        _create_lines(menu, entry.get("below", ()), item)


def _create_banner(order: int, entry: dict[str, Any]) -> None:
    name = entry["picture"]
    kind = "logo" if name in banner_pictures.LOGOS else "wide"
    Banner.objects.create(
        order=order,
        picture=_picture(f"{name}-{kind}"),
        phone_picture=_picture(f"{name}-phone") if drawing.picture(f"{name}-phone").exists() else "",
        alt=banner_pictures.words(name),
        **_take_period(entry),
        **_rest(entry, "picture"),
    )


def _picture(name: str) -> CleanPicture:
    path = drawing.picture(name)
    with Image.open(path) as picture:
        width, height = picture.size
    return CleanPicture(path.read_bytes(), "webp", width=width, height=height)


def _create_links(title: str, links: Iterable[tuple[str, str]]) -> None:
    made = LinkList.objects.create(title=title)
    for order, (label, address) in enumerate(links, 1):
        Link.objects.create(list=made, label=label, address=address, order=order)


def _create_picks(title: str, posts: Iterable[str]) -> None:
    """Put posts into a list in this order; those that the site does not have are left out."""
    made = PickList.objects.create(title=title)
    articles = {article.title: article for article in Article.objects.filter(title__in=posts)}
    for order, post in enumerate(posts, 1):
        if post in articles:
            Pick.objects.create(list=made, article=articles[post], order=order)


def _create_block(region: str, order: int, entry: dict[str, Any]) -> None:
    block = Block(region=region, order=order, **_rest(entry, "options"))
    chosen = block.definition.defaults | entry.get("options", {})
    if key := chosen.get("category"):
        chosen["category"] = _category(key).pk
    if title := chosen.get("list"):
        lists = PickList if block.kind == "news.picked" else LinkList
        found = lists.objects.filter(title=title).first()
        if found is None:  # Staff have lists of their own.
            return
        chosen["list"] = found.pk
    form = block.definition.form(chosen)
    if not form.is_valid():
        raise ValueError(f"{entry}: {form.errors.as_text()}")
    block.options = form.cleaned_data
    block.save()


def _has_first_blocks() -> bool:
    """Tell whether the blocks are those that a new site starts with."""
    first = [
        (region, kind, width, options, "", True)
        for region, blocks in FIRST_BLOCKS.items()
        for kind, width, options in blocks
    ] + [
        (region, kind, width, {}, "", True)
        for kind, regions in LATER_BLOCKS
        for region, width in regions.items()
    ]
    fields = ("region", "kind", "width", "options", "title", "is_shown")
    return list(Block.objects.order_by("pk").values_list(*fields)) == first


def _category(key: str | None) -> Category | None:
    names = {category.key: category.name for category in content.institutions().categories}
    return Category.objects.get(name=names[key]) if key else None


def _take_period(entry: dict[str, Any]) -> dict[str, datetime]:
    """Return when a piece begins and ends; days count from now, a moment is one of Vietnam."""
    now = timezone.now()
    period = {
        f"{name}_at": now + timedelta(days=entry[f"{name}_days"])
        for name in ("starts", "ends")
        if f"{name}_days" in entry
    }
    if "ends" in entry:
        period["ends_at"] = entry["ends"].replace(tzinfo=TIME_ZONE)
    return period


def _rest(entry: dict[str, Any], *more: str) -> dict[str, Any]:
    taken = {"starts_days", "ends_days", "ends", *more}
    return {name: value for name, value in entry.items() if name not in taken}
