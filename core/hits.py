"""What happens on the portal and is to be counted: a page is read, a file downloaded.

Whoever sees it calls :func:`record`; the app that counts says by :func:`receive` where it goes. Nothing is
asked of the database here, and nothing that could fail: a page must not wait to be counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from core.visitors import Caller, caller_of


class What(Enum):
    VIEW = "views"
    DOWNLOAD = "downloads"


class Who(Enum):
    """Whose it is. Staff and robots are seen to be there, and add to no count of people."""

    GUEST = "guest"
    MEMBER = "member"
    STAFF = "staff"
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that happened.

    ``objects`` are the kinds and ids that are counted; the first is what a second time is known by.
    ``section`` is the label of the app whose page it was. ``is_apart`` says that who asks does not want to be
    told from others (DNT, Global Privacy Control): the thing is counted, the person is not. ``referrer`` is
    the host of the site that led here, "" for none. ``search`` is what was searched for, ``found`` whether
    anything was found.
    """

    what: What
    who: Who
    at: datetime
    caller: Caller
    section: str
    objects: tuple[tuple[str, int], ...]
    is_apart: bool = False
    referrer: str = ""
    search: str = ""
    found: bool = True


Receiver = Callable[[Hit], None]

_receivers: list[Receiver] = []


def receive(receiver: Receiver) -> None:
    """Have a function called with each hit; it must be quick and must not raise."""
    if receiver not in _receivers:
        _receivers.append(receiver)


def record(
    request: HttpRequest,
    what: What,
    section: str,
    objects: tuple[tuple[str, int], ...],
    who: Who | None = None,
    referrer: str = "",
    search: str = "",
    found: bool = True,
    is_again: bool = False,
) -> None:
    """Tell the receivers what a request did.

    ``is_again`` says that a browser loaded a page anew: of somebody who may not be told from others, nobody
    could see later that it is the second time.
    """
    is_apart = request.META.get("HTTP_DNT") == "1" or request.META.get("HTTP_SEC_GPC") == "1"
    if is_apart and is_again:
        return
    who = who or who_asks(request)
    caller = caller_of(request)
    if who in (Who.MEMBER, Who.STAFF):
        # One person at two browsers is one; thirty at one address are thirty.
        caller = Caller("", f"{who.value}:{request.user.pk}")
    hit = Hit(
        what=what,
        who=who,
        at=timezone.now(),
        caller=caller,
        section=section,
        objects=objects,
        is_apart=is_apart,
        referrer=referrer,
        search=search,
        found=found,
    )
    for receiver in _receivers:
        receiver(hit)


def who_asks(request: HttpRequest) -> Who:
    """Tell guests, members and staff apart; without a session cookie nothing is read for it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return Who.GUEST
    return Who.STAFF if request.user.is_staff else Who.MEMBER


def is_ahead(request: HttpRequest) -> bool:
    """Tell whether a browser fetches in advance what maybe nobody will see."""
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in purpose.lower() or "prerender" in purpose.lower() for purpose in purposes)
