"""What the register counts its documents by, as a line of text that is kept with a search entry.

A search then brings the values of what it found along, and the register's tables are not read again. A line
is ``28|3|2026|in_force|2026-11-30|4,5|7``: the FIELDS, several values of one apart by commas.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from core import search
from documents.models import Document

FIELDS = ("type", "issuing_body", "year", "effect", "due_on", "areas", "signers")
_READ = ("type", "issuing_body", "year", "effect", "due_on", "areas", "signatures__signer")

# For each field, how many documents have which values.
ValueCounts = Mapping[str, Mapping[tuple[str, ...], int]]


def facets_of(pks: Iterable[int]) -> dict[int, str]:
    """Return the lines of documents, by their keys."""
    found: dict[int, list[set[str]]] = {}
    for pk, *values in Document._base_manager.filter(pk__any_of=list(pks)).values_list("pk", *_READ):
        line = found.setdefault(pk, [set() for _ in FIELDS])
        for several, value in zip(line, values, strict=True):
            if value is not None:
                several.add(str(value))
    return {pk: "|".join(",".join(sorted(several)) for several in line) for pk, line in found.items()}


def lines_of(matches: search.Matches) -> list[str]:
    """Return the lines of what a search found; of entries that an older release wrote, read anew."""
    lacking = [pk for pk, line in zip(matches.ids, matches.facets, strict=True) if not line]
    if not lacking:
        return matches.facets
    return [*filter(None, matches.facets), *facets_of(lacking).values()]


def count_values(lines: Iterable[str]) -> ValueCounts:
    """Count the documents of some lines by their values, which many of them share."""
    columns = list(zip(*(line.split("|") for line in lines), strict=True)) or [()] * len(FIELDS)
    return {
        field: {tuple(filter(None, values.split(","))): count for values, count in Counter(column).items()}
        for field, column in zip(FIELDS, columns, strict=True)
    }


def refresh_after_areas(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Take note that areas were given to a document, or taken; a receiver of ``m2m_changed``."""
    if action.startswith("post_"):
        search.refresh_facets(Document, pk_set or () if reverse else [instance.pk])
