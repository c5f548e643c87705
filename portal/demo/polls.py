"""Asks the two questions of the fictional department: one that is open, one that has been answered."""

import random
import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.demo import content
from stats.models import Ballot, Choice, Poll


def publish_polls() -> int:
    """Put the demo's polls on the portal, with the ballots of those that are over; return how many.

    Where staff have asked something already, theirs stay alone.
    """
    if Poll.objects.exists():
        return 0
    entries = content.polls()
    for entry in entries:
        _create(dict(entry))
    return len(entries)


def _create(entry: dict[str, Any]) -> None:
    now = timezone.now()
    opened, closes = (
        now + timedelta(days=entry.pop("opened_days")),
        now + timedelta(days=entry.pop("closes_days")),
    )
    answers, counts = entry.pop("choices"), entry.pop("votes", ())
    poll = Poll.objects.create(closes_at=closes, published_at=opened, **entry)
    choices = [
        Choice.objects.create(poll=poll, text=text, order=order) for order, text in enumerate(answers, 1)
    ]
    poll.publish(by=None, at=opened)
    if counts:
        _fill_box(poll, choices, counts)


def _fill_box(poll: Poll, choices: list[Choice], counts: list[int]) -> None:
    """Cast a ballot with one choice as often as it was counted, on days while the poll was open."""
    days = random.Random(poll.question)  # noqa: S311 - the same demo each time
    length = (poll.closes_at - poll.published_at).days
    opened = timezone.localdate(poll.published_at)
    Ballot.objects.bulk_create(
        Ballot(
            poll=poll,
            voter=secrets.token_bytes(32),
            cast_on=opened + timedelta(days=days.randrange(length)),
        )
        for _ in range(sum(counts))
    )
    for choice, count in zip(choices, counts, strict=True):
        Choice.objects.filter(pk=choice.pk).update(votes=count)
    Poll.objects.filter(pk=poll.pk).update(ballots_count=sum(counts))
