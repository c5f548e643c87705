"""Whether a document is in force: derived from dates and relations, never typed.

Stored in ``Document.effect`` for filters, and written here only: when a document or a relation is saved,
and once a day, as days alone bring documents into force and out of it.
"""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from core import cache, search
from core.models import Status
from documents.models import Document, Relation

Kind = Relation.Kind

BATCH = 1000


def refresh_effects(pks: Iterable[int] | None = None, *, on: date | None = None) -> int:
    """Write what documents' dates and relations come to on a day; return how many changed.

    ``pks`` names the documents, all by default; ``on`` is the day, today by default.
    """
    on = on or timezone.localdate()
    if pks is None:
        stale = list(_changing(Document._base_manager.all(), on).order_by("pk").values_list("pk", flat=True))
        batches = (stale[start : start + BATCH] for start in range(0, len(stale), BATCH))
        return sum(refresh_effects(batch, on=on) for batch in batches)
    documents = Document._base_manager.filter(pk__in=list(pks))
    with transaction.atomic():
        # Of two who change what is done to one document, the second waits here and then sees both.
        list(documents.order_by("pk").select_for_update().values_list("pk"))
        changed = _changing(documents, on).values_list("pk", "effect_now")
        by_effect: dict[str, list[int]] = {}
        for pk, effect in changed:
            by_effect.setdefault(effect, []).append(pk)
        for effect, found in by_effect.items():
            Document._base_manager.filter(pk__in=found).update(effect=effect)
        if by_effect:
            search.refresh_facets(Document, chain.from_iterable(by_effect.values()))
            cache.touch(*Document.cache_tags)
    return sum(map(len, by_effect.values()))


def _changing(documents: QuerySet, day: date) -> QuerySet:
    return documents.annotate(effect_now=effect_on(day)).exclude(effect=F("effect_now"))


def effect_on(day: date) -> Case:
    """Return the effect status on a day, as an expression over documents.

    In this order: recalled as a whole; past its end, or replaced or repealed as a whole; not begun yet;
    amended, or replaced or repealed in part; else in force. What another document does counts from the
    day that document takes effect, and only once it is published.
    """
    effect = Document.Effect
    return Case(
        When(_done_by(day, Q(kind=Kind.RECALLS)), then=Value(effect.RECALLED)),
        When(expires_on__lte=day, then=Value(effect.EXPIRED)),
        When(
            _done_by(day, Q(kind__in=[Kind.REPLACES, Kind.REPEALS], is_partial=False)),
            then=Value(effect.EXPIRED),
        ),
        When(_begins_after(day), then=Value(effect.NOT_YET)),
        When(_done_by(day, Q(kind=Kind.AMENDS) | Q(is_partial=True)), then=Value(effect.PARTLY)),
        default=Value(effect.IN_FORCE),
        output_field=models.CharField(),
    )


def _begins_after(day: date) -> Q:
    """Return the condition that a document begins later than a day."""
    return Q(effective_on__gt=day) | Q(effective_on__isnull=True, issued_on__gt=day)


def counting_relations() -> models.QuerySet[Relation]:
    """Return the relations that count for being in force, each with the day it counts from as ``since``."""
    return Relation.objects.filter(
        source__status=Status.PUBLISHED,
        source__deleted_at__isnull=True,
        source__published_at__lte=timezone.now(),
    ).annotate(since=Coalesce("source__effective_on", "source__issued_on", "source__sorted_on"))


def _done_by(day: date, condition: Q) -> Exists:
    done = counting_relations().filter(condition, since__lte=day)
    return Exists(done.filter(target=OuterRef("pk")))
