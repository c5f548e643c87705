"""What stands between a form that everyone may send and those who send it a thousand times.

Nothing here asks a person for anything: no picture puzzle, no service of others. A form has a trap that only
programs fill in. Who has sent it before gets work for his machine along with it, more each time
(:mod:`altcha`: so many rounds of PBKDF2), which a browser does by itself. Without the work, so without
scripts, only a few go through in an hour. The address decides nothing by itself: a computer room of thirty,
and a town behind one address, get their work and do it without noticing; who sends thousands from one network
gets more of it each time, under whatever names of browsers. See docs/decisions/0010.

Counts are kept under hashes whose key lives one day (core.visitors), in windows of an hour and a day.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import altcha
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models.limits import Limit, UsedChallenge
from core.visitors import network_hashes, visitor_hash

# What people see of it is nothing: the name is one that programs like to fill in.
TRAP = "trang_web"
# The field with the work that was done.
PROOF = "bang_chung"
LONGEST_PROOF = 4_000  # characters; ours are about 750
LIFETIME = timedelta(minutes=20)

ALGORITHM = "PBKDF2/SHA-256"
# Rounds a try: enough that a browser spends its time in them, little enough (2 ms) for us to make one.
COST = 5_000
# From how many times of this visitor today on -> how many tries the work takes at most; half of it at least.
# A hundred are a quarter of a second on a desktop and about a second on a cheap phone. Forty is more than a
# computer room holds.
STEPS = ((1, 100), (40, 200), (100, 800), (300, 3_200))
# The same by how many times of the network, whatever the browsers there call themselves: the last of a school
# of a thousand works for some seconds, and ten thousand ballots take a fast machine a day.
NETWORK_STEPS = ((100, 200), (300, 800), (1_000, 3_200), (3_000, 12_800))
# The key of what is counted of everyone together.
EVERYONE = b""


class Refused(ValidationError):
    """The form was sent too often; the message says in Vietnamese what helps.

    With ``needs_work`` the same form goes through with the work of a new challenge.
    """

    def __init__(self, message: str, *, needs_work: bool) -> None:
        super().__init__(message)
        self.needs_work = needs_work


class Sender(NamedTuple):
    """Who sends a form, by the hashes of the day.

    ``networks`` are the widest first, none where they do not count.
    """

    visitor: bytes
    networks: tuple[bytes, ...]


class Proof(NamedTuple):
    """Work that was done: the challenge's number, when that runs out, how many tries it took at most."""

    nonce: str
    expires_at: datetime
    tries: int


def sender_of(request: HttpRequest, *, is_known: bool = False) -> Sender:
    """Return who sends a form; call it before the transaction of what the form does.

    The first of a day makes the day's key, which must stay whatever becomes of the form. Of one who
    ``is_known`` by an account the network says nothing.
    """
    return Sender(visitor_hash(request), () if is_known else tuple(network_hashes(request)))


def is_trapped(data: Mapping[str, str]) -> bool:
    """Tell whether the field that no person sees was filled in."""
    return bool(data.get(TRAP))


@dataclass(frozen=True)
class Gate:
    """The limits of one form.

    ``name`` is what is counted. ``plain_per_visitor``, ``plain_per_network`` and, of all networks together,
    ``plain_in_all`` go through in an hour without work. With work everyone does: it only grows.
    """

    name: str
    plain_per_visitor: int
    plain_per_network: int
    plain_in_all: int

    def challenge(self, sender: Sender, about: str, *, is_needed: bool = False) -> str:
        """Return the work for a sender as JSON, "" where nothing is asked of him.

        ``about`` tells apart what the form can be about ("7"). ``is_needed`` where he was just refused.
        """
        tries = self._asked(sender, self._seen(sender, about))
        if not tries and (is_needed or self._is_crowded(sender, about)):
            tries = STEPS[0][1]
        return _make(self._named(about), sender.visitor.hex(), tries) if tries else ""

    def check(self, sender: Sender, about: str, proof: str) -> Proof | None:
        """Return the work that came with a form, None for none; raises Refused. It only reads.

        What is wrong, old, of another form or sender, or too light is refused; so is a form without work
        where there were too many such.
        """
        if not proof:
            names = self._plain_limits(sender)
            seen = Limit.objects.seen(self._plain(about), names, _hour()[0])
            if any(seen.get(key, 0) >= most for key, most in names.items()):
                raise _work_needed()
            return None
        found = _read(proof)
        data = (found and found.challenge.parameters.data) or {}
        expected = {"for": self._named(about), "visitor": sender.visitor.hex()}
        if found is None or any(data.get(name) != value for name, value in expected.items()):
            raise _outdated()
        parameters = found.challenge.parameters
        done = Proof(
            parameters.nonce, datetime.fromtimestamp(parameters.expires_at, UTC), data.get("tries", 0)
        )
        if done.tries < self._asked(sender, self._seen(sender, about)):
            raise _outdated()
        return done

    def admit(self, sender: Sender, about: str, proof: Proof | None) -> None:
        """Count the form as sent; raises Refused. Call it in the transaction of what the form does.

        ``proof`` is what ``check()`` found. With the transaction all of it is taken back: a refusal counts
        nothing and uses nothing up.
        """
        # Always in this order: two that wait for each other's rows would wait for ever.
        before = {
            key: Limit.objects.hit(self._named(about), key, *_day()) - 1
            for key in (*sender.networks, sender.visitor)
        }
        if proof is None:
            for key, most in self._plain_limits(sender).items():
                if Limit.objects.hit(self._plain(about), key, *_hour()) > most:
                    raise _work_needed()
        elif proof.tries < self._asked(sender, before):
            raise _outdated()
        elif not UsedChallenge.objects.use(proof.nonce, proof.expires_at):
            raise Refused("Hãy gửi lại: phần máy tự kiểm tra đã dùng rồi.", needs_work=True)

    def _named(self, about: str) -> str:
        return f"{self.name}:{about}"

    def _plain(self, about: str) -> str:
        return f"{self._named(about)}:plain"

    def _plain_limits(self, sender: Sender) -> dict[bytes, int]:
        """Return how many go through without work in an hour, by the keys they are counted under."""
        of_visitor = {sender.visitor: self.plain_per_visitor}
        if not sender.networks:
            return of_visitor
        of_networks = dict.fromkeys(sender.networks, self.plain_per_network)
        return of_visitor | of_networks | {EVERYONE: self.plain_in_all}

    def _is_crowded(self, sender: Sender, about: str) -> bool:
        """Tell whether so many came without work this hour that everyone needs it."""
        if not sender.networks:
            return False
        seen = Limit.objects.seen(self._plain(about), [EVERYONE], _hour()[0])
        return seen.get(EVERYONE, 0) >= self.plain_in_all

    def _seen(self, sender: Sender, about: str) -> dict[bytes, int]:
        return Limit.objects.seen(self._named(about), (*sender.networks, sender.visitor), _day()[0])

    def _asked(self, sender: Sender, before: Mapping[bytes, int]) -> int:
        """Return how many tries the work takes at most, after so many that were admitted today."""
        of_network = max((before.get(key, 0) for key in sender.networks), default=0)
        return max(_tries(before.get(sender.visitor, 0), STEPS), _tries(of_network, NETWORK_STEPS))


def _work_needed() -> Refused:
    return Refused(
        "Trong một giờ qua đã có nhiều lượt gửi từ máy hoặc mạng này, hoặc cho chính biểu mẫu này. Hãy bật "
        "JavaScript trong trình duyệt rồi gửi lại, hoặc chờ một giờ nữa.",
        needs_work=True,
    )


def _outdated() -> Refused:
    return Refused("Hãy gửi lại: phần máy tự kiểm tra đã cũ.", needs_work=True)


def _tries(before: int, steps: Sequence[tuple[int, int]]) -> int:
    return max((tries for times, tries in steps if before >= times), default=0)


def _make(purpose: str, visitor: str, tries: int) -> str:
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=tries // 2 + secrets.randbelow(tries // 2),
        expires_at=timezone.now() + LIFETIME,
        data={"for": purpose, "visitor": visitor, "tries": tries},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("answer"),
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def _read(proof: str) -> altcha.Payload | None:
    """Return a proof that is right and not too old; None for all else."""
    if len(proof) > LONGEST_PROOF:
        return None
    checked = altcha.verify_solution(proof, _secret("challenge"), hmac_key_secret=_secret("answer"))
    return altcha.Payload.from_base64(proof) if checked.verified else None


def _secret(part: str) -> bytes:
    return salted_hmac("core.challenge", part, algorithm="sha256").digest()


def _day() -> tuple[datetime, datetime]:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)


def _hour() -> tuple[datetime, datetime]:
    start = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    return start, start + timedelta(hours=1)
