"""Pictures that stand elsewhere than in texts, and may be chosen for a text: covers, pictures of a story.

An app registers them in ``AppConfig.ready()``. A chosen one gets a row of its own (core.models.Picture) that
names the same file: what its first owner does with his no longer matters to the text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

Model = type[models.Model]


@dataclass(frozen=True)
class PictureSource:
    """A field with pictures of a model. ``label`` is what people call them.

    ``rows`` returns the rows whose pictures staff may see. The others are paths from a row to what it says
    of the picture: the description, its size in pixels, who brought it and when; ``words`` are looked through
    besides the description.
    """

    model: Model
    file: str
    label: str
    rows: Callable[[], models.QuerySet]
    alt: str
    width: str
    height: str
    person: str
    moment: str
    words: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    def found(self, query: str, own_of: Any = None) -> models.QuerySet:
        """Return the rows that have a picture and hold all words; ``own_of`` leaves those of one person."""
        rows = self.rows().exclude(**{self.file: ""})
        for word in query.split():
            fields = (self.alt, *self.words)
            any_field = (models.Q(**{f"{field}__unaccent__icontains": word}) for field in fields)
            rows = rows.filter(models.Q.create(list(any_field), models.Q.OR))
        return rows if own_of is None else rows.filter(**{self.person: own_of})


_sources: dict[str, PictureSource] = {}


def register(source: PictureSource) -> None:
    _sources[source.kind] = source


def registered() -> dict[str, PictureSource]:
    """Return the sources by the kind of their rows ("news.article")."""
    return _sources
