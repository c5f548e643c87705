"""A person is put in charge of a category, and works with that; by keyboard, on a phone, without scripts."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from core.models import AuditEntry, Status
from news.models import Article, ArticleScope
from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.browser.staff import Staff, signed_in
from tests.factories import make_article, make_category, make_clerk, make_superuser, make_user


@pytest.fixture
def categories():
    mine, foreign = make_category(name="Mầm non"), make_category(name="Trung học")
    return mine, make_category(name="Tuyển sinh mầm non", parent=mine), foreign


@pytest.fixture
def editor():
    return make_user(groups=("Biên tập viên",), last_name="Nguyễn Thị", first_name="Lan")


def test_person_is_put_in_charge_by_keyboard_and_sees_it_on_the_first_page(page, site, categories, editor):
    signed_in(page, site.url, make_superuser())
    page.goto(f"{site.url}/quan-tri/auth/user/{editor.pk}/change/")
    box = page.get_by_role("group", name="Chuyên mục phụ trách").get_by_label("Mầm non", exact=True)
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert ArticleScope.objects.get(user=editor).category.name == "Mầm non"
    row = page.get_by_role("row", name=re.compile(editor.get_username()))
    expect(row).to_contain_text("Mầm non")
    signed_in(page, site.url, User.objects.get(pk=editor.pk))
    page.goto(f"{site.url}/quan-tri/")
    expect(page.get_by_role("region", name="Bạn phụ trách")).to_contain_text("Mầm non")


def test_first_button_is_what_will_be_done_where_the_post_goes(page, site, categories, editor):
    ArticleScope.objects.create(user=editor, category=categories[0])
    staff = Staff(signed_in(page, site.url, editor), site.url)
    staff.start("Viết bài mới")
    staff.fill(title="Lịch thi học kỳ I")
    staff.choose("category", "Trung học (chỉ gửi duyệt)")
    staff.paste("Các trường thi từ 21/12.")
    expect(page.get_by_role("button", name="Xuất bản")).to_be_hidden()
    expect(page.locator(".publishing-bar .is-primary:visible")).to_have_text("Gửi duyệt")
    staff.choose("category", "Mầm non")
    expect(page.locator(".publishing-bar .is-primary:visible")).to_have_text("Xuất bản")
    staff.choose("category", "Trung học (chỉ gửi duyệt)")
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Đã gửi duyệt")
    assert Article.objects.get().status == Status.IN_REVIEW


def test_own_draft_from_elsewhere_is_published_where_one_is_in_charge(page, site, categories, editor):
    ArticleScope.objects.create(user=editor, category=categories[0])
    article = make_article(published=False, created_by=editor, category=categories[2])
    staff = Staff(signed_in(page, site.url, editor), site.url)
    page.goto(f"{site.url}/quan-tri/news/article/{article.pk}/change/")
    expect(page.get_by_role("button", name="Xuất bản")).to_be_hidden()
    staff.choose("category", "Mầm non")
    staff.publish()
    assert article.is_public()


def test_number_that_names_a_kind_of_others_changes_the_first_button(page, site):
    signed_in(page, site.url, make_clerk("TB")).goto(f"{site.url}/quan-tri/documents/document/add/")
    first = page.locator(".publishing-bar .is-primary:visible")
    for number, label in (("7/QĐ-SGDĐT", "Gửi duyệt"), ("7/TB-SGDĐT", "Xuất bản")):
        page.locator("[name=number]").fill(number)
        page.keyboard.press("Tab")
        expect(first).to_have_text(label)


def test_scopes_are_chosen_without_scripts(browser, site, categories, editor):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    page = signed_in(context.new_page(), site.url, make_superuser())
    page.goto(f"{site.url}/quan-tri/auth/user/{editor.pk}/change/")
    page.get_by_label("Mầm non", exact=True).check()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    context.close()
    assert ArticleScope.objects.get(user=editor).category.name == "Mầm non"
    assert AuditEntry.objects.get(action="scope.changed").detail == "Chuyên mục phụ trách: Mầm non"


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_easy_to_use(page, site, categories, editor, size, scheme):
    ArticleScope.objects.create(user=editor, category=categories[0])
    article = make_article(category=categories[0], title="Ngày hội đến trường")
    article.withdraw(by=editor, note="Đăng nhầm chuyên mục.")
    page.emulate_media(color_scheme=scheme)
    signed_in(page, site.url, make_superuser())
    for path in (
        f"auth/user/{editor.pk}/change/",
        "auth/user/",
        "auth/group/add/",
        f"news/article/{article.pk}/history/",
    ):
        page.goto(f"{site.url}/quan-tri/{path}")
        assert not [*problems_of(page, size)], path
    signed_in(page, site.url, editor)
    page.goto(f"{site.url}/quan-tri/")
    assert not [*problems_of(page, size)]
