"""Letters of the portal to staff, where it has a way to send them."""

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

# What EMAIL_URL says where nobody has set up anything: letters go to the log, so none are written.
NOWHERE = ("django.core.mail.backends.console.EmailBackend", "django.core.mail.backends.dummy.EmailBackend")


def is_configured() -> bool:
    """Tell whether letters arrive anywhere."""
    return settings.EMAIL_BACKEND not in NOWHERE


def send_to_each(recipients: Iterable[str], subject: str, text: str) -> int:
    """Send a letter of its own to each address, over one connection; return how many."""
    letters = [EmailMessage(subject, text, to=[recipient]) for recipient in recipients]
    return get_connection().send_messages(letters) or 0


def address_of(path: str) -> str:
    """Return the address of a page of the portal, for a letter that no request leads to."""
    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if "*" not in host), "localhost")
    return f"{'https' if settings.PRODUCTION else 'http'}://{host}{path}"
