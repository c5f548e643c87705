"""A portal with everything on: the demo's furniture and more of it, over some dozens of made-up texts."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from core import blocks
from core.files.pictures import CleanPicture
from core.links import set_links
from core.models.counters import kind_of
from documents.models import Document
from news.models import Article, Category, Pick, PickList
from portal.demo import content, drawing
from portal.demo.bulk.crew import Crew
from portal.demo.bulk.fill import fill_up
from portal.demo.bulk.prose import prose
from portal.demo.drawing.canvas import HEIGHT, WIDTH
from portal.demo.fill import fill
from portal.models import Announcement, Block, LinkList, Page
from stats.models import CountingSettings
from tests.factories import (
    image_bytes,
    make_area,
    make_article_attachment,
    make_author,
    make_document_file,
    make_topic,
    make_unit,
    relate,
    sign,
    tag,
    upload,
    write,
)
from tests.portal.blocks import place

DOCUMENTS, ARTICLES, COVERS = 60, 60, 30
SIDES = ("news-side", "documents-side", "pages-side")


@dataclass(frozen=True)
class FullPortal:
    """The address of each sort of page, and the post and the document that have all that they can have."""

    addresses: dict[str, str]
    article: Article
    document: Document


def make_full_portal(monkeypatch: pytest.MonkeyPatch) -> FullPortal:
    """Fill an empty site."""
    prose()  # It has read all texts before they are hidden here.
    posts = content.posts()
    monkeypatch.setattr(content, "papers", lambda: [])
    monkeypatch.setattr(content, "posts", lambda: [])
    fill(lambda line: None)
    fill_up(DOCUMENTS, ARTICLES, Crew(1, lambda line: None), lambda *report: None)
    articles = list(Article.objects.published().newest_first())
    for article, post in zip(articles[:COVERS], posts, strict=False):
        article.cover, article.cover_alt = _cover(post.cover), drawing.describe(post.cover)
        article.save()
    put_everything_on()
    CountingSettings.objects.update_or_create(pk=1, defaults={"carried_over": 8_332_947})
    document, article, page = _with_everything(articles[0])
    return FullPortal(
        {
            "home": "/",
            "category": Category.objects.get(name="Tin hoạt động").get_absolute_url(),
            "article": article.get_absolute_url(),
            "tag": article.tags.get(name="thi cử").get_absolute_url(),
            "register": "/van-ban/",
            "document": document.get_absolute_url(),
            "page": page.get_absolute_url(),
        },
        article,
        document,
    )


def put_everything_on() -> None:
    """Add to the demo's furniture what it leaves out: an emergency, a side column at home, more blocks."""
    Announcement.objects.create(
        kind=Announcement.Kind.EMERGENCY,
        text="Mưa lớn, học sinh toàn tỉnh nghỉ học ngày mai.",
        address="/van-ban/",
        ends_at=timezone.now() + timedelta(days=1),
    )
    _fill(PickList.objects.get(), start=10)  # The demo's, whose posts are not there.
    for kind in ("portal.text", "documents.newest", "portal.banners", "portal.advertising"):
        _place_with_options(kind, "home-side")
    Block.objects.filter(region__in=SIDES).delete()
    for region in SIDES:
        for kind, definition in blocks.registered().items():
            if not definition.is_wide:
                _place_with_options(kind, region)


def _place_with_options(kind: str, region: str) -> None:
    options = {
        "portal.text": {"text": "<p>Kính chào quý thầy cô.</p>"},
        "portal.links": {"list": LinkList.objects.get(title="Trong tỉnh").pk},
        "portal.banners": {"place": "side"},
        "news.picked": {"list": _picks(region).pk},
        "news.category": {"category": None, "layout": "list", "number": 5},
    }
    place(kind, region, title="Lời chào" if kind == "portal.text" else "", **options.get(kind, {}))


def _picks(region: str) -> PickList:
    """Return a list of posts for a region, other ones than those of the other regions."""
    picks, is_new = PickList.objects.get_or_create(title=f"Tin chọn {region}")
    if is_new:
        _fill(picks, start=10 + 3 * PickList.objects.count())
    return picks


def _fill(picks: PickList, start: int) -> None:
    for order, article in enumerate(Article.objects.published().newest_first()[start : start + 3]):
        Pick.objects.create(list=picks, article=article, order=order)


def _cover(name: str) -> CleanPicture:
    path = drawing.picture(name)
    return CleanPicture(path.read_bytes(), "webp", width=WIDTH, height=HEIGHT)


def _with_everything(article: Article) -> tuple[Document, Article, Page]:
    document, other = Document.objects.published().latest_issued_first()[:2]
    mention = f"<p>Theo {other.heading}.</p>"
    document.body, document.due_on = mention, timezone.localdate() + timedelta(days=3)
    document.sending_unit = make_unit(document.issuing_body)
    document.save()
    document.areas.add(make_area(), make_area())
    relate(document, "replaces", other)
    relate(other, "guides", document)
    sign(document)
    make_document_file(document, file=upload("phu-luc.pdf"), role="annex")
    article.body = mention + article.body
    article.save()
    article.topic = make_topic(name="Tuyển sinh vào lớp 10 và đăng ký học đầu cấp")
    article.save()
    article.tags.clear()
    tag(article, "tuyển sinh", "thi cử", "chuyển đổi số", "vùng cao", "khai giảng")
    article.articleauthors.all().delete()
    write(article, make_author(post="Phóng viên", portrait=upload("a.png", image_bytes((400, 400)))))
    make_article_attachment(article)
    linked = [(kind_of(article), article.pk), (kind_of(document), document.pk)]
    set_links(document, linked)
    page = Page.objects.get(slug="co-cau-to-chuc")
    page.body += mention
    page.save()
    return document, article, page
