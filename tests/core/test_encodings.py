"""Text of before Unicode: the tables letter by letter, and what is taken for such text."""

import subprocess
import unicodedata

import pytest

from core.checks import doubts
from core.encodings import TCVN3, VNI, recognise
from core.syllables import is_syllable
from news.models import Article

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWELS = "aăâeêioôơuưy"
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
CAPITALS = [letter.upper() for letter in SMALL]
UNICODE = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc.",
    "Thầy Müller và cô Brontë ở Genève, São Paulo; giá 3 × 4 §5 ©2026, 20°C, ½ ngày.",
    "Nâng cao chất lượng giáo dục ở các trường học.",
    "Hotel Métropole, Gaudí, Zürich, naïve, façade, Ångström, Łódź",
)


def in_tcvn3(text):
    """Return a text as TCVN 5712:1993 has it, by the C library's own table."""
    done = subprocess.run(["iconv", "-f", "UTF-8", "-t", "TCVN"], input=text.encode(), capture_output=True)
    return done.stdout.decode("latin-1") if done.returncode == 0 else None


def in_vni(letter):
    """Return a letter as VNI Windows writes it: a vowel, and one mark for all that stands on it."""
    bare, *marks = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize(
        "NFC", bare + "".join(mark for mark in marks if mark in "\u0302\u0306\u031b")
    )
    tone = next((mark for mark in marks if mark in TONES), "")
    alone = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}
    if letter.lower() in alone:
        old = alone[letter.lower()]
    else:
        plain = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "ô", "ư": "ö"}.get(base.lower(), base.lower())
        order = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
        marks_of = {"ă": "êéèúüë", "â": "âáàåãä", "ê": "âáàåãä", "ô": "âáàåãä"}.get(base.lower())
        mark = marks_of[order.index(tone)] if marks_of else (" ùøûõï"[order.index(tone)].strip())
        old = plain + mark
    return old.upper() if letter.isupper() else old


@pytest.mark.parametrize("letter", [letter for letter in SMALL if not letter.isascii()])
def test_small_letter_in_tcvn3(letter):
    assert TCVN3.convert(in_tcvn3(letter)) == letter


@pytest.mark.parametrize("letter", [letter for letter in CAPITALS if not letter.isascii()])
def test_capital_in_tcvn3_is_a_small_letter_in_a_font_of_capitals_or_a_letter_of_its_own(letter):
    assert TCVN3.convert(in_tcvn3(letter.lower()), capitals=True) == letter
    if letter in "ĂÂĐÊÔƠƯ":
        assert TCVN3.convert(in_tcvn3(letter)) == letter


@pytest.mark.parametrize("letter", [letter for letter in SMALL + CAPITALS if not letter.isascii()])
def test_letter_in_vni(letter):
    assert VNI.convert(in_vni(letter)) == letter


@pytest.mark.parametrize("encoding", [TCVN3, VNI])
def test_plain_letters_digits_and_signs_stay(encoding):
    plain = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 .,;:!?()[]/-–“”…"
    assert encoding.convert(plain) == plain


@pytest.mark.parametrize(
    "text", [*UNICODE, "", "So Giao duc va Dao tao", "Départ à l'été", "12/2024/QĐ-UBND"]
)
def test_unicode_is_not_taken_for_an_old_encoding(text):
    assert recognise([text]) is None


@pytest.mark.parametrize(
    ("text", "encoding", "converted"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", TCVN3, "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("Hµ Néi", TCVN3, "Hà Nội"),
        ("n©ng cao chÊt l\u00adîng", TCVN3, "nâng cao chất lượng"),
        ("Së GI¸O DôC", TCVN3, "SỞ GIÁO DỤC"),
        ("GI¸O DôC Vµ §µO T¹O", TCVN3, "GIÁO DỤC VÀ ĐÀO TẠO"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", VNI, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("SÔÛ GIAÙO DUÏC VAØ ÑAØO TAÏO", VNI, "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
    ],
)
def test_old_encoding_is_recognised_by_its_words(text, encoding, converted):
    assert recognise([text]) is encoding
    assert encoding.convert(text) == converted


def test_old_piece_among_unicode_is_recognised():
    assert recognise([*UNICODE, "B¶o ®¶m an toµn cho häc sinh"]) is TCVN3


@pytest.mark.parametrize(
    "word", ["giếng", "gì", "quyển", "nghiêng", "Đặng", "khuya", "ở", "THUỶ", "thuý", "yêu", "huỳnh"]
)
def test_syllable_is_known(word):
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word", ["Céng", "ka", "nge", "hoµ", "sách̀", "tèt", "chất́", "zoo", "str", "ngh", "héi", ""]
)
def test_what_is_no_syllable_is_known(word):
    assert not is_syllable(word)


def test_editor_is_told_before_old_letters_go_public():
    article = Article(title="Héi nghÞ tæng kÕt", body="<p>Coäng hoøa xaõ hoäi</p>")
    found = {doubt.place: doubt.words for doubt in doubts(article)}
    assert "bảng mã cũ TCVN3 (ABC)" in found["Tiêu đề"]
    assert "bảng mã cũ VNI" in found["Nội dung"]
