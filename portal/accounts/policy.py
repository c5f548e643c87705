"""Who has to show a second factor: who may publish, or administer."""

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

# Whoever may write in these apps gives rights, or changes every page.
STRONG_APPS = ("auth", "portal")
WRITING = ("add_", "change_", "delete_")
STRONG = "core.view_auditentry"

# What the session was begun with beside the password: "app", "passkey", "recovery", "remembered".
SHOWN = "second_factor"


def is_strong(user: User) -> bool:
    """Tell whether an account may publish, give rights, change the portal itself or read the book.

    Whoever took it over could harm all readers.
    """
    if user.is_superuser:
        return True
    return any(map(_is_strong, user.get_all_permissions()))


def _is_strong(permission: str) -> bool:
    app_label, _, codename = permission.partition(".")
    return (
        codename.startswith("publish_")
        or (app_label in STRONG_APPS and codename.startswith(WRITING))
        or permission == STRONG
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
