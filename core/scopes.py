"""Who is in charge of what: rights of publishing, bounded to categories or kinds.

A right says what one may do, a scope where. An app registers in ``AppConfig.ready()`` which of its models is
bounded by which table of :class:`core.models.ScopeRow`. Without a row a person is bounded by nothing; with
some, rights hold in those places and, where they are a tree, in what is below them. Elsewhere one is left
what every writer has: drafts of one's own. A superuser is never bounded.

The scopes of a person are read with one query, when they are first asked for, and stay with the object of
the account, as its permissions do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, Field, Model, OuterRef, Q, QuerySet

from core.text import fold

if TYPE_CHECKING:
    from core.models import ScopeRow

_KEPT = "_scopes_read"


@dataclass(frozen=True)
class Scope:
    """How one model is bounded.

    ``rights`` are the permissions that hold in the places of a person alone; ``label`` and ``help_text``
    are what the form of an account says.
    """

    rows: type[ScopeRow]
    rights: tuple[str, ...]
    label: str
    help_text: str

    @property
    def kind(self) -> str:
        return self.rows.SCOPED

    @property
    def name(self) -> str:
        """Return what the field of an account's form is called."""
        return f"scope_{self.kind.replace('.', '_')}"

    @property
    def place(self) -> str:
        """Return the field of the bounded model that says where an object stands."""
        return self.rows.PLACE

    @property
    def places(self) -> type[Model]:
        return self._key.related_model

    @property
    def _key(self) -> Field:
        return self.rows._meta.get_field(self.place)

    def sql(self) -> str:
        """Return the query for kind and place of a person's scope (one parameter), with what is below."""
        from core.models import TreeNode

        table, key = self.rows._meta.db_table, self._key.column
        chosen = f'SELECT "{key}" AS place FROM "{table}" WHERE user_id = %s'  # noqa: S608 - names of ours
        if not issubclass(self.places, TreeNode):
            return f"SELECT '{self.kind}', place FROM ({chosen}) chosen"  # noqa: S608
        nodes = self.places._meta.db_table
        # UNION, not UNION ALL: two who move two nodes below each other at the same moment make a ring.
        return (
            f"SELECT '{self.kind}', place FROM (WITH RECURSIVE below AS ({chosen} UNION "  # noqa: S608
            f'SELECT node.id FROM "{nodes}" node JOIN below ON node.parent_id = below.place) '
            "SELECT place FROM below) found"
        )


_scopes: dict[str, Scope] = {}


def register(scope: Scope) -> None:
    """Have a model bounded; an app does so in its ``ready()``."""
    _scopes[scope.kind] = scope


def registered() -> list[Scope]:
    return list(_scopes.values())


def of_model(model: type[Model]) -> Scope | None:
    return _scopes.get(model._meta.label_lower)


def place_of(model: type[Model]) -> str:
    """Return the field of a model that says where an object stands; nothing where it is not bounded."""
    scope = of_model(model)
    return scope.place if scope else ""


def within(user: Any, model: type[Model]) -> frozenset[int] | None:
    """Return the keys of the places that a person is bounded to, those below with them; None: by nothing."""
    if of_model(model) is None or user.is_superuser or user.pk is None:
        return None
    return _read(user).get(model._meta.label_lower)


def covers(user: Any, obj: Model) -> bool:
    """Tell whether an object stands where a person is in charge; one that stands nowhere yet does."""
    places = within(user, type(obj))
    if places is None:
        return True
    place = place_key(obj)
    return place is None or place in places


def place_key(obj: Model) -> int | None:
    """Return the key of the place where an object stands, if it is of a bounded model."""
    name = place_of(type(obj))
    return getattr(obj, obj._meta.get_field(name).attname) if name else None


def condition(user: Any, model: type[Model], path: str = "") -> Q:
    """Return the condition that something stands where a person is in charge.

    ``path`` leads from what is filtered to the bounded model ("article__"); without it, it is that model.
    """
    places = within(user, model)
    return Q() if places is None else Q(**{f"{path}{_scopes[model._meta.label_lower].place}__in": places})


def limited(queryset: QuerySet, user: Any, model: type[Model], path: str = "") -> QuerySet:
    """Return what stands where a person is in charge."""
    places = within(user, model)
    return queryset if places is None else queryset.filter(condition(user, model, path))


def chosen_for(user: Any, scope: Scope) -> list[int]:
    """Return the keys of the places that were chosen for a person, without those below them."""
    return list(scope.rows.objects.filter(user=user).values_list(f"{scope.place}_id", flat=True))


def with_words(users: QuerySet) -> QuerySet:
    """Have accounts bring along what :func:`in_words` says of them, in their own query."""
    named = {}
    for scope in registered():
        rows = scope.rows.objects.filter(user=OuterRef("pk"))
        named[f"{scope.name}_names"] = ArraySubquery(rows.values(name=F(f"{scope.place}__name")))
    return users.annotate(**named)


def names_of(user: Any, scope: Scope) -> list[str]:
    """Return the names of the places that were chosen for a person, as they stand in the database now."""
    rows = scope.rows.objects.filter(user=user)
    return sorted(rows.values_list(f"{scope.place}__name", flat=True), key=fold)


def in_words(user: Any) -> list[tuple[str, list[str]]]:
    """Return what a person is bounded to: the label of each scope and the names of the places chosen."""
    if user.is_superuser:
        return []
    found = []
    for scope in registered():
        read = getattr(user, f"{scope.name}_names", None)
        if read is None:
            names = names_of(user, scope) if scope.kind in _read(user) else []
        else:
            names = sorted(read, key=fold)
        if names:
            found.append((scope.label, names))
    return found


def choose(user: Any, scope: Scope, places: Iterable[int]) -> bool:
    """Make these the places that a person is in charge of; tell whether that changed anything."""
    wanted, rows = set(places), scope.rows.objects.filter(user=user)
    key = f"{scope.place}_id"
    before = set(rows.values_list(key, flat=True))
    rows.filter(**{f"{key}__in": before - wanted}).delete()
    scope.rows.objects.bulk_create(
        (scope.rows(**{"user": user, key: place}) for place in wanted - before), ignore_conflicts=True
    )
    user.__dict__.pop(_KEPT, None)
    return before != wanted


def _read(user: Any) -> dict[str, frozenset[int]]:
    """Return the places of a person by kind, as they were when first asked for."""
    found = user.__dict__.get(_KEPT)
    if found is None:
        gathered: dict[str, set[int]] = {}
        if _scopes:
            query = " UNION ALL ".join(scope.sql() for scope in registered())
            with connection.cursor() as cursor:
                cursor.execute(query, [user.pk] * len(_scopes))
                for kind, place in cursor.fetchall():
                    gathered.setdefault(kind, set()).add(place)
        found = user.__dict__[_KEPT] = {kind: frozenset(places) for kind, places in gathered.items()}
    return found
