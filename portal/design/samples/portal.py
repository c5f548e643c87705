"""What stands round the pages of all apps: furniture, menus, pages, blocks, search, lists."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core.embeds import with_frames
from core.paging import Page as ListPage
from core.paging import Paginator
from core.richtext.contents import with_contents
from core.search import Hit, Results, Snippet
from portal.design.samples.common import LEAD, NO_ROW, WORDS, Drawing
from portal.design.samples.documents import document
from portal.design.samples.news import article
from portal.furniture import Furniture
from portal.menus import Line
from portal.models import Announcement, Banner, Block, Link, Page, SiteSettings


def banner(width: int, height: int, address: str = "https://example.vn/") -> Banner:
    made = Banner(pk=NO_ROW, alt="Đồi núi dưới mặt trời", address=address, width=width, height=height)
    made.picture = Drawing(width, height)
    return made


def page(key: int, title: str, **fields: Any) -> Page:
    return Page(pk=-key, title=title, slug=f"mau-{key}", updated_at=timezone.now(), **fields)


def furniture() -> Furniture:
    """The bar for emergencies, the ticker and the top banner, over the page itself."""
    texts = ("Lịch thi tuyển sinh lớp 10", LEAD, "Thông báo không có liên kết")
    return Furniture(
        site=SiteSettings.load(),
        emergency=[
            Announcement(text="Học sinh toàn tỉnh nghỉ học ngày mai để tránh bão.", address="/"),
            Announcement(text="Đường vào xã Khe Lim đang bị chia cắt."),
        ],
        ticker=[Announcement(text=text, address="" if "không" in text else "/") for text in texts],
        banners={"top": [banner(1216, 160)]},
    )


def menus() -> dict[str, tuple[Line, ...]]:
    """Three levels in the main menu; a line that only holds others; the page that is open."""
    deepest = (Line("Kỳ thi tốt nghiệp", "/#1"), Line("Học sinh giỏi các cấp", "/#2"))
    middle = (Line("Thi cử", "/#3", "Tất cả tin của mục", deepest), Line("Tuyển sinh", "/#4"))
    return {
        "main": (
            Line("Bảng mẫu", "/_design/"),
            Line("Tin tức", "/#5", "Tất cả tin của mục", middle),
            Line("Chỉ đạo điều hành", "", children=(Line("Công văn", "/#6"),)),
        ),
        "top": (Line("Thư điện tử công vụ", "/#7"), Line("English", "/#8")),
        "footer": (
            Line("Giới thiệu", "/#9", children=(Line("Cơ cấu tổ chức", "/#10"),)),
            Line("Liên hệ", ""),
        ),
    }


def site() -> SiteSettings:
    """What header and footer say where staff have filled in everything."""
    return SiteSettings(
        name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà",
        short_name="Sở GDĐT Sơn Hà",
        parent_name="UBND tỉnh Sơn Hà",
        slogan="Đủ thầy, đủ sách, đủ bữa ăn",
        responsible_person="Bà Vi Thị Thanh Hạnh, Giám đốc Sở",
        addresses="Số 18 đường Tri Thức, phường Hạc Giang\nCơ sở 2: Khe Lim",
        phones="Văn thư: 0200.3550.100\nĐường dây nóng: 0200.3550.115",
        email="vanthu@example.vn",
        working_hours="Thứ hai đến thứ sáu, 7:30–11:30, 13:30–17:00",
        map_address="https://example.vn/ban-do",
        zalo="https://example.vn/zalo",
        license_text="Giấy phép số 15/GP-TTĐT",
    )


def list_pages() -> list[ListPage]:
    """The first, a middle and the last page of a list, and one of two pages."""
    long, short = Paginator(range(24_000), 20), Paginator(range(30), 20)
    return [long.page(1), long.page(600), long.page(1200), short.page(2)]


def rich_text() -> SafeString:
    """All that the sanitiser lets staff write (core.richtext.rules)."""
    html = (Path(__file__).parent.parent / "rich_text.html").read_text(encoding="utf-8")
    return with_contents(with_frames(html.replace("PICTURE", Drawing(480, 270).url)))[0]


def search() -> dict[str, Any]:
    """What was found: a document, a post, a page; in the text, in a file, in the title alone."""
    in_text = Snippet("… lãnh đạo các trường dự hội nghị triển khai nhiệm vụ …")
    in_file = Snippet("Hội nghị họp lúc 7 giờ 30 phút.", "Giấy mời")
    hits = [
        Hit(document("12/GM-SGDĐT", "Giấy mời dự hội nghị", effect="expired"), snippet=in_file),
        Hit(article("Hội nghị sơ kết học kỳ I", lead=LEAD), snippet=in_text),
        Hit(page(1, "Hội nghị thường niên", lead=LEAD)),
        Hit(document(subject="Văn bản có từ khóa trong tệp"), in_file=True),
    ]
    return {
        "query": WORDS,
        "kinds": [("", "Tất cả"), ("news.article", "Tin tức")],
        "meant": "hội nghị",
        "results": Results(hits, 1234, is_capped=True),
    }


def pages() -> dict[str, Any]:
    """A page with those that stand beside and below it, one of them in English."""
    section = page(1, "Giới thiệu")
    here = page(2, "Cơ cấu tổ chức", lead=LEAD)
    text = "".join(
        f"<h2>{words}</h2>" for words in ("Lãnh đạo Sở", "Các phòng", "Đơn vị trực thuộc", "Ỷ lại")
    )
    return {
        "section": section,
        "page": here,
        "siblings": [here, page(3, "About the department", language="en")],
        "children": [page(4, "Phòng Quản lý chất lượng")],
        "english": page(5, "About the department", language="en"),
        "headings": with_contents(text)[1],
    }


def blocks() -> dict[str, Any]:
    """Blocks as they stand in a row, and in a side column."""
    links = [
        Link(label="Bộ Giáo dục và Đào tạo", address="/#16"),
        Link(label="Cổng Dịch vụ công", address="/#17"),
    ]
    # Of our own templates and texts.
    html = mark_safe(render_to_string("blocks/links.html", {"title": "Liên kết website", "links": links}))  # noqa: S308
    widths = (Block.Width.TWO_THIRDS, Block.Width.THIRD, Block.Width.HALF, Block.Width.HALF, Block.Width.FULL)
    row = [(Block(width=width), html) for width in widths]
    return {
        "rows": [row[:2], row[2:4], row[4:]],
        "side": row[:1],
        "logos": [banner(200, 90), banner(90, 90)],
        "text": '<p>Một đoạn do cán bộ viết, có <a href="/#20">liên kết</a>.</p>',
    }


def icons() -> list[str]:
    css = (settings.BASE_DIR / "static/css/components/icon.css").read_text(encoding="utf-8")
    return re.findall(r"&\.is-([a-z-]+)", css)
