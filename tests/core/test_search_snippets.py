"""The piece of text in which a hit answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import search
from core.models import FileText
from core.search.query import parse
from core.search.snippets import LENGTH, TEXT_LENGTH, Finder
from tests.factories import make_article, make_document, make_document_file, pdf_bytes, upload

pytestmark = pytest.mark.django_db


def with_file(document, text, title="Danh sách"):
    file = make_document_file(document, file=upload(content=pdf_bytes(title)), title=title)
    FileText.objects.update_or_create(sha256=file.sha256, defaults={"text": text, "status": "done"})
    search.refresh_file_text(file.sha256)
    return document


def snippet(query):
    (hit,) = search.find(query).hits
    return hit.snippet


def test_body_is_cut_round_the_words():
    before, after = "đầu " * 100, "cuối " * 100
    make_article(body=f"<p>{before} Học sinh giỏi cấp tỉnh {after}</p>")
    found = snippet("hoc sinh gioi")
    assert "đầu Học sinh giỏi cấp tỉnh cuối" in found.text
    assert found.text.startswith("… đầu")
    assert found.text.endswith("cuối …")
    assert len(found.text) < LENGTH + 10
    assert found.source == ""


def test_file_is_named():
    with_file(make_document(), "Thí sinh xã Bình Minh", "Danh sách thí sinh")
    assert snippet("bình minh") == search.Snippet("Thí sinh xã Bình Minh", "Danh sách thí sinh")


def test_place_where_the_words_stand_together_is_taken():
    make_article(body=f"<p>Công việc. {'Chữ khác. ' * 50} Tổ chức. {'Chữ khác. ' * 50} Thi công chức.</p>")
    assert snippet("công chức").text.endswith("Thi công chức.")


def test_place_with_the_marks_as_typed_is_taken():
    make_article(body=f"<p>Đạt đài. {'Chữ khác. ' * 50} Đất đai.</p>")
    assert snippet("đất đai").text.endswith("Đất đai.")


def test_file_that_says_it_better_is_taken_instead_of_the_body():
    document = make_document(body="<p>Kính gửi xã Bình An, kế hoạch rõ ràng minh bạch</p>")
    with_file(document, "Danh sách xã Bình Minh", "Phụ lục")
    assert snippet("bình minh").source == "Phụ lục"


def test_title_alone_gives_no_snippet():
    make_article(title="Tuyển sinh", body="<p>Nội dung khác</p>")
    assert snippet("tuyển sinh") is None


def test_words_behind_the_part_that_is_read_give_no_snippet():
    with_file(make_document(), "chữ " * (TEXT_LENGTH // 4) + "Bình Minh")
    (hit,) = search.find("bình minh").hits
    assert (hit.in_file, hit.snippet) == (True, None)


def test_snippets_of_a_list_in_few_queries(django_assert_max_num_queries):
    documents = [with_file(make_document(), f"Bình Minh {n}", f"Tệp {n}") for n in range(3)]
    other = make_document()
    with django_assert_max_num_queries(3):
        found = search.snippets("bình minh", [*documents, other])
    assert {pk: piece.source for pk, piece in found.items()} == {
        document.pk: f"Tệp {n}" for n, document in enumerate(documents)
    }
    assert search.snippets("bình minh", []) == {}


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_can_be_cut(text, query):
    finder = Finder(parse(query))
    finder.look(("note", 1), text, "")
    for piece in finder.found.values():
        assert piece.text
