"""Limits and work: what goes through, what is refused, what cannot be used twice."""

import base64
import json
from datetime import timedelta

import altcha
import pytest
from django.db import transaction
from django.utils import timezone

from core import challenge, visitors
from core.challenge import Gate, Refused, is_trapped, sender_of
from core.models import Limit, UsedChallenge
from core.tasks import forget_limits
from tests.factories import at

pytestmark = pytest.mark.django_db

GATE = Gate("thu", plain_per_visitor=2, plain_per_network=4, plain_in_all=8)
ROOM = "203.0.113.9"


@pytest.fixture(autouse=True)
def quick_work(monkeypatch):
    """Have the work done in no time; how much of it there is stays."""
    monkeypatch.setattr(challenge, "COST", 1)
    monkeypatch.setattr(visitors, "_known", None)


@pytest.fixture
def ask(rf):
    def make(browser="A", address=ROOM):
        return rf.post("/", REMOTE_ADDR=address, HTTP_USER_AGENT=browser)

    return make


def solved(text):
    """Return what a browser sends along after it has done the work."""
    made = altcha.Challenge.from_dict(json.loads(text))
    return altcha.Payload(made, altcha.solve_challenge(made)).to_base64()


def admit(request, proof="", about="7"):
    sender = sender_of(request)
    with transaction.atomic():
        GATE.admit(sender, about, GATE.check(sender, about, proof))


def asked(request, about="7", **kwargs):
    return GATE.challenge(sender_of(request), about, **kwargs)


def tries_of(text):
    return json.loads(text)["parameters"]["data"]["tries"] if text else 0


def test_first_time_asks_for_nothing(ask):
    assert asked(ask()) == ""
    admit(ask())


def test_second_time_asks_for_work_and_goes_through_with_it(ask):
    admit(ask())
    admit(ask(), solved(asked(ask())))
    assert Limit.objects.get(name="thu:7:plain", key=visitors.visitor_hash(ask())).count == 1


def test_without_work_a_few_go_through_in_an_hour(ask, time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    admit(ask())
    admit(ask())
    with pytest.raises(Refused, match="bật JavaScript") as refused:
        admit(ask())
    assert refused.value.needs_work
    time_machine.move_to(at(2026, 3, 2, 10, 5), tick=False)
    admit(ask())


def test_other_browsers_of_the_network_share_its_hour(ask):
    for browser in "ABCD":
        admit(ask(browser))
    with pytest.raises(Refused):
        admit(ask("E"))
    admit(ask("E", address="203.0.113.10"))


def test_work_lets_those_through_whom_the_hour_refuses(ask):
    for browser in "ABCD":
        admit(ask(browser))
    admit(ask("E"), solved(asked(ask("E"), is_needed=True)))


def test_work_of_a_network_grows_whatever_its_browsers_are_called(ask, monkeypatch):
    monkeypatch.setattr(challenge, "NETWORK_STEPS", ((3, 8), (5, 16)))
    sizes = []
    for number in range(6):
        admit(ask(f"{number}"), solved(asked(ask(f"{number}"), is_needed=True)))
        sizes.append(tries_of(asked(ask("Mới"))))
    assert sizes == [0, 0, 8, 8, 16, 16]
    assert tries_of(asked(ask("Mới", address="203.0.113.10"))) == 0


def test_proof_that_is_too_light_for_the_network_by_now_is_refused(ask, monkeypatch):
    monkeypatch.setattr(challenge, "NETWORK_STEPS", ((3, 400),))
    early = solved(asked(ask("Sớm"), is_needed=True))
    for number in range(3):
        admit(ask(f"{number}"))
    with pytest.raises(Refused, match="đã cũ") as refused:
        admit(ask("Sớm"), early)
    assert refused.value.needs_work
    admit(ask("Sớm"), solved(asked(ask("Sớm"))))


def test_network_of_a_day_is_never_refused_outright(ask, monkeypatch):
    monkeypatch.setattr(challenge, "STEPS", ((1, 4),))
    monkeypatch.setattr(challenge, "NETWORK_STEPS", ((5, 4),))
    for _ in range(60):
        admit(ask(), solved(asked(ask(), is_needed=True)))


def test_rented_network_counts_as_one(ask, monkeypatch):
    monkeypatch.setattr(challenge, "NETWORK_STEPS", ((3, 8),))
    for number in range(3):
        admit(ask(f"{number}", address=f"2001:db8:1:{number}::1"))
    assert tries_of(asked(ask("Mới", address="2001:db8:1:ffff::1"))) == 8
    assert tries_of(asked(ask("Mới", address="2001:db8:2::1"))) == 0
    admit(ask("3", address="2001:db8:1:3::1"))
    with pytest.raises(Refused, match="bật JavaScript"):
        admit(ask("Mới", address="2001:db8:1:eeee::1"))


def test_too_many_from_everywhere_without_work_ask_it_of_everyone(ask, time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    for number in range(GATE.plain_in_all):
        assert not asked(ask(address=f"198.51.100.{number}"))
        admit(ask(address=f"198.51.100.{number}"))
    newcomer = ask(address="192.0.2.1")
    text = asked(newcomer)
    assert tries_of(text) == challenge.STEPS[0][1]
    with pytest.raises(Refused) as refused:
        admit(newcomer)
    assert refused.value.needs_work
    admit(newcomer, solved(text))
    admit(newcomer, about="8")
    time_machine.move_to(at(2026, 3, 2, 10, 0), tick=False)
    assert not asked(ask(address="192.0.2.2"))


def test_of_one_who_is_known_neither_network_nor_crowd_counts(ask):
    for number in range(GATE.plain_in_all + 1):
        sender = sender_of(ask(f"{number}"), is_known=True)
        GATE.admit(sender, "7", GATE.check(sender, "7", ""))
        assert not GATE.challenge(sender_of(ask("Mới"), is_known=True), "7")


def test_challenge_of_somebody_else_is_refused(ask):
    proof = solved(asked(ask("A"), is_needed=True))
    with pytest.raises(Refused, match="đã cũ"):
        admit(ask("B"), proof)
    admit(ask("A"), proof)


def test_check_only_reads(ask, django_assert_max_num_queries):
    sender = sender_of(ask())
    proof = solved(asked(ask(), is_needed=True))
    with django_assert_max_num_queries(1) as queries:
        GATE.check(sender, "7", proof)
    assert queries[0]["sql"].startswith("SELECT")


def test_work_grows_in_steps(ask, monkeypatch):
    monkeypatch.setattr(challenge, "STEPS", ((1, 4), (2, 8)))
    sizes = []
    for _ in range(3):
        text = asked(ask())
        sizes.append(tries_of(text))
        admit(ask(), solved(text) if text else "")
    assert sizes == [0, 4, 8]


def test_work_that_has_become_too_light_is_asked_for_anew(ask, monkeypatch):
    monkeypatch.setattr(challenge, "STEPS", ((1, 4), (2, 8)))
    admit(ask())
    early = [solved(asked(ask())) for _ in range(2)]
    admit(ask(), early[0])
    with pytest.raises(Refused, match="gửi lại"):
        admit(ask(), early[1])


def test_challenge_is_good_once(ask):
    proof = solved(asked(ask(), is_needed=True))
    admit(ask(), proof)
    with pytest.raises(Refused, match="đã dùng"):
        admit(ask(), proof)


def test_refusal_counts_nothing_and_uses_nothing_up(ask):
    proof = solved(asked(ask(), is_needed=True))
    with transaction.atomic():
        GATE.admit(sender_of(ask()), "7", GATE.check(sender_of(ask()), "7", proof))
        transaction.set_rollback(True)
    assert not Limit.objects.exists()
    admit(ask(), proof)


def test_challenge_of_another_form_is_refused(ask):
    with pytest.raises(Refused):
        admit(ask(), solved(asked(ask(), "8", is_needed=True)))


def test_challenge_runs_out(ask, time_machine):
    time_machine.move_to(at(2026, 3, 2), tick=False)
    proof = solved(asked(ask(), is_needed=True))
    time_machine.move_to(at(2026, 3, 2) + challenge.LIFETIME + timedelta(seconds=2), tick=False)
    with pytest.raises(Refused):
        admit(ask(), proof)


def forged(proof, **changes):
    payload = json.loads(base64.b64decode(proof))
    payload["challenge"]["parameters"] |= changes
    return base64.b64encode(json.dumps(payload).encode()).decode()


@pytest.mark.parametrize(
    "proof", ["x", "ấ", "{}", "e30=", base64.b64encode(b"[" * 1_000).decode(), "A" * 100_000]
)
def test_nonsense_is_no_proof(ask, proof):
    with pytest.raises(Refused):
        admit(ask(), proof)


@pytest.mark.parametrize(
    "changes", [{"keyPrefix": "00"}, {"cost": 1, "salt": "00"}, {"data": {"for": "thu:7"}}]
)
def test_challenge_that_was_changed_is_refused(ask, changes):
    proof = solved(asked(ask(), is_needed=True))
    with pytest.raises(Refused):
        admit(ask(), forged(proof, **changes))


def test_wrong_answer_is_refused(ask):
    made = altcha.Challenge.from_dict(json.loads(asked(ask(), is_needed=True)))
    with pytest.raises(Refused):
        admit(ask(), altcha.Payload(made, altcha.Solution(1, "00" * 32)).to_base64())


def test_addresses_are_not_stored(ask):
    admit(ask())
    assert all(ROOM.encode() not in bytes(limit.key) for limit in Limit.objects.all())


def test_trap_catches_who_fills_in_everything():
    assert is_trapped({"trang_web": "https://example.vn/"})
    assert not is_trapped({"trang_web": ""})
    assert not is_trapped({})


def test_what_is_over_is_forgotten(ask, time_machine):
    time_machine.move_to(at(2026, 3, 2, 9), tick=False)
    admit(ask(), solved(asked(ask(), is_needed=True)))
    assert forget_limits.call() == 0
    time_machine.move_to(at(2026, 3, 2, 10), tick=False)
    assert forget_limits.call() == 0  # An hour longer than it runs: clocks differ.
    time_machine.move_to(at(2026, 3, 3, 0, 1), tick=False)
    assert forget_limits.call() == 3
    assert not UsedChallenge.objects.exists()


def test_day_of_the_counts_is_that_of_vietnam(ask, time_machine):
    time_machine.move_to(at(2026, 3, 2, 23, 59), tick=False)
    admit(ask())
    ends = Limit.objects.get(name="thu:7", key=visitors.visitor_hash(ask())).ends_at
    assert timezone.localtime(ends) == at(2026, 3, 3, 0)
