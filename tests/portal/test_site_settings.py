"""Where each of the site's settings shows, and how soon."""

import pytest

from portal.models import Page, SiteSettings
from tests.factories import image_bytes, upload
from tests.portal.blocks import soup

pytestmark = pytest.mark.django_db

# Field: what is saved, where it then shows, and as what.
SHOWN = {
    "name": ("Sở Giáo dục Sơn Hà", ".masthead-name .full", "Sở Giáo dục Sơn Hà"),
    "parent_name": ("UBND tỉnh Sơn Hà", "footer", "Cơ quan chủ quản: UBND tỉnh Sơn Hà"),
    "short_name": ("Sở GDĐT Sơn Hà", ".masthead-name .short", "Sở GDĐT Sơn Hà"),
    "english_name": ("Department of Education", "article h1", "Department of Education"),
    "slogan": ("Đủ thầy, đủ sách", ".masthead-slogan", "Đủ thầy, đủ sách"),
    "emblem": (upload("Huy hiệu.png", image_bytes()), ".masthead-brand img[src^='/media/']", ""),
    "responsible_person": ("Bà Vi Thị Hạnh", "footer", "Chịu trách nhiệm nội dung: Bà Vi Thị Hạnh"),
    "license_text": ("Giấy phép số 15/GP-TTĐT", "footer", "Giấy phép số 15/GP-TTĐT"),
    "addresses": ("Số 1, phường Hạc Giang\nCơ sở 2: xã Tân Hạc", "address p + p", "Cơ sở 2: xã Tân Hạc"),
    "map_address": ("https://bando.example/so", "address a[href='https://bando.example/so']", "Bản đồ"),
    "phones": (
        "Văn thư: 0200.3550.100\nTiếp dân: 0200.3550.101",
        "address p + p:has(a[href='tel:02003550101'])",
        "Tiếp dân: 0200.3550.101",
    ),
    "email": ("vanthu@sonha.example", "address a[href='mailto:vanthu@sonha.example']", "vanthu@"),
    "working_hours": ("Thứ hai đến thứ sáu", "address", "Giờ làm việc: Thứ hai đến thứ sáu"),
    "facebook": ("https://fb.example/so", "footer li a[href='https://fb.example/so']", "Facebook"),
    "zalo": ("https://zalo.example/so", "footer li a[href='https://zalo.example/so']", "Zalo"),
    "youtube": ("https://yt.example/so", "footer li a[href='https://yt.example/so']", "YouTube"),
}


@pytest.fixture
def address():
    """A page that shows every setting: one in English has the English name too."""
    page = Page.objects.create(title="About us", body="<p>Text.</p>", language="en")
    page.publish(by=None)
    return page.get_absolute_url()


def shown(client, address, field) -> list[str]:
    _, where, words = SHOWN[field]
    found = (element.get_text(" ", strip=True) for element in soup(client.get(address)).select(where))
    return [text for text in found if words in " ".join(text.replace(" :", ":").split())]


def test_no_setting_is_left_out():
    assert set(SHOWN) == {field.name for field in SiteSettings._meta.fields} - {"id"}


@pytest.mark.parametrize("field", SHOWN)
def test_setting_shows_on_the_next_request_though_the_page_was_kept(
    client, address, django_capture_on_commit_callbacks, django_assert_num_queries, field
):
    settings = SiteSettings.objects.create()
    assert not shown(client, address, field)
    with django_assert_num_queries(0):  # It is kept.
        client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        setattr(settings, field, SHOWN[field][0])
        settings.save()
    assert shown(client, address, field)


def test_site_without_contacts_has_no_heading_for_them(client):
    SiteSettings.objects.create()
    footer = soup(client.get("/")).footer
    assert footer.find("address") is None
    assert [heading.get_text() for heading in footer.find_all("h2")] == ["Trên cổng này"]


def test_number_that_cannot_be_called_is_no_link(client):
    SiteSettings.objects.create(phones="Fax: 0200.3550.199")
    address = soup(client.get("/")).footer.address
    assert address.get_text(strip=True) == "Fax: 0200.3550.199"
    assert address.a is None


def test_number_without_a_name_is_called_a_phone(client):
    SiteSettings.objects.create(phones="0200.3550.100")
    assert soup(client.get("/")).footer.address.p.get_text() == "Điện thoại: 0200.3550.100"


def test_text_of_the_settings_is_text(client):
    SiteSettings.objects.create(addresses="<b>Số 1</b>", working_hours='"><script>alert(1)</script>')
    footer = soup(client.get("/")).footer
    assert footer.find(["b", "script"]) is None
    assert "<b>Số 1</b>" in footer.address.get_text()
