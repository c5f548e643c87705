"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from news.models import CategoryTree
from portal.models import SiteSettings


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates the site's settings and the menu; both lazy, both from the cache."""
    return {
        "site": SimpleLazyObject(SiteSettings.load),
        "menu": SimpleLazyObject(lambda: CategoryTree.load().menu()),
    }
