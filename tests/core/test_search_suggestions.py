"""«Có phải bạn tìm»."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import search
from core.models.search import SearchEntry, SearchWord
from core.search.suggestions import RARE
from tests.factories import make_article, make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def words():
    """A portal that knows some words, and has counted them."""
    for _ in range(RARE + 1):
        make_article(title="Tuyển sinh lớp 10 trường chuyên", body="<p>Giao ban, sang trang</p>")
    make_article(title="Kế hoạch bí mật", published=False)
    search.learn_words()


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tuyen sihn", "tuyen sinh"),
        ("tuyen sin lop 10", "tuyen sinh lop 10"),
        ("tuyển sihn", "tuyển sinh"),
        ("tuyển xinh Lớp 10", "tuyển sinh Lớp 10"),
        ("tuyeenr sinh", "tuyen sinh"),
        ("truwowngf chuyeen", "truong chuyen"),
        ("tuyensinh", "tuyen sinh"),
        ('"tuyen sihn" -mầm', '"tuyen sinh" -mầm'),
        ("tuyen sinh", ""),
        ("bi mqt", ""),
        ("xyzzy", ""),
        ("12345", ""),
        ("", ""),
    ],
)
def test_slips_are_put_right(typed, meant):
    assert search.suggest(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("abc", ""), ("bqc", "bnc"), ("bncd", "bnc"), ("gaf", "ga"), ("ggx", ""), ("bbc", "bc")],
)
def test_short_word_is_not_made_shorter(typed, meant):
    for _ in range(RARE + 1):
        make_article(title="BC, BNC, ga")
    search.learn_words()
    assert search.suggest(typed) == meant


def test_word_that_stands_beside_the_others_is_preferred():
    for _ in range(RARE + 1):
        make_article(title="Tuyển sinh và sáng kiến")
    for _ in range(RARE + 1):
        make_article(title="Sáng kiến, sáng tạo")
    search.learn_words()
    # Both are one letter away, and «sang» is the more frequent.
    assert search.suggest("tuyen sing") == "tuyen sinh"
    assert search.suggest("sing kien") == "sang kien"


def test_words_are_counted_with_their_usual_spelling():
    for title in ("Tuyển sinh", "Tuyển dụng", "Tuyến đường", "Tuyen"):
        make_article(title=title)
    make_article(title="Tuyệt mật", published=False)
    search.learn_words()
    word = SearchWord.objects.get(folded="tuyen")
    assert (word.spelt, word.entries, str(word)) == ("tuyển", 4, "tuyển")
    assert not SearchWord.objects.filter(folded="tuyet").exists()


def test_words_that_are_gone_are_forgotten():
    article = make_article(title="Tuyển sinh")
    search.learn_words()
    article.delete()
    assert search.learn_words() == 0


@given(st.text(max_size=40))
def test_anything_may_be_typed(query):
    search.suggest(query)


def test_clock_keeps_the_words_and_the_entries():
    from core import jobs, tasks

    document = make_document(subject="Tuyển sinh")
    SearchEntry.objects.all().delete()
    assert tasks.mend_search.call() == 1
    assert SearchEntry.objects.get().object_id == document.pk
    assert tasks.learn_words.call() > 0
    assert {"core.tasks.mend_search", "core.tasks.learn_words"} <= set(jobs._clock)
