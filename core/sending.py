"""What becomes of a form that everyone may send: one transaction, or a refusal in words.

What was typed or chosen is never lost: a refusal brings the form back with it.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.challenge import Gate, Refused, Sender

View = Callable[..., HttpResponse]

# Those who send wait for each other milliseconds, and for staff who save; nobody waits for longer.
LOCK_TIMEOUT = "3s"
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code
# Of one field, in the way back to a form; what was sent may be anything.
MAX_KEPT = 30
# The field of a form that holds what somebody has to say.
WORDS = "noi_dung"


class Rejected(Exception):
    """A form came to nothing: the sentence for its sender, the status of the answer, and what helps."""

    def __init__(self, message: str, status: int, *, needs_work: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.needs_work = needs_work


@contextmanager
def one_transaction(busy: str) -> Iterator[None]:
    """Do all in the block or nothing of it, without waiting long for anybody.

    Raises Rejected where the limits refuse the form (429), and with ``busy`` where a row is held for so long
    (503).
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
            yield
    except Refused as error:
        raise Rejected(error.messages[0], 429, needs_work=error.needs_work) from error
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
            raise
        raise Rejected(busy, 503) from error


def times_sent(request: HttpRequest) -> int:
    """Return how often the page's script has sent the form by itself: it stops by that (challenge.js)."""
    said = request.POST.get("lan", "")
    return int(said) if said in ("1", "2", "3") else 0


def refusal_of(request: HttpRequest, rejected: Rejected | None) -> dict[str, Any]:
    """Return what a form shows of what was refused."""
    return {
        "error": rejected.message if rejected else "",
        "needs_work": bool(rejected and rejected.needs_work),
        "times": times_sent(request),
    }


def limits_of(
    request: HttpRequest,
    gate: Gate,
    sender: Sender,
    about: str,
    rejected: Rejected | None,
    *,
    is_needed: bool = False,
) -> dict[str, Any]:
    """Return what a form shows of its limits: what was refused, the work for the machine."""
    shown = refusal_of(request, rejected)
    return shown | {"challenge": gate.challenge(sender, about, is_needed=is_needed or shown["needs_work"])}


def form_view(
    *, kept_fields: Sequence[str] = (), typed_fields: Sequence[str] = (), is_indexed: bool = False
) -> Callable[[View], View]:
    """Decorate a view with a form: no cache keeps it, and nothing that was chosen or typed is lost.

    Neither where the database is away nor where the token against forged requests is refused
    (``portal.views.csrf_failure``): choices, the ``kept_fields``, are in the address that leads back, and
    what was typed, the ``typed_fields``, stands in the answer. Search engines leave the page alone unless it
    ``is_indexed``.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            try:
                response = view(request, **kwargs)
            except (OperationalError, InterfaceError):
                if request.method != "POST":
                    raise
                return _unsaved(request, kept_fields)
            if not is_indexed:
                response.headers["X-Robots-Tag"] = "noindex"
            return response

        decorated = never_cache(require_http_methods(["GET", "HEAD", "POST"])(wrapper))
        decorated.kept_fields, decorated.typed_fields = tuple(kept_fields), tuple(typed_fields)
        return decorated

    return decorate


def way_back(request: HttpRequest, kept_fields: Sequence[str]) -> str:
    """Return the address of the form that was sent, with what was chosen in it."""
    kept = [(name, value) for name in kept_fields for value in request.POST.getlist(name)[:MAX_KEPT]]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def _unsaved(request: HttpRequest, kept_fields: Sequence[str]) -> HttpResponse:
    back = way_back(request, kept_fields)
    context = {"typed": request.POST.get(WORDS, ""), "back": back if back != request.path else ""}
    return HttpResponse(render_to_string("503.html", context), status=503)
