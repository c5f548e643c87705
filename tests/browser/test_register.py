"""The register in a real browser: filtered in place, by keyboard, back again, and without scripts."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.looking import DESKTOP, PHONE
from tests.factories import make_body, make_document, make_type


@pytest.fixture
def register(site):
    """The address of a register with 23 notices of 2026 and two plans of 2025."""
    body = make_body(name="Sở Giáo dục và Đào tạo")
    for _ in range(23):
        make_document(issuing_body=body)
    for ordinal in (1, 2):
        make_document(
            issuing_body=body,
            number=f"{ordinal}/KH-SGDĐT",
            type=make_type("KH"),
            issued_on=date(2025, 1, 2),
        )
    return f"{site.url}/van-ban/"


@pytest.fixture
def on_register(page, register):
    """A tab at the register that knows whether it was loaded anew; the policy refuses nothing in it."""
    refused = []
    page.on("console", lambda line: "Content Security Policy" in line.text and refused.append(line.text))
    page.set_viewport_size(DESKTOP)
    page.goto(register)
    page.wait_for_load_state("networkidle")  # The scripts of the filters come after the page.
    page.evaluate("window.isTheSamePage = true")
    yield page
    assert not refused


def heading(page, text):
    page.get_by_role("heading", name=text, exact=True).wait_for()
    return page.evaluate("window.isTheSamePage === true")


def test_choice_replaces_the_list_and_keeps_the_focus(on_register, register):
    page = on_register
    page.get_by_label("Loại văn bản").focus()
    page.get_by_label("Loại văn bản").select_option("ke-hoach")

    assert heading(page, "Tìm thấy 2 văn bản")
    assert page.url == f"{register}?loai=ke-hoach"
    assert page.title().startswith("Loại: Kế hoạch – Văn bản")
    assert page.get_by_role("status").inner_text() == "Tìm thấy 2 văn bản"
    assert page.evaluate("document.activeElement.name") == "loai"


def test_choice_leaves_the_reader_where_he_is(on_register):
    page = on_register
    page.emulate_media(reduced_motion="reduce")  # No sliding to the place.
    page.get_by_label("Loại văn bản").select_option("thong-bao")
    heading(page, "Tìm thấy 23 văn bản")
    page.get_by_role("button", name="Lọc", exact=True).click()
    expect(page.locator("#ket-qua")).to_be_focused()
    place = page.evaluate("scrollY")
    assert place > 0
    page.get_by_label("Năm", exact=True).focus()
    page.get_by_label("Năm", exact=True).select_option("2026")
    page.wait_for_url("**nam=2026*")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.locator("[name=nam]")).to_be_focused()
    assert page.evaluate("scrollY") == place


def test_choice_that_is_made_before_the_list_has_come_keeps_the_one_before_it(on_register, register):
    page = on_register
    page.get_by_label("Loại văn bản").focus()
    page.wait_for_load_state("networkidle")
    late = []
    page.route("**/van-ban/?loai=*", lambda route: route.continue_() if late else late.append(route))
    page.get_by_label("Loại văn bản").select_option("ke-hoach")
    expect(page.locator("[aria-busy]")).to_have_count(1)
    page.get_by_label("Năm", exact=True).select_option("2025")

    assert heading(page, "Tìm thấy 2 văn bản")
    assert page.url == f"{register}?loai=ke-hoach&nam=2025"
    expect(page.locator("[aria-busy]")).to_have_count(0)


# A choice, and in the same moment a new list, which may lack the box.
CHOICE_IN_THE_SWAP = """
([name, value, without]) => {
    const list = document.querySelector("#danh-sach"), box = document.querySelector(`[name="${name}"]`);
    box.value = value;
    box.dispatchEvent(new Event("change", {bubbles: true}));
    list.innerHTML = list.innerHTML;
    if (without) document.querySelectorAll(`[name="${name}"]`).forEach((each) => each.remove());
    htmx.process(list);
}
"""


def test_choice_that_is_made_while_the_list_is_replaced_is_made_in_the_new_one(on_register, register):
    page = on_register
    page.get_by_label("Loại văn bản").select_option("ke-hoach")
    heading(page, "Tìm thấy 2 văn bản")
    page.evaluate(CHOICE_IN_THE_SWAP, ["nam", "2025", False])
    page.wait_for_url(f"{register}?loai=ke-hoach&nam=2025")


def test_choice_for_which_the_new_list_has_no_box_is_let_go(on_register, register):
    page = on_register
    page.get_by_label("Loại văn bản").select_option("ke-hoach")
    heading(page, "Tìm thấy 2 văn bản")
    page.evaluate(CHOICE_IN_THE_SWAP, ["sap-xep", "cu-nhat", True])
    page.get_by_label("Năm", exact=True).select_option("2025")
    page.wait_for_url(f"{register}?loai=ke-hoach&nam=2025")


def test_page_and_chip_move_the_focus_to_the_new_list(on_register):
    page = on_register
    page.get_by_label("Năm", exact=True).select_option("2026")
    heading(page, "Tìm thấy 23 văn bản")
    page.get_by_role("link", name="Trang sau").click()
    assert heading(page, "Tìm thấy 23 văn bản, trang 2")
    assert page.evaluate("document.activeElement.id") == "ket-qua"

    page.get_by_role("link", name="Bỏ lọc Năm 2026").click()
    assert heading(page, "25 văn bản")
    assert page.evaluate("document.activeElement.id") == "ket-qua"


def test_back_shows_the_earlier_list_and_its_form(on_register):
    page = on_register
    page.get_by_label("Loại văn bản").select_option("ke-hoach")
    heading(page, "Tìm thấy 2 văn bản")
    page.get_by_label("Loại văn bản").select_option("thong-bao")
    heading(page, "Tìm thấy 23 văn bản")

    page.go_back()
    assert heading(page, "Tìm thấy 2 văn bản")
    assert page.get_by_label("Loại văn bản").input_value() == "ke-hoach"
    page.go_back()
    assert heading(page, "25 văn bản")


def test_back_from_a_document_and_further_back(on_register):
    page = on_register
    page.get_by_label("Loại văn bản").select_option("ke-hoach")
    heading(page, "Tìm thấy 2 văn bản")
    page.locator("tbody a").first.click()
    page.wait_for_url("**/van-ban/2025/**")

    page.go_back()
    heading(page, "Tìm thấy 2 văn bản")
    page.go_back()
    heading(page, "25 văn bản")


def test_wrong_value_is_said_in_place(on_register):
    page = on_register
    page.get_by_label("Loại văn bản").select_option("thong-bao")
    heading(page, "Tìm thấy 23 văn bản")
    page.get_by_label("Từ", exact=True).fill("2026-03-05")
    page.get_by_label("Đến", exact=True).fill("2026-03-01")
    page.keyboard.press("Enter")

    assert heading(page, "Có điều kiện lọc chưa đúng")
    assert page.get_by_text("Ngày cuối không thể trước ngày đầu.").first.is_visible()
    assert page.get_by_label("Từ", exact=True).input_value() == "2026-03-05"


def test_drawer_of_a_phone_sets_several_filters_at_once(page, register):
    page.set_viewport_size(PHONE)
    page.goto(register)
    page.get_by_role("button", name="Bộ lọc").click()
    page.get_by_label("Loại văn bản").select_option("ke-hoach")
    page.get_by_label("Năm", exact=True).select_option("2025")
    assert page.url == register
    page.get_by_role("button", name="Lọc", exact=True).click()

    heading(page, "Tìm thấy 2 văn bản")
    assert page.url == f"{register}?loai=ke-hoach&nam=2025"
    assert not page.get_by_label("Loại văn bản").is_visible()


def test_filters_work_without_scripts(browser, register):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(register)
    page.get_by_role("button", name="Bộ lọc").click()
    page.get_by_label("Loại văn bản").select_option("ke-hoach")
    with page.expect_navigation():
        page.get_by_role("button", name="Lọc", exact=True).click()
    page.get_by_role("heading", name="Tìm thấy 2 văn bản").wait_for()

    page.get_by_label("Sắp xếp").select_option("cu-nhat")
    with page.expect_navigation():
        page.get_by_role("button", name="Xếp", exact=True).click()
    page.get_by_role("heading", name="Tìm thấy 2 văn bản").wait_for()
    context.close()


def test_htmx_is_fetched_by_who_reaches_for_the_filters_only(page, register):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(register)
    page.wait_for_load_state("networkidle")
    assert not any("htmx.min" in url for url in fetched)

    with page.expect_response("**/htmx.min*.js") as answer:
        page.get_by_label("Số").first.focus()
    assert answer.value.ok
