"""Puts the demo's content into an empty site, all of it or nothing.

Everything happens in one transaction, through the models' own verbs, so search entries and jobs arise as
they do when staff publish.
"""

from datetime import timedelta

from django.utils import timezone

from core.files.pictures import CleanPicture
from core.files.storage import discard_on_error
from core.links import set_links
from core.models.counters import kind_of
from core.text import format_number
from documents.models import Document
from news.models import Article, ArticleAttachment, Category
from portal.demo import content, drawing, reading
from portal.demo.content import Post
from portal.demo.counts import fill_counts
from portal.demo.drawing.canvas import HEIGHT, WIDTH
from portal.demo.files import own_file
from portal.demo.furniture import furnish
from portal.demo.guard import Say, guarded
from portal.demo.pages import publish_pages
from portal.demo.polls import publish_polls
from portal.demo.register import create_register
from portal.demo.states import bring_to_state
from portal.demo.voices import speak
from portal.models import SiteSettings


class NotEmptyError(Exception):
    """The site has content that is not the demo's; the message says so in Vietnamese."""


def fill(say: Say) -> bool:
    """Fill the site and tell how it goes on; return whether there was anything to do.

    Raises NotEmptyError where others' content is, before anything is changed.
    """
    with guarded(say), discard_on_error():
        is_new = not is_filled()
        if is_new:
            refuse_foreign_content()
            _create_everything(say)
    return is_new


def is_filled() -> bool:
    """Tell whether the demo was put into this site before, even if staff have changed it since."""
    department = content.institutions().bodies["so"].name
    return (
        Article.objects.filter(title__in=[post.title for post in content.posts()]).exists()
        or Document.objects.filter(issuing_body__name=department).exists()
    )


def refuse_foreign_content() -> None:
    """Raise NotEmptyError where there is a post or a document."""
    articles, documents = Article.objects.count(), Document.objects.count()
    if articles or documents:
        raise NotEmptyError(
            f"Cổng đã có nội dung ({format_number(articles)} bài viết, {format_number(documents)} văn bản). "
            "Nội dung mẫu chỉ được tạo trong cổng trống; không có gì bị thay đổi."
        )


def _create_everything(say: Say) -> None:
    people = content.institutions()
    if not SiteSettings.objects.exists():
        SiteSettings.objects.create(**people.site)
    categories = _create_categories()
    say(f"Đã tạo {len(categories)} chuyên mục.")
    documents = create_register(say)
    posts = content.posts()
    articles = {}
    for number, post in enumerate(posts, 1):
        article = articles[post.key] = _create_article(post, categories[post.category])
        reading.give_forms({post.key: article})
        bring_to_state(article, post.status, post.date, post.until)
        set_links(article, [(kind_of(Document), documents[key].pk) for key in post.documents])
        if number % 20 == 0 or number == len(posts):
            say(f"Bài viết: {number}/{len(posts)}.")
    reading.give_names(articles)
    reading.relate(articles)
    say(f"Trang giới thiệu: {publish_pages()}.")
    say(f"Thăm dò ý kiến: {publish_polls()}.")
    say(f"Ý kiến bạn đọc: {speak()}.")
    furnish()
    say("Đã bày menu, thông báo, banner, liên kết và các khối.")
    if fill_counts():
        say("Đã có số đếm của một năm để xem thống kê.")


def _create_categories() -> dict[str, Category]:
    made: dict[str, Category] = {}
    for order, entry in enumerate(content.institutions().categories, 1):
        made[entry.key], _ = Category.objects.get_or_create(
            name=entry.name,
            defaults={
                "description": entry.description,
                "parent": made.get(entry.parent),
                "order": 10 * order,
            },
        )
    return made


def _create_article(post: Post, category: Category) -> Article:
    path = drawing.picture(post.cover)
    article = Article.objects.create(
        category=category,
        title=post.title,
        lead=post.lead,
        body=post.body,
        # Drawn for this place and without metadata: nothing for the cleaning of uploads to do.
        cover=CleanPicture(path.read_bytes(), "webp", width=WIDTH, height=HEIGHT),
        cover_alt=drawing.describe(post.cover),
        cover_caption=post.caption,
        author_text=post.author,
        posted_by=post.poster,
        source_name=post.source_name,
        source_url=post.source_url,
        pinned_until=timezone.now() + timedelta(days=post.pinned_days) if post.pinned_days else None,
    )
    for order, file in enumerate(post.attachments):
        ArticleAttachment.objects.create(article=article, file=own_file(file), title=file.title, order=order)
    return article
