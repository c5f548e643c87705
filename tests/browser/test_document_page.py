"""A document's page in a real browser: reading its PDF, checking a file, copying, printing."""

import io
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdfium2 import PdfDocument
from reportlab.pdfgen import canvas

from core.models import Counter
from documents.citation import cite
from stats.buffer import buffer
from tests.browser.looking import NARROWEST, PHONE, violations
from tests.core.file_samples import long_pdf_bytes, script_pdf_bytes
from tests.factories import make_body, make_document, make_document_file, pdf_bytes, relate, sign, upload

pytestmark = pytest.mark.thorough

LONG = "Về việc " + "phối hợp quản lý trường học, " * 7


def make_pdf(pages: int) -> bytes:
    buffer = io.BytesIO()
    pdf = canvas.Canvas(buffer)
    for number in range(1, pages + 1):
        pdf.drawString(72, 720, f"Noi dung trang {number}")
        pdf.showPage()
    pdf.save()
    return buffer.getvalue()


@pytest.fixture
def document():
    """A document with a PDF of five pages, two annexes, a signer and a relation."""
    document = make_document(
        number="09/TB-SGDĐT",
        issuing_body=make_body(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà"),
        subject=LONG.rstrip(", "),
        issued_on=date(2022, 1, 10),
        recipients="- Như trên;\n- Lưu: VT.",
    )
    make_document_file(document, file=upload("Thông báo.pdf", make_pdf(5)))
    make_document_file(document, file=upload("Phụ lục 1.pdf"), role="annex")
    make_document_file(document, file=upload("Phụ lục 2.pdf", pdf_bytes("Hai")), role="annex")
    sign(document, authority="KT.", post="Phó Giám đốc")
    relate(document, "based_on", make_document())
    return document


@pytest.fixture
def visit(page, site):
    """Return a function that opens a document's page; what the security policy stops fails the test."""
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', event => {"
        " throw new Error(`${event.violatedDirective} ${event.blockedURI}`) })"
    )

    def go(document):
        page.goto(site.url + document.get_absolute_url())
        return page

    return go


@pytest.fixture
def opened(visit, document):
    """The page of the document."""
    return visit(document)


def read_first(page):
    page.get_by_role("button", name="Đọc Thông báo").click()
    page.locator(".pdf-page canvas").first.wait_for()


def loaded(page) -> list[str]:
    return page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")


def test_pdf_is_read_in_the_page(opened):
    read_first(opened)
    reader = opened.get_by_role("dialog")

    assert reader.get_by_text("Trang 1 / 5").is_visible()
    assert reader.get_by_text("Noi dung trang 1").first.is_visible()
    assert opened.evaluate(
        """() => {
            const canvas = document.querySelector(".pdf-page canvas");
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            return pixels.some((value) => value < 100);
        }"""
    )


def test_reader_costs_nothing_before_the_click(opened):
    assert not any("pdfjs" in address or "pdf-reader" in address for address in loaded(opened))
    read_first(opened)
    assert any("pdf.worker" in address for address in loaded(opened))


def test_pages_are_drawn_when_they_come_near_and_dropped_when_they_are_far(opened):
    read_first(opened)
    opened.locator("[data-pages]").press("End")
    opened.get_by_text("Trang 5 / 5").wait_for()
    opened.get_by_label("Trang 5", exact=True).locator("canvas").wait_for()

    assert opened.get_by_label("Trang 1", exact=True).locator("canvas").count() == 0


def test_script_in_a_pdf_does_not_run(visit):
    script = b"app.alert('Chu');this.getURL('https://xau.example/');window.pwned=true;while(true){}"
    page = visit(make_document_file(file=upload("Thông báo.pdf", script_pdf_bytes(script))).document)
    asked, dialogs = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    read_first(page)
    page.get_by_role("dialog").get_by_text("Chu", exact=True).wait_for()
    page.wait_for_load_state("networkidle")

    assert dialogs == []
    assert page.evaluate("window.pwned") is None
    assert [url for url in asked if "xau.example" in url or "sandbox" in url] == []


def test_of_ten_thousand_pages_only_the_near_ones_are_drawn(visit):
    page = visit(make_document_file(file=upload("Thông báo.pdf", long_pdf_bytes(10_000))).document)
    read_first(page)
    page.get_by_text("Trang 1 / 10.000").wait_for()
    drawn = page.locator(".pdf-page canvas")
    assert drawn.count() <= 4
    # Not by the key: while a machine that is busy lays so many pages out, Chromium may let it go unheard.
    page.locator("[data-pages]").evaluate("pages => pages.scrollTo(0, pages.scrollHeight)")
    page.get_by_label("Trang 10.000", exact=True).locator("canvas").wait_for()
    assert drawn.count() <= 4


def test_zoom_makes_the_pages_wider_and_never_the_window(opened):
    opened.set_viewport_size(PHONE)
    read_first(opened)
    width = opened.locator(".pdf-page").first.evaluate("page => page.clientWidth")
    opened.get_by_role("button", name="Phóng to").click()

    assert opened.locator(".pdf-page").first.evaluate("page => page.clientWidth") > 1.2 * width
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reader_is_accessible_and_fits_a_phone(opened, scheme):
    opened.emulate_media(color_scheme=scheme)
    opened.set_viewport_size(PHONE)
    read_first(opened)

    assert violations(opened) == []
    opened.set_viewport_size(NARROWEST)
    assert opened.get_by_role("dialog").evaluate("dialog => dialog.scrollWidth <= window.innerWidth")


def test_back_closes_the_reader_and_stays_on_the_page(opened, site, document):
    read_first(opened)
    opened.go_back()

    assert not opened.get_by_role("dialog").is_visible()
    assert opened.url == site.url + document.get_absolute_url()


def test_keyboard_alone_opens_scrolls_and_closes_the_reader(opened):
    button = opened.get_by_role("button", name="Đọc Thông báo")
    button.focus()
    opened.keyboard.press("Enter")
    opened.locator(".pdf-page canvas").first.wait_for()
    opened.keyboard.press("End")
    opened.get_by_text("Trang 5 / 5").wait_for()
    opened.keyboard.press("Escape")

    assert not opened.get_by_role("dialog").is_visible()
    assert button.evaluate("button => button === document.activeElement")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.7\n" + bytes(3000), "Tệp này hỏng"), (None, "Tệp không còn trên cổng")],
)
def test_file_that_cannot_be_read_is_said_in_words(opened, document, content, words):
    path = Path(document.files.first().file.path)
    path.write_bytes(content) if content else path.unlink()
    opened.get_by_role("button", name="Đọc Thông báo").click()

    opened.get_by_role("dialog").get_by_text(words).wait_for()


def test_reading_is_counted_as_one_download(opened, document):
    read_first(opened)
    opened.keyboard.press("Escape")
    read_first(opened)

    buffer.flush()
    assert [counter.downloads for counter in Counter.objects.of_many(document.files.all())] == [1, 0, 0]


def test_without_scripts_the_downloads_serve(browser, site, document):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + document.get_absolute_url())

    assert page.get_by_role("link", name="Tải về Thông báo").is_visible()
    assert page.get_by_role("link", name="Tải tất cả").is_visible()
    assert not page.get_by_role("button", name="Đọc Thông báo").is_visible()
    assert not page.get_by_role("button", name="Chép trích dẫn").is_visible()
    context.close()


def test_citation_goes_to_the_clipboard(opened, context, document):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.get_by_role("button", name="Chép trích dẫn").click()
    opened.get_by_role("button", name="Đã chép").wait_for()

    assert opened.evaluate("navigator.clipboard.readText()") == cite(document)


@pytest.mark.parametrize(("added", "words"), [(b"", "Đúng:"), (b"%", "Khác:")])
def test_file_on_ones_own_machine_is_compared(opened, document, added, words):
    published = Path(document.files.first().file.path).read_bytes()
    opened.get_by_text("Kiểm tra tệp bạn có").click()
    chooser = opened.get_by_label("Chọn tệp trên máy bạn")
    expect(chooser).to_be_visible()
    chooser.set_input_files(
        {"name": "tai-ve.pdf", "mimeType": "application/pdf", "buffer": published + added}
    )

    opened.get_by_text(words).wait_for()


def test_printed_page_has_number_date_address_and_qr_code_and_no_buttons(opened, site, document):
    opened.emulate_media(media="print")
    main = opened.locator("main")

    for text in ("Thông báo số 09/TB-SGDĐT", "10/01/2022", site.url + document.get_absolute_url()):
        assert main.get_by_text(text).first.is_visible(), text
    assert main.locator(".qr svg").is_visible()
    assert main.get_by_role("button").count() == 0
    assert main.locator(".button").evaluate_all(
        "buttons => buttons.every(button => button.getClientRects().length === 0)"
    )


def test_citation_is_on_no_page_of_its_own(opened):
    body = opened.locator(".article-text")
    last_pages = []
    for height in range(0, 270, 15):
        body.evaluate("(body, height) => body.style.minHeight = `${height}mm`", height)
        with PdfDocument(opened.pdf(format="A4", prefer_css_page_size=True)) as printed:
            count = len(printed)
            last_pages.append((count, printed[count - 1].get_textpage().get_text_bounded()))
    assert len({count for count, _ in last_pages}) > 1
    assert not any(text.lstrip().startswith("Dẫn văn bản này") for _, text in last_pages)
