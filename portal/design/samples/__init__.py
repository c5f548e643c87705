"""Made data for /_design/: what components are given, in all the states that they know. Nothing is saved.

A module for each app.
"""

from typing import Any

from django.utils import timezone

from core.crumbs import Crumb
from core.models import Counter
from documents.models import Document
from news.models import Category
from portal.design import colours
from portal.design.samples.common import LEAD, LONG_TITLE
from portal.design.samples.documents import document_page, documents, filters
from portal.design.samples.news import article, reading, voices
from portal.design.samples.portal import (
    blocks,
    furniture,
    icons,
    list_pages,
    menus,
    pages,
    rich_text,
    search,
    site,
)
from portal.design.samples.stats import polls
from stats.visits import Numbers


def context() -> dict[str, Any]:
    """Return all that the page shows."""
    found = reading()
    posts = [
        article(LONG_TITLE, lead=" ".join([LEAD] * 3)),
        article("Tin không có ảnh", cover=False, lead=LEAD),
        article("Sách giáo khoa thống nhất: 47 nghìn bộ sách cũ tìm được chủ mới"),
        *(found[form] for form in ("story", "video", "link")),
    ]
    with_everything = article(
        "Sách giáo khoa thống nhất: 47 nghìn bộ sách cũ tìm được chủ mới ở những điểm trường xa nhất",
        lead=LEAD,
        cover_caption="Quang cảnh hội nghị.",
        author_text="Nguyễn Thị Hà",
        posted_by="Lương Ánh",
        source_name="Báo Sơn Hà",
        source_url="https://example.vn/tin",
        topic=found["topic"],
        body=f"<p>{' '.join([LEAD] * 20)}</p>",
    )
    today = timezone.localdate()
    return {
        "breadcrumbs": [Crumb("Trang quản trị", "/quan-tri/"), Crumb("Bảng mẫu giao diện", "/_design/")],
        "site": site(),
        "menus": menus(),
        "furniture": furniture(),
        "modes": colours.MODES,
        "tokens": colours.tokens(),
        "pairs": colours.checked(),
        "letters": "Ẩ Ễ Ỗ Ự Ằ ỹ ợ",
        "icons": icons(),
        "effects": Document.Effect.choices,
        "list_pages": list_pages(),
        "posts": posts,
        "post": with_everything,
        "category": Category(name="Tuyển sinh – Thi cử", slug="tuyen-sinh"),
        "visits": Numbers(2, 118, 14, 1_204, 9_876, 31_415, 271_828, 8_332_947, None),
        "counter": Counter(views=2_907_693, downloads=1_204),
        "documents": documents(),
        "due": [(each, "còn 3 ngày") for each in documents()[:2]],
        "today": today,
        "rich_text": rich_text(),
        "search": search(),
        "filters": filters(),
        "one": document_page(),
        "static_page": pages(),
        "blocks": blocks(),
        "polls": polls(),
        "reading": found,
        "voices": voices(),
    }
