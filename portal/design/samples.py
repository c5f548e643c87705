"""Made data for /_design/: what components are given, in all the states that they know. Nothing is saved.

The texts are as long, as short and as full of stacked marks as those that staff write.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core.crumbs import Crumb
from core.embeds import with_frames
from core.models import Counter
from core.paging import Page as ListPage
from core.paging import Paginator
from core.qr import qr_code
from core.richtext.contents import with_contents
from core.search import Hit, Results, Snippet
from documents.citation import cite, signature_lines
from documents.facets import Option
from documents.filters import DocumentFilter
from documents.models import (
    Area,
    Document,
    DocumentFile,
    DocumentType,
    IssuingBody,
    SendingUnit,
    Signature,
    Signer,
)
from documents.standing import Reason
from news.feeds import Addresses
from news.models import Article, ArticlePhoto, Author, Category, Comment, Tag, Topic
from news.voices.commenting import CommentForm
from news.voices.reporting import ReportForm
from news.voices.state import Average, Said, Thread, Voices
from portal.design import colours
from portal.furniture import Furniture
from portal.menus import Line
from portal.models import Announcement, Banner, Block, Link, Page, SiteSettings
from stats.models import Poll
from stats.polls.state import Line as PollLine
from stats.polls.state import Results as PollResults
from stats.polls.state import Standing
from stats.visits import Numbers

# No row has it: links lead to no real post.
NO_ROW = 0
LONG_TITLE = (
    "ĐẠI HỘI NHÀ GIÁO: ĐỔI MỚI CĂN BẢN, TOÀN DIỆN; Ẩ Ễ Ỗ Ự Ằ GIỮ NGUYÊN DẤU Ở MỌI DÒNG, KỂ CẢ DÒNG ĐẦU"
)
LEAD = (
    "Sáng nay, hơn ba trăm đại biểu đã về dự; nhiều thầy, cô giáo ở các điểm trường xa nhất lần đầu gặp nhau."
)
SUBJECT = "Về việc phối hợp quản lý trường học, tổ chức kỳ thi chọn học sinh giỏi và kiểm tra cơ sở vật chất"
WORDS = "hoi nghi"


class Drawing:
    """A picture that is no file: hills under a sun."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height

    @property
    def url(self) -> str:
        svg = (
            f"<svg xmlns='http://www.w3.org/2000/svg' width='{self.width}' height='{self.height}'"
            " viewBox='0 0 160 90' preserveAspectRatio='xMidYMid slice'>"
            "<path fill='#f4ede1' d='M0 0h160v90H0z'/><circle cx='112' cy='34' r='13' fill='#f0c04f'/>"
            "<path fill='#84776a' d='M0 70 50 34l44 36 30-22 36 26v16H0z'/></svg>"
        )
        return f"data:image/svg+xml,{quote(svg)}"


def article(title: str, *, cover: bool = True, **fields: Any) -> Article:
    if cover:
        fields |= {"cover_width": 1280, "cover_height": 720, "cover_alt": "Đồi núi dưới mặt trời"}
    made = Article(
        pk=NO_ROW,
        title=title,
        category=Category(name="Tin hoạt động", slug="tin-hoat-dong"),
        published_at=timezone.now(),
        **fields,
    )
    if cover:
        made.cover = Drawing(1280, 720)
    return made


def reading() -> dict[str, Any]:
    """A post of each form, with all that a post is found by; where a reader goes on, and how to follow."""
    author = Author(name="Nguyễn Thị Hà", post="Phóng viên Cổng thông tin", slug="ha", biography=LEAD)
    author.portrait, author.portrait_width, author.portrait_height = Drawing(400, 400), 400, 400
    photos = [
        ArticlePhoto(alt="Đồi núi", caption=words, width=1280, height=720) for words in (LEAD, "Chiều.", LEAD)
    ]
    for photo in photos:
        photo.picture = Drawing(1280, 720)
    video = {"form": Article.Form.VIDEO, "video_url": "https://www.youtube.com/watch?v=SonHaMinhHo"}
    elsewhere = {"form": Article.Form.VIDEO, "video_url": "https://example.vn/video"}
    link = {"form": Article.Form.LINK, "link_url": "https://example.vn/bao/mot-bai-viet-rat-dai-o-trang-khac"}
    words = ["tuyển sinh", "thi tốt nghiệp", "chuyển đổi số trong trường học vùng cao"]
    return {
        "authors": [author, Author(name="Lương Ánh", slug="anh")],
        "tags": [Tag(name=word, slug="the") for word in words],
        "topic": Topic(name="Tuyển sinh vào lớp 10", slug="lop-10", description=LEAD),
        "photos": photos,
        "video": article("Video: ngày hội khoa học", cover_caption="Quang cảnh ngày hội.", **video),
        "video_elsewhere": article("Video ở trang khác", cover=False, **elsewhere),
        "link": article("Bài ở một tờ báo", lead=LEAD, **link),
        "story": article("Phóng sự ảnh: ngày khai giảng", form=Article.Form.PHOTOS),
        "feed": Addresses("Tuyển sinh vào lớp 10", "/#18", "/#19"),
        "feeds": [Addresses(LEAD, "/#21", "/#22"), Addresses("Văn bản", "/#23", "/#24")],
        "address": "https://example.vn/tin-tuc/mot-bai-1/",
    }


def file(name: str, **fields: Any) -> DocumentFile:
    made = DocumentFile(pk=NO_ROW, file=name, original_name=name, size=248_000, sha256="0f" * 32, **fields)
    made.downloads = 1234
    return made


def document(number: str = "09/TB-SGDĐT", subject: str = SUBJECT, **fields: Any) -> Document:
    today = timezone.localdate()
    files = fields.pop("files", [file("Thông báo.pdf", pages=3)])
    successor = IssuingBody(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà", short_name="Sở GDĐT", slug="so-gddt")
    made = Document(
        pk=NO_ROW,
        number=number,
        number_key=number,
        subject=subject,
        type=DocumentType(name="Thông báo", slug="thong-bao"),
        issuing_body=fields.pop("issuing_body", successor),
        **{
            "issued_on": today,
            "sorted_on": today,
            "year": today.year,
            "published_at": timezone.now(),
            **fields,
        },
    )
    made._prefetched_objects_cache = {"files": files}
    made.area_pks = []
    return made


def banner(width: int, height: int, address: str = "https://example.vn/") -> Banner:
    made = Banner(pk=NO_ROW, alt="Đồi núi dưới mặt trời", address=address, width=width, height=height)
    made.picture = Drawing(width, height)
    return made


def page(key: int, title: str, **fields: Any) -> Page:
    return Page(pk=-key, title=title, slug=f"mau-{key}", updated_at=timezone.now(), **fields)


def documents() -> list[Document]:
    """Documents in every standing: in force or not, urgent, due, without number, files or date."""
    today = timezone.localdate()
    files = [file(name) for name in ("Kế hoạch.pdf", "Biểu 1.docx", "Biểu 2.xlsx", "Bản in.zip", "Ảnh.jpg")]
    found = document(due_on=today + timedelta(days=3), urgency="most_urgent", files=files)
    found.snippet = Snippet("Hội nghị họp lúc 7 giờ 30 phút.", "Giấy mời")
    return [
        found,
        document("2045/SGDĐT-GDTrH-GDTX", effect="not_yet", due_on=today),
        document("30/2020/NĐ-CP", effect="partly", due_on=today - timedelta(days=2)),
        document("05/VBHN-BGDĐT", "Văn bản hợp nhất", effect="expired", files=[]),
        document("", LONG_TITLE, effect="recalled", issued_on=None, due_on=today + timedelta(days=40)),
    ]


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
    html = (Path(__file__).parent / "rich_text.html").read_text(encoding="utf-8")
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


def filters() -> dict[str, Any]:
    """The form of the register, filled in wrongly; and what it says when all is well."""
    wrong = DocumentFilter(QueryDict("loai=x&tu=31/02/2026&den=2026-12-31&q=họp"))
    wrong.is_valid()
    options = [Option("thong-bao", "Thông báo", 14, is_chosen=True), Option("ke-hoach", "Kế hoạch", 1200)]
    return {
        "form": wrong.form,
        "given": {field: wrong.in_address(field) for field in wrong.filters},
        "selects": dict.fromkeys(
            ("loai", "co_quan", "linh_vuc", "nam", "hieu_luc", "nguoi_ky", "han"), options
        ),
        "sorts": [("", "Mới nhất", True), ("cu-nhat", "Cũ nhất", False)],
        "conditions": [
            ("Loại: Thông báo", "/#11"),
            ("Năm 2026", "/#12"),
            (f"Từ khóa «{LONG_TITLE}»", "/#13"),
        ],
        "quick_links": [("Loại", [("Công văn", "29", "/#14"), ("Kế hoạch", "hơn 1.000", "/#15")])],
    }


def document_page() -> dict[str, Any]:
    """All that the page of a document can say."""
    district = IssuingBody(
        name="Phòng Giáo dục và Đào tạo huyện Bình Lâm",
        slug="phong-binh-lam",
        successor=IssuingBody(name="Phòng Văn hóa – Xã hội xã Khe Lim", slug="phong-khe-lim"),
    )
    today = timezone.localdate()
    made = document(
        issuing_body=district,
        sending_unit=SendingUnit(name="Phòng Quản lý chất lượng"),
        effective_on=today,
        expires_on=today + timedelta(days=365),
        due_on=today + timedelta(days=3),
        urgency="very_urgent",
        effect="partly",
        language="en",
    )
    signer = Signer(name="Lương Hữu Đạt", post="Phó Giám đốc", slug="luong-huu-dat")
    signature = Signature(document=made, signer=signer, authority="KT.", post="Phó Giám đốc Sở")
    return {
        "document": made,
        "due_words": "còn 3 ngày",
        "reasons": [Reason("Được sửa đổi, bổ sung bởi", document("12/TB-SGDĐT"), today)],
        "ended": document(effect="recalled"),
        "signatures": [(signature_lines(signature, district.name), signer)],
        "recipients": ["Như trên", "Các phòng thuộc Sở", "Lưu: VT, QLCL"],
        "areas": [Area(name="Thi, kiểm tra", slug="thi"), Area(name="Giáo dục mầm non", slug="mam-non")],
        "main_files": [file("Thông báo.pdf", pages=3), file("Thông báo có macro.docx", has_macros=True)],
        "annexes": [
            file("phu_luc_01_danh_sach_cac_truong_tham_gia_hoi_thi_giao_vien_day_gioi_cap_tinh.xlsx")
        ],
        "related": [
            ("Được thay thế bởi", [(document(), "khoản 2 Điều 5"), (document("01/KH-SGDĐT"), "")], 12)
        ],
        "citation": cite(made),
        "address": "https://example.vn/van-ban/2026/09-tb-sgddt-1/",
        "qr_code": qr_code("https://example.vn/"),
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


def poll(question: str, **fields: Any) -> Poll:
    made = Poll(pk=NO_ROW, question=question, published_at=timezone.now(), **fields)
    texts = ("Sáng thứ bảy", LEAD, "Tối các ngày trong tuần, từ 18 giờ 30")
    made.offered = [{"pk": key, "text": text} for key, text in enumerate(texts, 1)]
    return made


def polls() -> dict[str, Any]:
    """Polls with one answer and with several, what came of them, all that may be said of a ballot."""
    single = poll("Nên họp phụ huynh vào lúc nào?")
    several = poll(LONG_TITLE, max_choices=2, closes_at=timezone.now() + timedelta(days=3))
    closed = poll("Thăm dò đã kết thúc?", closes_at=timezone.now() - timedelta(days=1))
    members = poll("Dành cho người có tài khoản?", audience=Poll.Audience.MEMBERS)
    results = PollResults(
        [
            PollLine("Sáng thứ bảy", 1_204, "62,5", False),
            PollLine(LEAD, 722, "37,5", False),
            PollLine("Chiều thứ bảy", 0, "0", True),
        ],
        1_926,
    )
    return {
        "single": single,
        "several": several,
        "closed": closed,
        "members": members,
        "all": [single, several, closed, members],
        "chosen": ["1"],
        "results": results,
        "standings": [
            Standing(closed, False, results),
            Standing(several, True, PollResults([], 0)),
            Standing(several, True, None, is_repeated=True),
            Standing(poll("Khi nào có kết quả?", results=Poll.Results.AFTER_CLOSING), True, None),
            Standing(poll("Có công bố không?", results=Poll.Results.NEVER), True, None),
        ],
    }


def comment(name: str, text: str, **fields: Any) -> Comment:
    return Comment(pk=fields.pop("pk", NO_ROW), name=name, text=text, created_at=timezone.now(), **fields)


def voices() -> dict[str, Any]:
    """What readers say of a post, in every state; the forms, filled in wrongly."""
    now = timezone.now()
    unbroken = "Mộtchuỗidàikhôngcódấucách" * 12
    threads = [
        Thread(
            comment("Lò Thị Mến", f"{LEAD}\n\nXem https://example.vn/thu-vien/ nhé.", pk=-1),
            [
                Said(-2, "Phòng Chính trị, tư tưởng", "Cảm ơn cô đã góp ý.", now, True),
                Said(-3, "Bạn đọc", "Dạ em cảm ơn Sở ạ.", now, False),
            ],
        ),
        Thread(comment(unbroken[:60], unbroken, pk=-4), []),
    ]
    some = Voices(Average(71, 332), True, True, threads, 24, True)
    wrong = CommentForm({"noi_dung": "https://a.vn https://b.vn https://c.vn", "thu_dien_tu": "ha@"})
    wrong.is_valid()
    return {
        "some": some,
        "none": Voices(Average(), True, True, [], 0, False),
        "closed": Voices(Average(1, 3), False, False, threads[1:], 1, False),
        "rating": some.rating,
        "form": wrong,
        "parent": threads[0].comment,
        "report": ReportForm(threads[0].comment, {}),
        "error": "Ý kiến chưa được gửi. Hãy sửa những chỗ báo bên dưới rồi gửi lại.",
        "typed": LEAD,
        "fields": [("noi_dung", LEAD), ("ho_ten", "Lò Thị Mến")],
    }


def icons() -> list[str]:
    css = (settings.BASE_DIR / "static/css/components/icon.css").read_text(encoding="utf-8")
    return re.findall(r"&\.is-([a-z-]+)", css)


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
