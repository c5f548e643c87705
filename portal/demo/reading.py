"""Puts the demo's posts under topics, tags and authors, and makes some of them what is no plain text."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.files.pictures import CleanPicture
from core.links import linked_refs, set_links
from core.models.counters import kind_of
from news.models import Article, ArticleAuthor, ArticlePhoto, ArticleTag, Author, Tag, Topic
from portal.demo import content, drawing
from portal.demo.drawing.canvas import HEIGHT, WIDTH


def give_names(articles: Mapping[str, Article]) -> None:
    """Put posts, by the names of their files, under what they are found by."""
    entries = content.reading()
    for entry in entries["topics"]:
        topic, _ = Topic.objects.get_or_create(
            name=entry["name"], defaults={"description": entry.get("description", "")}
        )
        for article in _named(articles, entry["posts"]):
            article.topic = topic
            article.save()
    for entry in entries["tags"]:
        tag, _ = Tag.objects.get_or_create(name=entry["name"])
        ArticleTag.objects.bulk_create(
            [ArticleTag(article=article, tag=tag) for article in _named(articles, entry["posts"])]
        )
    for entry in entries["authors"]:
        _sign(entry, articles.values())
    for article in articles.values():
        article.refresh_entry()  # What it is found by came after it.


def give_forms(articles: Mapping[str, Article]) -> None:
    """Make a photo story, a video and a link of the posts that are said to be one, before they go up."""
    entries = content.reading()
    for entry in entries["photo_stories"]:
        for article in _named(articles, [entry["post"]]):
            for order, photo in enumerate(entry["photos"], 1):
                _add_photo(article, photo["picture"], photo["caption"], order)
            _become(article, Article.Form.PHOTOS)
    for entry in entries["videos"]:
        for article in _named(articles, [entry["post"]]):
            _become(article, Article.Form.VIDEO, video_url=entry["address"])
    for entry in entries["links"]:
        for article in _named(articles, [entry["post"]]):
            _become(article, Article.Form.LINK, link_url=entry["address"])


def relate(articles: Mapping[str, Article]) -> None:
    """Link posts with those that an editor chose for them, beside the documents that they are about."""
    for entry in content.reading()["related"]:
        for article in _named(articles, [entry["post"]]):
            chosen = [(kind_of(other), other.pk) for other in _named(articles, entry["posts"])]
            set_links(article, [*chosen, *linked_refs(article)])


def _named(articles: Mapping[str, Article], names: Iterable[str]) -> list[Article]:
    return [articles[name] for name in names if name in articles]


def _sign(entry: Mapping[str, str], articles: Iterable[Article]) -> None:
    """Have the posts that name an author in words lead to the author's page instead."""
    author, _ = Author.objects.get_or_create(
        name=entry["name"], post=entry["post"], defaults={"biography": entry["biography"]}
    )
    signed = [article for article in articles if article.author_text == author.name]
    for article in signed:
        article.author_text = ""
        article.save()
    ArticleAuthor.objects.bulk_create([ArticleAuthor(article=article, author=author) for article in signed])


def _become(article: Article, form: Article.Form, **fields: Any) -> None:
    article.form = form
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()


def _add_photo(article: Article, name: str, caption: str, order: int) -> None:
    path = drawing.picture(name)
    picture = CleanPicture(path.read_bytes(), "webp", width=WIDTH, height=HEIGHT)
    ArticlePhoto.objects.create(
        article=article, picture=picture, alt=drawing.describe(name), caption=caption, order=order
    )
