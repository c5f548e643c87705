"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.models import Tree
from news.models import Category
from portal.models import SiteSettings


def site(request: HttpRequest) -> dict[str, object]:
    """Give templates the site's settings and the menu; both lazy, both from the cache."""
    return {
        "site": SimpleLazyObject(SiteSettings.load),
        "menu": SimpleLazyObject(lambda: Tree.of(Category).two_levels()),
    }
