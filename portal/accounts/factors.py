"""Codes of an authenticator app, and codes for who has lost it."""

import secrets
from datetime import datetime, timedelta

import pyotp
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from portal.accounts.secrets import decipher, encipher, is_of_old_key, keys
from portal.models import AuthenticatorApp, FactorReset, RecoveryCode

PERIOD = timedelta(seconds=30)
# Steps before and after the present one: clocks of phones are seldom a minute off.
TOLERANCE = 1
CODES = 10
CODE_LENGTH = 10
# Without letters and digits that look alike on paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_secret() -> str:
    return pyotp.random_base32()


def address_for_app(secret: str, user: User, issuer: str) -> str:
    """Return what the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name=issuer)


def in_groups(secret: str) -> str:
    """Return a secret as people type it: in groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def step_of(secret: str, code: str) -> int | None:
    """Return the step of time that a code belongs to, None for a wrong one."""
    now = int(timezone.now().timestamp() // PERIOD.total_seconds())
    totp = pyotp.TOTP(secret)
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if constant_time_compare(totp.generate_otp(step), code):
            return step
    return None


def set_app(user: User, secret: str, step: int) -> None:
    """Make an app that of an account, in the place of the one before; its first code is used up."""
    fields = {"secret": encipher(secret), "last_step": step, "added_at": timezone.now()}
    AuthenticatorApp.objects.update_or_create(user=user, defaults=fields)


def accept_code(user: User, typed: str) -> str:
    """Use up a code of the app, or for recovery; return which it was, "" for a wrong one."""
    typed = _plain(typed)
    if is_of_app(typed):
        return "app" if _accept_app(user, typed) else ""
    if len(typed) != CODE_LENGTH:
        return ""
    unused = RecoveryCode.objects.filter(user=user, digest__in=_digests(user, typed), used_at=None)
    # One statement: of two that send the same code at once one comes in.
    return "recovery" if unused.update(used_at=timezone.now()) else ""


def is_of_app(typed: str) -> bool:
    """Tell whether what was typed looks like a code of an app."""
    plain = _plain(typed)
    return plain.isascii() and plain.isdigit() and len(plain) == 6


def _plain(typed: str) -> str:
    return "".join(typed.split()).replace("-", "").lower()


def _accept_app(user: User, code: str) -> bool:
    app = AuthenticatorApp.objects.filter(user=user).first()
    secret = decipher(app.secret) if app else None
    step = step_of(secret, code) if secret else None
    is_accepted = step is not None and app.use_step(step)
    if is_accepted and is_of_old_key(app.secret):
        app.keep(encipher(secret))
    return is_accepted


def make_recovery_codes(user: User) -> list[str]:
    """Return new recovery codes, to be shown once; those before are void."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=user, digest=_digests(user, code)[0]) for code in codes
        )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def oldest_of(user: User) -> datetime | None:
    """Return since when an account has had the oldest of its factors, None where it has none."""
    times = [*AuthenticatorApp.objects.filter(user=user).values_list("added_at", flat=True)]
    times += user.passkeys.values_list("added_at", flat=True)
    return min(times, default=None)


def remove_all(user: User) -> None:
    """Take away all that an account shows beside its password, and end its sessions."""
    with transaction.atomic():
        AuthenticatorApp.objects.filter(user=user).delete()
        user.passkeys.all().delete()
        RecoveryCode.objects.filter(user=user).delete()
        user.staff_sessions.all().end()
        FactorReset.objects.open().filter(user=user).delete()


def _digests(user: User, code: str) -> list[bytes]:
    """Return the keyed hashes of a code: under today's key first, then under those before."""
    said = f"{user.pk}:{code}"
    return [
        salted_hmac("portal.accounts.recovery", said, secret=key, algorithm="sha256").digest()
        for key in keys()
    ]
