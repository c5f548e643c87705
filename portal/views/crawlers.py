"""What search engines are told: which addresses there are, and which to leave alone."""

from django.contrib.sites.requests import RequestSite
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import cache
from news.models import Article
from news.sitemaps import just_published
from portal.models import SiteSettings
from portal.sitemaps import SECTIONS

XML = "application/xml"


@require_safe
@cache.page(*{tag for section in SECTIONS.values() for tag in section.tags})
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The pages of the sitemap."""
    pages = [(name, number) for name, section in SECTIONS.items() for number in section.numbers()]
    return render(request, "portal/sitemap_index.xml", {"pages": pages}, content_type=XML)


@require_safe
def sitemap_page(request: HttpRequest, section: str, number: str) -> HttpResponse:
    """A page of the sitemap; it is made anew when something of its own section has changed."""
    if section not in SECTIONS:
        raise Http404
    view = cache.page(*SECTIONS[section].tags)(_sitemap_page)
    return view(request, section, int(number))


def _sitemap_page(request: HttpRequest, section: str, number: int) -> HttpResponse:
    try:
        addresses = SECTIONS[section].get_urls(number, RequestSite(request), request.scheme)
    except EmptyPage as error:
        raise Http404 from error
    return render(request, "portal/sitemap.xml", {"addresses": addresses}, content_type=XML)


@require_safe
@cache.page(*Article.cache_tags, *SiteSettings.cache_tags)
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The posts of the last two days, as Google News reads them."""
    return render(request, "portal/sitemap_news.xml", {"articles": just_published()}, content_type=XML)


@require_safe
@cache.page()
def robots(request: HttpRequest) -> HttpResponse:
    """The rules for robots (RFC 9309)."""
    return render(request, "portal/robots.txt", content_type="text/plain; charset=utf-8")
