"""People who work in the admin."""

import pytest
from django.test import Client

from tests.factories import make_superuser


@pytest.fixture
def me():
    return make_superuser(last_name="Trần", first_name="Văn Hòa")


@pytest.fixture
def as_me(client, me):
    client.force_login(me)
    return client


@pytest.fixture
def colleague():
    return make_superuser(last_name="Đỗ", first_name="Hải Đường")


@pytest.fixture
def as_colleague(colleague):
    client = Client()
    client.force_login(colleague)
    return client
