"""What stands between a form that everyone may send and those who send it a thousand times.

Nothing here asks a person for anything: no picture puzzle, no service of others. A form has a trap that only
programs fill in. Who has sent it before gets work for his machine along with it, more each time
(:mod:`altcha`: so many rounds of PBKDF2), which a browser does by itself. Without the work, so without
scripts, only a few go through in an hour. The address decides nothing by itself: a computer room of thirty,
and a town behind one address, get their work and do it without noticing; see docs/decisions/0010.

Counts are kept under hashes whose key lives one day (core.visitors), in windows of an hour and a day.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import altcha
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models.limits import Limit, UsedChallenge
from core.visitors import network_hash, visitor_hash

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


class Refused(ValidationError):
    """The form was sent too often; the message says in Vietnamese what helps.

    With ``needs_work`` the same form goes through with the work of a new challenge.
    """

    def __init__(self, message: str, *, needs_work: bool) -> None:
        super().__init__(message)
        self.needs_work = needs_work


class Sender(NamedTuple):
    """Who sends a form, by the hashes of the day."""

    visitor: bytes
    network: bytes


def sender_of(request: HttpRequest) -> Sender:
    """Return who sends a form; call it before the transaction of what the form does.

    The first of a day makes the day's key, which must stay whatever becomes of the form.
    """
    return Sender(visitor_hash(request), network_hash(request))


def is_trapped(data: Mapping[str, str]) -> bool:
    """Tell whether the field that no person sees was filled in."""
    return bool(data.get(TRAP))


@dataclass(frozen=True)
class Gate:
    """The limits of one form.

    ``name`` is what is counted. ``plain_per_visitor`` and ``plain_per_network`` go through in an hour without
    work; ``per_network`` in a day with it, on all forms of this name together.
    """

    name: str
    plain_per_visitor: int
    plain_per_network: int
    per_network: int

    def challenge(self, request: HttpRequest, about: str, *, is_needed: bool = False) -> str:
        """Return the work for this visitor as JSON, "" where nothing is asked of him.

        ``about`` tells apart what the form can be about ("7"). ``is_needed`` where he was just refused.
        """
        before = Limit.objects.seen(self._named(about), visitor_hash(request), _day()[0])
        tries = _tries(before) or (STEPS[0][1] if is_needed else 0)
        return _make(self._named(about), tries) if tries else ""

    def admit(self, sender: Sender, about: str, proof: str) -> None:
        """Count the form as sent; raises Refused. Call it in the transaction of what the form does.

        With the transaction all of it is taken back: a refusal counts nothing and uses nothing up.
        """
        # Always in this order: two that wait for each other's rows would wait for ever.
        if Limit.objects.hit(self.name, sender.network, *_day()) > self.per_network:
            raise Refused(
                "Hôm nay mạng này đã gửi quá nhiều. Hãy thử lại vào ngày mai, hoặc dùng mạng khác.",
                needs_work=False,
            )
        before = Limit.objects.hit(self._named(about), sender.visitor, *_day()) - 1
        if proof:
            self._check(about, proof, _tries(before))
            return
        of_visitor = Limit.objects.hit(f"{self._named(about)}:plain", sender.visitor, *_hour())
        of_network = Limit.objects.hit(f"{self._named(about)}:plain", sender.network, *_hour())
        if of_visitor > self.plain_per_visitor or of_network > self.plain_per_network:
            raise Refused(
                "Trong một giờ qua đã có nhiều lượt gửi từ máy hoặc mạng này. Hãy bật JavaScript trong trình "
                "duyệt rồi gửi lại, hoặc chờ một giờ nữa.",
                needs_work=True,
            )

    def _named(self, about: str) -> str:
        return f"{self.name}:{about}"

    def _check(self, about: str, proof: str, tries: int) -> None:
        """Use up a proof; raises Refused for one that is wrong, old, used, of another form or too light."""
        found = _read(proof)
        data = (found and found.challenge.parameters.data) or {}
        if found is None or data.get("for") != self._named(about) or data.get("tries", 0) < tries:
            raise Refused("Hãy gửi lại: phần máy tự kiểm tra đã cũ.", needs_work=True)
        parameters = found.challenge.parameters
        if not UsedChallenge.objects.use(
            parameters.nonce, datetime.fromtimestamp(parameters.expires_at, UTC)
        ):
            raise Refused("Hãy gửi lại: phần máy tự kiểm tra đã dùng rồi.", needs_work=True)


def _tries(before: int) -> int:
    """Return how many tries the next work takes at most, of one who was admitted so many times today."""
    return max((tries for times, tries in STEPS if before >= times), default=0)


def _make(purpose: str, tries: int) -> str:
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=tries // 2 + secrets.randbelow(tries // 2),
        expires_at=timezone.now() + LIFETIME,
        data={"for": purpose, "tries": tries},
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
