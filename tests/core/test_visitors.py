"""Telling visitors apart without knowing who they are."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import visitors
from core.models import CountedOnce, VisitorKey
from core.tasks import forget_visitors
from core.visitors import COUNT_AGAIN_AFTER, client_network, network_hashes, visitor_hash
from tests.factories import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def new_process(monkeypatch):
    """Have no key in memory, as a process that has just begun."""
    monkeypatch.setattr(visitors, "_known", None)


def test_visitor_has_the_same_hash_all_day_in_every_process(rf, monkeypatch, time_machine):
    time_machine.move_to(at(2026, 3, 2, 0, 5), tick=False)
    first = visitor_hash(rf.get("/"))
    monkeypatch.setattr(visitors, "_known", None)
    time_machine.move_to(at(2026, 3, 2, 23, 55), tick=False)
    assert visitor_hash(rf.get("/")) == first


def test_visitor_has_another_hash_on_another_day(rf, time_machine):
    time_machine.move_to(at(2026, 3, 2), tick=False)
    first = visitor_hash(rf.get("/"))
    time_machine.move_to(at(2026, 3, 3), tick=False)
    assert visitor_hash(rf.get("/")) != first


def test_address_and_browser_tell_visitors_apart(rf):
    requests = [
        rf.get("/", REMOTE_ADDR=address, HTTP_USER_AGENT=browser)
        for address in ("10.0.0.1", "10.0.0.2")
        for browser in ("A", "B")
    ]
    assert len({visitor_hash(request) for request in requests}) == 4


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
        ("không phải địa chỉ", ""),
    ],
)
def test_network_of_an_address(rf, address, network):
    assert client_network(rf.get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("203.0.113.9", "203.0.113.10", 0),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::7", 2),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 1),
        ("2001:db8:1:2::1", "2001:db8:2:2::1", 0),
    ],
)
def test_networks_of_ipv6_are_two(rf, one, other, shared):
    found = [network_hashes(rf.get("/", REMOTE_ADDR=address)) for address in (one, other)]
    assert {len(hashes) for hashes in found} == {2 if ":" in one else 1}
    assert len(set(found[0]) & set(found[1])) == shared
    assert found[0][:shared] == found[1][:shared]  # The widest first.


def test_what_a_visitor_writes_into_the_header_is_not_believed(rf, settings):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    request = rf.get("/", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.9", REMOTE_ADDR="10.0.0.1")
    assert client_network(request) == "203.0.113.9"


def test_without_a_proxy_the_header_is_ignored(rf):
    assert client_network(rf.get("/", HTTP_X_FORWARDED_FOR="198.51.100.1")) == "127.0.0.1"


def test_what_was_counted_long_ago_and_keys_of_earlier_days_are_destroyed(rf):
    now = timezone.now()
    visitor_hash(rf.get("/"))
    VisitorKey.objects.create(day=timezone.localdate() - timedelta(days=1), key=b"x")
    for object_id, age in ((1, COUNT_AGAIN_AFTER + timedelta(minutes=1)), (2, timedelta(minutes=1))):
        CountedOnce.objects.claim(b"k", "x", object_id, now=now - age, within=COUNT_AGAIN_AFTER)
    assert forget_visitors.call() == 1
    assert list(CountedOnce.objects.values_list("object_id", flat=True)) == [2]
    assert [key.day for key in VisitorKey.objects.all()] == [timezone.localdate()]


def test_day_that_is_over_gets_no_key(time_machine):
    time_machine.move_to(at(2026, 3, 2), tick=False)
    today = timezone.localdate()
    assert visitors.keys_of([today, today - timedelta(days=1)]).keys() == {today}


def test_process_follows_a_key_that_a_crash_of_the_database_has_made_anew(rf, monkeypatch):
    first = visitor_hash(rf.get("/"))
    VisitorKey.objects.all().delete()
    assert visitor_hash(rf.get("/")) == first
    monkeypatch.setattr(visitors, "KEY_FRESH", -1)
    assert visitor_hash(rf.get("/")) != first


def test_keys_of_earlier_days_wait_for_what_waited_over_midnight(rf, time_machine):
    time_machine.move_to(at(2026, 3, 2, 23, 59), tick=False)
    visitor_hash(rf.get("/"))
    time_machine.move_to(at(2026, 3, 3, 0, 5), tick=False)
    forget_visitors.call()
    assert VisitorKey.objects.count() == 1
    time_machine.move_to(at(2026, 3, 3, 0, 11), tick=False)
    forget_visitors.call()
    assert not VisitorKey.objects.exists()


def test_tables_are_in_no_physical_backup(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r' ORDER BY relname"
        )
        unlogged = [name for (name,) in cursor.fetchall()]
    assert unlogged == [
        "core_countedonce",
        "core_limit",
        "core_usedchallenge",
        "core_visitorkey",
        "stats_presence",
    ]
