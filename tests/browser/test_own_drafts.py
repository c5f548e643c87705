"""«Bản soạn dở của tôi»: found from the first page, usable at every width, and without a mouse."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from core.models import Autosave
from news.models import Article
from tests.browser.looking import DESKTOP, PHONE, problems_of, tab_to
from tests.browser.staff import signed_in
from tests.factories import make_article, make_user

TABLET = {"width": 768, "height": 1024}


@pytest.fixture
def writer():
    return make_user(groups=("Cộng tác viên",), username="chi-huong")


def draft_of(person, token, obj=None, **typed):
    rows = [["photos-TOTAL_FORMS", "1"], ["photos-INITIAL_FORMS", "0"], ["photos-0-alt", "Sân trường"]]
    return Autosave.objects.create(
        user=person,
        token=token * 32,
        kind="news.article",
        object_id=obj.pk if obj else None,
        data=[*(list(pair) for pair in typed.items()), *rows],
        saved_at=timezone.now(),
    )


def test_drafts_are_found_read_and_discarded_at_every_width(page, site, writer):
    article = make_article(title="Hội nghị", published=False, created_by=writer)
    text = "<p>" + "Sáng nay, hội nghị tổng kết năm học đã diễn ra. " * 8 + "</p>"
    draft_of(writer, "a", title="Bài mới về kỳ thi tốt nghiệp trung học phổ thông năm học này", body=text)
    draft_of(writer, "b", article, title="Hội nghị tổng kết", lead="Có 41 điểm cầu.", body=text)
    Article.objects.get().submit(by=writer)
    signed_in(page, site.url, writer)

    page.goto(f"{site.url}/quan-tri/")
    page.get_by_role("link", name="Bản soạn dở của tôi (2)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bản soạn dở của tôi")
    assert list(problems_of(page, DESKTOP, TABLET, PHONE)) == []
    tab_to(page, page.get_by_role("link", name="Hội nghị tổng kết", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nội dung này bạn không còn sửa được.")).to_be_visible()
    expect(page.get_by_label("Tóm tắt")).to_have_value("Có 41 điểm cầu.")
    assert list(problems_of(page, DESKTOP, TABLET, PHONE)) == []
    page.get_by_role("button", name="Bỏ «Hội nghị tổng kết»").click()
    expect(page.locator(".messagelist .success")).to_have_text("Đã bỏ bản soạn dở.")
    page.get_by_role("link", name="Khôi phục").click()
    expect(page.locator("[name=title]")).to_have_value(
        "Bài mới về kỳ thi tốt nghiệp trung học phổ thông năm học này"
    )
