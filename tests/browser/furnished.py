"""A portal with everything on: each piece of furniture in each of its places."""

from datetime import timedelta

from django.utils import timezone

from portal.models import Announcement, Banner, Link, LinkList, MenuItem, Page, SiteSettings
from tests.factories import image_bytes, make_category, upload
from tests.portal.blocks import place

SHAPES = {"top": (1200, 150), "home": (1200, 300), "side": (320, 200), "partners": (200, 100)}


def furnish() -> None:
    make_settings()
    make_menus()
    make_announcements()
    make_banners()
    links = LinkList.objects.create(title="Liên kết website")
    Link.objects.create(list=links, label="Bộ Giáo dục và Đào tạo", address="https://moet.example/")
    Link.objects.create(list=links, label="English", address="/trang/about-us/")
    # The other blocks stand in each region since the migrations.
    place("portal.banners", "home-side", place="side")
    place("portal.advertising", "home-side")
    for side in ("home-side", "news-side", "documents-side", "pages-side"):
        place("portal.links", side, list=links.pk)
        place("portal.text", side, title="Đường dây nóng", text="<p><a href='tel:111'>111</a></p>")


def make_settings() -> None:
    SiteSettings.objects.create(
        name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà",
        parent_name="Ủy ban nhân dân tỉnh Sơn Hà",
        short_name="Sở GDĐT Sơn Hà",
        english_name="Department of Education and Training of Son Ha Province",
        slogan="Đủ thầy, đủ sách, đủ bữa ăn",
        responsible_person="Bà Vi Thị Thanh Hạnh, Giám đốc Sở",
        license_text="Giấy phép số 15/GP-TTĐT do Sở Văn hóa, Thể thao và Du lịch cấp ngày 12/3/2026",
        addresses="Số 18 đường Tri Thức, phường Hạc Giang\nCơ sở 2: xã Tân Hạc",
        map_address="https://bando.example/so",
        phones="Văn thư: 0200.3550.100\nTiếp công dân: 0200.3550.101\nFax: 0200.3550.199",
        email="vanthu.sogiaoducvadaotao@sonha.example",
        working_hours="Thứ hai đến thứ sáu, 7:30–11:30 và 13:30–17:00",
        facebook="https://facebook.example/so",
        zalo="https://zalo.example/so",
        youtube="https://youtube.example/so",
    )


def make_page(title: str, slug: str, **kwargs: object) -> Page:
    page = Page.objects.create(
        title=title,
        slug=slug,
        lead="Một đoạn ngắn.",
        body="<h2>Một</h2><p>Chữ.</p><h2>Hai</h2><p>Chữ.</p><h2>Ba</h2><p>Chữ.</p>",
        **kwargs,
    )
    page.publish(by=None)
    return page


def make_menus() -> None:
    """Make three menus, the main one three levels deep, a page and an English page among their targets."""
    about = make_page("Giới thiệu", "gioi-thieu")
    office = make_page("Văn phòng Sở", "van-phong", parent=about)
    english = make_page("About us", "about-us", language="en")
    section = MenuItem.objects.create(page=about, order=1)
    offices = MenuItem.objects.create(label="Cơ cấu tổ chức", parent=section, order=1)
    MenuItem.objects.create(page=office, parent=offices, order=1)
    MenuItem.objects.create(label="Lịch tiếp dân", address="/trang/tiep-dan/", parent=offices, order=2)
    MenuItem.objects.create(category=make_category(name="Tin hoạt động"), order=2)
    MenuItem.objects.create(label="Thông báo", documents_query="loai=thong-bao", order=3)
    MenuItem.objects.create(menu="top", page=english)
    MenuItem.objects.create(menu="top", label="Thư điện tử công vụ", address="https://thu.example/", order=1)
    support = MenuItem.objects.create(menu="footer", label="Hỗ trợ")
    MenuItem.objects.create(menu="footer", page=english, parent=support)
    MenuItem.objects.create(menu="footer", label="Tất cả văn bản", address="/van-ban/", order=1)


def make_announcements() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    Announcement.objects.create(text="Lịch thi vào lớp 10 năm học 2026–2027", address="/tin-tuc/", order=1)
    Announcement.objects.create(text="Cổng tạm ngừng tối thứ bảy để bảo trì", order=2)
    Announcement.objects.create(text="Nộp báo cáo đầu năm trước ngày 15/9", address="/van-ban/", order=3)
    for text, address in (("Học sinh nghỉ học ngày 05/9 để tránh bão", "/tin-tuc/"), ("Gọi 112 khi cần", "")):
        Announcement.objects.create(kind="emergency", text=text, address=address, ends_at=tomorrow)


def make_banners() -> None:
    for number, where in enumerate(Banner.Place.values):
        shape = SHAPES.get(where, (320, 200))
        for address in ("https://tuyensinh.example/", ""):
            Banner.objects.create(
                place=where,
                title=f"Banner {where}",
                alt="Tra cứu tuyển sinh lớp 10",
                address=address,
                picture=upload("anh.png", image_bytes(shape)),
                phone_picture=upload("nho.png", image_bytes((360, 180))),
                order=number,
            )
