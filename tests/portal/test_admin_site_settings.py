"""The settings of the site in the admin."""

import pytest

from portal.models import SiteSettings
from tests.factories import image_bytes, make_user, upload

pytestmark = pytest.mark.django_db

ADDRESS = "/quan-tri/portal/sitesettings/"
FORM = {"name": "Sở Giáo dục và Đào tạo tỉnh Sơn Hà", "short_name": "Sở GDĐT", "phones": "0229 3 000 000"}


@pytest.fixture
def as_administrator(client):
    client.force_login(make_user(groups=("Quản trị",)))
    return client


def test_saving_says_so_in_vietnamese_and_stays(as_administrator):
    response = as_administrator.post(ADDRESS, FORM, follow=True)
    assert response.redirect_chain == [(ADDRESS, 302)]
    assert "Đã lưu thông tin cổng." in response.content.decode()


def test_public_pages_show_what_was_saved(as_administrator, client):
    as_administrator.post(ADDRESS, {**FORM, "emblem": upload("Huy hiệu.png", image_bytes())})
    page = client.get("/").content.decode()
    assert FORM["name"] in page
    assert SiteSettings.objects.get().emblem.url in page


def test_what_is_no_phone_number_is_refused(as_administrator):
    page = as_administrator.post(
        ADDRESS, {**FORM, "phones": "Văn thư: 0200.3550.100\ngọi tôi"}
    ).content.decode()
    assert "Không phải là một số điện thoại: «gọi tôi»" in page
