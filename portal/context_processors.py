"""What every template may use."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal import furniture, menus


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates the day, the site's settings, the menus and what stands around every page.

    All but the day lazy, all from the cache.
    """
    return {
        "today": timezone.localdate(),
        "site": SimpleLazyObject(lambda: furniture.standing().site),
        "menus": SimpleLazyObject(menus.everywhere),
        "furniture": SimpleLazyObject(furniture.standing),
    }
