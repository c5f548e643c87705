"""Furniture that stands beside pages; each piece from the cache."""

from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from core import cache
from core.blocks import OnPage
from core.crumbs import Crumb, breadcrumb_list
from core.structured import as_data_block
from portal import icons, menus
from portal.models import Block, SiteSettings

register = template.Library()

# By the application that the page belongs to; the pages of all others share one column.
SIDES = {"news": Block.Region.NEWS_SIDE, "documents": Block.Region.DOCUMENTS_SIDE}


@register.simple_tag(takes_context=True)
def side_blocks(context: RequestContext) -> list[tuple[Block, str]]:
    """Return the blocks of the side column of this page that have something to show, each with its HTML."""
    match = context.request.resolver_match
    region = SIDES.get(match and match.app_name, Block.Region.PAGES_SIDE)
    return Block.shown_in(region, OnPage(path=context.request.path))


@register.simple_tag
def main_menu(path: str) -> SafeString:
    """The main menu on a page: of all pages that it does not lead to, it is the same."""
    menu = menus.everywhere()["main"]
    here = path if any(path == line.url or path in line.within for line in menu) else ""
    return _kept(f"menu:{here}", menus.TAGS, "includes/_menu.html", lambda: {"lines": menu, "path": here})


@register.simple_tag
def footer(site: SiteSettings) -> SafeString:
    """The foot of every page."""
    lines = menus.everywhere()["footer"]
    tags = {*menus.TAGS, *SiteSettings.cache_tags}
    return _kept("footer", tags, "includes/_footer.html", lambda: {"site": site, "lines": lines})


def _kept(
    key: str, tags: Iterable[str], template_name: str, context: Callable[[], dict[str, Any]]
) -> SafeString:
    return cache.remember(f"html:{key}", tags, lambda: render_to_string(template_name, context()))


@register.simple_tag(takes_context=True)
def breadcrumbs_data(context: RequestContext, breadcrumbs: list[Crumb]) -> SafeString:
    """The way to this page from the home page, as search engines read it."""
    way = [Crumb("Trang chủ", reverse("home")), *breadcrumbs]
    return as_data_block(breadcrumb_list(way, context.request.build_absolute_uri))


@register.simple_tag(takes_context=True)
def absolute_url(context: RequestContext, path: str = "", page: int | None = None) -> str:
    """An address with scheme and host, as links outside the page need it; of this page by default.

    ``page`` is the page of a list. Nothing else of the visitor's query string gets into it: the page may be
    kept for others.
    """
    query = f"?trang={page}" if page and page > 1 else ""
    return context.request.build_absolute_uri((path or context.request.path) + query)


@register.simple_tag
def icon_address(site: SiteSettings, name: str) -> str:
    """The address of one of :data:`portal.icons.ICONS`."""
    return icons.address(site, name)


@register.simple_tag(takes_context=True)
def publisher_data(context: RequestContext, site: SiteSettings) -> dict[str, Any]:
    """Who publishes what stands on the portal, as schema.org has it."""
    absolute = context.request.build_absolute_uri
    logo = {"@type": "ImageObject", "url": absolute(icons.address(site, "icon-512.png"))}
    return {"@type": "GovernmentOrganization", "name": site.name, "url": absolute("/"), "logo": logo}
