"""RSS and Atom of any selection: what feed readers get, and that nothing in it can break the XML."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.http import quote_etag

from documents.models import Document
from portal.models import SiteSettings
from tests.factories import (
    at,
    make_area,
    make_body,
    make_document,
    make_document_file,
    make_type,
    upload,
)

pytestmark = pytest.mark.django_db

RSS = "/rss/van-ban.xml"
ATOM = "/rss/van-ban.atom"
A = "{http://www.w3.org/2005/Atom}"


def channel(client, **query) -> ElementTree.Element:
    return parsed(client.get(RSS, query)).find("channel")


def parsed(response) -> ElementTree.Element:
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314 - made by us


def test_rss_item_names_the_document(client):
    document = make_document(
        number="09/TB-SGDĐT",
        subject="Kết luận giao ban",
        issuing_body=make_body(name="Sở GDĐT tỉnh Sơn Hà"),
        issued_on=date(2026, 3, 2),
        due_on=date(2026, 3, 20),
    )
    item = channel(client).find("item")
    assert item.findtext("title") == "Thông báo số 09/TB-SGDĐT: Kết luận giao ban"
    assert item.findtext("link") == f"http://testserver{document.get_absolute_url()}"
    assert item.findtext("description") == (
        "<p>Cơ quan ban hành: Sở GDĐT tỉnh Sơn Hà</p><p>Ngày ban hành: 02/03/2026</p>"
        f"<p>Tình trạng: {document.get_effect_display()}</p><p>Hạn trả lời: 20/03/2026</p>"
    )


def test_dates_are_those_of_vietnam(client):
    make_document(at=at(2026, 3, 2, 6, 30))
    assert channel(client).findtext("item/pubDate") == "Mon, 02 Mar 2026 06:30:00 +0700"
    assert parsed(client.get(ATOM)).findtext(f"{A}entry/{A}published") == "2026-03-02T06:30:00+07:00"


def test_documents_put_up_last_come_first_whenever_they_were_issued(client):
    make_document(subject="Ban hành sau", issued_on=date(2026, 3, 2), at=at(2026, 3, 3))
    make_document(subject="Đăng sau", issued_on=date(2019, 1, 1), at=at(2026, 3, 4))
    titles = [title.text for title in channel(client).iterfind("item/title")]
    assert [title.split(": ")[1] for title in titles] == ["Đăng sau", "Ban hành sau"]


def test_feed_has_the_thirty_newest(client):
    body, kind = make_body(), make_type()
    for _ in range(32):
        make_document(issuing_body=body, type=kind)
    assert len(channel(client).findall("item")) == 30
    assert len(parsed(client.get(ATOM)).findall(f"{A}entry")) == 30


def test_feed_holds_only_what_the_public_may_see(client):
    make_document(subject="Hẹn giờ", at=at(2099, 1, 1))
    make_document(subject="Bản nháp", published=False)
    make_document(subject="Đã gỡ").withdraw(by=None, note="Nhầm")
    assert channel(client).findall("item") == []
    assert parsed(client.get(ATOM)).findall(f"{A}entry") == []


def test_feed_of_a_filter_says_so_and_leads_to_the_list(client):
    make_document(type=make_type("KH"), subject="Kế hoạch thi")
    make_document(type=make_type("TB"))
    feed = channel(client, loai="ke-hoach", khac="1")
    assert feed.findtext("title") == "Văn bản (Loại: Kế hoạch) – Sở Giáo dục và Đào tạo"
    assert feed.findtext("link") == "http://testserver/van-ban/?loai=ke-hoach"
    assert feed.find(f"{A}link").get("href") == "http://testserver/rss/van-ban.xml?loai=ke-hoach"
    assert feed.findtext("language") == "vi"
    assert len(feed.findall("item")) == 1


def test_atom_of_a_filter_has_an_identity_of_its_own(client):
    feed = parsed(client.get(ATOM, {"loai": "ke-hoach"}))
    assert feed.findtext(f"{A}id") == "http://testserver/rss/van-ban.atom?loai=ke-hoach"
    assert feed.findtext(f"{A}title") == "Văn bản (Loại: Kế hoạch) – Sở Giáo dục và Đào tạo"


def test_first_file_is_enclosed(client):
    document = make_document()
    make_document_file(document, file=upload("Phụ lục.pdf"), role="annex")
    file = make_document_file(document, file=upload("Số 09 «TB».pdf"))
    enclosures = channel(client).findall("item/enclosure")
    assert [enclosure.attrib for enclosure in enclosures] == [
        {
            "url": f"http://testserver{file.get_absolute_url()}",
            "length": str(file.size),
            "type": "application/pdf",
        }
    ]
    links = parsed(client.get(ATOM)).findall(f"{A}entry/{A}link[@rel='enclosure']")
    assert [link.get("length") for link in links] == [str(file.size)]


def test_kind_and_fields_are_categories(client):
    make_document().areas.set([make_area(name="Tuyển sinh")])
    assert [node.text for node in channel(client).iterfind("item/category")] == ["Thông báo", "Tuyển sinh"]


def test_item_keeps_its_identity_when_number_and_address_change(client):
    document = make_document(number="09/TB-SGDĐT")
    before = channel(client).find("item/guid")
    document.number = "10/TB-SGDĐT"
    document.issued_on = date(2025, 12, 31)
    document.save()
    after = channel(client).find("item/guid")
    assert before.text == after.text == f"tag:testserver,2026:van-ban/{document.pk}"
    assert after.get("isPermaLink") == "false"


@pytest.mark.parametrize("address", [RSS, ATOM])
def test_hostile_text_cannot_break_the_feed(client, address):
    subject = ']]></title><script>alert(1)</script>&amp;"\x07\x0b\uffff\ud7ff <!--'
    document = make_document()
    # Past the model, which would clean it: what a bulk import or an older version left.
    Document.objects.filter(pk=document.pk).update(subject=subject)
    feed = parsed(client.get(address))
    titles = "".join(node.text or "" for node in feed.iter() if node.tag.endswith("title"))
    assert ']]></title><script>alert(1)</script>&amp;"' in titles
    assert "\x07" not in titles
    assert not list(feed.iter("script"))


@pytest.mark.parametrize("address", [RSS, ATOM])
def test_hostile_words_in_the_address_cannot_break_the_feed(client, address):
    feed = parsed(client.get(address, {"q": "</title>\x0b\uffff<script>&"}))
    assert not list(feed.iter("script"))
    assert "</title><script>&" in "".join(node.text or "" for node in feed.iter())


def test_markup_in_a_name_is_text_in_the_description(client):
    make_document(issuing_body=make_body(name="<img src=x onerror=alert(1)>"))
    assert "Cơ quan ban hành: &lt;img src=x" in channel(client).findtext("item/description")


@pytest.mark.parametrize("address", [RSS, ATOM])
def test_wrong_filter_is_answered_with_400_in_words(client, address):
    response = client.get(address, {"loai": "khong-co"})
    assert response.status_code == 400
    assert response.content.decode().startswith("Điều kiện lọc văn bản không hợp lệ.\n- Loại văn bản: ")


@pytest.mark.parametrize(
    ("address", "content_type"),
    [(RSS, "application/rss+xml; charset=utf-8"), (ATOM, "application/atom+xml; charset=utf-8")],
)
def test_feed_says_what_it_is_and_asks_not_to_be_indexed(client, address, content_type):
    response = client.get(address)
    assert response.headers["Content-Type"] == content_type
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in response.headers


def test_reader_that_has_the_feed_gets_304(client):
    make_document()
    etag = client.get(RSS).headers["ETag"]
    again = client.get(RSS, headers={"If-None-Match": quote_etag(etag)})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", [RSS, ATOM])
def test_feed_takes_few_queries_and_none_the_second_time(
    client, address, django_assert_max_num_queries, django_assert_num_queries
):
    for _ in range(4):
        document = make_document()
        document.areas.add(make_area(), make_area())
        make_document_file(document)
    with django_assert_max_num_queries(4):  # documents, files, fields, the name of the site
        client.get(address)
    with django_assert_num_queries(0):
        client.get(address + "?utm_source=x")


def test_new_document_is_in_the_feed_at_once(client, django_capture_on_commit_callbacks):
    assert channel(client).findall("item") == []
    with django_capture_on_commit_callbacks(execute=True):
        make_document()
    assert len(channel(client).findall("item")) == 1


def test_atom_names_who_answers_for_it_and_who_issued_each(client):
    SiteSettings.objects.create(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà")
    empty = parsed(client.get(ATOM, {"q": "không có"}))
    assert empty.findtext(f"{A}author/{A}name") == "Sở Giáo dục và Đào tạo tỉnh Sơn Hà"
    make_document(issuing_body=make_body(name="Bộ Giáo dục và Đào tạo"))
    feed = parsed(client.get(ATOM))
    assert feed.findtext(f"{A}author/{A}name") == "Sở Giáo dục và Đào tạo tỉnh Sơn Hà"
    assert feed.findtext(f"{A}entry/{A}author/{A}name") == "Bộ Giáo dục và Đào tạo"


def test_scheduled_document_is_as_new_as_its_date(client, time_machine):
    time_machine.move_to(at(2026, 3, 1))
    make_document(at=at(2026, 3, 2))
    time_machine.move_to(at(2026, 3, 3))
    assert parsed(client.get(ATOM)).findtext(f"{A}entry/{A}updated") == "2026-03-02T08:00:00+07:00"
