"""A post as search engines read it: schema.org/NewsArticle in JSON-LD."""

from collections.abc import Callable
from typing import Any

from core.richtext.text import to_text
from news.models import Article, ArticlePhoto, Author, Tag

HEADLINE = 110  # characters; a longer one Google passes over


def news_article(
    article: Article,
    *,
    authors: list[Author],
    tags: list[Tag],
    photos: list[ArticlePhoto],
    publisher: dict[str, Any],
    absolute: Callable[[str], str],
) -> dict[str, Any]:
    """Return the description of a post that ``for_page()`` loaded.

    ``absolute`` makes an address with scheme and host of a path; ``publisher`` is the organisation.
    """
    address = absolute(article.get_absolute_url())
    people = [_person(author, absolute) for author in authors]
    if article.author_text:
        people.append({"@type": "Person", "name": article.author_text})
    names = [article.topic.name if article.topic else "", *(tag.name for tag in tags)]
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": address,
        "mainEntityOfPage": address,
        "headline": _shortened(article.title),
        "alternativeHeadline": article.title if len(article.title) > HEADLINE else "",
        "description": article.summary,
        "image": _images(article, photos, absolute),
        "datePublished": article.published_at and article.published_at.isoformat(),
        # One that was scheduled came later than its last change.
        "dateModified": max(article.updated_at, article.published_at or article.updated_at).isoformat(),
        "author": people or publisher,
        "publisher": publisher,
        "articleSection": article.category.name,
        "keywords": [name for name in names if name],
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "wordCount": len(to_text(article.body).split()),
        "timeRequired": f"PT{article.reading_minutes}M" if article.reading_minutes else "",
        "isBasedOn": article.source_url or article.link_url,
        "video": _video(article, absolute),
    }
    return {name: value for name, value in facts.items() if value}


def _shortened(title: str) -> str:
    if len(title) <= HEADLINE:
        return title
    return title[:HEADLINE].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _person(author: Author, absolute: Callable[[str], str]) -> dict[str, str]:
    facts = {
        "@type": "Person",
        "name": author.name,
        "jobTitle": author.post,
        "url": absolute(author.get_absolute_url()),
    }
    return {name: value for name, value in facts.items() if value}


def _images(
    article: Article, photos: list[ArticlePhoto], absolute: Callable[[str], str]
) -> list[dict[str, Any]]:
    found = []
    if article.cover:
        found.append(_image(article.cover.url, article.cover_width, article.cover_height, absolute))
    found += [_image(photo.picture.url, photo.width, photo.height, absolute) for photo in photos]
    return found


def _image(url: str, width: int, height: int, absolute: Callable[[str], str]) -> dict[str, Any]:
    return {"@type": "ImageObject", "url": absolute(url), "width": width, "height": height}


def _video(article: Article, absolute: Callable[[str], str]) -> dict[str, Any] | None:
    """Return a video as it is shown; one without a picture search engines pass over."""
    if article.form != Article.Form.VIDEO or not article.cover:
        return None
    card = article.video_card
    facts = {
        "@type": "VideoObject",
        "name": article.title,
        "description": article.summary or article.title,
        "thumbnailUrl": absolute(article.cover.url),
        "uploadDate": article.published_at and article.published_at.isoformat(),
        "url": article.video_url,
        "embedUrl": card.frame if card else "",
    }
    return {name: value for name, value in facts.items() if value}
