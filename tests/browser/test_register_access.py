"""What a search of the register shows, on any screen and in the dark: marked words, a part of many."""

import pytest

from core import search
from core.models import FileText
from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.factories import make_body, make_document, make_document_file

pytestmark = [pytest.mark.thorough, pytest.mark.parametrize("scheme", ["light", "dark"])]


@pytest.fixture
def register(page, site, scheme):
    """Return a function that opens the register on a phone with a query string; three documents answer it."""
    body = make_body(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà")
    for number in range(3):
        document = make_document(
            issuing_body=body,
            subject=f"Về việc tuyển sinh lớp 10, đợt {number + 1}",
            urgency="urgent" if number else "",
        )
    file = make_document_file(document, title="Phụ lục 1")
    text = "Danh sách các trường tuyển sinh bằng thi tuyển, kèm theo là chỉ tiêu của từng trường."
    FileText.objects.filter(pk=file.sha256).update(text=text, status=FileText.Status.DONE)
    search.refresh_file_text(file.sha256)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(PHONE)

    def go(query):
        page.goto(f"{site.url}/van-ban/?{query}")
        return page

    return go


def test_results_with_marked_words_are_accessible(register):
    page = register("q=truong+tuyen+sinh")
    assert page.get_by_text("Trong tệp «Phụ lục 1»").first.is_visible()
    assert page.locator("main mark:visible").count() > 1
    assert list(problems_of(page, PHONE, DESKTOP)) == []


def test_results_that_are_not_all_are_accessible(register, monkeypatch):
    monkeypatch.setattr("core.search.candidates.CAP", 2)
    page = register("q=tuyen+sinh&loai=thong-bao")
    assert page.get_by_role("heading", name="Tìm thấy hơn 2 văn bản").is_visible()
    assert page.get_by_text("Còn nhiều văn bản khác có các từ này.").is_visible()
    assert list(problems_of(page, PHONE, DESKTOP)) == []


def test_open_drawer_of_filters_is_accessible(register):
    page = register("q=tuyen+sinh&loai=thong-bao&nam=2026")
    page.get_by_role("button", name="Bộ lọc (3)").click()
    assert page.get_by_role("heading", name="Lọc văn bản").is_visible()
    assert page.get_by_label("Loại văn bản").input_value() == "thong-bao"
    assert list(problems_of(page, PHONE)) == []
