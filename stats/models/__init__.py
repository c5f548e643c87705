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

__all__ = [
    "CountingSettings",
    "DailyCount",
    "DayCount",
    "HourCount",
    "Measure",
    "ObjectDay",
    "Presence",
    "WrittenBatch",
]
