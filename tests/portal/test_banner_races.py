"""Clicks on a banner that come at once."""

import threading

import pytest
from django.db import connection
from django.test import Client

from portal.models import Banner, BannerClick
from tests.factories import image_bytes, upload

pytestmark = pytest.mark.usefixtures("committing_db")


@pytest.fixture
def banner():
    return Banner.objects.create(
        title="Tuyển sinh",
        alt="Tra cứu tuyển sinh",
        address="https://tuyensinh.example.vn/",
        picture=upload("anh.png", image_bytes()),
    )


def at_once(number, work):
    """Call ``work(0)``, ``work(1)`` … in threads that begin together."""
    barrier = threading.Barrier(number)

    def run(each):
        barrier.wait()
        try:
            work(each)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[each]) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_click_is_lost_on_a_day_that_begins(banner):
    at_once(8, lambda _: BannerClick.objects.add(banner))
    assert BannerClick.objects.get().clicks == 8


def test_person_who_clicks_eight_times_at_once_is_counted_once(banner):
    at_once(8, lambda _: Client().get(banner.get_absolute_url()))
    assert BannerClick.objects.get().clicks == 1


def test_eight_persons_at_once_are_eight_clicks(banner):
    at_once(8, lambda each: Client(headers={"user-agent": f"Máy {each}"}).get(banner.get_absolute_url()))
    assert BannerClick.objects.get().clicks == 8
