"""What becomes of a form that everyone may send: one transaction, or a refusal in words.

What was typed is never lost: a refusal brings the form back with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest

from core.challenge import Refused

# Those who send wait for each other milliseconds, and for staff who save; nobody waits for longer.
LOCK_TIMEOUT = "3s"
LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's code


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
