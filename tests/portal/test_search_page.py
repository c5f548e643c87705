"""/tim-kiem/."""

import pytest

from core import search
from core.models import FileText
from tests.factories import make_article, make_document, make_document_file

pytestmark = pytest.mark.django_db


def page(client, **query):
    return client.get("/tim-kiem/", query).content.decode()


def test_search_shows_posts_and_documents(client):
    make_article(title="Tuyển sinh lớp 10 năm học mới")
    make_document(subject="Hướng dẫn tuyển sinh lớp 10", number="15/HD-SGDĐT")
    text = page(client, q="tuyen sinh")
    assert "năm học mới" in text
    assert "15/HD-SGDĐT" in text


def test_kind_narrows(client):
    make_article(title="Bài tuyển sinh của báo")
    make_document(subject="Tuyển sinh lớp 10")
    assert "của báo" not in page(client, q="tuyen sinh", loai="documents.document")


def test_snippet_is_marked_and_says_its_file(client):
    file = make_document_file(title="Danh sách <b>trường</b>")
    FileText.objects.update_or_create(
        sha256=file.sha256, defaults={"text": "Trường <i>Bình Minh</i>", "status": "done"}
    )
    search.refresh_file_text(file.sha256)
    text = page(client, q="binh minh")
    assert "Trường &lt;i&gt;<mark>Bình</mark> <mark>Minh</mark>&lt;/i&gt;" in text
    assert "Trong tệp «Danh sách &lt;b&gt;trường&lt;/b&gt;»" in text


def test_more_results_than_shown_are_said(client, monkeypatch):
    monkeypatch.setattr("core.search.candidates.CAP", 100)
    make_article(title="Tuyển sinh")
    assert "Tìm thấy 1 kết quả" in page(client, q="tuyển sinh")
    monkeypatch.setattr("core.search.candidates.CAP", 1)
    assert "Tìm thấy hơn" in page(client, q="tuyển sinh")


def test_slip_leads_to_what_was_meant(client):
    for _ in range(3):
        make_article(title="Tuyển sinh lớp 10")
    search.learn_words()
    text = page(client, q="tuyển sihn & lớp 10", loai="news.article")
    assert "Có phải bạn tìm" in text
    assert "q=tuy%E1%BB%83n+sinh+%26+l%E1%BB%9Bp+10&amp;loai=news.article" in text
    assert "Có phải bạn tìm" not in page(client, q="tuyển sinh lớp 10")


def test_query_comes_back_harmless(client):
    text = page(client, q="<script>alert(1)</script>")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"q": "x" * 201}, "Từ khóa dài quá 200 ký tự"),
        ({"q": "a\0b"}, "Từ khóa có ký tự không hợp lệ"),
        ({"q": "a", "loai": "auth.user"}, "Loại này không có"),
        ({"q": "a", "trang": "abc"}, "Số trang không hợp lệ"),
        ({"q": "a", "trang": "-1"}, "Số trang không hợp lệ"),
        ({"q": "a", "trang": "9" * 5000}, "Số trang không hợp lệ"),
    ],
)
def test_bad_query_gets_a_sentence(client, query, sentence):
    answer = client.get("/tim-kiem/", query)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_pages_of_results_lead_on(client):
    for number in range(25):
        make_article(title=f"Tuyển sinh đợt {number}")
    assert "trang=2" in page(client, q="tuyen sinh")
    second = client.get("/tim-kiem/", {"q": "tuyen sinh", "trang": 2})
    assert second.status_code == 200
    assert len(second.context["results"].hits) == 5


@pytest.mark.parametrize("number", [3, 10**6])
def test_page_behind_the_last_is_not_found(client, number):
    make_article(title="Tuyển sinh")
    assert client.get("/tim-kiem/", {"q": "tuyen sinh", "trang": number}).status_code == 404


def test_number_of_queries_does_not_grow_with_the_hits(client, django_assert_max_num_queries):
    for number in range(5):
        make_article(title=f"Tuyển sinh đợt {number}")
        file = make_document_file(make_document(subject=f"Tuyển sinh đợt {number}"))
        assert file.document.files.count() == 1
    client.get("/tim-kiem/", {"q": "tuyen sinh"})
    with django_assert_max_num_queries(11):
        client.get("/tim-kiem/", {"q": "tuyen sinh"})
