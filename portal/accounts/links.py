"""The one-time link to a new password: sent by letter, or made by an administrator.

It is Django's: signed, void after PASSWORD_RESET_TIMEOUT, and void as soon as the password changes or the
account signs in.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

NO_MAIL = ("django.core.mail.backends.console.EmailBackend", "django.core.mail.backends.dummy.EmailBackend")


def mail_is_sent() -> bool:
    """Tell whether letters reach anybody: without EMAIL_URL they are only printed."""
    return settings.EMAIL_BACKEND not in NO_MAIL


def accounts_of(said: str) -> QuerySet[User]:
    """Return the accounts that get a letter where somebody says this name or address."""
    named = Q(username=said) | Q(email__iexact=said)
    return User.objects.filter(named, is_active=True, is_staff=True).exclude(email="")


def password_link(user: User, base: str) -> str:
    """Return the link under which an account gets a new password; ``base`` is the portal's own address."""
    where = {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    return urljoin(base, reverse("password-reset", kwargs=where))
