"""Puts the demo's content into an empty site, all of it or nothing.

Everything happens in one transaction, through the models' own verbs, so search entries and jobs arise as
they do when staff publish. A run that fails takes its files with it (``discard_on_error``); a run that is
killed cannot, so it leaves a marker behind, and the next run removes the files that were written after it
and that no row names.
"""

import posixpath
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import connection
from django.utils import timezone

from core.files.pictures import CleanPicture
from core.files.storage import discard_on_error
from core.models import Publishable
from core.text import TIME_ZONE, format_number
from documents.models import Document, DocumentFile, DocumentType, IssuingBody
from news.models import Article, ArticleAttachment, Category
from portal.demo import content, drawing, letter, markup
from portal.demo.content import Paper, Post, PostFile, Status
from portal.demo.drawing.canvas import HEIGHT, WIDTH
from portal.demo.pdf import to_pdf
from portal.demo.word import to_docx
from portal.models import SiteSettings

Say = Callable[[str], object]

MARKER = "demo-dang-tao"
# Any number: it keeps two runs on one database apart.
_LOCK = 7_406_201
_FORMATS = {"pdf": to_pdf, "docx": to_docx}


class NotEmptyError(Exception):
    """The site has content that is not the demo's; the message says so in Vietnamese."""


def fill(say: Say) -> bool:
    """Fill the site and tell how it goes on; return whether there was anything to do.

    Raises NotEmptyError where others' content is, before anything is changed.
    """
    marked = storages["attachments"]
    with discard_on_error():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        remove_leftovers(say)
        is_new = not is_filled()
        if is_new:
            refuse_foreign_content()
            marked.save(MARKER, ContentFile(b""))
            _create_everything(say)
    if is_new:
        marked.delete(MARKER)
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


def remove_leftovers(say: Say) -> None:
    """Delete the files that a killed run has written: those since its marker that no row names."""
    marked = storages["attachments"]
    if not marked.exists(MARKER):
        return
    since = marked.get_modified_time(MARKER)
    count = 0
    for model, field in ((Article, "cover"), (ArticleAttachment, "file"), (DocumentFile, "file")):
        storage = model._meta.get_field(field).storage
        named = set(model._base_manager.values_list(field, flat=True))
        for name in _walk(storage, model._meta.model_name):
            if name not in named and storage.get_modified_time(name) >= since:
                storage.delete(name)
                count += 1
    marked.delete(MARKER)
    say(f"Lần tạo trước bị dừng giữa chừng: đã dọn {count} tệp còn sót.")


def _walk(storage: Storage, folder: str) -> Iterator[str]:
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    yield from (posixpath.join(folder, name) for name in files)
    for name in folders:
        yield from _walk(storage, posixpath.join(folder, name))


def _create_everything(say: Say) -> None:
    people = content.institutions()
    if not SiteSettings.objects.exists():
        SiteSettings.objects.create(**people.site)
    categories = _create_categories()
    bodies = _create_bodies()
    say(f"Đã tạo {len(categories)} chuyên mục, {len(bodies)} cơ quan ban hành.")
    papers = content.papers()
    types = {kind.name: kind for kind in DocumentType.objects.all()}
    for number, paper in enumerate(papers, 1):
        _create_document(paper, types[paper.kind_name], bodies[paper.issuer], number)
        if number % 40 == 0 or number == len(papers):
            say(f"Văn bản: {number}/{len(papers)}.")
    posts = content.posts()
    for number, post in enumerate(posts, 1):
        _create_article(post, categories[post.category])
        if number % 20 == 0 or number == len(posts):
            say(f"Bài viết: {number}/{len(posts)}.")


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


def _create_bodies() -> dict[str, IssuingBody]:
    entries = content.institutions().bodies
    made: dict[str, IssuingBody] = {}
    for order, (key, entry) in enumerate(entries.items(), 1):
        made[key], _ = IssuingBody.objects.get_or_create(
            name=entry.name,
            defaults={
                "short_name": entry.short_name,
                "codes": entry.codes,
                "valid_from": entry.valid_from,
                "valid_to": entry.valid_to,
                "order": 10 * order,
            },
        )
    for key, entry in entries.items():
        if entry.successor:
            made[key].successor = made[entry.successor]
            made[key].save(update_fields=["successor"])
    return made


def _create_document(paper: Paper, kind: DocumentType, body: IssuingBody, number: int) -> None:
    document = Document.objects.create(
        number=paper.number,
        type=kind,
        issuing_body=body,
        issued_on=paper.issued,
        subject=paper.subject,
        body=markup.to_html(letter.substance(paper)),
    )
    if paper.issued:
        formats = ["pdf", "docx"] if paper.docx else ["pdf"]
        for order, extension in enumerate(formats):
            name = letter.file_name(paper, extension)
            DocumentFile.objects.create(document=document, file=_paper_file(paper, name), order=order)
    _bring_to_state(document, paper.status, _posted_at(paper, number))


def _posted_at(paper: Paper, number: int) -> datetime | None:
    """Return when a document was put up: within two days of its date, never at a weekend."""
    if not paper.issued:
        return None
    day = paper.issued + timedelta(days=number % 3)
    if day.weekday() > 4:
        day += timedelta(days=7 - day.weekday())
    return datetime(day.year, day.month, day.day, 8 + number % 9, number * 7 % 60, tzinfo=TIME_ZONE)


def _create_article(post: Post, category: Category) -> None:
    path = drawing.picture(post.cover)
    article = Article.objects.create(
        category=category,
        title=post.title,
        lead=post.lead,
        body=post.body,
        # Drawn for this place and without metadata: nothing for the cleaning of uploads to do.
        cover=CleanPicture(path.read_bytes(), path.name, width=WIDTH, height=HEIGHT),
        cover_alt=drawing.describe(post.cover),
        cover_caption=post.caption,
        author_text=post.author,
        posted_by=post.poster,
        source_name=post.source_name,
        source_url=post.source_url,
    )
    for order, file in enumerate(post.attachments):
        ArticleAttachment.objects.create(
            article=article, file=_post_file(file), title=file.title, order=order
        )
    _bring_to_state(article, post.status, post.date, post.until)


def _bring_to_state(
    obj: Publishable, status: Status, date: datetime | None, until: datetime | None = None
) -> None:
    """Use the verbs that lead to where a text stands."""
    if status.state == "in_review":
        obj.submit(by=None)
    elif status.state == "published":
        if status.scheduled_days:
            date = timezone.now() + timedelta(days=status.scheduled_days)
        obj.publish(by=None, at=date, until=until)
        if status.withdrawn:
            obj.withdraw(by=None, note=status.withdrawn)


def _post_file(file: PostFile) -> ContentFile:
    if file.document:
        paper = next(paper for paper in content.papers() if paper.key == file.document)
        return _paper_file(paper, file.name)
    return ContentFile(_FORMATS[file.format](letter.compose_attachment(file)), file.name)


def _paper_file(paper: Paper, name: str) -> ContentFile:
    extension = posixpath.splitext(name)[1].removeprefix(".")
    return ContentFile(_FORMATS[extension](letter.compose(paper)), name)
