"""What the frame of every public page says and keeps to itself."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from portal.models import SiteSettings
from tests.factories import at, make_article, make_category, make_document


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_pages_for_faults_need_neither_database_nor_request(template):
    page = BeautifulSoup(render_to_string(template), "html.parser")

    assert page.h1.get_text()
    assert page.html["lang"] == "vi"


@pytest.mark.django_db
def test_header_and_footer_say_who_answers_for_the_site(client):
    SiteSettings.objects.create(
        name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà",
        parent_name="UBND tỉnh Sơn Hà",
        responsible_person="Bà Trần Thị Lan, Giám đốc Sở",
        addresses="Số 1, phường Trung Tâm",
        phones="0200 3123 456",
        email="vanphong@example.org",
        license_text="Giấy phép số 15/GP-TTĐT",
    )

    page = soup(client.get("/"))

    assert page.header.find(string="Sở Giáo dục và Đào tạo tỉnh Sơn Hà")
    footer = page.footer.get_text()
    assert "UBND tỉnh Sơn Hà" in footer
    assert "Bà Trần Thị Lan, Giám đốc Sở" in footer
    assert "Giấy phép số 15/GP-TTĐT" in footer
    assert "Số 1, phường Trung Tâm" in footer
    assert page.footer.find("a", href="tel:02003123456")
    assert page.footer.find("a", href="mailto:vanphong@example.org")
    assert page.footer.find("a", href="/quan-tri/")


@pytest.mark.django_db
def test_menu_leads_to_categories_and_those_below_them(client):
    parent = make_category(name="Thông báo")
    make_category(name="Mời thầu", parent=parent)
    make_category(name="Tuyển sinh")

    menu = soup(client.get("/")).find("nav", class_="site-menu")

    assert {link["href"] for link in menu.find_all("a")} == {
        "/",
        "/van-ban/",
        "/tin-tuc/thong-bao/",
        "/tin-tuc/moi-thau/",
        "/tin-tuc/tuyen-sinh/",
    }


@pytest.mark.django_db
def test_menu_marks_the_page_that_is_open(client):
    make_category(name="Tuyển sinh")

    menu = soup(client.get("/tin-tuc/tuyen-sinh/")).find("nav", class_="site-menu")

    assert [link.get_text() for link in menu.find_all(attrs={"aria-current": "page"})] == ["Tuyển sinh"]


@pytest.mark.django_db
def test_canonical_address_has_the_page_of_a_list_and_nothing_else(client):
    category = make_category(name="Tin hoạt động")
    for day in range(1, 22):
        make_article(category=category, at=at(2026, 1, day))

    page = soup(client.get("/tin-tuc/?trang=2&fbclid=abc"))

    assert page.find("link", rel="canonical")["href"] == "http://testserver/tin-tuc/?trang=2"
    assert "fbclid" not in page.decode()


@pytest.mark.django_db
def test_an_article_says_what_a_shared_link_shows(client):
    article = make_article(title="Khai giảng «năm học» mới", lead="Hơn 200 trường.")

    page = soup(client.get(article.get_absolute_url()))

    assert page.find("meta", property="og:title")["content"] == "Khai giảng «năm học» mới"
    assert page.find("meta", property="og:type")["content"] == "article"
    assert page.find("meta", attrs={"name": "description"})["content"] == "Hơn 200 trường."


@pytest.mark.django_db
def test_a_new_site_says_that_it_is_being_prepared(client):
    page = soup(client.get("/"))

    assert page.main.find(string="Cổng thông tin đang được chuẩn bị")


@pytest.mark.django_db
def test_a_withdrawn_document_says_number_and_reason(client):
    document = make_document(number="09/TB-SGDĐT", subject="Về việc nghỉ lễ")
    document.withdraw(by=None, note="ban hành nhầm ngày.")

    response = client.get(document.get_absolute_url())

    assert response.status_code == 410
    text = soup(response).main.get_text()
    assert "09/TB-SGDĐT" in text
    assert "ban hành nhầm ngày." in text


@pytest.mark.django_db
def test_text_of_staff_is_escaped_in_titles(client):
    article = make_article(title="Toán < Văn & <script>alert(1)</script>")

    page = soup(client.get(article.get_absolute_url()))

    assert page.h1.get_text() == "Toán < Văn & <script>alert(1)</script>"
    scripts = [script.get("type") for script in page.find_all("script")]
    assert scripts == [None, "application/ld+json", "module", "application/ld+json"]
