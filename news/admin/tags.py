"""The box of a post's form in which tags are typed, with commas between them."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.http import HttpRequest, JsonResponse
from django.urls import reverse

from core.admin.widgets import SearchedInput
from core.text import fold
from news.models import Article, ArticleTag, FormerTagName, Tag
from news.models.tags import MAX_LENGTH, SEPARATOR, split

OFFERED = 10
MAX_TAGS = 15


class TagsInput(SearchedInput):
    """Chosen tags as removable words, in a box that offers those there are and takes new ones."""

    def get_url(self) -> str:
        return reverse("admin:news_tag_choices")

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> Any:
        return super().build_attrs(base_attrs, extra_attrs) | {
            "data-tags": json.dumps(True),
            "data-token-separators": json.dumps([SEPARATOR]),
        }

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        options = [self.create_option(name, word, word, True, index) for index, word in enumerate(value)]
        return [(None, options, 0)]


class TagsField(forms.Field):
    """Names of tags, in the order in which they were typed; some may be new."""

    widget = TagsInput

    def prepare_value(self, value: Any) -> list[str]:
        return split(SEPARATOR.join(value or []))

    def to_python(self, value: Any) -> list[str]:
        names = split(SEPARATOR.join(value or []))
        if len(names) > MAX_TAGS:
            raise ValidationError(f"Một bài có nhiều nhất {MAX_TAGS} thẻ.")
        for name in names:
            if len(name) > MAX_LENGTH:
                raise ValidationError(f"Thẻ «{name}» dài quá {MAX_LENGTH} ký tự, hãy rút gọn.")
        return names

    def in_words(self, value: Any) -> str:
        """Return the tags as one line."""
        return ", ".join(self.prepare_value(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != split(SEPARATOR.join(data or []))


def unknown(names: Iterable[str]) -> list[str]:
    """Return those names that no tag has."""
    known = {name.lower() for name in Tag.objects.named(names).values_list("name", flat=True)}
    return [name for name in names if name.lower() not in known]


def refusal_of_new(names: Iterable[str]) -> str:
    """Return what is said of names that no tag has to a person who may make none; "" where all are known."""
    new = "», «".join(unknown(names))
    return f"Chưa có thẻ «{new}». Hãy chọn thẻ đã có, hoặc nhờ biên tập viên tạo thẻ mới." if new else ""


def spelt_as_known(names: Iterable[str]) -> list[str]:
    """Return the names as tags are called now.

    A name that a tag had before, or that went up in one, is that tag's; what was typed without diacritics is
    spelt as the one tag that it means.
    """
    names = as_called_now(names)
    bare = [name for name in unknown(names) if fold(name) == name.lower()]
    known: dict[str, list[str]] = {}
    for name in bare:
        alike = Tag.objects.filter(name__unaccent__iexact=name).values_list("name", flat=True)[:2]
        known[name] = list(alike)
    meant = [known[name][0] if len(known.get(name, ())) == 1 else name for name in names]
    return split(SEPARATOR.join(meant))


def as_called_now(names: Iterable[str]) -> list[str]:
    """Return the names with those that no tag has any more in their present form, each once."""
    names = list(names)
    present = FormerTagName.objects.present(unknown(names))
    return split(SEPARATOR.join(present.get(name.lower(), name) for name in names))


def set_tags(article: Article, names: list[str]) -> None:
    """Put tags on a post, in this order; those that are not there yet are made."""
    with transaction.atomic():
        names = as_called_now(names)
        for name in unknown(names):
            Tag.objects.get_or_create(name__iexact=name, defaults={"name": name})
        found = _held(names)
        if len(found) < len(names):  # One went up in another while we waited for its row.
            names = as_called_now(names)
            found = _held(names)
        ArticleTag.objects.filter(article=article).delete()
        ArticleTag.objects.bulk_create(
            [ArticleTag(article=article, tag=found[name.lower()]) for name in names if name.lower() in found]
        )
        article.refresh_entry()


def _held(names: list[str]) -> dict[str, Tag]:
    """Return the tags of some names by these in small letters; none goes up in another while it is held."""
    rows = Tag.objects.select_for_update(no_key=True).order_by("pk").named(names)
    return {tag.name.lower(): tag for tag in rows}


def tags_refused(request: HttpRequest) -> JsonResponse:
    """Say, while somebody types who may make no tags, which of those in the box are not there."""
    names = split(SEPARATOR.join(request.GET.getlist("the"))[: MAX_TAGS * MAX_LENGTH])
    return JsonResponse({"words": refusal_of_new(spelt_as_known(names))})


def tag_choices(request: HttpRequest) -> JsonResponse:
    """Return the tags that begin with, or hold, what was typed, for the box of :class:`TagsInput`."""
    term = request.GET.get("term", "").strip()[:MAX_LENGTH]
    fitting = Tag.objects.filter(name__unaccent__icontains=term) if term else Tag.objects.all()
    names = fitting.order_by(Lower("name")).values_list("name", flat=True)[:OFFERED]
    results = [{"id": name, "text": name} for name in names]
    return JsonResponse({"results": results, "pagination": {"more": False}})
