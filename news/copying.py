"""A new draft from a post that is there."""

from typing import Any

from django.core.files import File
from django.db.models.fields.files import FieldFile

from core.files.pictures import CleanPicture
from core.files.storage import discard_on_error
from core.links import linked_refs, load, set_links
from core.models import Publishable
from core.models.counters import kind_of
from news.models import Article, ArticleAttachment, ArticleAuthor, ArticlePhoto, ArticleTag

# What belongs to the one post and its time; state, dates and people of Publishable are new in any case.
NOT_COPIED = {"id", "title", "cover", "cover_width", "cover_height", "pinned_from", "pinned_until"}
ROOM_FOR_MARK = "Bản sao: "


def copy_article(article: Article, *, by: Any) -> Article:
    """Make a draft of a person's own with the content of a post: its texts, pictures, files, links and names.

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
            made.cover = _same_picture(article.cover, article.cover_width, article.cover_height)
        made.save()
        # Of each the row that joins, not only what it joins with: it has the order.
        ArticleAuthor.objects.bulk_create(
            ArticleAuthor(article=made, author_id=place.author_id, order=place.order)
            for place in article.articleauthors.order_by("order", "pk")
        )
        ArticleTag.objects.bulk_create(
            ArticleTag(article=made, tag_id=place.tag_id) for place in article.articletags.order_by("pk")
        )
        for photo in article.photos.all():
            ArticlePhoto.objects.create(
                article=made,
                picture=_same_picture(photo.picture, photo.width, photo.height),
                alt=photo.alt,
                caption=photo.caption,
                order=photo.order,
            )
        for file in article.attachments.all():
            with file.file.open("rb") as content:
                ArticleAttachment.objects.create(
                    article=made,
                    file=File(content, name=file.original_name),
                    title=file.title,
                    order=file.order,
                )
        # A link has two sides: what names this post, and is no business of his yet, is not shown to a writer.
        seen = [
            obj for obj in load(linked_refs(article), public=False) if obj.is_public() or obj.may_preview(by)
        ]
        set_links(made, [(kind_of(obj), obj.pk) for obj in seen])
        made.refresh_entry()  # It was indexed before its names.
    return made


def _same_picture(picture: FieldFile, width: int, height: int) -> CleanPicture:
    with picture.open("rb") as file:
        content = file.read()
    stem, _, extension = picture.name.rpartition(".")
    is_moving = not stem.endswith(f"-{width}")
    return CleanPicture(content, extension, width=width, height=height, is_moving=is_moving)
