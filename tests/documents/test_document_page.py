"""A document's page: all that is known of it, its files with their counts, its relations both ways."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from core.models import Counter
from core.models.counters import kind_of
from documents.models import IssuingBody
from tests.factories import (
    at,
    image_bytes,
    make_area,
    make_article,
    make_article_attachment,
    make_body,
    make_document,
    make_document_file,
    make_signer,
    make_unit,
    relate,
    sign,
    upload,
)

pytestmark = pytest.mark.django_db


def page_of(client, document) -> BeautifulSoup:
    return BeautifulSoup(client.get(document.get_absolute_url()).content, "html.parser")


def said(element) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def facts_of(page: BeautifulSoup) -> dict[str, str]:
    return {said(row.dt): said(row.dd) for row in page.find("dl", class_="facts").find_all("div")}


def make_full_document():
    """Make a document with several of all that one can have."""
    body = make_body(name="Sở GDĐT tỉnh Sơn Hà")
    document = make_document(
        number="2045/SGDĐT-QLCL",
        issuing_body=body,
        sending_unit=make_unit(body, name="Phòng Quản lý chất lượng"),
        subject="Về việc tổ chức kỳ thi",
        issued_on=date(2026, 3, 2),
        effective_on=date(2026, 3, 5),
        expires_on=date(2027, 1, 1),
        due_on=date(2026, 3, 20),
        urgency="urgent",
        language="lo",
        recipients="- Như trên;\n – Lưu: VT, QLCL.\n\n",
        at=at(2026, 3, 3, 9, 5),
    )
    document.areas.set([make_area(name="Thi cử"), make_area(name="Trung học")])
    sign(document, make_signer(name="Trần Thị Mai", post="Phó Giám đốc"), authority="KT.")
    sign(document, make_signer(name="Lê Văn Hòa", post="Chủ tịch Công đoàn"), order=1)
    make_document_file(document, file=upload("Công văn.pdf"), pages=4)
    make_document_file(document, file=upload("Phụ lục 1.pdf"), role="annex")
    make_document_file(document, file=upload("Phụ lục 2.pdf"), role="annex")
    for _ in range(3):
        relate(document, "based_on", make_document())
        relate(make_document(), "guides", document)
    return document


def test_page_says_all_that_is_known(client):
    assert facts_of(page_of(client, make_full_document())) == {
        "Số, ký hiệu": "2045/SGDĐT-QLCL",
        "Loại văn bản": "Thông báo",
        "Cơ quan ban hành": "Sở GDĐT tỉnh Sơn Hà",
        "Đơn vị gửi": "Phòng Quản lý chất lượng",
        "Lĩnh vực": "Thi cử Trung học",
        "Người ký": "KT. Giám đốc Phó Giám đốc Trần Thị Mai Chủ tịch Công đoàn Lê Văn Hòa",
        "Ngày ban hành": "02/03/2026",
        "Có hiệu lực từ ngày": "05/03/2026",
        "Hết hiệu lực từ ngày": "01/01/2027",
        "Tình trạng": "Còn hiệu lực",
        "Hạn trả lời": "20/03/2026 (đã quá hạn)",
        "Độ khẩn": "Khẩn",
        "Nơi nhận": "Như trên Lưu: VT, QLCL.",
        "Ngôn ngữ": "Tiếng Lào",
        "Đăng lên cổng": "Thứ ba, 03/03/2026 09:05",
    }


def test_page_says_nothing_of_what_is_not_known(client):
    document = make_document(number="", issued_on=None)

    assert set(facts_of(page_of(client, document))) == {
        "Loại văn bản",
        "Cơ quan ban hành",
        "Tình trạng",
        "Đăng lên cổng",
    }


def test_kind_body_field_and_signer_lead_to_the_register(client):
    document = make_full_document()

    links = {link["href"] for link in page_of(client, document).find("dl", class_="facts").find_all("a")}

    assert links == {
        "/van-ban/?loai=thong-bao",
        "/van-ban/?co-quan=so-gddt-tinh-son-ha",
        "/van-ban/?linh-vuc=thi-cu",
        "/van-ban/?linh-vuc=trung-hoc",
        "/van-ban/?nguoi-ky=tran-thi-mai",
        "/van-ban/?nguoi-ky=le-van-hoa",
    }


def test_body_that_ended_shows_its_successor(client):
    successor = make_body(name="Phòng Văn hóa – Xã hội")
    body = make_body(name="Phòng GDĐT Na Sơn", valid_to=date(2025, 6, 30), successor=successor)

    fact = facts_of(page_of(client, make_document(issuing_body=body)))["Cơ quan ban hành"]

    assert fact == "Phòng GDĐT Na Sơn Hoạt động đến 30/06/2025 Nay là: Phòng Văn hóa – Xã hội"


def test_body_whose_successor_ended_too_shows_the_one_of_today(client):
    today = make_body(name="Phòng Văn hóa – Xã hội phường Na Sơn")
    between = make_body(name="Phòng GDĐT thị xã Na Sơn", valid_to=date(2025, 6, 30), successor=today)
    body = make_body(name="Phòng GDĐT Na Sơn", valid_to=date(2019, 12, 31), successor=between)
    page = client.get(make_document(issuing_body=body).get_absolute_url()).content.decode()
    assert "Hoạt động đến 31/12/2019" in page
    assert today.name in page
    assert between.name not in page
    IssuingBody.objects.filter(pk=today.pk).update(valid_to=date(2026, 1, 1), successor=body)
    assert client.get(make_document(issuing_body=body).get_absolute_url()).status_code == 200


def test_title_in_another_language_is_marked_for_screen_readers(client):
    document = make_document(subject="On cooperation", language="en")

    assert page_of(client, document).h1["lang"] == "en"


def test_files_stand_by_role_with_type_size_pages_and_count(client):
    document = make_full_document()
    main = document.files.get(role="main")
    Counter.objects.add(kind_of(main), main.pk, downloads=1234)

    files = page_of(client, document).find(class_="attachments")

    assert said(files.find(class_="attachment").find(class_="size")) == "PDF 1,3 KB 4 trang 1.234 lượt tải"
    assert [said(title) for title in files.find("h3").find_next("ul").find_all(class_="title")] == [
        "Phụ lục 1",
        "Phụ lục 2",
    ]


def test_every_pdf_can_be_read_in_the_page_and_only_pdfs(client):
    document = make_document()
    make_document_file(document, file=upload("a.pdf"))
    make_document_file(document, file=upload("b.png", image_bytes()))

    files = page_of(client, document).find_all(class_="attachment")

    assert [file.find("button", {"data-pdf": True}) is not None for file in files] == [True, False]


def test_page_loads_no_reader_before_a_click(client):
    make_document_file(document := make_document())

    sources = [script.get("src") for script in page_of(client, document).find_all("script")]

    assert not any("pdf" in (source or "") for source in sources)


def test_file_with_macros_carries_a_warning(client):
    file = make_document_file()
    type(file).objects.filter(pk=file.pk).update(has_macros=True)

    assert "Tệp có macro" in said(page_of(client, file.document).find(class_="attachment"))


def test_sha256_of_each_file_can_be_copied(client):
    file = make_document_file()

    page = page_of(client, file.document)

    assert page.find("code", {"data-checksum": True}).string == file.sha256
    assert page.find("button", {"data-copy": file.sha256})


def test_relations_are_told_both_ways_with_number_date_and_note(client):
    document = make_document()
    basis = make_document(number="15/2025/TT-BGDĐT", subject="Quy định về thi", issued_on=date(2025, 5, 6))
    relate(document, "based_on", basis, note="Điều 5")
    relate(make_document(subject="Hướng dẫn thi"), "guides", document)

    relations = page_of(client, document).find(class_="relations")

    assert [said(heading) for heading in relations.find_all("h3")] == ["Được hướng dẫn bởi", "Căn cứ"]
    last = relations.find_all("li")[-1]
    assert last.a["href"] == basis.get_absolute_url()
    assert said(last).startswith("Quy định về thi Thông báo số 15/2025/TT-BGDĐT 06/05/2025")
    assert said(last).endswith("Điều 5")


def test_relation_to_a_draft_is_not_told(client):
    document = make_document()
    relate(document, "based_on", make_document(published=False, subject="Bí mật"))

    assert page_of(client, document).find(class_="relations") is None


def test_page_takes_at_most_eight_queries(client, django_assert_max_num_queries):
    client.get(make_document().get_absolute_url())  # The furniture is in the cache.
    document = make_full_document()
    client.get("/")
    with django_assert_max_num_queries(8):
        assert client.get(document.get_absolute_url()).status_code == 200


def test_page_from_the_cache_takes_no_query(client, django_assert_num_queries):
    document = make_full_document()
    client.get(document.get_absolute_url())
    with django_assert_num_queries(0):
        client.get(document.get_absolute_url())


def test_page_with_many_files_stays_light(client):
    document = make_full_document()
    for number in range(12):
        make_document_file(document, file=upload(f"Phụ lục {number} danh sách phòng thi.pdf"), role="annex")

    # HTML, styles and scripts of a page together may have 100 KB.
    assert len(client.get(document.get_absolute_url()).content) < 55_000


def test_attachments_of_a_post_show_no_count():
    file = make_article_attachment(make_article())

    html = render_to_string("includes/_attachments.html", {"files": [file], "title": "Tệp đính kèm"})

    assert "lượt tải" not in html
    assert file.get_absolute_url() in html
