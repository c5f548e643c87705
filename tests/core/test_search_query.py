"""How words, numbers and queries are cut up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search import fold_number
from core.search.numbers import numbers_in
from core.search.query import QUERY_WORDS, parse
from core.search.words import VECTOR_SIZE, WORD_LENGTH, matches, pattern, vector, visible, word_of, words


def folded(text):
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đường phố Hoà Bình", ["duong", "pho", "hoa", "binh"]),
        ("Nguye\u0302\u0303n Va\u0306n A", ["nguyen", "van", "a"]),
        ("12/2024/QĐ-UBND", ["12", "2024", "qd", "ubnd"]),
        ("ngày 03/02", ["ngay", "3", "2"]),
        ("a_b <b>c</b>", ["a", "b", "b", "c", "b"]),
        ("tuyển\u00adsinh\u200b", ["tuyensinh"]),
        ("x" * 80, ["x" * WORD_LENGTH]),
        ("—!?", []),
    ],
)
def test_text_is_cut_into_folded_words(text, expected):
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("Thuỷ", "thủy"), ("Uỷ", "ủy"), ("ĐỎ", "đỏ"), ("ðỏ", "đỏ")]
)
def test_spellings_of_one_syllable_are_the_same(one, other):
    assert words(one) == words(other)


@pytest.mark.parametrize(("one", "other"), [("quý", "qúy"), ("lũy", "luy"), ("đài", "dai"), ("hoá", "hoa")])
def test_other_syllables_are_spelt_otherwise(one, other):
    assert words(one)[0].spelt != words(other)[0].spelt


@given(st.text("aáàÂậđĐðeo\u0301\u0323 0189.-_σΣж\u00ad", max_size=30))
def test_pattern_finds_the_words_that_cutting_finds(text):
    text = visible(text)
    cut = [match.span() for match in matches(text)]
    folded = frozenset(word_of(text[start:end]).folded for start, end in cut)
    assert not folded or [match.span() for match in pattern(folded).finditer(text)] == cut


def test_vector_holds_words_as_written_and_folded_and_the_pairs_of_neighbours():
    lexemes = vector(["Giao ban", "đầu tuần"], ["@2026-03"]).split()
    assert set(lexemes) > {"'@2026-03'", "'giao'", "'ban'", "'đầu'", "'dau'", "'tuần'", "'tuan'"}
    assert sum(lexeme.startswith("'+") for lexeme in lexemes) == 2


def test_vector_over_the_limit_keeps_the_words_it_has_room_for():
    lexemes = vector([" ".join(f"{number:030}x" for number in range(60_000))]).split()
    assert VECTOR_SIZE - 100 < sum(len(lexeme) - 2 for lexeme in lexemes) <= VECTOR_SIZE


@pytest.mark.parametrize(
    ("text", "runs", "phrases", "excluded"),
    [
        ("tuyển sinh", [["tuyen", "sinh"]], [], []),
        ('"giao ban" tuần', [["tuan"]], [["giao", "ban"]], []),
        ("“giao ban” «đầu tuần»", [], [["giao", "ban"], ["dau", "tuan"]], []),
        ("tuyển sinh -mầm non", [["tuyen", "sinh"], ["non"]], [], [["mam"]]),
        ('thi -"học sinh"', [["thi"]], [], [["hoc", "sinh"]]),
        ("175/KH-BCĐ", [], [["175", "kh", "bcd"]], []),
        ("kế hoạch 175/KH - BCĐ", [["ke", "hoach"], ["bcd"]], [["175", "kh"]], []),
        ("năm học 2025-2026", [["nam", "hoc"]], [["2025", "2026"]], []),
        ("thi cử/tuyển-sinh", [["thi", "cu", "tuyen", "sinh"]], [], []),
        ("năm học 2023 -2024", [["nam", "hoc", "2023", "2024"]], [], []),
        ("lớp 10 -chuyên", [["lop", "10"]], [], [["chuyen"]]),
        ('giao "ban', [["giao", "ban"]], [], []),
        ('""', [], [], []),
        ("-", [], [], []),
    ],
)
def test_query_is_cut_into_runs_phrases_and_exclusions(text, runs, phrases, excluded):
    query = parse(text)
    parts = [[[word.folded for word in part] for part in kind] for kind in (query.runs, query.phrases)]
    assert parts == [runs, phrases]
    assert [[word.folded for word in part] for part in query.excluded] == excluded


def test_query_of_exclusions_alone_asks_nothing():
    assert parse("-mầm").matching == ""


def test_word_that_is_excluded_with_marks_takes_out_that_word_only():
    assert "!('đài')" in parse("đất -đài").matching
    assert "!('dai')" in parse("đất -dai").matching


def test_word_without_marks_has_no_level_of_its_own():
    assert parse("tuyen").levels == [parse("tuyen").matching]
    assert len(parse("tuyển").levels) == len(parse("tuyen sinh").levels) == 2
    assert len(parse("tuyển sinh").levels) == 3


def test_words_beyond_the_limit_are_left_out():
    assert len(parse(" ".join("ab" * 500)).words) == QUERY_WORDS


@given(st.text(max_size=80))
def test_any_text_makes_a_query(text):
    assert len(parse(text).words) <= QUERY_WORDS


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Số: 09 /TB-SGDĐT", "9tbsgddt"),
        ("9/tb–sgddt", "9tbsgddt"),
        ("Số 96/PGDĐT", "96pgddt"),
        ("175/KH--BCĐ", "175khbcd"),
        ("126/KH-THCS KH", "126khthcskh"),
        ("6051/BGD&ĐT-CV", "6051bgddtcv"),
        ("15/2025/TT-BGDĐT", "15/2025ttbgddt"),
        ("42/2022/NĐCP", "42/2022ndcp"),
        ("42/2022/NĐ-CP", "42/2022ndcp"),
        ("29–NQ/TW", "29nqtu"),
        ("29-NQ/TƯ", "29nqtu"),
        ("12a/KH-UBND", "12akhubnd"),
        ("Ð\u00a009", "d9"),
        ("", ""),
    ],
)
def test_numbers_fold_to_one_form(written, form):
    assert fold_number(written) == form


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("09/TB-SGDĐT", ["9tbsgddt"]),
        ("công văn số 831 /SGDĐT-QLT về thi", ["831sgddtqlt"]),
        ("Nghị quyết số 29-NQ/TƯ", ["29nqtu"]),
        ("số ký hiệu: 09", ["9"]),
        ("10", []),
        ("tuyển sinh lớp 10", []),
        ("", []),
    ],
)
def test_numbers_are_found_in_a_query(query, numbers):
    assert numbers_in(query) == numbers


@given(st.text(max_size=60))
def test_number_folds_to_itself(text):
    assert fold_number(fold_number(text)) == fold_number(text)
