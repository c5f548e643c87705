"""Bringing posts and documents to where their texts say that they stand."""

from datetime import datetime, timedelta

from django.utils import timezone

from core.models import Publishable
from portal.demo.content import Status


def bring_to_state(
    obj: Publishable, status: Status, date: datetime | None, until: datetime | None = None
) -> None:
    """Use the verbs that lead to a state; ``date`` and ``until`` are those of publishing."""
    if status.state == "in_review" or status.returned:
        obj.submit(by=None)
        if status.returned:
            obj.return_to_draft(by=None, note=status.returned)
    elif status.state == "published":
        if status.scheduled_days:
            date = timezone.now() + timedelta(days=status.scheduled_days)
        obj.publish(by=None, at=date, until=until)
        if status.withdrawn:
            obj.withdraw(by=None, note=status.withdrawn)
