"""Where counting starts, as staff set it."""

import pytest

from stats import visits
from stats.models import CountingSettings
from tests.factories import make_superuser

pytestmark = pytest.mark.django_db

FORM = "/quan-tri/stats/countingsettings/"


@pytest.fixture
def staff(client):
    client.force_login(make_superuser())
    return client


def send(client, number, since=""):
    return client.post(FORM, {"carried_over": number, "since": since})


@pytest.mark.parametrize("number", ["8.332.947", "8332947", "8 332 947", " 8.332.947 "])
def test_number_is_taken_as_people_write_it(staff, number):
    assert send(staff, number).status_code == 302
    assert visits.numbers().total == 8_332_947
    assert 'value="8.332.947"' in staff.get(FORM).content.decode()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("khoảng tám triệu", "Chỉ viết chữ số"),
        ("-5", "Số lượt không thể âm."),
        ("100.000.000.001", "Nhiều nhất 100.000.000.000 lượt."),
    ],
)
def test_wrong_number_is_said_in_words_and_given_back(staff, number, sentence):
    page = send(staff, number).content.decode()
    assert sentence in page
    assert f'value="{number}"' in page
    assert not CountingSettings.objects.filter(carried_over__gt=0).exists()


def test_counting_cannot_have_begun_in_the_future(staff):
    page = send(staff, "1", "01/01/2099").content.decode()
    assert "không thể ở tương lai" in page
