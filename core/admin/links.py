"""The form field that links an object with others: a post with documents, a document with posts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import links, search
from core.admin.widgets import SearchedInput
from core.links import Ref
from core.models import Publishable
from core.models.counters import kind_of

OFFERED = 10  # of each kind
MAX_LINKS = 30


def label_of(obj: Publishable, user: Any) -> str:
    """Return what tells an object from its neighbours in a list of choices, as a person may read it."""
    return f"{str(obj._meta.verbose_name).capitalize()}: {obj.named_to(user)}"


class LinksInput(SearchedInput):
    """Chosen objects as removable tags, with a box that searches while one types."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.known: list[Ref] = []
        self.person: Any = AnonymousUser()

    def get_url(self) -> str:
        return reverse("link-choices")

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        refs = filter(None, map(_ref, value))
        options = [
            self.create_option(name, _value(obj), label_of(obj, self.person), True, index)
            for index, obj in enumerate(_choosable(refs, self.known))
        ]
        return [(None, options, 0)]


class LinksField(forms.Field):
    """References to published objects of any kind: a list of (kind, id).

    What is linked already stays, published or not; its title is told to those who may see it, since a link
    may have been made from the other side. Anything else has to be public, or its title would tell of
    somebody's draft.
    """

    widget = LinksInput

    def know(self, refs: list[Ref]) -> None:
        """Take note of what is linked already."""
        self.widget.known = refs

    def tell(self, person: Any) -> None:
        """Name what is linked as a person may read it; without one, as the public does."""
        self.widget.person = person

    def prepare_value(self, value: Any) -> list[str]:
        return [item if isinstance(item, str) else f"{item[0]}:{item[1]}" for item in value or []]

    def to_python(self, value: Any) -> list[Ref]:
        refs = [_ref(item) for item in value or []]
        if len(refs) > MAX_LINKS:
            raise ValidationError(f"Chọn nhiều nhất {MAX_LINKS} nội dung liên quan.")
        if None in refs or len(_choosable(refs, self.widget.known)) != len(set(refs)):
            raise ValidationError("Có nội dung đã chọn không còn trên hệ thống, hãy chọn lại.")
        return refs

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != self.prepare_value(data)

    def in_words(self, value: Any) -> str:
        """Return what is linked, as people know it."""
        refs = filter(None, map(_ref, self.prepare_value(value)))
        return "; ".join(label_of(obj, self.widget.person) for obj in _choosable(refs, self.widget.known))


@require_safe
def link_choices(request: HttpRequest) -> JsonResponse:
    """Return published objects that fit what was typed, for the box of :class:`LinksInput`."""
    if not request.user.is_staff:
        raise PermissionDenied
    term = request.GET.get("term", "").strip()[:200]
    results = [
        {"id": _value(obj), "text": label_of(obj, request.user)}
        for model in search.registered().values()
        for obj in _fitting(request, model, term)
    ]
    return JsonResponse({"results": results, "pagination": {"more": False}})


def _fitting(request: HttpRequest, model: type[models.Model], term: str) -> models.QuerySet:
    objects = model._default_manager.published().for_list().prefetch_related(None)
    objects, _ = admin.site.get_model_admin(model).get_search_results(request, objects, term)
    return objects[:OFFERED]


def _choosable(refs: Iterable[Ref], known: list[Ref]) -> list[Publishable]:
    refs = list(dict.fromkeys(refs))
    found = [
        *links.load([ref for ref in refs if ref in known], public=False),
        *links.load([ref for ref in refs if ref not in known], public=True),
    ]
    return sorted(found, key=lambda obj: refs.index((kind_of(obj), obj.pk)))


def _ref(value: str) -> Ref | None:
    kind, _, pk = value.rpartition(":")
    is_known = kind in search.registered() and pk.isascii() and pk.isdigit() and len(pk) < 19
    return (kind, int(pk)) if is_known else None


def _value(obj: Publishable) -> str:
    return f"{kind_of(obj)}:{obj.pk}"
