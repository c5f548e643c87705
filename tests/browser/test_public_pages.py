"""The public pages in a real browser: nothing in anybody's way, on any screen, with or without scripts."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.furnished import furnish
from tests.browser.looking import DESKTOP, NARROWEST, PHONE, sideways_scroll, violations
from tests.browser.staff import signed_in
from tests.factories import (
    at,
    image_bytes,
    make_article,
    make_article_attachment,
    make_author,
    make_body,
    make_category,
    make_document,
    make_document_file,
    make_photo,
    make_topic,
    make_user,
    tag,
    upload,
    write,
)

pytestmark = pytest.mark.thorough

# The pages come from another thread, so content is really committed, and deleted after the test.

STATUS = {"wrong filter": 400, "forbidden": 403, "not found": 404, "gone": 410}
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


def reading(category) -> dict[str, str]:
    """The pages of what a post is found by, and of posts that are no plain text."""
    author = make_author(
        name="Nguyễn Thị Hà",
        post="Phóng viên",
        biography="Viết báo.",
        portrait=upload("a.png", image_bytes()),
    )
    story, video, link = (
        make_article(published=False, category=category, title=LONG_TITLE, body="", form=form, **fields)
        for form, fields in (
            ("photos", {}),
            ("video", {"video_url": "https://youtu.be/SonHaMinhHo"}),
            ("link", {"link_url": f"https://example.org/{'bai-viet-' * 20}"}),
        )
    )
    topic = make_topic(name=LONG_TITLE[:120], description="Mọi tin về kỳ thi.")
    for post in (story, video, link):
        post.topic = topic
        post.save()
        make_photo(post, caption="Chú thích của ảnh.")
        tag(post, "tuyển sinh", "chuyển đổi số trong trường học ở vùng cao")
        write(post, author)
        post.publish(by=None)
    return {
        "photo story": story.get_absolute_url(),
        "video": video.get_absolute_url(),
        "link": link.get_absolute_url(),
        "topic": topic.get_absolute_url(),
        "tag": "/tin-tuc/the/tuyen-sinh/",
        "author": author.get_absolute_url(),
        "feeds": "/rss/",
    }


@pytest.fixture
def addresses(categories, article):
    """The address of each kind of page, with everything on and content that is hard on a layout."""
    furnish()
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
        **reading(categories),
        "documents": "/van-ban/",
        "filtered documents": "/van-ban/?co-quan=phong-giao-duc-va-dao-tao-huyen-binh-lam&nam=2026",
        "no documents": "/van-ban/?nam=1999&q=khongcotunay",
        "wrong filter": "/van-ban/?loai=x&tu=31/02/2026",
        "due documents": "/van-ban/sap-den-han/",
        "document": document.get_absolute_url(),
        "search": "/tim-kiem/?q=thong+bao+tin",
        "empty search": "/tim-kiem/?q=khongcotunay&loai=news.article",
        "page": "/trang/van-phong/",
        "page in English": "/trang/about-us/",
        "forbidden": "/quan-tri/portal/page/",
        "not found": "/khong-co-trang-nay/",
        "gone": gone.get_absolute_url(),
    }


def test_every_page_is_accessible_and_fits_every_screen(page, site, addresses):
    signed_in(page, site.url, make_user())  # To be forbidden something; no other page is another for it.
    problems = []
    for name, address in addresses.items():
        page.set_viewport_size(NARROWEST)
        answer = page.goto(site.url + address)
        found = sideways_scroll(page)
        page.evaluate("document.documentElement.dataset.size = '2'")
        found += [("large text", each) for each in sideways_scroll(page)]
        page.evaluate("delete document.documentElement.dataset.size")
        if answer.status != STATUS.get(name, 200):
            found.append(f"status {answer.status}")
        if page.locator("h1").count() != 1:
            found.append("not one h1")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for size in (PHONE, DESKTOP):
                page.set_viewport_size(size)
                found += [(scheme, size["width"], each) for each in violations(page) + sideways_scroll(page)]
        problems += [(name, each) for each in found]
    assert problems == []


def test_first_tab_stop_leads_past_the_menu(page, site):
    page.goto(site.url)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#noi-dung")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_print_button_is_there_only_with_scripts(browser, page, site, article):
    address = site.url + article.get_absolute_url()
    page.goto(address)
    assert page.get_by_role("button", name="In trang").is_visible()

    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(address)
    assert not plain.get_by_role("button", name="In trang").is_visible()
    context.close()


# What stands on the home page where everything is on.
FURNITURE = (
    ".emergency",
    ".top-line nav",
    ".site-menu details details",
    ".ticker",
    ".banner-top",
    ".rows .partners",
    ".rows .banners",
    "aside .banner-label",
    "aside .block-links",
    ".site-footer .chips",
)
FOCUSABLE = "a[href], button, input, select, summary, [tabindex='0']"
# Gives each element the focus, in a menu that is open as far as it; returns those that look the same with it,
# and how many were reached. A box in a form may be marked by its form.
UNMARKED = """(selector) => {
    const ring = (element) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
        return [outlineStyle === "none" ? "" : outlineWidth + outlineColor, boxShadow];
    };
    const look = (element) => [element, element.form].filter(Boolean).flatMap(ring).join();
    const unmarked = [];
    let reached = 0;
    for (const element of document.querySelectorAll(selector)) {
        for (let above = element.closest("details"); above; above = above.parentElement.closest("details")) {
            above.open = true;
        }
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        document.activeElement.blur();
        const before = look(element);
        element.focus();
        reached += 1;
        if (document.activeElement !== element || look(element) === before) unmarked.push(element.outerHTML);
    }
    return [unmarked, reached];
}"""


@pytest.fixture
def furnished():
    furnish()


def test_home_page_has_everything_that_is_on(page, site, furnished, article):
    page.goto(site.url)
    missing = [each for each in FURNITURE if page.locator(each).count() == 0]
    assert missing == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_focus_is_seen_on_everything_that_can_have_it(page, site, furnished, article, size):
    page.set_viewport_size(size)
    page.goto(site.url)
    if size == PHONE:
        page.get_by_role("button", name="Menu", exact=True).click()
    page.keyboard.press("Tab")  # From here on the focus is that of a keyboard.
    unmarked, reached = page.evaluate(UNMARKED, FOCUSABLE)
    assert unmarked == []
    assert reached >= 35


def test_printed_home_page_has_its_head_and_its_blocks_and_nothing_to_press(page, site, furnished, article):
    page.goto(site.url)
    page.emulate_media(media="print")

    assert page.locator(".masthead-name").is_visible()
    assert page.locator(".emergency").is_visible()
    expect(page.get_by_role("link", name=LONG_TITLE.strip())).to_be_visible()
    for furniture in (".top-line", ".site-menu", ".ticker", ".banner-top", "aside", ".site-footer"):
        assert not page.locator(furniture).is_visible(), furniture
    assert not page.get_by_alt_text("Tra cứu tuyển sinh lớp 10").first.is_visible()
    assert buttons_on_paper(page) == []


def test_printed_page_has_its_text_and_nothing_to_press(page, site, furnished):
    page.goto(f"{site.url}/trang/van-phong/")
    page.emulate_media(media="print")

    assert page.get_by_role("heading", name="Văn phòng Sở", level=1).is_visible()
    assert page.get_by_role("main").get_by_text("Chữ.").first.is_visible()
    for furniture in (".breadcrumbs", ".page-section", ".page-contents", "aside", ".site-footer"):
        assert not page.locator(furniture).is_visible(), furniture
    assert buttons_on_paper(page) == []


def buttons_on_paper(page) -> list[str]:
    """Return what can be pressed on a screen and takes room on paper."""
    seen = "buttons => buttons.filter(button => button.checkVisibility()).map(button => button.outerHTML)"
    return page.locator("button, input, .button").evaluate_all(seen)


def test_printed_article_has_its_text_and_no_furniture(page, site, article):
    page.goto(site.url + article.get_absolute_url())
    page.emulate_media(media="print")

    assert page.get_by_text("Bồi dưỡng giáo viên.").is_visible()
    assert page.get_by_text("Quang cảnh hội nghị.").is_visible()
    assert not page.get_by_role("search").first.is_visible()
    assert not page.locator("aside").is_visible()
    assert not page.get_by_text("Đăng nhập quản trị").is_visible()


def test_printed_article_document_and_page_are_as_wide_as_the_paper(page, site, furnished, article):
    page.set_viewport_size({"width": 700, "height": 1000})
    page.emulate_media(media="print")
    widths = {}
    for address in (article.get_absolute_url(), make_document().get_absolute_url(), "/trang/gioi-thieu/"):
        page.goto(site.url + address)
        parts = page.locator(
            "main :is(.page-head, .lead, .rich-text, .rich-text p, .facts, .citation, .figure)"
        )
        widths[address] = set(parts.evaluate_all("parts => parts.map(part => part.clientWidth)"))
    assert [*widths.values()] == [{700}] * 3
