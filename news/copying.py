"""A new draft from a post that is there."""

from typing import Any

from django.core.files import File

from core.files.pictures import CleanPicture
from core.files.storage import discard_on_error
from core.links import linked_refs, set_links
from core.models import Publishable
from news.models import Article, ArticleAttachment

# What belongs to the one post and its time; state, dates and people of Publishable are new in any case.
NOT_COPIED = {"id", "title", "cover", "cover_width", "cover_height", "pinned_from", "pinned_until"}
ROOM_FOR_MARK = "Bản sao: "


def copy_article(article: Article, *, by: Any) -> Article:
    """Make a draft of a person's own with the content of a post: its texts, picture, files, links and tags.

    Dates, state, pins and counts are not taken along. Files are kept twice: each goes with its own post.
    """
    of_publishing = {field.name for field in Publishable._meta.local_fields}
    made = Article(
        title=f"{ROOM_FOR_MARK}{article.title}"[: Article._meta.get_field("title").max_length],
        created_by=by,
        updated_by=by,
    )
    for field in Article._meta.concrete_fields:
        if field.name not in NOT_COPIED | of_publishing:
            setattr(made, field.attname, getattr(article, field.attname))
    with discard_on_error():
        if article.cover:
            made.cover = _same_picture(article)
        made.save()
        for field in Article._meta.many_to_many:
            getattr(made, field.name).set(getattr(article, field.name).all())
        for file in article.attachments.all():
            with file.file.open("rb") as content:
                ArticleAttachment.objects.create(
                    article=made,
                    file=File(content, name=file.original_name),
                    title=file.title,
                    order=file.order,
                )
        set_links(made, linked_refs(article))
    return made


def _same_picture(article: Article) -> CleanPicture:
    with article.cover.open("rb") as picture:
        content = picture.read()
    return CleanPicture(
        content, article.cover.name.rpartition("/")[2], width=article.cover_width, height=article.cover_height
    )
