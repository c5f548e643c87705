"""Finding what is public, however it is typed."""

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from core import search
from core.models import FileText, SearchEntry
from documents.models import Document
from news.models import Article
from tests.factories import (
    at,
    make_article,
    make_article_attachment,
    make_document,
    make_document_file,
    make_signer,
    pdf_bytes,
    sign,
    upload,
)

pytestmark = pytest.mark.django_db


def found(query: str, **kwargs) -> list:
    return [hit.obj for hit in search.find(query, **kwargs).hits]


@pytest.mark.parametrize(
    "query",
    ["hội nghị giao ban", "hoi nghi giao ban", "HỘI NGHỊ", "hộị nghi".replace("hộị", "hội"), "nghị hội"],
)
def test_post_is_found_with_and_without_diacritics(query):
    article = make_article(title="Hội nghị giao ban công tác học kỳ I")
    assert found(query) == [article]


def test_words_typed_with_marks_rank_above_the_same_without():
    land = make_article(title="Quản lý đất đai trường học", at=at(2024, 1, 1))
    hit = make_article(title="Chương trình đạt đài phát thanh", at=at(2025, 1, 1))
    assert found("đất đai") == [land, hit]


def test_decomposed_letters_are_found():
    article = make_article(title="Hoà bình")
    assert found("ho\u0061\u0300 bi\u0300nh") == [article]


@pytest.mark.parametrize(
    "query",
    ["09/TB-SGDĐT", "09/tb-sgddt", "9/TB", "số 09 /TB–SGDĐT", "TB SGDĐT", "tb-sgddt", "số ký hiệu: 09"],
)
def test_document_is_found_by_its_number(query):
    document = make_document(number="Số: 09 /TB-SGDĐT")
    assert found(query) == [document]


def test_number_typed_in_full_comes_first():
    exact = make_document(number="09/TB-SGDĐT", at=at(2026, 3, 1))
    longer = make_document(number="09/TB-SGDĐT-QLT", at=at(2026, 3, 2))
    make_document(number="109/TB-SGDĐT", subject="Khác")
    titled = make_document(number="1/KH-SGDĐT", subject="Đính chính Thông báo 09/TB-SGDĐT")
    assert found("09/TB-SGDĐT") == [exact, longer, titled]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("42/2022/NĐ-CP", "Nghị định 42/2022/NĐCP của Chính phủ"),
        ("29-NQ/TW", "29-nq/tư"),
        ("6051/BGDĐT-CV", "6051/BGD&ĐT-CV"),
        ("126/KH-THCS KH", "126 / KH - THCS KH"),
        ("831/SGDĐT-QLT", "831/sgd"),
    ],
)
def test_number_is_found_in_any_spelling(written, typed):
    make_document(subject="Căn cứ số 831 sgd 126 kh thcs")
    document = make_document(number=written, at=at(2020, 1, 1))
    assert found(typed)[0] == document


def test_phrase_in_quotes_is_a_phrase():
    make_article(title="Giao nhiệm vụ cho ban tổ chức")
    article = make_article(title="Họp giao ban")
    assert found('"giao ban"') == [article]


def test_minus_takes_out_what_has_the_word():
    article = make_article(title="Tuyển sinh lớp 10")
    make_article(title="Tuyển sinh mầm non", body="<p>Lớp 10</p>")
    assert found("tuyển sinh -mầm") == [article]
    assert found('tuyển sinh -"mầm non"') == [article]
    assert found("-mầm") == []


def test_words_beside_each_other_rank_above_words_apart():
    near = make_article(title="Thi công chức", at=at(2024, 1, 1))
    apart = make_article(title="Công đoàn tổ chức hội nghị", at=at(2025, 1, 1))
    assert found("công chức") == [near, apart]


def test_names_of_two_words_each_count_as_beside_each_other():
    near = make_article(title="Tuyển sinh tại xã Bình Minh", at=at(2024, 1, 1))
    apart = make_article(title="Tuyển thêm học sinh bình thường ở xã Minh Hòa", at=at(2025, 1, 1))
    assert found("tuyển sinh bình minh") == [near, apart]


def with_file_text(document, text):
    file = make_document_file(document, file=upload(content=pdf_bytes(text)))
    FileText.objects.update_or_create(sha256=file.sha256, defaults={"text": text, "status": "done"})
    search.refresh_file_text(file.sha256)
    return document


def test_title_ranks_above_body_and_body_above_file():
    title = make_document(subject="Phòng chống đuối nước", at=at(2023, 1, 1))
    body = make_document(body="<p>Phòng chống đuối nước</p>", at=at(2024, 1, 1))
    file = with_file_text(make_document(at=at(2025, 1, 1)), "Phòng chống đuối nước")
    result = search.find("chong duoi nuoc")
    assert [hit.obj for hit in result.hits] == [title, body, file]
    assert [hit.in_file for hit in result.hits] == [False, False, True]


@pytest.mark.parametrize("query", ["đất đai", "đai tốt đất"])
def test_words_with_their_marks_rank_above_others_in_body_and_file(query):
    body = make_document(body="<p>Đất đai tốt</p>", at=at(2023, 1, 1))
    folded_body = make_document(body="<p>Đạt đài tốt</p>", at=at(2024, 1, 1))
    file = with_file_text(make_document(at=at(2023, 1, 1)), "Đất đai tốt")
    folded_file = with_file_text(make_document(at=at(2024, 1, 1)), "Đạt đài tốt")
    assert found(query) == [body, folded_body, file, folded_file]


def test_signer_is_found():
    signature = sign(make_document(), make_signer(name="Trần Thị Bích Ngọc"))
    assert found("bich ngoc") == [signature.document]


def test_newest_come_first_among_equals():
    old = make_article(title="Tuyển sinh", at=at(2024, 1, 1))
    new = make_article(title="Tuyển sinh", at=at(2025, 1, 1))
    assert found("tuyển sinh") == [new, old]


def test_what_is_older_than_the_recent_months_is_found_too(monkeypatch):
    monkeypatch.setattr("core.search.candidates.RECENT", 1)
    near_and_old = make_article(title="Thi công chức", at=at(2020, 1, 1))
    articles = [make_article(title="Chức danh công nhân", at=at(2025, month, 1)) for month in (12, 6, 1)]
    assert found("công chức") == [near_and_old, *articles]


def test_candidates_are_capped_and_it_is_said(monkeypatch):
    monkeypatch.setattr("core.search.candidates.CAP", 2)
    articles = [make_article(title="Tuyển sinh", at=at(2025, month, 1)) for month in (3, 2, 1)]
    result = search.find("tuyển sinh")
    assert [hit.obj for hit in result.hits] == articles[:2]
    assert (result.total, result.is_capped) == (2, True)
    assert not search.find("không có từ này").is_capped


def test_closest_fill_the_room_of_the_candidates_first(monkeypatch):
    monkeypatch.setattr("core.search.candidates.CAP", 2)
    near = make_article(title="Thi công chức", at=at(2020, 1, 1))
    new = make_article(title="Công đoàn tổ chức", at=at(2025, 6, 1))
    make_article(title="Công đoàn tổ chức", at=at(2025, 1, 1))
    assert found("công chức") == [near, new]


def test_capped_total_is_shown_as_a_round_number():
    assert search.Results(total=437, is_capped=True).shown_total == 400
    assert search.Results(total=437).shown_total == 437


def test_text_of_the_body_is_found():
    article = make_article(body="<p>Các em <b>học sinh</b> giỏi</p>")
    assert found("hoc sinh gioi") == [article]


def test_text_of_a_file_is_found_and_said():
    file = make_document_file()
    FileText.objects.update_or_create(
        sha256=file.sha256, defaults={"text": "Danh sách thí sinh xã Bình Minh", "status": "done"}
    )
    search.refresh_file_text(file.sha256)

    result = search.find("binh minh")
    assert [(hit.obj, hit.in_file) for hit in result.hits] == [(file.document, True)]


def test_title_and_file_are_searched_together():
    document = make_document(subject="Kế hoạch tuyển sinh")
    file = make_document_file(document)
    FileText.objects.update_or_create(sha256=file.sha256, defaults={"text": "xã Bình Minh", "status": "done"})
    search.refresh_file_text(file.sha256)
    assert found("tuyển sinh bình minh") == [document]


def test_file_that_is_taken_off_is_no_longer_found():
    attachment = make_article_attachment(file=upload("Phụ lục đặc biệt.pdf"))
    assert found("phu luc dac biet") == [attachment.article]
    attachment.delete()
    assert found("phu luc dac biet") == []


def test_kinds_narrow_the_search():
    make_article(title="Tuyển sinh lớp 10")
    document = make_document(subject="Tuyển sinh lớp 10")
    assert found("tuyen sinh", kinds=["documents.document"]) == [document]


def test_what_is_not_public_is_not_found(time_machine):
    time_machine.move_to(at(2026, 3, 1), tick=False)
    make_article(title="Tuyển sinh nháp", published=False)
    make_article(title="Tuyển sinh hẹn giờ", at=at(2026, 3, 2))
    make_article(title="Tuyển sinh hết hạn", at=at(2026, 1, 1), unpublish_at=at(2026, 2, 1))
    make_article(title="Tuyển sinh đã gỡ").withdraw(by=None, note="Sai số liệu")
    assert found("tuyen sinh") == []


def test_scheduled_post_is_found_when_its_time_comes(time_machine):
    time_machine.move_to(at(2026, 3, 1), tick=False)
    article = make_article(title="Tuyển sinh hẹn giờ", at=at(2026, 3, 2))
    time_machine.move_to(at(2026, 3, 2, 9), tick=False)
    assert found("tuyen sinh") == [article]


def test_deleted_rows_leave_no_entry():
    make_article(title="Tuyển sinh")
    Article.objects.all().delete()
    assert not SearchEntry.objects.exists()


def test_entries_agree_with_published(time_machine):
    time_machine.move_to(at(2026, 3, 1), tick=False)
    make_article()
    make_document()
    make_article(published=False)
    make_article(at=at(2026, 4, 1))
    make_document(at=at(2026, 1, 1), unpublish_at=at(2026, 2, 1))
    make_article().withdraw(by=None, note="Sai")
    trashed = make_document(published=False)
    trashed.trash(by=None)

    for moment in (at(2026, 1, 15), at(2026, 3, 1), at(2026, 5, 1)):
        time_machine.move_to(moment, tick=False)
        shown = set(SearchEntry.objects.visible().values_list("kind", "object_id"))
        public = {("news.article", pk) for pk in Article.objects.published().values_list("pk", flat=True)}
        public |= {
            ("documents.document", pk) for pk in Document.objects.published().values_list("pk", flat=True)
        }
        assert shown == public


def test_reindex_writes_every_entry_anew():
    article = make_article(title="Tuyển sinh lớp 6")
    make_document(subject="Văn bản khác")
    SearchEntry.objects.all().delete()
    SearchEntry.objects.create(
        kind="news.article", object_id=10**9, title="Không còn", title_vector="", text_vector=""
    )

    call_command("reindex", verbosity=0)
    assert found("tuyen sinh") == [article]
    assert SearchEntry.objects.count() == 2


def test_pages_of_results_do_not_overlap():
    articles = {make_article(title=f"Tuyển sinh đợt {n}").pk for n in range(5)}
    first = found("tuyen sinh", size=3)
    second = found("tuyen sinh", start=3, size=3)
    assert {article.pk for article in [*first, *second]} == articles
    assert search.find("tuyen sinh", size=3).total == 5


def test_entry_follows_a_change_of_title():
    article = make_article(title="Tên cũ")
    article.title = "Tên hoàn toàn khác"
    article.save()
    assert found("ten cu") == []
    assert found("hoàn toàn khác") == [article]


@given(st.text(max_size=60))
def test_any_text_can_be_searched_for(query):
    search.find(query)


@pytest.mark.parametrize(
    "query",
    [
        "x' & !y | (z:*) <-> \\\\",
        "'); DROP TABLE core_searchentry; --",
        "100% _x_ %s",
        "\0",
        "ab" * 5000,
        "a " * 5000,
    ],
)
def test_hostile_query_is_only_words(query):
    make_article(title=query.replace("\0", " ")[:250] or "x")
    search.find(query)
    assert SearchEntry.objects.exists()


def test_word_of_any_length_is_found():
    article = make_article(title="a" * 200)
    assert found("a" * 200) == [article]
