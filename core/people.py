"""Names of people, in the Vietnamese order: family name first, given name last."""

from django.contrib.auth.models import AbstractUser


def name_of(user: AbstractUser | None) -> str:
    """Return the name that colleagues see of an account; "" for none."""
    return full_name_of(user) or (user.get_username() if user else "")


def full_name_of(user: AbstractUser | None) -> str:
    """Return the name of an account's owner; "" where it has none.

    Django's ``get_full_name()`` puts the given name first: «Hòa Trần Văn» for Trần Văn Hòa.
    """
    return f"{user.last_name} {user.first_name}".strip() if user else ""
