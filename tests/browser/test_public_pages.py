"""The public pages in a real browser: nothing in anybody's way, on any screen, with or without scripts."""

from datetime import date

import pytest

from core.models import Counter
from tests.browser.checks import DESKTOP, PHONE, problems_of, sideways_scroll, violations
from tests.factories import (
    at,
    image_bytes,
    make_article,
    make_article_attachment,
    make_body,
    make_category,
    make_document,
    make_document_file,
    upload,
)

# The pages come from another thread, so content is really committed; what migrations made is put back after.

# 320 CSS pixels are also what a screen of 1280 has left at 400 %.
NARROWEST = {"width": 320, "height": 640}

LONG_TITLE = "HƯỚNG TỚI ĐẠI HỘI NHÀ GIÁO TOÀN TỈNH: " + "ĐỔI MỚI CĂN BẢN, TOÀN DIỆN " * 6
LONG_NAME = "phu_luc_01_danh_sach_cac_truong_tham_gia_hoi_thi_giao_vien_day_gioi_cap_tinh_ban_cuoi.pdf"
BODY = """
<h2>Nhiệm vụ trọng tâm</h2><ol><li>Bồi dưỡng giáo viên.</li><li>Kiên cố hóa trường lớp.</li></ol>
<div class="table-scroll"><table><caption>Số trường</caption><tr><th>Cấp học</th><th>Trường</th></tr>
<tr><td>Mầm non</td><td>234</td></tr></table></div><p>Xem <a href="/van-ban/">các văn bản</a>.</p>
"""


@pytest.fixture
def categories():
    """A category with one below it."""
    parent = make_category(name="Thông báo", description="Thông báo của Sở và của các đơn vị.")
    make_category(name="Thông báo của các đơn vị trực thuộc", parent=parent)
    return parent


@pytest.fixture
def article(categories):
    """A post with all that a post can have."""
    article = make_article(
        category=categories,
        title=LONG_TITLE.strip(),
        lead="Sáng nay, hơn ba trăm đại biểu đã về dự.",
        body=BODY,
        cover=upload("anh.png", image_bytes((1200, 675))),
        cover_alt="Các đại biểu trong hội trường",
        cover_caption="Quang cảnh hội nghị.",
        author_text="Nguyễn Thị Hà",
        posted_by="Lương Ánh",
        source_name="Báo Sơn Hà",
        source_url="https://example.org/tin",
        at=at(2026, 3, 12, 9),
    )
    make_article_attachment(article, file=upload(LONG_NAME))
    return article


@pytest.fixture
def addresses(categories, article):
    """The address of each kind of page, filled with content that is hard on a layout."""
    for day in range(1, 22):
        make_article(category=categories, title=f"Tin ngày {day}", lead="Tóm tắt.", at=at(2026, 3, day))
    successor = make_body(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà")
    body = make_body(name="Phòng Giáo dục và Đào tạo huyện Bình Lâm", successor=successor)
    document = make_document(
        number="2045/SGDĐT-GDTrH-GDTX",
        issuing_body=body,
        issued_on=date(2026, 3, 12),
        subject="Về việc " + "phối hợp quản lý trường học, " * 14,
        body=BODY,
    )
    make_document_file(document, file=upload(LONG_NAME))
    make_document(number="", issuing_body=successor, issued_on=None)
    gone = make_article(title="Bài đăng nhầm", category=categories)
    gone.withdraw(by=None, note="Đăng nhầm bản chưa duyệt.")
    return {
        "home": "/",
        "list": "/tin-tuc/?trang=2",
        "category": categories.get_absolute_url(),
        "article": article.get_absolute_url(),
        "documents": "/van-ban/",
        "filtered documents": "/van-ban/?co-quan=phong-giao-duc-va-dao-tao-huyen-binh-lam&nam=2026",
        "no documents": "/van-ban/?nam=1999&q=khongcotunay",
        "wrong filter": "/van-ban/?loai=x&tu=31/02/2026",
        "due documents": "/van-ban/sap-den-han/",
        "document": document.get_absolute_url(),
        "search": "/tim-kiem/?q=thong+bao+tin",
        "empty search": "/tim-kiem/?q=khongcotunay&loai=news.article",
        "not found": "/khong-co-trang-nay/",
        "gone": gone.get_absolute_url(),
    }


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "list",
        "category",
        "article",
        "documents",
        "filtered documents",
        "no documents",
        "wrong filter",
        "due documents",
        "document",
        "search",
        "empty search",
        "not found",
        "gone",
    ],
)
def test_page_is_accessible_and_fits_every_screen(page, site, addresses, name):
    problems = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(PHONE)
        page.goto(site.url + addresses[name])
        assert page.locator("h1").count() == 1
        problems += [(scheme, problem) for problem in problems_of(page, PHONE, DESKTOP)]
        page.set_viewport_size(NARROWEST)
        problems += sideways_scroll(page)

    assert problems == []


def test_open_menu_on_a_phone_is_accessible(page, site, categories):
    page.set_viewport_size(PHONE)
    page.goto(site.url)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("navigation", name="Menu chính").locator("summary").click()

    assert page.get_by_role("link", name="Thông báo của các đơn vị trực thuộc").is_visible()
    assert violations(page) == []


def test_menu_works_without_scripts(browser, site, categories):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(site.url)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("navigation", name="Menu chính").locator("summary").click()
    page.get_by_role("link", name="Thông báo của các đơn vị trực thuộc").click()

    assert page.url.endswith("/tin-tuc/thong-bao-cua-cac-don-vi-truc-thuoc/")
    context.close()


def test_escape_closes_a_submenu_and_gives_the_focus_back(page, site, categories):
    page.set_viewport_size(DESKTOP)
    page.goto(site.url)
    summary = page.get_by_role("navigation", name="Menu chính").locator("summary")
    summary.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    assert not page.get_by_role("link", name="Tất cả tin của mục").is_visible()
    assert summary.evaluate("summary => summary === document.activeElement")


def test_first_tab_stop_leads_past_the_menu(page, site):
    page.goto(site.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#noi-dung")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_reading_an_article_is_counted_once(page, site, article):
    with page.expect_response("**/dem/") as answer:
        page.goto(site.url + article.get_absolute_url())

    assert answer.value.status == 204
    assert [counter.views for counter in Counter.objects.all()] == [1]


def test_print_button_is_there_only_with_scripts(browser, page, site, article):
    address = site.url + article.get_absolute_url()
    page.goto(address)
    assert page.get_by_role("button", name="In trang").is_visible()

    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(address)
    assert not plain.get_by_role("button", name="In trang").is_visible()
    context.close()


def test_printed_article_has_its_text_and_no_furniture(page, site, article):
    page.goto(site.url + article.get_absolute_url())
    page.emulate_media(media="print")

    assert page.get_by_text("Bồi dưỡng giáo viên.").is_visible()
    assert page.get_by_text("Quang cảnh hội nghị.").is_visible()
    assert not page.get_by_role("search").first.is_visible()
    assert not page.locator("aside").is_visible()
    assert not page.get_by_text("Đăng nhập quản trị").is_visible()
