"""Choosing a picture that is there already, as staff do it in the editor."""

import re

import pytest
from playwright.sync_api import expect

from core.models import Picture
from news.models import Article
from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.browser.staff import Staff
from tests.factories import image_bytes, make_article, make_category, make_user, upload


@pytest.fixture
def browser_window(page, site):
    """The window, opened from the editor of a new post; two pictures are there."""
    for alt in ("Lễ khai giảng", "Sân trường"):
        Picture.objects.create(file=upload("a.png", image_bytes((900, 500))), alt=alt)
    make_category(name="Tin hoạt động")
    staff = Staff(page, site.url)
    staff.sign_in(make_user(groups=("Biên tập viên",)).username)
    staff.start("Viết bài mới")
    staff.fill(title="Ngày khai trường")
    staff.choose("category", "Tin hoạt động")
    page.locator(".cke_button__image").click()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Chọn ảnh đã có").click()
    # The popup is there before its page is; a reload now would be one of the blank page.
    expect(opened.value.get_by_role("button", name=re.compile("Sân trường"))).to_be_visible()
    return opened.value


def test_picture_that_is_found_goes_into_the_text_with_its_description(page, browser_window):
    browser_window.get_by_label("Mô tả ảnh").fill("khai giang")
    browser_window.keyboard.press("Enter")
    choice = browser_window.get_by_role("button", name=re.compile("Lễ khai giảng"))
    expect(browser_window.get_by_role("button", name=re.compile("×"))).to_have_count(1)
    with browser_window.expect_event("close"):
        choice.click()
    page.locator(".cke_dialog_ui_button_ok").click()
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    picture = Picture.objects.get(alt="Lễ khai giảng")
    body = Article.objects.get().body
    assert f'src="{picture.file.url}"' in body
    assert 'alt="Lễ khai giảng"' in body


def test_cover_of_another_post_goes_into_the_text(page, browser_window):
    article = make_article(cover=upload("b.png", image_bytes((1000, 500))), cover_alt="Trống trường")
    browser_window.get_by_label("Mô tả ảnh, tên bài").fill(article.title)
    browser_window.keyboard.press("Enter")
    with browser_window.expect_event("close"):
        browser_window.get_by_role("button", name=re.compile("Trống trường")).click()
    page.locator(".cke_dialog_ui_button_ok").click()
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Picture.objects.get(alt="Trống trường").file.name == article.cover.name
    assert article.cover.url in Article.objects.exclude(pk=article.pk).get().body


def test_picture_that_was_deleted_meanwhile_is_told(browser_window):
    article = make_article(cover=upload("b.png", image_bytes((1000, 500))), cover_alt="Trống trường")
    browser_window.reload()
    article.delete()
    browser_window.get_by_role("button", name=re.compile("Trống trường")).click()
    expect(browser_window.get_by_role("alert")).to_contain_text("Chưa lấy được ảnh này")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_window_is_for_everybody_on_every_screen(browser_window, scheme):
    browser_window.emulate_media(color_scheme=scheme)
    browser_window.set_viewport_size({"width": 800, "height": 700})
    assert list(problems_of(browser_window, DESKTOP, PHONE)) == []
