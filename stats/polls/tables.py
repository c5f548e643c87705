"""The results of a poll as the rows of a table."""

from collections.abc import Iterator
from decimal import Decimal

from core.spreadsheets import Cell
from stats.models import Poll
from stats.polls.state import TENTH, Results

COLUMNS = (("Lựa chọn", 60), ("Số phiếu", 12), ("Tỷ lệ (%)", 12), ("Ghi chú", 20))


def rows(results: Results) -> Iterator[list[Cell]]:
    """Give a row for each choice, and the number of ballots; values for COLUMNS."""
    for line in results.lines:
        share = (100 * Decimal(line.votes) / results.ballots).quantize(TENTH) if results.ballots else 0
        yield [line.text, line.votes, share, "Đã rút" if line.is_retired else ""]
    yield ["Tổng số phiếu", results.ballots, None, ""]


def title_of(poll: Poll) -> str:
    return f"Thăm dò ý kiến: {poll.question}"
