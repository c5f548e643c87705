import datetime
import re
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from core.text import (
    fold,
    format_date,
    format_datetime,
    format_file_size,
    format_moment,
    format_number,
    format_recent,
    nfc,
    slugify,
)

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậÐĐƯỚỜỢ \u00a0-/.,'0129\u0301\u0303"
)


def test_nfc_joins_letters_and_marks():
    assert nfc("Gia\u0301o du\u0323c") == "Giáo dục"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("HƯỚNG  TỚI", "huong toi"),
        ("Đặng Đình Ảnh", "dang dinh anh"),
        ("Ðại hội (eth)", "dai hoi (eth)"),
        ("Ủy ban\u00a0nhân\tdân\n", "uy ban nhan dan"),
        ("Nguye\u0302\u0303n", "nguyen"),
        ("giáo\u00addục\u200b", "giaoduc"),
        ("09/TB-SGDĐT", "09/tb-sgddt"),
        ("", ""),
    ],
)
def test_fold_takes_case_marks_and_spaces_away(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_decomposed_and_composed_text_fold_alike(text):
    assert fold(nfc(text)) == fold(text)


@given(VIETNAMESE)
def test_folded_vietnamese_is_ascii(text):
    assert fold(text).isascii()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("HƯỚNG TỚI ĐẠI HỘI", "huong-toi-dai-hoi"),
        ("đánh giá", "danh-gia"),
        ("Số: 09 /TB-SGDĐT", "so-09-tb-sgddt"),
        ("  --- ", ""),
        ("", ""),
        ("Straße № 5", "strasse-no-5"),
        ("日本", "u65e5-u672c"),
    ],
)
def test_slug_is_readable_ascii(text, slug):
    assert slugify(text) == slug


def test_slug_is_cut_between_words():
    assert slugify("hướng tới đại hội", max_length=11) == "huong-toi"
    assert slugify("hướng tới đại hội", max_length=9) == "huong-toi"


def test_slug_of_one_long_word_is_cut_inside_it():
    assert slugify("a" * 100, max_length=20) == "a" * 20


@given(st.text(), st.integers(min_value=1, max_value=90))
def test_slug_holds_only_letters_digits_and_hyphens(text, max_length):
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", slugify(text, max_length=max_length))
    assert len(slugify(text, max_length=max_length)) <= max_length


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1))
def test_text_with_letters_has_a_slug(text):
    assert slugify(text)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2022-01-10T09:26:00+00:00", "Thứ hai, 10/01/2022 16:26"),
        ("2022-01-15T17:00:00+00:00", "Chủ nhật, 16/01/2022 00:00"),
        ("2022-01-15T10:05:00+07:00", "Thứ bảy, 15/01/2022 10:05"),
    ],
)
def test_datetime_is_in_vietnams_time_and_words(moment, text):
    assert format_datetime(datetime.datetime.fromisoformat(moment)) == text


def test_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="múi giờ"):
        format_datetime(datetime.datetime(2022, 1, 10))


def test_moment_within_a_sentence_has_its_hour_first():
    moment = datetime.datetime.fromisoformat("2022-01-09T17:30:00+00:00")
    assert format_moment(moment) == "00:30 ngày 10/01/2022"
    with pytest.raises(ValueError, match="múi giờ"):
        format_moment(datetime.datetime(2022, 1, 10))


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2022-01-10T05:10:00+07:00", "05:10"),
        ("2022-01-09T17:30:00+00:00", "00:30"),
        ("2022-01-09T05:10:00+07:00", "05:10 hôm qua"),
        ("2022-01-08T05:10:00+07:00", "05:10 ngày 08/01/2022"),
        ("2022-01-11T05:10:00+07:00", "05:10 ngày 11/01/2022"),
    ],
)
@time_machine.travel("2022-01-10T16:30:00Z")  # 23:30 in Vietnam.
def test_recent_moment_names_its_day_from_yesterday_on(moment, text):
    assert format_recent(datetime.datetime.fromisoformat(moment)) == text


def test_date_of_a_datetime_is_its_day_in_vietnam():
    assert format_date(datetime.datetime.fromisoformat("2022-01-15T17:00:00+00:00")) == "16/01/2022"
    assert format_date(datetime.datetime(2022, 1, 15, 23, 0)) == "15/01/2022"
    assert format_date(datetime.date(987, 3, 2)) == "02/03/0987"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (2907693, "2.907.693"),
        (-1234, "-1.234"),
        (0, "0"),
        (0.1, "0,1"),
        (12.5, "12,5"),
        (Decimal("1234.50"), "1.234,50"),
    ],
)
def test_number_has_dots_and_a_decimal_comma(number, text):
    assert format_number(number) == text


@given(st.integers())
def test_number_without_dots_is_the_number(number):
    assert int(format_number(number).replace(".", "")) == number


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (1023, "1.023 B"),
        (1024, "1 KB"),
        (1048575, "1 MB"),
        (1258291, "1,2 MB"),
        (15 * 1024**3, "15 GB"),
        (5000 * 1024**4, "5.000 TB"),
    ],
)
def test_file_size_is_counted_by_1024(size, text):
    assert format_file_size(size) == text
