"""Which links lead to pages in another language, and in which language their own words are."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from portal.models.pages import Page

OURS = Page.Language.VIETNAMESE


def of_address(address: str) -> str:
    """Return the language of what an address leads to, where that is a page of ours; else Vietnamese."""
    if not address.startswith("/"):
        return OURS
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return OURS
    page = Page.public_tree().by_slug(found.kwargs["slug"]) if found.url_name == "page-detail" else None
    return page.language if page else OURS


def of_words(words: str, target: str) -> str:
    """Return the language of what staff call a link to something in a language.

    Hardly any Vietnamese does without its marks, so «English site» is English and «Trang tiếng Anh» is not.
    """
    return target if words.isascii() else OURS
