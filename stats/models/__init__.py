from stats.models.counts import (
    CountingSettings,
    DailyCount,
    DayCount,
    HourCount,
    Measure,
    ObjectDay,
    Presence,
    WrittenBatch,
)
from stats.models.polls import Ballot, Choice, Poll, PollQuerySet, PollReset

__all__ = [
    "Ballot",
    "Choice",
    "CountingSettings",
    "DailyCount",
    "DayCount",
    "HourCount",
    "Measure",
    "ObjectDay",
    "Poll",
    "PollQuerySet",
    "PollReset",
    "Presence",
    "WrittenBatch",
]
