"""What a visitor sees of a poll: the form, the thanks, the results."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest
from django.template.loader import render_to_string

from core import cache
from core.text import format_number
from stats.models import Poll
from stats.polls.casting import has_voted

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Line:
    """A choice with what it got; ``share`` is in per cent of the ballots, as people write it."""

    text: str
    votes: int
    share: str
    is_retired: bool


@dataclass(frozen=True)
class Results:
    lines: list[Line]
    ballots: int


@dataclass(frozen=True)
class Standing:
    """Where a poll stands for one visitor; ``results`` are None where he does not see them.

    ``is_repeated`` where he has just tried to vote again.
    """

    poll: Poll
    has_voted: bool
    results: Results | None
    is_repeated: bool = False

    @property
    def takes_ballot(self) -> bool:
        return not (self.has_voted or self.poll.is_closed)


def share_of(votes: int, ballots: int) -> str:
    """Return a part in per cent, to a tenth: ``12,5``, ``50``; nothing of nothing is ``0``."""
    share = (100 * Decimal(votes) / ballots).quantize(TENTH) if ballots else Decimal(0)
    return format_number(int(share) if share == share.to_integral_value() else share)


def results_of(poll: Poll) -> Results:
    """Return the results of a poll, for whoever may see them; one query."""
    return read_results(Poll.objects.with_results().get(pk=poll.pk))


def read_results(poll: Poll) -> Results:
    """Return the results that ``with_results()`` brought along; what was retired unchosen is left out."""
    lines = [
        Line(found["text"], found["votes"], share_of(found["votes"], poll.ballots_count), found["is_retired"])
        for found in poll.counted
        if found["votes"] or not found["is_retired"]
    ]
    return Results(lines, poll.ballots_count)


def standing_for(request: HttpRequest, poll: Poll, *, is_repeated: bool = False) -> Standing:
    """Return where a poll stands for who asks; at most two queries."""
    return _standing(poll, is_repeated or has_voted(request, poll), is_repeated)


def _standing(poll: Poll, voted: bool, is_repeated: bool = False) -> Standing:
    results = results_of(poll) if poll.shows_results(has_voted=voted) else None
    return Standing(poll, voted, results, is_repeated)


def fragment(request: HttpRequest, poll_id: int) -> str:
    """Return the HTML to put in the place of a poll's form for this visitor; "" where the form stays.

    Nothing is asked of the database for a visitor without a ballot cookie while the poll is open and known;
    of others at most two queries (and those of the session where a poll is for members).
    """
    poll = _known(poll_id)
    if poll is None:
        return ""
    voted = has_voted(request, poll)
    if not (voted or poll.is_closed):
        return ""
    standing = _standing(poll, voted)
    return render_to_string("stats/_poll_answer.html", {"standing": standing, "names_poll": True})


def piece(request: HttpRequest, which: str) -> str:
    """Return the fragment of the poll whose id the beacon names, "" where it names none."""
    return fragment(request, int(which)) if re.fullmatch("[1-9][0-9]{0,15}", which) else ""


def _known(pk: int) -> Poll | None:
    """Return a public poll, from the cache; votes do not touch it, so its tallies are old.

    All of them are one entry: numbers that somebody makes up ask the database nothing, and fill no cache.
    """

    def read() -> dict[int, Poll]:
        return {poll.pk: poll for poll in Poll.objects.published().with_choices()}

    return cache.remember("polls", Poll.cache_tags, read).get(pk)
