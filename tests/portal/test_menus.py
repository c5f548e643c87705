"""What the menus say, and how they follow what they point to."""

import pytest
from django.db import IntegrityError, transaction

from portal import menus
from portal.models import MenuItem, Page
from tests.factories import make_category, make_superuser, make_type
from tests.portal.blocks import soup

pytestmark = pytest.mark.django_db


def line(label="", menu="main", **kwargs):
    kwargs.setdefault("order", MenuItem.objects.count() + 1)
    return MenuItem.objects.create(menu=menu, label=label, **kwargs)


def make_page(published=True, **kwargs):
    kwargs.setdefault("title", "Phòng chuyên môn")
    page = Page.objects.create(body="<p>Nội dung.</p>", **kwargs)
    if published:
        page.publish(by=None)
    return page


def outline(lines):
    """Return label and address of lines, each with those below it."""
    return [(each.label, each.url, *([outline(each.children)] if each.children else [])) for each in lines]


def labels(menu="main"):
    return [each.label for each in menus.read(menu)]


# Targets


def test_line_leads_to_its_category_and_bears_its_name():
    line(category=make_category(name="Tuyển sinh"))
    assert outline(menus.read("main")) == [("Tuyển sinh", "/tin-tuc/tuyen-sinh/")]


def test_line_leads_to_its_page_and_bears_its_name():
    line(page=make_page())
    assert outline(menus.read("main")) == [("Phòng chuyên môn", "/trang/phong-chuyen-mon/")]


def test_line_leads_to_an_address():
    line("Bộ Giáo dục và Đào tạo", address="https://moet.gov.vn/")
    assert outline(menus.read("main")) == [("Bộ Giáo dục và Đào tạo", "https://moet.gov.vn/")]


def test_line_leads_to_a_selection_of_documents_in_its_one_spelling():
    line("Thông báo", documents_query="trang=3&nam=2026&x=%22%3E%3Cscript%3E&loai=thong-bao")
    assert outline(menus.read("main")) == [("Thông báo", "/van-ban/?loai=thong-bao&nam=2026")]


def test_words_of_a_selection_are_quoted():
    line("Kỳ thi", documents_query="q=thi+%26+%22tuyển%22")
    assert menus.read("main")[0].url == "/van-ban/?q=thi+%26+%22tuy%E1%BB%83n%22"


@pytest.mark.parametrize("query", ["nam=abcd", "loai=khong-co", "la=1"])
def test_selection_that_means_nothing_is_left_out(query):
    line("Lạ", documents_query=query)
    line("Còn lại", address="/")
    assert labels() == ["Còn lại"]


def test_selection_by_a_kind_that_is_gone_is_left_out(django_capture_on_commit_callbacks):
    line("Thông báo", documents_query="loai=thong-bao")
    line("Còn lại", address="/")
    assert labels() == ["Thông báo", "Còn lại"]
    with django_capture_on_commit_callbacks(execute=True):
        make_type("TB").delete()
    assert labels() == ["Còn lại"]


# They follow


def test_line_follows_a_category_that_is_renamed(django_capture_on_commit_callbacks):
    category = make_category(name="Tuyển sinh")
    line(category=category)
    assert labels() == ["Tuyển sinh"]
    with django_capture_on_commit_callbacks(execute=True):
        category.name, category.slug = "Thi và tuyển sinh", "thi"
        category.save()
    assert outline(menus.read("main")) == [("Thi và tuyển sinh", "/tin-tuc/thi/")]


def test_line_keeps_its_own_words_when_its_page_is_renamed(django_capture_on_commit_callbacks):
    page = make_page()
    line("Bộ máy", page=page)
    assert labels() == ["Bộ máy"]
    with django_capture_on_commit_callbacks(execute=True):
        page.title, page.slug = "Tổ chức", "to-chuc"
        page.save()
    assert outline(menus.read("main")) == [("Bộ máy", "/trang/to-chuc/")]


def test_line_goes_with_its_page(django_capture_on_commit_callbacks):
    page = make_page()
    line(page=page)
    line("Còn lại", address="/")
    assert labels() == ["Phòng chuyên môn", "Còn lại"]
    with django_capture_on_commit_callbacks(execute=True):
        page.withdraw(by=None, note="Nội dung đã cũ.")
    assert labels() == ["Còn lại"]
    with django_capture_on_commit_callbacks(execute=True):
        page.publish(by=None)
    assert labels() == ["Phòng chuyên môn", "Còn lại"]


def test_line_above_others_stays_as_a_heading_without_its_target():
    page = make_page()
    above = line(page=page)
    line("Liên hệ", address="/lien-he/", parent=above)
    page.withdraw(by=None, note="Nội dung đã cũ.")
    assert outline(menus.read("main")) == [("Phòng chuyên môn", "", [("Liên hệ", "/lien-he/")])]


def test_title_of_a_draft_is_not_told():
    above = line(page=make_page(published=False, title="Bổ nhiệm giám đốc"))
    line("Liên hệ", address="/lien-he/", parent=above)
    assert outline(menus.read("main")) == [("Liên hệ", "/lien-he/")]


def test_heading_without_lines_is_left_out():
    line("Chỉ có tên")
    line("Còn lại", address="/")
    assert labels() == ["Còn lại"]


def test_hidden_line_takes_those_below_it_along():
    above = line("Ẩn", address="/", is_shown=False)
    line("Con", address="/", parent=above)
    line("Còn lại", address="/")
    assert labels() == ["Còn lại"]


# Order, depth, cost


def test_lines_stand_in_their_order_three_levels_deep():
    first = line("Một", order=2)
    second = line("Hai", address="/hai/", parent=first)
    line("Ba", address="/ba/", parent=second)
    line("Trước", address="/truoc/", order=1)
    assert outline(menus.read("main")) == [
        ("Trước", "/truoc/"),
        ("Một", "", [("Hai", "/hai/", [("Ba", "/ba/")])]),
    ]


def test_reading_takes_one_query_and_then_none(django_assert_num_queries):
    for number in range(4):
        above = line(category=make_category(name=f"Mục {number}"))
        line(page=make_page(title=f"Trang {number}"), parent=above)
    with django_assert_num_queries(1):
        menus.read("main")
    with django_assert_num_queries(0):
        menus.read("main")
        menus.read("footer")


def test_portal_without_lines_makes_its_main_menu_itself():
    parent = make_category(name="Thông báo")
    child = make_category(name="Mời thầu", parent=parent)
    make_category(name="Năm 2026", parent=child)
    assert outline(menus.read("main")) == [
        ("Trang chủ", "/"),
        ("Văn bản", "/van-ban/"),
        (
            "Thông báo",
            "/tin-tuc/thong-bao/",
            [("Mời thầu", "/tin-tuc/moi-thau/", [("Năm 2026", "/tin-tuc/nam-2026/")])],
        ),
    ]


# What is refused


def test_database_refuses_two_targets():
    with pytest.raises(IntegrityError, match="portal_menuitem_one_target"), transaction.atomic():
        line("Hai nơi", category=make_category(), address="/")


# On the pages


def test_menu_opens_each_level_without_a_script(client):
    first = line("Giới thiệu", address="/trang/gioi-thieu/")
    second = line("Tổ chức", parent=first)
    line("Phòng Giáo dục Trung học", address="/trang/trung-hoc/", parent=second)
    menu = soup(client.get("/")).find("nav", class_="site-menu")
    outer, inner = menu.find_all("details")
    assert inner in outer.find_all("details")
    assert outer["name"] != inner["name"]
    assert [link["href"] for link in outer.find_all("a")] == ["/trang/gioi-thieu/", "/trang/trung-hoc/"]
    assert [each.get_text(strip=True) for each in menu.find_all("summary")] == ["Giới thiệu", "Tổ chức"]


def test_menu_marks_the_open_page_and_the_lines_above_it(client):
    category = make_category(name="Tuyển sinh")
    line(category=category, parent=line("Tin tức"))
    line("Văn bản", address="/van-ban/")
    menu = soup(client.get("/tin-tuc/tuyen-sinh/")).find("nav", class_="site-menu")
    marked = [(each.name, each["aria-current"]) for each in menu.find_all(attrs={"aria-current": True})]
    assert marked == [("summary", "true"), ("a", "page")]


def test_top_line_has_no_navigation_when_it_has_no_lines(client):
    assert soup(client.get("/")).find(class_="top-line").nav is None


def test_footer_and_top_line_have_the_lines_of_their_menus(client):
    line("Thư điện tử công vụ", "top", address="https://mail.sonha.example/")
    line("Sơ đồ trang", "footer", address="/so-do/", parent=line("Hỗ trợ", "footer"))
    page = soup(client.get("/van-ban/"))
    assert page.find(class_="top-line").a["href"] == "https://mail.sonha.example/"
    footer = page.find("footer").nav
    assert "/so-do/" in [link["href"] for link in footer.find_all("a")]
    assert "Hỗ trợ" in footer.get_text()
    assert "Tất cả tin tức" not in footer.get_text()


def test_changed_menu_shows_on_the_next_request(client, django_capture_on_commit_callbacks):
    line("Cũ", address="/")
    assert "Mục mới" not in client.get("/").content.decode()
    client.force_login(make_superuser())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            "/quan-tri/portal/menuitem/add/",
            {"menu": "main", "label": "Mục mới", "address": "/moi/", "is_shown": "on"},
        )
    client.logout()
    assert "Mục mới" in client.get("/").content.decode()


def test_words_of_staff_are_escaped(client):
    line("<b>Đậm</b>", address="/?a=1&b=2")
    page = client.get("/").content.decode()
    assert "&lt;b&gt;Đậm" in page
    assert "<b>Đậm" not in page
