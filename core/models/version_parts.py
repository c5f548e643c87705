"""What of an object stands in other tables and belongs to its versions: tags, files, signatures, links.

A version holds these rows as JSON, by part: each row with the fields named here and a word for people. All
parts of an object are read in one query.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from core import scopes
from core.files.fields import PrivateFileField
from core.models.keptfiles import Named
from core.models.links import ObjectLink
from core.models.publishing import UNTOLD, Publishable

Row = dict[str, Any]


@dataclass(frozen=True)
class Part(ABC):
    """A part of an object. ``name`` is the key in the JSON, ``verbose_name`` what people call it."""

    name: str
    verbose_name: str

    @abstractmethod
    def read(self, model: type[models.Model]) -> ArraySubquery:
        """Return the rows of an object as an expression over its model."""

    @abstractmethod
    def lines(self, model: type[models.Model], rows: list[Row], user: Any) -> list[str]:
        """Return rows as a person reads them: what he may not see yet has no title."""

    @abstractmethod
    def bring_back(self, obj: models.Model, rows: list[Row]) -> bool:
        """Make rows those of the object; tell whether all of them could be had."""

    def files(self, model: type[models.Model], rows: list[Row]) -> Iterator[Named]:
        """Yield the files that rows name."""
        return iter(())


@dataclass(frozen=True)
class OwnRows(Part):
    """Rows of a table with a foreign key to the object, by which ``name`` is the way back.

    ``key`` are the fields that tell one row from another; ``said`` is the path to the name of what a row
    joins with; ``in_words`` makes a line of a row. ``is_order_of_making`` where rows have no other order than
    that in which they were made.
    """

    fields: tuple[str, ...]
    key: tuple[str, ...]
    in_words: Callable[[Row], str]
    said: str = ""
    is_order_of_making: bool = False

    def read(self, model: type[models.Model]) -> ArraySubquery:
        relation = model._meta.get_field(self.name)
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        names = {field: field for field in self.fields} | ({"said": F(self.said)} if self.said else {})
        ordering = relation.related_model._meta.ordering
        return ArraySubquery(rows.order_by(*ordering).values(row=JSONObject(**names)))

    def lines(self, model: type[models.Model], rows: list[Row], user: Any) -> list[str]:
        key, known = self._known_to(user, model, rows)
        return [
            self.in_words(row if key is None or row[key] in known else row | {"said": UNTOLD}) for row in rows
        ]

    def _known_to(
        self, user: Any, model: type[models.Model], rows: list[Row]
    ) -> tuple[str | None, frozenset[int]]:
        """Return the field by which rows name what is published, and the keys that a person may know.

        None, where they name nothing of the kind. What is deleted for good nobody is told of any more but
        those who publish everywhere.
        """
        name = self.said.partition("__")[0]
        field = model._meta.get_field(self.name).related_model._meta.get_field(name) if name else None
        other = field and field.related_model
        if other is None or not issubclass(other, Publishable):
            return None, frozenset()
        keys = {row[field.attname] for row in rows}
        there = other._base_manager.in_bulk(keys)
        known = {key for key, obj in there.items() if obj.may_know(user)}
        if user.has_perm(other.permission("publish")) and scopes.within(user, other) is None:
            known |= keys - there.keys()
        return field.attname, frozenset(known)

    def files(self, model: type[models.Model], rows: list[Row]) -> Iterator[Named]:
        for field in self._file_fields(model):
            storage = "attachments" if isinstance(field, PrivateFileField) else "default"
            yield from (Named(storage, row[field.attname], True) for row in rows if row[field.attname])

    def bring_back(self, obj: models.Model, rows: list[Row]) -> bool:
        relation = type(obj)._meta.get_field(self.name)
        model = relation.related_model
        there = model._base_manager.filter(**{relation.field.name: obj}).order_by(*model._meta.ordering)
        present = {self._key(row): row for row in there}
        wanted = {tuple(row[name] for name in self.key): row for row in rows}
        for key in self._superfluous(list(present), list(wanted)):
            present.pop(key).delete()
        is_whole = True
        for key, stored in wanted.items():
            values = {name: stored[name] for name in self.fields}
            row = present.get(key)
            if row is not None and all(_plain(row, name) == value for name, value in values.items()):
                continue
            if not self._can_be_had(model, values):
                is_whole = False
                continue
            if row is None:
                row = model(**{relation.field.name: obj}, **values)
            for name, value in values.items():
                if _plain(row, name) != value:
                    setattr(row, name, value)
            row.save()
            if hasattr(row, "came_back"):
                row.came_back()
        return is_whole

    def _superfluous(self, present: list[Any], wanted: list[Any]) -> list[Any]:
        """Return the keys of the rows that have to go: all, to be made anew, where only that orders them."""
        if self.is_order_of_making and present != wanted:
            return present
        return [key for key in present if key not in wanted]

    def _key(self, row: models.Model) -> tuple[Any, ...]:
        return tuple(_plain(row, name) for name in self.key)

    def _file_fields(self, model: type[models.Model]) -> list[models.FileField]:
        fields = model._meta.get_field(self.name).related_model._meta.concrete_fields
        return [
            field for field in fields if isinstance(field, models.FileField) and field.attname in self.fields
        ]

    def _can_be_had(self, model: type[models.Model], values: Row) -> bool:
        """Tell whether all that a row names is still there: what it joins with, its file."""
        for field in model._meta.concrete_fields:
            value = values.get(field.attname)
            if value and isinstance(field, models.ForeignKey):
                if not field.related_model._base_manager.filter(pk=value).exists():
                    return False
            elif value and isinstance(field, models.FileField) and not field.storage.exists(value):
                return False
        return True


@dataclass(frozen=True)
class Chosen(Part):
    """What a many-to-many field without a model of its own joins the object with."""

    said: str = "name"

    def read(self, model: type[models.Model]) -> ArraySubquery:
        field = model._meta.get_field(self.name)
        target = field.m2m_reverse_field_name()
        rows = field.remote_field.through._base_manager.filter(**{field.m2m_field_name(): OuterRef("pk")})
        row = JSONObject(id=f"{target}_id", said=f"{target}__{self.said}")
        return ArraySubquery(rows.order_by(f"{target}__{self.said}", f"{target}_id").values(row=row))

    def lines(self, model: type[models.Model], rows: list[Row], user: Any) -> list[str]:
        return [row["said"] for row in rows]

    def bring_back(self, obj: models.Model, rows: list[Row]) -> bool:
        manager = getattr(obj, self.name)
        found = list(manager.model._base_manager.filter(pk__in=[row["id"] for row in rows]))
        manager.set(found)
        return len(found) == len(rows)


@dataclass(frozen=True)
class Linked(Part):
    """The objects that it is linked with, on whichever side that was done (core.links)."""

    name: str = "links"
    verbose_name: str = "nội dung liên quan"

    def read(self, model: type[models.Model]) -> ArraySubquery:
        return ObjectLink.objects.refs_of(model)

    def lines(self, model: type[models.Model], rows: list[Row], user: Any) -> list[str]:
        from core.links import load

        refs = [(row["kind"], row["id"]) for row in rows]
        found = {(obj._meta.label_lower, obj.pk): obj for obj in load(refs, public=False)}
        return [
            f"{str(found[ref]._meta.verbose_name).capitalize()}: {found[ref].named_to(user)}"
            if ref in found
            else f"(đã xóa, mã {ref[1]})"
            for ref in dict.fromkeys(refs)
        ]

    def bring_back(self, obj: models.Model, rows: list[Row]) -> bool:
        from core.links import load, set_links

        refs = list(dict.fromkeys((row["kind"], row["id"]) for row in rows))
        found = [(other._meta.label_lower, other.pk) for other in load(refs, public=False)]
        set_links(obj, found)
        return len(found) == len(refs)


def _plain(row: models.Model, name: str) -> Any:
    """Return a value of a row as JSON holds it."""
    value = getattr(row, name)
    return value.name if isinstance(row._meta.get_field(name), models.FileField) else value
