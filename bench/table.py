"""Rows of a table as text, and the words of a verdict."""

KEPT, NEAR, MISSED = "đạt", "sát", "KHÔNG ĐẠT"


def aligned(rows: list[tuple[str, ...]]) -> str:
    """Return rows as text: what comes first to the left, the last as it is, all between to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first, *numbers, verdict = row
    cells = [text.rjust(width) for text, width in zip(numbers, widths[1:-1], strict=True)]
    return "  ".join([first.ljust(widths[0]), *cells, verdict]).rstrip()
