"""A document from the clerk to a phone: entered, read by the worker, found by a word of its file."""

import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from core.jobs import run_ready_jobs
from documents.models import Document
from tests.browser.looking import PHONE, UNCOUNTED, sideways_scroll, tab_to
from tests.browser.staff import Staff
from tests.factories import make_body, make_document, make_user

FONT = settings.BASE_DIR / "portal" / "demo" / "fonts" / "CongVuSerif-Regular.ttf"
# «phúc khảo» stands nowhere but in the file.
TEXT = """Căn cứ kế hoạch năm học, Sở Giáo dục và Đào tạo thông báo lịch thi tuyển sinh vào lớp 10.
Đơn phúc khảo nộp tại trường nơi thí sinh dự thi, chậm nhất là ngày thứ bảy kể từ khi công bố điểm."""


@pytest.fixture
def notice(tmp_path) -> Path:
    """A PDF as an office program makes it: an embedded font, Vietnamese text."""
    pdfmetrics.registerFont(TTFont("CongVuSerif", FONT))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, invariant=True)
    lines = sheet.beginText(72, 760)
    lines.setFont("CongVuSerif", 13)
    for paragraph in TEXT.splitlines():
        lines.textLines(simpleSplit(paragraph, "CongVuSerif", 13, 450))
    sheet.drawText(lines)
    sheet.save()
    file = tmp_path / "Thông báo lịch thi lớp 10.pdf"
    file.write_bytes(buffer.getvalue())
    return file


@pytest.fixture
def phone(browser):
    """A visitor's tab, 360 px wide, whose scripts must not fail."""
    context = browser.new_context(
        locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport=PHONE, has_touch=True, is_mobile=True
    )
    context.add_init_script(UNCOUNTED)
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    problems = []
    tab.on("pageerror", lambda error: problems.append(str(error)))
    yield tab
    context.close()
    assert not problems, problems


def test_document_is_found_by_a_word_of_its_file_on_a_phone_with_the_keyboard(page, phone, site, notice):
    body = make_body(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà", codes=["SGDĐT"])
    make_document(issuing_body=body, subject="Về việc phục hồi cảnh quan")
    clerk = Staff(page, site.url)
    clerk.sign_in(make_user(groups=("Văn thư",)).username)
    clerk.start("Đăng văn bản")
    clerk.fill(number="Số: 57 /TB-SGDĐT", issued_on="12/05/2026", subject="Lịch thi vào lớp 10")
    clerk.choose("type", "Thông báo (TB)")
    page.locator(".field-issuing_body .select2-selection").click()
    page.locator(".select2-dropdown").get_by_role("searchbox").fill("so giao duc")
    page.locator(".select2-results__option", has_text="Sơn Hà").first.click()
    clerk.attach("files", 0, notice)
    clerk.publish()
    assert run_ready_jobs() >= 1

    phone.goto(f"{site.url}/van-ban/")
    assert sideways_scroll(phone) == []
    search = phone.get_by_role("main").get_by_role("searchbox")
    tab_to(phone, search)
    phone.keyboard.type("phuc khao")
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(re.compile("[?&]q=phuc(%20|[+])khao"))
    found = phone.get_by_role("main").get_by_role("link", name="Lịch thi vào lớp 10")
    expect(found).to_be_visible()
    expect(phone.get_by_role("main")).not_to_contain_text("phục hồi cảnh quan")
    assert sideways_scroll(phone) == []

    tab_to(phone, found)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Thông báo số 57/TB-SGDĐT")
    assert sideways_scroll(phone) == []

    tab_to(phone, phone.get_by_role("link", name=re.compile("Tải về")).first)
    with phone.expect_download() as download:
        phone.keyboard.press("Enter")
    assert download.value.suggested_filename == notice.name
    assert download.value.path().read_bytes() == notice.read_bytes()
    assert Document.objects.get(number_key="57/TB-SGDĐT").files.get().original_name == notice.name
