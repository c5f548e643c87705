"""The jobs of documents."""

import logging
from datetime import timedelta
from functools import reduce
from itertools import chain
from operator import or_

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from core import cache
from core.jobs import every, job
from core.models import SearchEntry
from core.search.numbers import fold_number
from documents.effect import refresh_effects
from documents.models import Document, DocumentType, IssuingBody
from documents.numbering import DocumentNumber, NumberError, parse_number

logger = logging.getLogger(__name__)

RENUMBERED_IN_A_RUN = 2_000  # documents


# Each hour rather than each night: a document that is put up by the clock takes effect on others too.
@every(timedelta(hours=1))
@job("Cập nhật tình trạng hiệu lực của văn bản")
def refresh_all_effects() -> int:
    """Write anew which documents are in force; return how many changed."""
    return refresh_effects()


@job("Viết lại số ký hiệu theo chữ viết tắt mới")
def renumber_documents(codes: list[str], after: int = 0) -> int:
    """Spell anew the numbers that may hold codes which came or went; return how many changed.

    A code gives the spelling of every body's numbers, so the documents of all are looked at, those with a
    primary key above ``after``; another job goes on where this one ends. A number that is none any more,
    or that another document of its body and year has already, stays as it is, with a warning.
    """
    documents = Document._base_manager.filter(pk__in=_holders(codes), pk__gt=after).order_by("pk")
    rows = list(documents.values_list("pk", "number", "number_key", "ordinal")[:RENUMBERED_IN_A_RUN])
    # Read here: what this process keeps of them may be older than the change.
    kinds = DocumentType.objects.exclude(code="").values_list("code", flat=True)
    issuers = chain.from_iterable(IssuingBody.objects.values_list("codes", flat=True))
    known = sorted(kinds), sorted(set(issuers))
    count = 0
    for pk, text, key, ordinal in rows:
        try:
            number = parse_number(text, *known)
        except NumberError as error:
            logger.warning("Văn bản %s giữ số %s, vì «%s» không đọc được nữa: %s", pk, key, text, error)
            continue
        if (number.canonical, number.ordinal) != (key, ordinal):
            count += _renumber(pk, text, key, number)
    if len(rows) == RENUMBERED_IN_A_RUN:
        renumber_documents.enqueue(codes, rows[-1][0])
    return count


def _holders(codes: list[str]) -> QuerySet:
    """Return the keys of the documents whose number holds one of the codes, in any case, marks and signs."""
    holds = [Q(number__contains=fold_number(code)) for code in codes]
    entries = SearchEntry.objects.filter(reduce(or_, holds), kind=Document._meta.label_lower)
    return entries.exclude(number="").values("object_id")


def _renumber(pk: int, text: str, key: str, number: DocumentNumber) -> int:
    """Write the spelling of a number that was read from ``text``; return how many documents changed."""
    # The update locks the row, and looks again whether it is still so: what was saved since is spelt right.
    documents = Document._base_manager.filter(pk=pk, number=text, number_key=key)
    try:
        with transaction.atomic():
            count = documents.update(number_key=number.canonical, ordinal=number.ordinal)
            cache.touch(*Document.cache_tags)
    except IntegrityError:
        logger.warning(
            "Văn bản %s giữ số %s: trong năm, cơ quan đã có văn bản khác mang số %s.",
            pk,
            key,
            number.canonical,
        )
        return 0
    return count
