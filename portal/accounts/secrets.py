"""Keeping what a person shares with his app enciphered, under a key made from SECRET_KEY."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "portal.accounts.secrets"


def encipher(text: str) -> bytes:
    return _cipher().encrypt(text.encode())


def decipher(kept: bytes) -> str | None:
    """Return what was enciphered; None where SECRET_KEY is another since, and not among its fallbacks."""
    try:
        return _cipher().decrypt(bytes(kept)).decode()
    except InvalidToken:
        return None


def is_of_old_key(kept: bytes) -> bool:
    """Tell whether it was enciphered under another key than today's."""
    try:
        _of(settings.SECRET_KEY).decrypt(bytes(kept))
    except InvalidToken:
        return True
    return False


def keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _of(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac(SALT, "", secret=key, algorithm="sha256").digest()))


def _cipher() -> MultiFernet:
    return MultiFernet([_of(key) for key in keys()])
