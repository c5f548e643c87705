"""Adds documents and posts until there are enough."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models
from django.utils import timezone

from core import search
from core.files.storage import discard_on_error
from documents.models import Document
from news.models import Article
from portal.demo.bulk import plan
from portal.demo.bulk.crew import Batch, Crew
from portal.demo.bulk.offices import Offices
from portal.demo.bulk.prose import generator
from portal.demo.furniture import furnish
from portal.demo.guard import guarded

# Search brings each batch into its indexes at once, which is the cheaper the larger the batch.
BATCH = 1000
# Takes a model, how many of its objects there are, and how many there will be.
Report = Callable[[type[models.Model], int, int], object]


@dataclass(frozen=True)
class Work:
    """How objects of a model are made: by which class, from what it is given for each day."""

    model: type[models.Model]
    maker: str
    prepare: Callable[[list[date]], Sequence[Any]]


def fill_up(documents: int, articles: int, crew: Crew, report: Report) -> int:
    """Add documents and posts until there are so many, those in the trash included; return how many came.

    ``report`` is called at the beginning and after each batch. A demo from before there was furniture gets
    it: pages without it are cheaper than those that people see.
    """
    with guarded(crew.say):
        with discard_on_error():
            furnish()
        added = _add(DOCUMENTS, documents, crew, report) + _add(ARTICLES, articles, crew, report)
        if added:
            crew.say("Đang đếm lại các từ và cập nhật thống kê của cơ sở dữ liệu…")
            search.learn_words()
            with connection.cursor() as cursor:
                # Otherwise the planner knows nothing of the new rows until autovacuum comes by.
                cursor.execute("ANALYZE")
    return added


def _add(work: Work, wanted: int, crew: Crew, report: Report) -> int:
    done = work.model._base_manager.count()
    missing = max(0, wanted - done)
    if missing:
        report(work.model, done, wanted)
        for count in crew.make_all(work.maker, _batches(work, done, missing)):
            done += count
            report(work.model, done, wanted)
    return missing


def _batches(work: Work, there: int, missing: int) -> list[Batch]:
    """Return what is to be made, the oldest first; another run that begins elsewhere makes other texts."""
    name = work.model.__name__
    days = plan.days(generator(f"{name} {there}"), missing, timezone.localdate())
    items = work.prepare(days)
    starts = range(0, missing, BATCH)
    return [Batch(items[start : start + BATCH], f"{name} {there + start}") for start in starts]


def _slots(days: list[date]) -> list[plan.Slot]:
    """Return where in which body's register documents of these days stand.

    Settled in one place, so that no two processes give the same number.
    """
    offices = Offices()
    offices.appoint_signers()
    rng = generator(f"offices {len(days)}")
    return [offices.slot(rng, day) for day in days]


DOCUMENTS = Work(Document, "portal.demo.bulk.documents.DocumentMaker", _slots)
ARTICLES = Work(Article, "portal.demo.bulk.articles.ArticleMaker", list)
