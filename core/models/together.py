"""Several small tables in one question to the database."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

# A part is SQL that the ORM wrote; its parameters stay apart.
_PART = "(SELECT coalesce(json_agg(row_to_json(part)), '[]')::text FROM (%s) AS part)"


def read_together(*querysets: QuerySet) -> list[list[Model]]:
    """Return the objects of each queryset, in its order, from one query.

    For whole rows of small tables that a page needs side by side: what is annotated, deferred or joined is
    not read. They come as JSON, which costs more than a query for some hundred rows.
    """
    parts, params = [], []
    for queryset in querysets:
        sql, given = queryset.select_related(None).query.sql_with_params()
        parts.append(_PART % sql)
        params += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        answers = cursor.fetchone()
    return [
        list(_objects(queryset.model, json.loads(rows)))
        for queryset, rows in zip(querysets, answers, strict=True)
    ]


def _objects(model: type[Model], rows: list[dict[str, Any]]) -> Iterator[Model]:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    for row in rows:
        yield model.from_db(connection.alias, names, [field.to_python(row[field.column]) for field in fields])
