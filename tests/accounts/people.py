"""Browsers and what people do in them when they sign in."""

from django.test import Client

from tests.conftest import BROWSER

SIGN_IN = "/dang-nhap/"
PASSWORD = "mat-khau-thu-nghiem"


def browser(address="203.0.113.7", user_agent=BROWSER, **kwargs):
    """Return a browser at a network address, without a cookie."""
    return Client(headers={"User-Agent": user_agent}, REMOTE_ADDR=address, **kwargs)


def sign_in(client, user, password=PASSWORD, **data):
    username = user if isinstance(user, str) else user.username
    return client.post(SIGN_IN, {"username": username, "password": password, **data})


def is_signed_in(client):
    return client.get("/tai-khoan/").status_code == 200
