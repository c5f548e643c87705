"""What was refused in a form of the admin stands first on the page, and leads to each box."""

import pytest
from bs4 import BeautifulSoup

from news.models import Article, Category, Topic
from portal.models import Page
from tests.admin_forms import add, address, article_form, change, with_rows
from tests.factories import image_bytes, make_article, make_superuser, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(make_superuser())
    return client


def problems(response):
    page = BeautifulSoup(response.content, "html.parser")
    found = page.select_one(".problems")
    for link in found.select("a"):
        assert page.select_one(f'[id="{link["href"][1:]}"]'), link
    return {
        (link["href"] if (link := item.a) else "", item.get_text(" ", strip=True))
        for item in found.select("li")
    }


def test_each_field_is_named_and_led_to(admin):
    form = article_form(title="", category="", source_url="không phải", published_at_0="32/13/2026")
    found = dict(problems(add(admin, Article, form)))
    assert set(found) == {"#id_title", "#id_category", "#id_source_url", "#id_published_at_0"}
    assert found["#id_title"].startswith("Tiêu đề :")
    assert found["#id_source_url"].startswith("Địa chỉ nguồn :")


def test_list_is_read_first_and_has_the_focus(admin):
    page = BeautifulSoup(add(admin, Article, article_form(title="")).content, "html.parser")
    found = page.select_one(".problems")
    assert (found["role"], found["tabindex"], found.has_attr("autofocus")) == ("alert", "-1", True)
    assert found.select_one("p").get_text() == (
        "Chưa lưu được: còn 1 chỗ cần sửa. Những gì đã nhập vẫn còn ở dưới."
    )
    # The stock script gives the focus to the first box.
    assert page.select("#django-admin-form-add-constants") == []
    assert page.select("form .errornote") == [found]


def test_rows_are_named_by_what_they_are_and_their_number(admin):
    picture = {"picture": upload("a.png", image_bytes()), "alt": "Có mô tả", "order": 0}
    form = article_form(form="photos") | with_rows("photos", picture, picture | {"alt": ""})
    found = dict(problems(add(admin, Article, form)))
    assert found["#id_photos-1-alt"].startswith("Ảnh của phóng sự, hàng 2, mô tả ảnh :")


def test_what_belongs_to_no_box_is_said_first(admin):
    article = make_article()
    form = article_form(article, title="")
    article.save()
    page = BeautifulSoup(change(admin, article, form).content, "html.parser")
    first, second = page.select(".problems li")
    assert "đã lưu bản khác" in first.get_text()
    assert page.select_one(".conflict")  # What differs is told on the page itself.
    assert second.a["href"] == "#id_title"


@pytest.mark.parametrize("model", [Category, Topic, Page])
def test_every_form_of_the_admin_has_the_list(admin, model):
    assert problems(add(admin, model, {}))


def test_accounts_and_settings_have_it_too(admin):
    assert "#id_username" in dict(problems(admin.post("/quan-tri/auth/user/add/", {})))
    assert "#id_name" in dict(problems(admin.post("/quan-tri/portal/sitesettings/", {})))


def test_page_without_errors_has_no_list(admin):
    page = BeautifulSoup(admin.get(address(Article, "add")).content, "html.parser")
    assert page.select(".problems") == []
    assert page.select_one("#django-admin-form-add-constants")["data-model-name"] == "article"
