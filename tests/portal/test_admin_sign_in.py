"""Signing in to the admin, and the policy that its pages come with."""

import pytest
from django.urls import reverse

from portal.models import SiteSettings
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db

SIGN_IN = "/dang-nhap/"


def sign_in(client, user, **data):
    return client.post(SIGN_IN, {"username": user.username, "password": "mat-khau-thu-nghiem", **data})


def directives(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def test_admin_sends_strangers_to_the_sign_in_page_and_back(client):
    page = client.get("/quan-tri/news/article/", follow=True)
    assert page.redirect_chain[-1][0] == f"{SIGN_IN}?next=/quan-tri/news/article/"
    response = sign_in(client, make_superuser(), next="/quan-tri/news/article/")
    assert response.url == "/quan-tri/news/article/"


def test_first_page_follows_the_sign_in(client):
    assert sign_in(client, make_user()).url == reverse("admin:index")


def test_sign_in_page_names_the_department(client):
    SiteSettings.objects.create(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà")
    page = client.get(SIGN_IN).content.decode()
    assert "Sở Giáo dục và Đào tạo tỉnh Sơn Hà" in page
    assert "testserver" not in page


def test_wrong_password_is_told_in_vietnamese(client):
    page = sign_in(client, make_user(), password="sai").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page


def test_account_without_access_cannot_sign_in(client):
    assert sign_in(client, make_user(is_staff=False)).status_code == 200


def test_locked_account_cannot_sign_in(client):
    assert sign_in(client, make_user(is_active=False)).status_code == 200


def test_signing_out_says_so(client):
    client.force_login(make_user())
    page = client.post(reverse("admin:logout")).content.decode()
    assert "Bạn đã đăng xuất" in page


@pytest.mark.parametrize("address", ["/quan-tri/", "/quan-tri/news/article/add/"])
def test_admin_runs_inline_scripts_of_the_editor_but_nothing_foreign(client, address):
    client.force_login(make_superuser())
    policy = directives(client.get(address))
    assert policy["script-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["img-src"] == ["'self'", "data:", "blob:"]
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]


def test_admin_is_never_kept_in_a_cache(client):
    client.force_login(make_superuser())
    assert "no-store" in client.get("/quan-tri/")["Cache-Control"]
