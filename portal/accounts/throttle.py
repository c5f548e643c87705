"""How fast passwords and codes may be tried: growing waits, never a lock (docs/decisions/0016).

A school or an office stands behind one address, so an address alone decides only where very many different
accounts are tried from it. What is counted is an account together with a network, and an account from
everywhere. Whoever attacks an account from outside would so keep its owner out: a browser in which the
account signed in before (portal.accounts.known) has an allowance of its own that nobody else uses up.

An attempt is counted before the password is looked at, so that a thousand at once are a thousand. One that
has to wait is counted in the shortest window alone: to ask too often makes no wait longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import Limit
from core.visitors import network_hashes
from portal.accounts import known


class Wait(Exception):
    """It was tried too often; ``seconds`` say when it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Đã thử quá nhiều lần. Hãy chờ {seconds} giây rồi thử lại.")
        self.seconds = seconds


DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pace:
    """How many attempts go through in windows of time, the shortest first."""

    name: str
    windows: Sequence[tuple[timedelta, int]]

    def attempt(self, key: bytes) -> None:
        """Count an attempt; raises Wait where there were too many."""
        for length, most in self.windows:
            start, end = _window(length)
            if Limit.objects.hit(self._named(length), key, start, end) > most:
                self.check(key)
                raise _wait_until(end)  # Where the window has just ended.

    def check(self, key: bytes) -> None:
        """Raise Wait, for the longest window without an attempt left; counts nothing."""
        for length, most in reversed(self.windows):
            start, end = _window(length)
            if Limit.objects.seen(self._named(length), [key], start).get(key, 0) >= most:
                raise _wait_until(end)

    def is_used_up(self, key: bytes) -> bool:
        try:
            self.check(key)
        except Wait:
            return True
        return False

    def forgive(self, key: bytes) -> None:
        """Forget the attempts of a key, as the last was right; those of a whole day stand."""
        names = [self._named(length) for length, _ in self.windows if length < DAY]
        Limit.objects.filter(name__in=names, key=key).delete()

    def _named(self, length: timedelta) -> str:
        return f"{self.name}:{length // timedelta(minutes=1)}"


def _minutes(*windows: tuple[int, int]) -> list[tuple[timedelta, int]]:
    return [(timedelta(minutes=length), most) for length, most in windows]


# A person who has forgotten which of his passwords it was tries five or six.
ONE_PLACE = Pace("sign-in", _minutes((1, 5), (5, 10), (30, 20)))
# From everywhere together, without known browsers: some thousands a day, against passwords that no list has.
EVERYWHERE = Pace("sign-in:account", _minutes((5, 30), (60, 100)))
# All that one network has hashed, in new browsers; not all teachers of a school come in the same minute.
ATTEMPTS_OF_NETWORK = Pace("sign-in:attempts", _minutes((1, 150)))
# Different accounts that failed from one network. It is slowed down then, never shut: who is behind the same
# address as an attacker waits for a minute, and for five at most.
ACCOUNTS_OF_NETWORK = Pace("sign-in:network", _minutes((5, 30)))
SLOWED = Pace("sign-in:slowed", _minutes((1, 10)))
# Six digits: who has the password already, and no known browser, gets twenty of a million a day; a hundred in
# however many known browsers.
CODES = Pace("sign-in:code", _minutes((1, 5), (15, 10), (24 * 60, 20)))
CODES_OF_ACCOUNT = Pace("sign-in:codes", _minutes((24 * 60, 100)))
# Nobody guesses those; that somebody guesses at the app is no reason to refuse them.
RECOVERY_CODES = Pace("sign-in:recovery", _minutes((1, 5), (15, 10), (24 * 60, 20)))
# Letters with links that are asked for.
LINKS = Pace("sign-in:link", _minutes((60, 30)))
LINKS_MADE = Pace("sign-in:made", _minutes((24 * 60, 5)))  # By administrators, for one account.
LINKS_OF_ACCOUNT = Pace("sign-in:letter", _minutes((60, 3)))


class Attempt:
    """One attempt to sign in to an account, counted where it belongs; raises Wait."""

    def __init__(self, request: HttpRequest, username: str) -> None:
        self.networks = network_hashes(request)
        browser = known.browser_of(request, username)
        if browser:
            self.key = _key("browser", username, browser)
            ONE_PLACE.attempt(self.key)
            return
        self.key = _key("network", username, self.networks[-1].hex())
        ONE_PLACE.attempt(self.key)
        for network in self.networks:
            ATTEMPTS_OF_NETWORK.attempt(network)
            if ACCOUNTS_OF_NETWORK.is_used_up(network):
                SLOWED.attempt(network)
        EVERYWHERE.attempt(_key("account", username))

    def failed(self) -> None:
        """Note that the password was wrong: once in a window for each account and network."""
        for length, _ in ACCOUNTS_OF_NETWORK.windows:
            if Limit.objects.hit("sign-in:first", self.key, *_window(length)) == 1:
                for network in self.networks:
                    Limit.objects.hit(ACCOUNTS_OF_NETWORK._named(length), network, *_window(length))

    def succeeded(self) -> None:
        ONE_PLACE.forgive(self.key)


class CodeAttempt:
    """One attempt to show a code, known browsers of the account each apart; raises Wait."""

    def __init__(self, request: HttpRequest, username: str, *, is_recovery: bool) -> None:
        self.pace = RECOVERY_CODES if is_recovery else CODES
        self.key = _key("code", username, known.browser_of(request, username))
        self.pace.attempt(self.key)
        if not is_recovery:
            CODES_OF_ACCOUNT.attempt(_key("code", username))

    def succeeded(self) -> None:
        self.pace.forgive(self.key)


def is_first_of_day(username: str) -> bool:
    """Tell whether a second factor was not shown after a right password, for the first time in a day."""
    return Limit.objects.hit("sign-in:told", _key("told", username), *_window(DAY)) == 1


def link_keys(request: HttpRequest) -> list[bytes]:
    """Return what letters are counted under that somebody asks for."""
    return network_hashes(request)


def account_key(name: str) -> bytes:
    return _key("account", name)


def _key(*parts: str) -> bytes:
    return salted_hmac("portal.accounts.throttle", "\0".join(parts), algorithm="sha256").digest()[:16]


def _window(length: timedelta) -> tuple[datetime, datetime]:
    now, seconds = timezone.now().timestamp(), length.total_seconds()
    start = datetime.fromtimestamp(now - now % seconds, UTC)
    return start, start + length


def _wait_until(end: datetime) -> Wait:
    return Wait(max(1, ceil((end - timezone.now()).total_seconds())))
