"""Addresses that staff type: of this site (/van-ban/…) or of another (https://…)."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models

_MESSAGE = "Địa chỉ phải bắt đầu bằng / (trang của cổng) hoặc https://, http://, mailto:, tel:."


def validate_address(value: str) -> None:
    """Raise ValidationError, in Vietnamese, for what is no address that a page may lead to."""
    try:
        parts = urlsplit(value)
    except ValueError as error:
        raise ValidationError(_MESSAGE) from error
    is_own = value.startswith("/") and not value.startswith(("//", "/\\"))
    is_other = parts.scheme in ("http", "https") and bool(parts.hostname)
    is_contact = parts.scheme in ("mailto", "tel") and bool(parts.path)
    if not (is_own or is_other or is_contact) or any(char.isspace() for char in value):
        raise ValidationError(_MESSAGE)


class AddressField(models.CharField):
    """An address within the site or outside of it; never a script."""

    default_validators = [validate_address]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)
