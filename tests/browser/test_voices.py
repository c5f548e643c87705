"""Readers and moderators in a real browser: with scripts and without, in bad weather, under attack."""

import pytest
from playwright.sync_api import expect

from core.text import only_visible
from news.models import Comment
from tests.browser.looking import DESKTOP, NARROWEST, PHONE, problems_of, tab_to
from tests.browser.staff import Staff, signed_in
from tests.core.richtext_payloads import PAYLOADS
from tests.factories import make_article, make_comment, make_user
from tests.news.voices import sums

THANKS = "Ý kiến của bạn đã được gửi."
TEXT = "Bài viết rất hay.\nEm cảm ơn thầy cô."


@pytest.fixture
def article():
    return make_article(title="Khai giảng năm học mới")


@pytest.fixture
def visitor(browser):
    """Return a function that opens the tab of another browser, which is not counted."""
    opened = []

    def new(**options):
        context = browser.new_context(locale="vi-VN", **options)
        context.route("**/dem/**", lambda route: route.abort())
        opened.append(context)
        return context.new_page()

    yield new
    for context in opened:
        context.close()


def write(place, text=TEXT, name="Nguyễn Thị Hà"):
    place.get_by_label("Ý kiến", exact=True).fill(text)
    place.get_by_label("Họ tên").fill(name)
    place.get_by_role("button", name="Gửi ý kiến").click()


def test_comment_is_written_approved_answered_and_read(visitor, site, article):
    reader = visitor()
    reader.goto(site.url + article.get_absolute_url())
    block = reader.locator("#y-kien")
    block.get_by_role("link", name="Gửi ý kiến").click()
    expect(block.get_by_label("Ý kiến", exact=True)).to_be_focused()
    write(block)
    expect(block.get_by_text(THANKS)).to_be_visible()
    expect(block.get_by_role("status")).to_be_focused()
    assert reader.url == site.url + article.get_absolute_url()
    reader.reload()
    expect(block.locator(".comment")).to_have_count(0)

    user = make_user(groups=("Biên tập viên",), username="bientap")
    staff = Staff(visitor(), site.url)
    staff.sign_in(user.username)
    staff.page.get_by_role("link", name="Bài viết rất hay.").click()
    staff.page.get_by_role("button", name="Duyệt, cho hiện").click()
    expect(staff.page.locator(".messagelist .success")).to_contain_text("Đã duyệt: «Bài viết rất hay.")

    reader.reload()
    comment = block.locator(".comment")
    expect(comment).to_have_count(1)
    expect(comment.locator(".comment-text")).to_have_text("Bài viết rất hay.Em cảm ơn thầy cô.")
    staff.page.get_by_role("link", name="Xem lại").click()
    staff.page.get_by_label("Câu trả lời").fill("Cảm ơn em.")
    staff.page.get_by_label("Người trả lời").fill("Phòng Tiểu học")
    staff.page.get_by_role("button", name="Trả lời", exact=True).click()
    expect(staff.page.locator(".messagelist .success")).to_contain_text("Đã trả lời")

    reader.reload()
    answer = block.locator(".comment.is-official")
    expect(answer).to_contain_text("Phòng Tiểu học")
    expect(answer).to_contain_text("Cảm ơn em.")
    block.get_by_role("link", name="Trả lời Nguyễn Thị Hà").click()
    form = block.locator("li form.voice-form")
    write(form, "Dạ.")
    expect(block.locator("li").get_by_text(THANKS)).to_be_visible()
    assert Comment.objects.get(text="Dạ.").parent == Comment.objects.get(text=TEXT)


def test_whole_way_without_scripts(visitor, site, article):
    shown = make_comment(article, name="Minh", text="Câu này khó nghe.")
    reader = visitor(java_script_enabled=False)
    reader.goto(site.url + article.get_absolute_url())
    reader.get_by_label("4 sao: Tốt").check()
    reader.get_by_role("button", name="Gửi đánh giá").click()
    main = reader.locator("main")
    expect(main.get_by_label("4 sao")).to_be_checked()
    main.get_by_role("button", name="Gửi đánh giá").click()
    expect(main.get_by_text("Cảm ơn bạn đã đánh giá.")).to_be_visible()
    assert sums(article) == (1, 4)

    reader.goto(site.url + article.get_absolute_url())
    reader.get_by_role("link", name="Gửi ý kiến").click()
    write(main, text=f"{TEXT} https://a.vn https://b.vn https://c.vn")
    expect(main.get_by_role("alert")).to_contain_text("Hãy sửa những chỗ báo bên dưới")
    expect(main.get_by_label("Ý kiến", exact=True)).to_have_value(
        f"{TEXT} https://a.vn https://b.vn https://c.vn"
    )
    write(main)
    expect(main.get_by_text(THANKS)).to_be_visible()
    main.get_by_role("link", name="Về bài viết").click()
    assert reader.url == site.url + article.get_absolute_url()

    reader.get_by_role("link", name="Báo vi phạm").click()
    main.get_by_label("Xúc phạm").check()
    main.get_by_role("button", name="Gửi báo cáo").click()
    expect(main.get_by_text("Đã báo cho người duyệt.")).to_be_visible()
    shown.refresh_from_db()
    assert shown.reports_count == 1


def test_rating_stays_where_it_is_and_can_be_changed_by_keyboard(page, site, article):
    page.goto(site.url + article.get_absolute_url())
    block = page.locator("#danh-gia")
    tab_to(page, block.get_by_label("1 sao"))
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(block.get_by_text("Cảm ơn bạn đã đánh giá.")).to_be_focused()
    expect(block).to_contain_text("4/5")
    assert sums(article) == (1, 4)
    block.get_by_label("2 sao").check()
    block.get_by_role("button", name="Gửi đánh giá").click()
    expect(block).to_contain_text("2/5")
    assert sums(article) == (1, 2)
    assert page.url == site.url + article.get_absolute_url()


def test_score_that_is_not_chosen_is_asked_for_in_place(page, site, article):
    page.goto(site.url + article.get_absolute_url())
    block = page.locator("#danh-gia")
    block.get_by_role("button", name="Gửi đánh giá").click()
    expect(block.get_by_role("alert")).to_be_focused()
    block.get_by_label("5 sao").check()
    block.get_by_role("button", name="Gửi đánh giá").click()
    expect(block.get_by_text("Cảm ơn bạn đã đánh giá.")).to_be_visible()


def test_double_click_is_one_comment(page, site, article):
    page.goto(site.url + article.get_absolute_url())
    page.wait_for_load_state("networkidle")  # The script that brings the form comes after the page.
    block = page.locator("#y-kien")
    block.get_by_role("link", name="Gửi ý kiến").click()
    block.get_by_label("Ý kiến", exact=True).fill(TEXT)
    block.get_by_label("Họ tên").fill("Hà")
    block.get_by_role("button", name="Gửi ý kiến").dblclick()
    expect(block.get_by_text(THANKS)).to_be_visible()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_was_typed_outlives_a_broken_line(page, site, article, method):
    page.goto(site.url + article.get_absolute_url())
    page.wait_for_load_state("networkidle")  # The script that brings the form comes after the page.
    block = page.locator("#y-kien")
    block.get_by_role("link", name="Gửi ý kiến").click()
    expect(block.get_by_label("Họ tên")).to_be_visible()

    def fail(route):
        if route.request.method == method:
            route.fulfill(status=502, body="<h1>502 Bad Gateway</h1>", content_type="text/html")
        else:
            route.fallback()

    page.route("**/khung/", fail)
    write(block)
    expect(block.get_by_role("status")).to_contain_text("Phần bạn viết vẫn còn")
    expect(block.get_by_label("Ý kiến", exact=True)).to_have_value(TEXT)
    assert "502" not in block.inner_text()
    page.unroute("**/khung/")
    block.get_by_role("button", name="Gửi ý kiến").click()
    expect(block.get_by_text(THANKS)).to_be_visible()
    assert Comment.objects.count() == 1


def test_token_that_has_gone_meanwhile_costs_nothing(page, site, article):
    page.goto(site.url + article.get_absolute_url())
    page.wait_for_load_state("networkidle")  # The script that brings the form comes after the page.
    block = page.locator("#y-kien")
    block.get_by_role("link", name="Gửi ý kiến").click()
    expect(block.get_by_label("Họ tên")).to_be_visible()
    page.context.clear_cookies()
    write(block)
    expect(block.get_by_text(THANKS)).to_be_visible()


def test_form_that_is_refused_keeps_its_words_in_place(page, site, article):
    page.goto(site.url + article.get_absolute_url())
    page.wait_for_load_state("networkidle")  # The script that brings the form comes after the page.
    block = page.locator("#y-kien")
    block.get_by_role("link", name="Gửi ý kiến").click()
    write(block, text="https://a.vn https://b.vn https://c.vn")
    expect(block.get_by_role("alert")).to_be_focused()
    expect(block.get_by_label("Ý kiến", exact=True)).to_have_value("https://a.vn https://b.vn https://c.vn")
    write(block)
    expect(block.get_by_text(THANKS)).to_be_visible()


def test_complaint_is_made_in_place(page, site, article):
    shown = make_comment(article, name="Minh")
    page.goto(site.url + article.get_absolute_url())
    page.wait_for_load_state("networkidle")  # The script that brings the form comes after the page.
    block = page.locator("#y-kien")
    block.get_by_role("link", name="Báo vi phạm").click()
    block.get_by_label("Quảng cáo").check()
    block.get_by_role("button", name="Gửi báo cáo").click()
    expect(block.get_by_text("Đã báo cho người duyệt.")).to_be_visible()
    shown.refresh_from_db()
    assert shown.reports_count == 1


def test_page_of_the_form_works_alone_with_scripts(visitor, site, article):
    reader = visitor()
    reader.goto(f"{site.url}{article.get_absolute_url()}y-kien/viet/")
    write(reader.locator("main"))
    expect(reader.locator("main").get_by_text(THANKS)).to_be_visible()
    assert Comment.objects.count() == 1


def test_room_of_a_school_comments_with_scripts(visitor, site, article):
    for number in range(6):
        reader = visitor()
        reader.goto(site.url + article.get_absolute_url())
        block = reader.locator("#y-kien")
        block.get_by_role("link", name="Gửi ý kiến").click()
        write(block, text=f"Em là số {number}.")
        expect(block.get_by_text(THANKS)).to_be_visible(timeout=15_000)
    assert Comment.objects.count() == 6


def test_no_attack_in_a_comment_runs_and_each_is_read_as_text(page, site, article):
    """Under the policy that the portal really sends; names are attacked too."""
    calls, refused = [], []
    page.expose_function("pwned", lambda *_: calls.append("pwned"))
    page.on("console", lambda line: refused.append(line.text) if "Content Security" in line.text else None)
    attacks = [only_visible(attack) for attack in PAYLOADS.values()]
    assert len(attacks) >= 30
    for attack in attacks:
        make_comment(article, text=attack, name=attack[:60])
    staff = make_user(groups=("Biên tập viên",))
    for number in range(1, len(attacks) // 20 + 2):
        page.goto(f"{site.url}{article.get_absolute_url()}y-kien/?trang={number}")
        for attack, shown in zip(
            reversed(attacks[: len(attacks) - 20 * (number - 1)]),
            page.locator(".comment-text").all(),
            strict=False,
        ):
            assert " ".join(shown.inner_text().split()) == " ".join(attack.split())
    page.goto(site.url + article.get_absolute_url())
    signed_in(page, site.url, staff)
    page.goto(f"{site.url}/quan-tri/news/comment/?trang_thai=tat-ca")
    for comment in Comment.objects.all()[:40]:
        page.goto(f"{site.url}/quan-tri/news/comment/{comment.pk}/change/")
    page.wait_for_load_state("networkidle")
    assert (calls, refused) == ([], [])


def test_pages_are_for_everybody_on_every_screen(page, site, article):
    unbroken = "Mộtchuỗidàikhôngcódấucách" * 20
    parent = make_comment(article, text=unbroken, name=unbroken[:60])
    make_comment(parent=parent, text="https://example.vn/" + "a" * 300)
    parent.answer(by=None, text="Cảm ơn em.")
    address = site.url + article.get_absolute_url()
    found = {}
    for part in ("", "y-kien/", "y-kien/viet/", "danh-gia/", f"y-kien/{parent.pk}/bao-vi-pham/"):
        page.goto(address + part)
        if not part:  # With every form open.
            for link in page.locator("[data-form]").all():
                link.click()
            expect(page.locator("form.voice-form")).to_have_count(4)
        if problems := list(problems_of(page, NARROWEST, PHONE, DESKTOP)):
            found[part] = problems
    assert found == {}


def test_moderators_pages_are_for_everybody_on_every_screen(page, site, article):
    waiting = make_comment(article, status="waiting", text="Gọi 0912345678.", email="ha@example.vn")
    shown = make_comment(article)
    shown.report(b"a", "insult", "Khó nghe.")
    signed_in(page, site.url, make_user(groups=("Quản trị",)))
    found = {}
    for part in ("", f"{waiting.pk}/change/", f"{shown.pk}/change/", "../voicesettings/"):
        page.goto(f"{site.url}/quan-tri/news/comment/{part}")
        for summary in page.locator("details.submission-reason > summary").all():
            summary.click()
        if problems := list(problems_of(page, PHONE, DESKTOP)):
            found[part] = problems
    assert found == {}
