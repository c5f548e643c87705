"""/tim-kiem/."""

import pytest

from tests.factories import make_article, make_document

pytestmark = pytest.mark.django_db


def test_search_shows_posts_and_documents(client):
    make_article(title="Tuyển sinh lớp 10 năm học mới")
    make_document(subject="Hướng dẫn tuyển sinh lớp 10", number="15/HD-SGDĐT")
    page = client.get("/tim-kiem/", {"q": "tuyen sinh"}).content.decode()
    assert "năm học mới" in page
    assert "15/HD-SGDĐT" in page


def test_kind_narrows(client):
    make_article(title="Bài tuyển sinh của báo")
    make_document(subject="Tuyển sinh lớp 10")
    page = client.get("/tim-kiem/", {"q": "tuyen sinh", "loai": "documents.document"}).content.decode()
    assert "của báo" not in page


def test_query_comes_back_harmless(client):
    page = client.get("/tim-kiem/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"q": "x" * 201}, "Từ khóa dài quá 200 ký tự"),
        ({"q": "a", "loai": "auth.user"}, "Loại này không có"),
        ({"q": "a", "trang": "abc"}, "Số trang không hợp lệ"),
        ({"q": "a", "trang": "-1"}, "Số trang không hợp lệ"),
    ],
)
def test_bad_query_gets_a_sentence(client, query, sentence):
    answer = client.get("/tim-kiem/", query)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_pages_of_results_lead_on(client):
    for number in range(25):
        make_article(title=f"Tuyển sinh đợt {number}")
    first = client.get("/tim-kiem/", {"q": "tuyen sinh"}).content.decode()
    assert "trang=2" in first
    second = client.get("/tim-kiem/", {"q": "tuyen sinh", "trang": 2})
    assert second.status_code == 200
    assert len(second.context["results"].hits) == 5
