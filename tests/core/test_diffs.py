"""What changed between two texts."""

import time

from hypothesis import given
from hypothesis import strategies as st

from core.diffs import TIME_LIMIT, Piece, compare

LINES = st.text(alphabet="ab \nđ", max_size=60)


def kinds(pieces):
    return [(piece.kind, piece.text) for piece in pieces]


def test_equal_texts_have_no_difference():
    assert compare("Một hai\nba", "Một hai\nba") == []


def test_words_are_compared_and_not_letters():
    assert kinds(compare("Sở có chín phòng.", "Sở có mười phòng.")) == [
        ("same", "Sở có"),
        ("removed", " chín"),
        ("added", " mười"),
        ("same", " phòng."),
    ]


def test_added_line_leaves_its_neighbours_alone():
    assert kinds(compare("Một\nBa", "Một\nHai\nBa")) == [
        ("same", "Một\n"),
        ("added", "Hai\n"),
        ("same", "Ba"),
    ]


def test_unchanged_lines_far_from_a_change_are_counted():
    lines = [f"Đoạn {number}" for number in range(20)]
    pieces = compare("\n".join(lines), "\n".join([*lines[:10], "Đoạn mới", *lines[11:]]))
    assert [piece.text for piece in pieces if piece.kind == "skipped"] == ["9", "8"]
    shown = "".join(piece.text for piece in pieces if piece.kind == "same")
    assert "Đoạn 9" in shown
    assert "Đoạn 11" in shown
    assert "Đoạn 8" not in shown


def test_one_unchanged_line_is_shown_rather_than_counted():
    pieces = compare("a\nb\nc\nd", "x\nb\nc\ny")
    assert "skipped" not in {piece.kind for piece in pieces}


@given(LINES, LINES)
def test_what_is_not_skipped_spells_both_texts(old, new):
    pieces = compare(old, new)
    if not pieces or any(piece.kind == "skipped" for piece in pieces):
        return
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_long_texts_of_the_same_words_take_no_more_than_the_limit():
    old = " ".join("từ" for _ in range(20_000))
    new = " ".join("từ" if number % 2 else f"x{number}" for number in range(20_000))
    start = time.monotonic()
    assert compare(old, new)
    assert time.monotonic() - start < TIME_LIMIT + 3


def test_html_is_text_like_any_other():
    assert Piece("added", " <script>x</script>") in compare("a", "a <script>x</script>")
