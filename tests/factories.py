"""Small functions that make objects for tests; each takes what matters to the test and fills in the rest."""

import io
import itertools
import secrets
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents.models import (
    Area,
    Document,
    DocumentFile,
    DocumentScope,
    DocumentType,
    IssuingBody,
    Relation,
    SendingUnit,
    Signature,
    Signer,
)
from news.models import (
    Article,
    ArticleAttachment,
    ArticleAuthor,
    ArticlePhoto,
    ArticleTag,
    Author,
    Category,
    Comment,
    Tag,
    Topic,
)
from stats.models import Ballot, Choice, Poll

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_numbers = itertools.count(1)


def at(year: int, month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    """Return a moment in Vietnamese time."""
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


def make_user(*permissions: str, groups: tuple[str, ...] = (), **kwargs: Any) -> User:
    """Make a member of staff; permissions as "news.publish_article"."""
    kwargs.setdefault("username", f"canbo{next(_numbers)}")
    kwargs.setdefault("is_staff", True)
    user = User.objects.create_user(password="mat-khau-thu-nghiem", **kwargs)
    for name in permissions:
        app_label, codename = name.split(".")
        permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
        user.user_permissions.add(permission)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_clerk(*codes: str, **kwargs: Any) -> User:
    """Make a clerk who is in charge of these kinds of documents alone ("TB"); of all where none is named."""
    clerk = make_user(groups=("Văn thư",), **kwargs)
    for code in codes:
        DocumentScope.objects.create(user=clerk, type=make_type(code))
    return clerk


def make_superuser(**kwargs: Any) -> User:
    kwargs.setdefault("username", f"quantri{next(_numbers)}")
    return User.objects.create_superuser(password="mat-khau-thu-nghiem", **kwargs)


def make_category(**kwargs: Any) -> Category:
    kwargs.setdefault("name", f"Chuyên mục {next(_numbers)}")
    return Category.objects.create(**kwargs)


def make_article(*, published: bool = True, at: datetime | None = None, **kwargs: Any) -> Article:
    """Make a post, published at a moment (now by default) unless told otherwise."""
    if "category" not in kwargs:
        kwargs["category"] = make_category()
    kwargs.setdefault("title", f"Bài viết số {next(_numbers)}")
    kwargs.setdefault("body", "<p>Nội dung bài viết.</p>")
    article = Article.objects.create(**kwargs)
    if published:
        article.publish(by=None, at=at)
    return article


def make_topic(**kwargs: Any) -> Topic:
    kwargs.setdefault("name", f"Sự kiện {next(_numbers)}")
    return Topic.objects.create(**kwargs)


def make_author(**kwargs: Any) -> Author:
    kwargs.setdefault("name", f"Trần Thị {next(_numbers)}")
    return Author.objects.create(**kwargs)


def tag(article: Article, *names: str) -> list[Tag]:
    """Put tags on a post; those that are not there yet are made."""
    tags = [Tag.objects.get_or_create(name=name)[0] for name in names]
    ArticleTag.objects.bulk_create([ArticleTag(article=article, tag=each) for each in tags])
    return tags


def write(article: Article, *authors: Author) -> None:
    """Put authors over a post, in this order."""
    ArticleAuthor.objects.bulk_create(
        [ArticleAuthor(article=article, author=each, order=order) for order, each in enumerate(authors)]
    )


def make_photo(article: Article, **kwargs: Any) -> ArticlePhoto:
    kwargs.setdefault("picture", upload("anh.png", image_bytes()))
    kwargs.setdefault("alt", "Học sinh trong sân trường")
    return ArticlePhoto.objects.create(article=article, **kwargs)


def make_type(code: str = "TB") -> DocumentType:
    """Return the kind with this abbreviation, which a migration has made."""
    return DocumentType.objects.get(code=code)


def make_body(**kwargs: Any) -> IssuingBody:
    kwargs.setdefault("name", f"Sở Giáo dục và Đào tạo {next(_numbers)}")
    kwargs.setdefault("codes", ["SGDĐT"])
    return IssuingBody.objects.create(**kwargs)


def make_document(*, published: bool = True, at: datetime | None = None, **kwargs: Any) -> Document:
    """Make a document, published at a moment (now by default) unless told otherwise."""
    number = next(_numbers)
    if "issuing_body" not in kwargs:
        kwargs["issuing_body"] = make_body()
    kwargs.setdefault("number", f"{number:02d}/TB-SGDĐT")
    if "type" not in kwargs:
        kwargs["type"] = make_type()
    kwargs.setdefault("issued_on", date(2026, 3, 2))
    kwargs.setdefault("subject", f"Về việc thử nghiệm số {number}")
    kwargs.setdefault("body", "<p>Nội dung văn bản.</p>")
    document = Document.objects.create(**kwargs)
    if published:
        document.publish(by=None, at=at)
    return document


def make_area(**kwargs: Any) -> Area:
    kwargs.setdefault("name", f"Lĩnh vực {next(_numbers)}")
    return Area.objects.create(**kwargs)


def make_unit(body: IssuingBody, **kwargs: Any) -> SendingUnit:
    kwargs.setdefault("name", f"Phòng {next(_numbers)}")
    return SendingUnit.objects.create(body=body, **kwargs)


def make_signer(**kwargs: Any) -> Signer:
    kwargs.setdefault("name", f"Nguyễn Văn {next(_numbers)}")
    kwargs.setdefault("post", "Giám đốc")
    return Signer.objects.create(**kwargs)


def sign(document: Document, signer: Signer | None = None, **kwargs: Any) -> Signature:
    """Put a name under a document."""
    return Signature.objects.create(document=document, signer=signer or make_signer(), **kwargs)


def relate(source: Document, kind: str, target: Document, **kwargs: Any) -> Relation:
    """Have a document do something to another: "replaces", "amends", …"""
    return Relation.objects.create(source=source, kind=kind, target=target, **kwargs)


def pdf_bytes(text: str = "Thong bao") -> bytes:
    """Return a small valid PDF that holds a line of ASCII text."""
    from reportlab.pdfgen import canvas

    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, invariant=True)
    page.drawString(72, 720, text)
    page.save()
    return buffer.getvalue()


def image_bytes(size: tuple[int, int] = (64, 36), format: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#a12").save(buffer, format, **options)
    return buffer.getvalue()


def upload(name: str = "Số 09 Thông báo.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """Return an uploaded file as a form hands it over; a small PDF by default."""
    return SimpleUploadedFile(name, pdf_bytes() if content is None else content)


def make_document_file(document: Document | None = None, **kwargs: Any) -> DocumentFile:
    kwargs.setdefault("file", upload())
    return DocumentFile.objects.create(document=document or make_document(), **kwargs)


def make_article_attachment(article: Article | None = None, **kwargs: Any) -> ArticleAttachment:
    kwargs.setdefault("file", upload())
    return ArticleAttachment.objects.create(article=article or make_article(), **kwargs)


def make_poll(*texts: str, published: bool = True, at: datetime | None = None, **kwargs: Any) -> Poll:
    """Make a poll with these choices, published at a moment (now by default) unless told otherwise."""
    kwargs.setdefault("question", f"Câu hỏi số {next(_numbers)}?")
    poll = Poll.objects.create(**kwargs)
    for order, text in enumerate(texts or ("Có", "Không"), start=1):
        Choice.objects.create(poll=poll, text=text, order=order)
    if published:
        poll.publish(by=None, at=at)
    return poll


def make_ballot(poll: Poll, *texts: str) -> Ballot:
    """Put a ballot of somebody into the box, with these choices."""
    ballot = Ballot.objects.create(poll=poll, voter=secrets.token_bytes(32), cast_on=date(2026, 3, 2))
    poll.count(poll.choices.filter(text__in=texts).values_list("pk", flat=True))
    return ballot


def make_comment(article: Article | None = None, *, status: str = "approved", **kwargs: Any) -> Comment:
    """Make a comment of a reader, on the portal unless told otherwise."""
    number = next(_numbers)
    if "parent" in kwargs:
        article = kwargs["parent"].article
    kwargs.setdefault("name", f"Bạn đọc {number}")
    kwargs.setdefault("text", f"Ý kiến số {number}.")
    return Comment.objects.create(article=article or make_article(), status=status, **kwargs)
