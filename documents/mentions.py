"""Numbers of documents that a text cites, linked to the documents of the register."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from core.mentions import Mention
from core.text import format_date
from documents.models import Document
from documents.numbering import find_numbers

# «… 96/PGDĐT ngày 3/2/2023», «… 96/PGDĐT ngày 03 tháng 02 năm 2023»
_DATE_AFTER = re.compile(
    r"[\s,(]{0,3}(?:ngày\s{1,3})?(\d{1,2})(?:[/.-]|\s{1,3}tháng\s{1,3})(\d{1,2})(?:[/.-]|\s{1,3}năm\s{1,3})(\d{4})\b",
    re.IGNORECASE,
)


def find_mentions(texts: Sequence[str]) -> list[list[Mention]]:
    """Return the documents that each text cites: public ones of the register, in one query.

    A number is a series of its year, so it alone may name several documents. One is linked when the text
    gives its date of issue, or when no date stands there and the register holds just one.
    """
    cited = [find_numbers(text) for text in texts]
    keys = {citation.number.canonical for found in cited for citation in found}
    if not keys:
        return [[] for _ in texts]
    by_key: dict[str, list[Document]] = defaultdict(list)
    for document in Document.objects.published().filter(number_key__in=keys).select_related("type"):
        by_key[document.number_key].append(document)
    mentions: list[list[Mention]] = []
    for text, found in zip(texts, cited, strict=True):
        mentions.append([])
        for citation in found:
            candidates = by_key[citation.number.canonical]
            if issued_on := _date_after(text, citation.end):
                candidates = [document for document in candidates if document.issued_on == issued_on]
            if len(candidates) == 1:
                mentions[-1].append(_mention(citation.start, citation.end, candidates[0]))
    return mentions


def _mention(start: int, end: int, document: Document) -> Mention:
    issued = f" ngày {format_date(document.issued_on)}" if document.issued_on else ""
    return Mention(start, end, document.get_absolute_url(), f"{document.heading}{issued}")


def _date_after(text: str, end: int) -> date | None:
    match = _DATE_AFTER.match(text, end)
    if match is None:
        return None
    day, month, year = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None  # No day of the calendar: a number that only looks like one.
