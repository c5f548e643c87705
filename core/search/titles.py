"""Objects that are called the same."""

from django.db import models

from core.models.search import SearchEntry
from core.search.candidates import Answers
from core.search.words import quoted, words

# Of the posts whose titles have all words of one; most are called otherwise all the same.
MAX_ALIKE = 200


def titled_alike(model: type[models.Model], title: str) -> list[int]:
    """Return the keys of the objects of a model in whose title are all words of a title; the newest first.

    Whether it is the same title, word for word, is for the caller to see.
    """
    folded = dict.fromkeys(word.folded for word in words(title))
    if not folded:
        return []
    has_all = Answers("title_vector", " & ".join(map(quoted, folded)))
    entries = SearchEntry.objects.filter(has_all, kind=model._meta.label_lower)
    return list(entries.order_by("-object_id").values_list("object_id", flat=True)[:MAX_ALIKE])
