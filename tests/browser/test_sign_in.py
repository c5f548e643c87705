"""Signing in with a real browser: an app, recovery codes, a passkey; the look of the pages."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts import factors
from portal.models import AuthenticatorApp, Passkey
from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.browser.staff import PASSWORD, signed_in
from tests.factories import make_superuser, make_user

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def editor(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    return make_user(groups=("Biên tập viên",), username="bien-tap")


@pytest.fixture
def console(page):
    """What the console complains of: a policy that is broken, a file that is missing."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    return said


def sign_in(page, site, user):
    page.goto(f"{site.url}/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def heading(page, text):
    return expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(text))


def free_the_code(user):
    """Let the app's next code be another than the one just used: half a minute passes."""
    AuthenticatorApp.objects.filter(user=user).update(last_step=0)


def test_editor_sets_an_app_up_and_signs_in_with_it(page, site, editor, console):
    sign_in(page, site, editor)
    heading(page, "Xác thực hai lớp")
    page.get_by_role("link", name="Dùng ứng dụng xác thực").click()
    secret = page.locator(".accounts-secret code").inner_text().replace(" ", "")
    page.get_by_label("Mã 6 chữ số").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Xong").click()
    heading(page, "Cất các mã dự phòng này")
    codes = page.locator(".accounts-codes code").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về tệp").click()
    assert codes[0] in download.value.path().read_text()
    page.get_by_role("link", name="Tôi đã cất mã, tiếp tục").click()
    heading(page, "Chào")

    page.get_by_role("button", name="Đăng xuất").click()
    heading(page, "Bạn đã đăng xuất")
    free_the_code(editor)
    sign_in(page, site, editor)
    page.get_by_label("Mã xác thực").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Xác thực").click()
    heading(page, "Chào")

    for times in range(2):
        page.get_by_role("button", name="Đăng xuất").click()
        sign_in(page, site, editor)
        page.get_by_label("Mã xác thực").fill(codes[0])
        page.get_by_role("button", name="Xác thực").click()
        if times == 0:
            expect(page.get_by_text("Bạn vừa dùng một mã dự phòng")).to_be_visible()
            page.goto(f"{site.url}/quan-tri/")
    expect(page.get_by_text("Mã chưa đúng, đã dùng hoặc đã quá hạn.")).to_be_visible()
    assert [line for line in console if "400" not in line] == []


def test_passkey_is_made_and_shown(page, site, editor, console):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, site, editor)
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    page.get_by_label("Tên của khóa").fill("Máy ở phòng")
    page.get_by_role("button", name="Thêm khóa").click()
    heading(page, "Cất các mã dự phòng này")
    page.get_by_role("link", name="Tôi đã cất mã, tiếp tục").click()
    heading(page, "Chào")
    page.get_by_role("button", name="Đăng xuất").click()
    sign_in(page, site, editor)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    heading(page, "Chào")
    passkey = Passkey.objects.get(user=editor)
    assert passkey.name == "Máy ở phòng"
    assert timezone.now() - passkey.used_at < timedelta(minutes=1)
    assert console == []


def test_passkey_of_another_account_is_not_taken(page, site, editor):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, site, editor)
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    page.get_by_role("button", name="Thêm khóa").click()
    heading(page, "Cất các mã dự phòng này")
    other = make_user(groups=("Biên tập viên",), username="nguoi-khac")
    Passkey.objects.filter(user=editor).update(user=other)
    factors.set_app(editor, factors.new_secret(), 0)
    page.context.clear_cookies()
    sign_in(page, site, editor)
    heading(page, "Xác thực lớp hai")
    expect(page.get_by_role("button", name="Dùng khóa truy cập")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_barriers_at_any_size(page, site, editor, scheme):
    page.emulate_media(color_scheme=scheme)
    for address in ("/dang-nhap/", "/dang-nhap/quen-mat-khau/", "/dang-xuat/"):
        page.goto(f"{site.url}{address}")
        assert list(problems_of(page, DESKTOP, PHONE)) == []
    sign_in(page, site, editor)
    heading(page, "Xác thực hai lớp")
    assert list(problems_of(page, DESKTOP, PHONE)) == []
    page.get_by_role("link", name="Dùng ứng dụng xác thực").click()
    heading(page, "Ứng dụng xác thực")
    assert list(problems_of(page, DESKTOP, PHONE)) == []
    secret = page.locator(".accounts-secret code").inner_text().replace(" ", "")
    page.get_by_label("Mã 6 chữ số").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Xong").click()
    heading(page, "Cất các mã dự phòng này")
    assert list(problems_of(page, DESKTOP, PHONE)) == []
    for address in ("/tai-khoan/", "/tai-khoan/mat-khau/", "/tai-khoan/hai-lop/", "/tai-khoan/hai-lop/khoa/"):
        page.goto(f"{site.url}{address}")
        assert list(problems_of(page, DESKTOP, PHONE)) == []


def test_pages_of_those_who_keep_accounts_have_no_barriers(page, site):
    keeper, person = make_superuser(), make_user(username="lan")
    factors.set_app(person, factors.new_secret(), 0)
    signed_in(page, site.url, keeper)
    for address in (f"/quan-tri/auth/user/{person.pk}/dang-nhap/", "/quan-tri/core/auditentry/"):
        page.goto(f"{site.url}{address}")
        assert list(problems_of(page, DESKTOP, PHONE)) == []


def test_signing_in_with_an_app_needs_no_script(browser, site):
    user, secret = make_user(username="lan"), factors.new_secret()
    factors.set_app(user, secret, 0)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, user)
    page.get_by_label("Mã xác thực").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Xác thực").click()
    heading(page, "Chào")
    context.close()
