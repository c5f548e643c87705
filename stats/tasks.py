"""What the clock does for the counts."""

from datetime import timedelta

from core.jobs import every, job
from stats import rollup


@every(timedelta(hours=1))
@job("Cộng số đếm theo giờ thành theo ngày")
def roll_up() -> int:
    """Make the days that are over from their hours; return how many."""
    return rollup.roll_up()


@every(timedelta(minutes=30))
@job("Xóa số đếm theo giờ đã cũ, dấu vết của ngày trước")
def forget_hours() -> int:
    """Delete what is in days already, and what told visitors apart on a day that is over; return how many."""
    return rollup.forget()
