"""Who has to show a second factor: who may publish, or administer."""

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

# What the session was begun with beside the password: "app", "passkey", "recovery", "remembered".
SHOWN = "second_factor"


def is_strong(user: User) -> bool:
    """Tell whether an account may publish, or give rights: whoever took it over could harm all readers."""
    if user.is_superuser:
        return True
    codenames = (name.partition(".")[2] for name in user.get_all_permissions())
    return any(
        name.startswith("publish_") or name in ("add_user", "change_user", "change_group", "add_group")
        for name in codenames
    )


def must_have_factor(user: User) -> bool:
    """Tell whether an account does not come in with its password alone."""
    return settings.SECOND_FACTOR_REQUIRED and user.is_staff and is_strong(user)


def has_factor(user: User) -> bool:
    return hasattr(user, "app_factor") or user.passkeys.exists()


def lacks_factor(request: HttpRequest, user: User) -> bool:
    """Tell whether a session was begun without the second factor that its account has to show now.

    Rights may have been given since; the next page asks for it then.
    """
    return not request.session.get(SHOWN) and must_have_factor(user)
