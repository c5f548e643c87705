"""What the addresses of lists name: a category, a topic, a tag, an author, by any slug that it ever had."""

from typing import TypeVar

from django.http import Http404

from core import public
from core.models import FormerSlug, Tree
from news.models import Category, NewsName

Name = TypeVar("Name", bound=NewsName)


def find_category(tree: Tree[Category], slug: str) -> Category:
    """Return the category that has a slug, or else the one that had it last; raises Http404."""
    found = tree.by_slug(slug) or tree.by_pk(FormerSlug.objects.holder(Category, slug))
    if found is None:
        raise Http404
    return found


def find_name(model: type[Name], slug: str) -> Name:
    """Return the topic (tag, author) that has a slug, or else the one that had it last.

    Raises Http404, also for one without public posts: it may be that of something still to come.
    """
    found = public.find_by_slug(model.objects.all(), slug)
    if not found.listing.count:
        raise Http404
    return found
