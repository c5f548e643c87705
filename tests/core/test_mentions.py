"""Links from rich text to what it mentions."""

from datetime import date

import pytest

from core import mentions
from tests.factories import make_article, make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def circular():
    return make_document(number="15/2025/TT-BGDĐT", issued_on=date(2025, 6, 1))


def link_to(document, text: str) -> str:
    title = f"{document.heading} ngày {document.issued_on:%d/%m/%Y}"
    return f'<a href="{document.get_absolute_url()}" title="{title}">{text}</a>'


def test_number_of_a_document_in_the_register_becomes_a_link(circular):
    html = "<p>Theo <b>Thông tư số 15/2025/TT-BGDĐT</b>, các trường…</p>"
    linked = link_to(circular, "15/2025/TT-BGDĐT")
    assert mentions.link(html) == html.replace("15/2025/TT-BGDĐT", linked)


def test_number_of_which_a_part_is_bold_is_linked_part_by_part(circular):
    html = "<p>Theo số <b>15</b>/2025/<i>TT-BGDĐT</i>.</p><p>15</p>/2025/TT-BGDĐT"
    parts = [link_to(circular, part) for part in ("15", "/2025/", "TT-BGDĐT")]
    expected = "<p>Theo số <b>{}</b>{}<i>{}</i>.</p><p>15</p>/2025/TT-BGDĐT".format(*parts)
    assert mentions.link(html) == expected


def test_plain_text_is_escaped_and_linked(circular):
    linked = mentions.link_text("<b>Theo</b> 15/2025/TT-BGDĐT, A & B")
    assert linked == f"&lt;b&gt;Theo&lt;/b&gt; {link_to(circular, '15/2025/TT-BGDĐT')}, A &amp; B"


def test_subject_of_a_document_links_to_what_it_names(circular, client):
    document = make_document(number="16/TB-SGDĐT", subject="Thay thế Thông tư 15/2025/TT-BGDĐT")
    page = client.get(document.get_absolute_url()).content.decode()
    assert link_to(circular, "15/2025/TT-BGDĐT") in page


def test_lead_of_a_post_links_to_what_it_names(circular, client):
    article = make_article(lead="Hướng dẫn Thông tư 15/2025/TT-BGDĐT")
    assert link_to(circular, "15/2025/TT-BGDĐT") in client.get(article.get_absolute_url()).content.decode()


def test_sloppy_spelling_is_linked_and_kept(circular):
    assert link_to(circular, "15/2025/tt-bgdđt") in mentions.link("<p>số 15/2025/tt-bgdđt.</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<p>Thông tư số 16/2025/TT-BGDĐT</p>",
        '<p><a href="https://vi.du/">15/2025/TT-BGDĐT</a></p>',
        "<pre>15/2025/TT-BGDĐT</pre>",
        "<p>Ngày 10/01/2022, 5/7 &amp; <i>không có số</i>&nbsp;nào.</p>",
        "",
    ],
)
def test_what_is_unknown_or_linked_already_stays_as_it_is(circular, html):
    assert mentions.link(html) == html


def test_document_that_is_not_public_is_not_linked():
    make_document(number="15/2025/TT-BGDĐT", published=False)
    assert "<a" not in mentions.link("<p>15/2025/TT-BGDĐT</p>")


def test_page_does_not_link_to_itself(circular):
    assert "<a" not in mentions.link("<p>15/2025/TT-BGDĐT</p>", circular.get_absolute_url())


@pytest.mark.parametrize(
    "written",
    ["09/TB-SGDĐT ngày 3/2/2023", "09/TB-SGDĐT, ngày 03 tháng 02 năm 2023", "09/TB-SGDĐT (3-2-2023)"],
)
def test_date_tells_documents_of_one_number_apart(written):
    body = make_document(number="09/TB-SGDĐT", issued_on=date(2022, 1, 10)).issuing_body
    meant = make_document(number="09/TB-SGDĐT", issued_on=date(2023, 2, 3), issuing_body=body)
    assert meant.get_absolute_url() in mentions.link(f"<p>Thông báo số {written}</p>")


@pytest.mark.parametrize(
    "written", ["09/TB-SGDĐT", "09/TB-SGDĐT ngày 1/1/2020", "09/TB-SGDĐT ngày 31/2/2023"]
)
def test_number_that_may_be_either_of_two_is_not_linked(written):
    for year in (2022, 2023):
        make_document(number="09/TB-SGDĐT", issued_on=date(year, 1, 10))
    assert "<a" not in mentions.link(f"<p>{written}</p>")


def test_number_of_another_year_is_not_linked():
    make_document(number="09/TB-SGDĐT", issued_on=date(2022, 1, 10))
    assert "<a" not in mentions.link("<p>Thông báo số 09/TB-SGDĐT ngày 05/03/2026</p>")


def test_title_of_a_link_is_escaped():
    document = make_document(number="15/2025/TT-BGDĐT")
    document.type.name = 'Thông "tư" <b>'
    document.type.save()
    assert "<b>" not in mentions.link("<p>15/2025/TT-BGDĐT</p>")


def test_whole_page_costs_one_query(circular, django_assert_num_queries):
    html = "".join(f"<p>15/2025/TT-BGDĐT và {number}/TB-SGDĐT</p>" for number in range(1, 30))
    mentions.link(html)  # The tables of kinds and bodies are in the cache from here on.
    with django_assert_num_queries(1):
        mentions.link(html)


def test_post_links_the_documents_it_cites(client, circular):
    article = make_article(body="<p>Thực hiện Thông tư số 15/2025/TT-BGDĐT.</p>")
    page = client.get(article.get_absolute_url()).content.decode()
    assert link_to(circular, "15/2025/TT-BGDĐT") in page
