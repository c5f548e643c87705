"""Phone numbers as staff type them, and the addresses that call them."""

import pytest
from django.core.exceptions import ValidationError

from portal.models.phones import Phone, read_phones, validate_phones


@pytest.mark.parametrize(
    ("line", "label", "number", "link"),
    [
        ("Văn thư: 0200.3550.100", "Văn thư", "0200.3550.100", "tel:02003550100"),
        ("0200 3123 456", "", "0200 3123 456", "tel:02003123456"),
        ("  Đường dây nóng :  1900 1234  ", "Đường dây nóng", "1900 1234", "tel:19001234"),
        ("Bảo vệ trẻ em: 111", "Bảo vệ trẻ em", "111", "tel:111"),
        ("(0200) 3550-100", "", "(0200) 3550-100", "tel:02003550100"),
        ("From abroad: +84 200 3550 100", "From abroad", "+84 200 3550 100", "tel:+842003550100"),
        ("(+84) 200 3550 100", "", "(+84) 200 3550 100", "tel:+842003550100"),
        ("Văn thư (máy lẻ 12): 0200.3550.100", "Văn thư (máy lẻ 12)", "0200.3550.100", "tel:02003550100"),
        ("0200\u00a03550\u00a0100", "", "0200\u00a03550\u00a0100", "tel:02003550100"),
        ("Fax: 0200.3550.199", "Fax", "0200.3550.199", ""),
        ("SỐ FAX: 0200.3550.199", "SỐ FAX", "0200.3550.199", ""),
        ("Điện thoại/Fax: 0200.3550.199", "Điện thoại/Fax", "0200.3550.199", "tel:02003550199"),
    ],
)
def test_line_gives_a_name_a_number_and_the_address_that_calls_it(line, label, number, link):
    (phone,) = read_phones(line)
    assert (phone.label, phone.number, phone.link) == (label, number, link)
    validate_phones(line)


def test_each_line_is_a_number_and_empty_lines_are_none():
    assert [
        phone.label for phone in read_phones("Văn thư: 0200.3550.100\r\n\n \nTiếp dân: 0200.3550.101")
    ] == [
        "Văn thư",
        "Tiếp dân",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "gọi tôi",
        "Văn thư:",
        "11",
        "0200.3550.100, 0200.3550.101",
        "0200.3550.100 – 0200.3550.101",
        "0200.3550.100+84",
        "٠٢٠٠٣٥٥٠١٠٠",
        "javascript:alert(1)",
    ],
)
def test_what_is_not_one_number_is_refused_and_calls_nobody(line):
    with pytest.raises(ValidationError, match="Mỗi dòng một số"):
        validate_phones(line)
    assert Phone.read(line).link == ""
