"""Names of people, in the Vietnamese order: family name first, given name last."""

from django.contrib.auth.models import AbstractUser


def name_of(user: AbstractUser | None) -> str:
    """Return the name that an account is shown under; "" for none.

    Django's ``get_full_name()`` puts the given name first: «Hòa Trần Văn» for Trần Văn Hòa.
    """
    if user is None:
        return ""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()
