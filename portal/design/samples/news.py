"""Posts in every form, what they are found by, and what readers say of them."""

from typing import Any

from django.utils import timezone

from news.feeds import Addresses
from news.models import Article, ArticlePhoto, Author, Category, Comment, Tag, Topic
from news.voices.commenting import CommentForm
from news.voices.reporting import ReportForm
from news.voices.state import Average, Said, Thread, Voices
from portal.design.samples.common import LEAD, NO_ROW, Drawing


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
