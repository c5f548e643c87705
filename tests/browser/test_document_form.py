"""The form in which a clerk enters a document: on any screen, in the dark, with the keyboard alone."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import expect

from documents.models import Document
from tests.browser.looking import DESKTOP, PHONE, problems_of, sideways_scroll, tab_to
from tests.browser.staff import autosaved
from tests.factories import (
    make_area,
    make_body,
    make_document,
    make_document_file,
    make_unit,
    make_user,
    pdf_bytes,
    relate,
    sign,
)


@pytest.fixture
def bodies():
    """Two bodies that sign alike: which of them issued a document its number does not tell."""
    names = ("Sở Giáo dục và Đào tạo tỉnh Sơn Hà", "Sở Giáo dục và Đào tạo tỉnh Bình Lâm")
    return [make_body(name=name, codes=["SGDĐT"]) for name in names]


@pytest.fixture
def clerk(page, context, site):
    """A tab of a clerk who is signed in."""
    visitor = Client()
    visitor.force_login(make_user(groups=("Văn thư",)))
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": visitor.cookies[name].value, "url": site.url}])
    return page


@pytest.fixture
def full_form(clerk, site, bodies):
    """Return a function that opens the form of a document with all that one can have, every part unfolded."""
    make_area(name="Tuyển sinh", parent=make_area(name="Thi cử"))
    document = make_document(
        issuing_body=bodies[0],
        sending_unit=make_unit(bodies[0], name="Phòng Quản lý chất lượng, kiểm định và công nghệ thông tin"),
        subject="Về việc " + "phối hợp quản lý trường học, " * 7,
    )
    make_document_file(document)
    sign(document, authority="KT.")
    relate(document, "based_on", make_document(issuing_body=bodies[0]))

    def go(scheme):
        clerk.emulate_media(color_scheme=scheme)
        clerk.goto(f"{site.url}/quan-tri/documents/document/{document.pk}/change/")
        folded = clerk.locator("details:not([open]) > summary", has=clerk.get_by_role("heading"))
        while folded.count():
            folded.first.click()
        expect(clerk.frame_locator("#cke_id_body iframe").locator("body")).to_be_visible()
        return clerk

    return go


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_form_is_accessible_and_fits_every_screen(full_form, scheme):
    # From wide to narrow, as it is when somebody enlarges the letters or turns a tablet.
    assert list(problems_of(full_form(scheme), DESKTOP, PHONE)) == []


def test_form_that_is_opened_on_a_phone_fits(clerk, full_form):
    clerk.set_viewport_size(PHONE)
    assert sideways_scroll(full_form("light")) == []


def test_document_is_entered_and_published_with_the_keyboard_alone(clerk, site, bodies, tmp_path):
    notice = tmp_path / "Số 57 Thông báo lịch thi.pdf"
    notice.write_bytes(pdf_bytes("Lich thi"))
    keyboard = clerk.keyboard
    # From the start: a browser that is told only as the key goes down may open a window of its own.
    clerk.on("filechooser", lambda chooser: chooser.set_files(notice))
    clerk.goto(f"{site.url}/quan-tri/")
    tab_to(clerk, clerk.get_by_role("link", name="Đăng văn bản").first)
    keyboard.press("Enter")
    clerk.wait_for_url("**/document/add/")

    tab_to(clerk, clerk.get_by_label("Số ký hiệu"))
    keyboard.type("Số: 57 /TB-SGDĐT")
    tab_to(clerk, clerk.get_by_label("Ngày ban hành"))
    keyboard.type("12/05/2026")
    expect(clerk.get_by_label("Loại văn bản").locator("option:checked")).to_have_text("Thông báo (TB)")

    body = clerk.get_by_role("combobox", name="Cơ quan ban hành")
    tab_to(clerk, body)
    keyboard.press("Enter")
    keyboard.type("binh lam")
    expect(clerk.get_by_role("option", name="Bình Lâm")).to_be_visible()
    keyboard.press("Enter")
    expect(body).to_contain_text("Bình Lâm")

    tab_to(clerk, clerk.get_by_label("Trích yếu"))
    keyboard.type("Lịch thi vào lớp 10")
    tab_to(clerk, clerk.locator("[name=files-0-file]"))
    keyboard.press("Enter")
    expect(clerk.locator("#files-0")).to_contain_text(notice.name)

    tab_to(clerk, clerk.get_by_role("button", name="Xuất bản"))
    keyboard.press("Enter")
    expect(clerk.locator(".messagelist .success").first).to_be_visible()
    document = Document.objects.get()
    assert (document.number_key, document.type.code, document.issuing_body) == (
        "57/TB-SGDĐT",
        "TB",
        bodies[1],
    )
    assert document.subject == "Lịch thi vào lớp 10"
    assert document.files.get().original_name == notice.name
    assert document.is_public()


def leave_number(clerk, number):
    clerk.get_by_label("Số ký hiệu").fill(number)
    clerk.get_by_label("Trích yếu").focus()


def choose_body(clerk, typed, name):
    clerk.get_by_role("combobox", name="Cơ quan ban hành").click()
    clerk.keyboard.type(typed)
    clerk.get_by_role("option", name=name).click()


@pytest.fixture
def proposing(clerk, site, bodies):
    """Open the form of a new document, which proposes the body, and with it the unit, of the last one."""
    own, other = bodies
    other.codes = ["UBND"]
    other.save()
    make_unit(own, name="Phòng Giáo dục Trung học", code="GDTrH")
    make_document(issuing_body=own, created_by=User.objects.get())
    clerk.clock.install()
    clerk.goto(f"{site.url}/quan-tri/documents/document/add/")
    expect(clerk.get_by_role("combobox", name="Cơ quan ban hành")).to_contain_text("Sơn Hà")
    return clerk


def test_proposed_body_and_its_unit_are_taken_back_where_the_number_names_another(proposing):
    note, body = proposing.locator(".number-note"), proposing.locator("#id_issuing_body")
    unit = proposing.get_by_label("Đơn vị gửi")
    leave_number(proposing, "12/SGDĐT-GDTrH")
    expect(unit.locator("option:checked")).to_contain_text("Trung học")
    leave_number(proposing, "12/TB-XYZ")
    expect(note).to_contain_text("ghi cơ quan là XYZ: hãy chọn cơ quan ban hành.")
    expect(body).to_have_value("")
    expect(unit).to_have_value("")
    choose_body(proposing, "binh lam", "Bình Lâm")
    expect(note).not_to_contain_text("hãy chọn")
    expect(note).to_contain_text("Thông báo")


def test_body_that_is_chosen_while_the_number_is_read_stays(proposing, bodies):
    held = []
    proposing.route("**/so-ky-hieu/**", lambda route: held.append(route))
    leave_number(proposing, "12/TB-XYZ")
    choose_body(proposing, "binh lam", "Bình Lâm")
    with proposing.expect_response("**/so-ky-hieu/**"):
        held[0].continue_()
    expect(proposing.locator(".number-note")).to_contain_text("Thông báo")
    expect(proposing.locator("#id_issuing_body")).to_have_value(str(bodies[1].pk))
    expect(proposing.locator(".number-note")).not_to_contain_text("hãy chọn")


def test_body_that_was_chosen_in_a_draft_stays(proposing, site, bodies):
    leave_number(proposing, "12/TB-XYZ")
    choose_body(proposing, "binh lam", "Bình Lâm")
    autosaved(proposing)
    proposing.goto(f"{site.url}/quan-tri/documents/document/add/")
    proposing.get_by_role("link", name="Khôi phục").click()
    with proposing.expect_response("**/so-ky-hieu/**"):
        leave_number(proposing, "13/TB-XYZ")
    expect(proposing.locator("#id_issuing_body")).to_have_value(str(bodies[1].pk))
