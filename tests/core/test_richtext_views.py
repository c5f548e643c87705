"""What the editor asks the portal for while somebody writes."""

import pytest
from django.test import Client

from core.richtext.sanitiser import sanitise
from tests.core.test_richtext_clipboard import SAMPLES
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TIDY, READ = "/quan-tri/soan-thao/dan/", "/quan-tri/soan-thao/bang-ma/"


@pytest.fixture
def staff(client):
    client.force_login(make_user())
    return client


def test_paste_comes_back_as_it_would_be_stored(staff):
    html = SAMPLES["word-plan"]
    assert staff.post(TIDY, {"html": html}).json() == {"html": sanitise(html), "old": None}


def test_paste_in_old_fonts_comes_back_unconverted_with_what_it_would_be(staff):
    answer = staff.post(TIDY, {"html": SAMPLES["word-tcvn3"]}).json()
    assert answer["old"]["name"] == "TCVN3 (ABC)"
    assert ["KÕ ho¹ch n¨m häc", "KẾ HOẠCH NĂM HỌC"] in answer["old"]["changes"]
    assert "KÕ ho¹ch n¨m häc" in answer["html"]


@pytest.mark.parametrize(
    ("data", "old"),
    [
        ({"text": "Hµ Néi"}, {"name": "TCVN3 (ABC)", "changes": [["Hµ Néi", "Hà Nội"]]}),
        ({"html": "<p>Haø <b>Noäi</b></p>"}, {"name": "VNI", "changes": [["Haø ", "Hà "], ["Noäi", "Nội"]]}),
        ({"text": "Hà Nội"}, None),
        ({}, None),
    ],
)
def test_text_is_read(staff, data, old):
    assert staff.post(READ, data).json() == {"old": old}


@pytest.mark.parametrize("address", [TIDY, READ])
@pytest.mark.parametrize("who", [None, {"is_staff": False}])
def test_only_staff_are_answered(client, address, who):
    if who is not None:
        client.force_login(make_user(**who))
    response = client.post(address, {"html": "<p>a</p>"})
    assert response.status_code == 403
    assert response.json()["error"]["message"] == "Phiên đăng nhập đã hết."


@pytest.mark.parametrize("address", [TIDY, READ])
def test_only_a_post_with_its_token_is_answered(address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert client.post(address, {"html": "<p>a</p>"}).status_code == 403
    assert client.get(address).status_code == 405


def test_paste_beyond_reason_is_refused(staff, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert staff.post(TIDY, {"html": "a" * 2000}).status_code == 400
