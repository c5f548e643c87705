"""«Lịch sử»: the versions of a page in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client

from portal.models import Page
from tests.admin_forms import change, messages_of
from tests.factories import at, make_user
from tests.portal.test_page_admin import LIST, PUBLISHING, WRITING, make_page, page_form, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher():
    return make_user(*PUBLISHING, last_name="Đỗ", first_name="Hải Đường")


@pytest.fixture
def as_publisher(client, publisher):
    client.force_login(publisher)
    return client


@pytest.fixture
def page():
    """A page that was saved twice."""
    page = make_page(title="Cơ cấu", body="<p>Sở có chín phòng.</p>")
    page.body = "<p>Sở có mười phòng.</p>"
    page.save()
    return page


def numbers(page):
    """Return the numbers of the versions, the oldest first."""
    return list(page.versions.order_by("history_id").values_list("history_id", flat=True))


def history(client, page, number=None):
    place = f"{number}/" if number else ""
    return BeautifulSoup(client.get(f"{LIST}{page.pk}/history/{place}").content, "html.parser")


def bring_back(client, page, number, **kwargs):
    return client.post(f"{LIST}{page.pk}/history/{number}/restore/", **kwargs)


def entries(shown):
    return [" ".join(item.get_text(" ", strip=True).split()) for item in shown.select(".version-list > li")]


def test_list_says_when_who_what_and_which_fields(as_publisher, page, time_machine):
    time_machine.move_to(at(2026, 3, 9, 16, 26))
    change(as_publisher, page, page_form(page, title="Cơ cấu tổ chức", lead="Chín phòng."))
    newest, *_, first = entries(history(as_publisher, page))
    assert newest == ("Thứ hai, 09/03/2026 16:26 Bản hiện tại Đỗ Hải Đường Sửa Đổi: tiêu đề, tóm tắt")
    assert "Tạo mới" in first
    assert "Hệ thống, hoặc tài khoản đã xóa" in first


def test_verbs_stand_in_the_list_with_their_reasons(as_publisher, page):
    press(as_publisher, page, "publish")
    press(as_publisher, page, "withdraw", _note="Trùng với trang khác")
    withdrawn, published, *_ = entries(history(as_publisher, page))
    assert "Đỗ Hải Đường Đã gỡ khỏi cổng Lý do: Trùng với trang khác" in withdrawn
    assert "Đã xuất bản Đổi: ngày đăng" in published
    assert "Lý do" not in published


def test_save_and_publish_are_both_recorded_with_the_person(as_publisher, publisher):
    as_publisher.post(f"{LIST}add/", page_form(_verb="publish"))
    page = Page.objects.get(title="Cơ cấu tổ chức", created_by=publisher)
    assert {version.history_user for version in page.versions.all()} == {publisher}
    assert page.versions.count() == 2


def test_difference_is_shown_word_by_word(as_publisher, page):
    shown = history(as_publisher, page, numbers(page)[-1])
    assert [piece.get_text() for piece in shown.select("#da-doi ~ dl del")] == [" chín"]
    assert [piece.get_text() for piece in shown.select("#da-doi ~ dl ins")] == [" mười"]
    assert [label.get_text() for label in shown.select("#da-doi ~ dl dt")] == ["Nội dung"]


def test_earlier_version_shows_what_would_change(as_publisher, page):
    shown = history(as_publisher, page, numbers(page)[0])
    assert "Đây là bản lưu đầu tiên." in shown.get_text()
    assert [piece.get_text() for piece in shown.select("#se-doi ~ dl ins")] == [" chín"]


def test_change_of_looks_alone_is_told(as_publisher, page):
    page.body = "<p>Sở có <strong>mười</strong> phòng.</p>"
    page.save()
    assert "chỉ đổi cách trình bày" in history(as_publisher, page, numbers(page)[-1]).get_text()


def test_choices_and_pages_go_by_their_names(as_publisher, page):
    above = make_page(title="Giới thiệu")
    page.parent, page.language = above, "en"
    page.save()
    number = numbers(page)[-1]
    text = history(as_publisher, page, number).select_one("#da-doi ~ dl").get_text(" ", strip=True)
    assert "Nằm trong (trống) → Giới thiệu" in text
    assert "Ngôn ngữ Tiếng Việt → English" in text
    page.parent = None
    page.save()
    pk = above.pk
    above.delete()
    assert f"(đã xóa, mã {pk})" in history(as_publisher, page, number).get_text()


def test_difference_is_escaped(as_publisher):
    page = make_page(title="Cũ", lead="&lt;b&gt;")
    page.title = "<script>alert(1)</script>"
    page.lead = "<img src=x onerror=alert(1)>"
    page.body = "<p>&lt;script&gt;alert(2)&lt;/script&gt;</p>"
    page.save()
    for number in numbers(page):
        answer = as_publisher.get(f"{LIST}{page.pk}/history/{number}/").content.decode()
        assert "<script>alert" not in answer
        assert "<img src=x" not in answer


def test_whole_version_passes_the_sanitiser(as_publisher, page):
    page.versions.update(body="<p onclick=x()>Chữ<script>alert(1)</script></p>")
    answer = as_publisher.get(f"{LIST}{page.pk}/history/{numbers(page)[0]}/").content.decode()
    assert "<script>alert" not in answer
    assert "onclick" not in answer


def test_version_is_brought_back(as_publisher, publisher, page):
    answer = bring_back(as_publisher, page, numbers(page)[0])
    assert answer["Location"] == f"{LIST}{page.pk}/change/"
    assert "Đã khôi phục bản lưu" in messages_of(answer)
    page.refresh_from_db()
    assert (page.body, page.updated_by) == ("<p>Sở có chín phòng.</p>", publisher)
    assert page.versions.latest().history_user == publisher
    assert len(numbers(page)) == 3
    assert "Đã khôi phục bản lưu" in LogEntry.objects.get().change_message


def test_fields_that_stay_are_named(as_publisher, page):
    page.slug = "dia-chi-khac"
    page.save()
    make_page(slug="co-cau")
    answer = bring_back(as_publisher, page, numbers(page)[0])
    assert "Riêng phần địa chỉ giữ như hiện nay" in messages_of(answer)


def test_refusal_is_told_and_changes_nothing(as_publisher, page, monkeypatch):
    def refuse(self):
        raise ValidationError("Trang chưa có nội dung.")

    monkeypatch.setattr(Page, "clean", refuse)
    first = numbers(page)[0]
    answer = bring_back(as_publisher, page, first)
    assert answer["Location"] == f"{LIST}{page.pk}/history/{first}/"
    assert "Chưa khôi phục được: Trang chưa có nội dung." in messages_of(answer)
    page.refresh_from_db()
    assert "mười" in page.body
    assert not LogEntry.objects.exists()


def test_bringing_back_needs_a_post(as_publisher, page):
    assert as_publisher.get(f"{LIST}{page.pk}/history/{numbers(page)[0]}/restore/").status_code == 405


def test_bringing_back_needs_the_token_of_the_form(publisher, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher)
    assert bring_back(client, page, numbers(page)[0]).status_code == 403
    page.refresh_from_db()
    assert "mười" in page.body


def test_version_of_another_page_is_not_found(as_publisher, page):
    other = make_page(title="Trang khác")
    for number in (*numbers(other), 0, 10**30):
        assert as_publisher.get(f"{LIST}{page.pk}/history/{number}/").status_code == 404
        assert bring_back(as_publisher, page, number).status_code == 404
    for pk in (0, 10**30):
        assert as_publisher.get(f"{LIST}{pk}/history/").status_code == 404


def test_present_version_offers_nothing_to_bring_back(as_publisher, page):
    assert not history(as_publisher, page, numbers(page)[-1]).find("button", string="Khôi phục bản này")
    assert history(as_publisher, page, numbers(page)[0]).find("button", string="Khôi phục bản này")


def test_writer_brings_back_own_drafts_only(client):
    writer = make_user(*WRITING)
    client.force_login(writer)
    own, other = make_page(title="Của tôi", created_by=writer), make_page(title="Của người khác")
    own.title = "Của tôi, sửa"
    own.save()
    assert bring_back(client, own, numbers(own)[0]).status_code == 302
    assert client.get(f"{LIST}{other.pk}/history/").status_code == 404
    assert client.get(f"{LIST}{other.pk}/history/{numbers(other)[0]}/").status_code == 404
    assert bring_back(client, other, numbers(other)[0]).status_code == 404


def test_writer_only_reads_the_versions_of_what_waits_for_review(client):
    writer = make_user(*WRITING)
    client.force_login(writer)
    own = make_page(title="Của tôi", created_by=writer)
    own.title = "Của tôi, sửa"
    own.save()
    own.submit(by=writer)
    first = numbers(own)[0]
    assert not history(client, own, first).find("button", string="Khôi phục bản này")
    assert bring_back(client, own, first).status_code == 403
    own.refresh_from_db()
    assert own.title == "Của tôi, sửa"


@pytest.mark.parametrize("rights", [(), ("portal.view_page",)])
def test_versions_are_for_those_who_edit(client, page, rights):
    client.force_login(make_user(*rights))
    assert client.get(f"{LIST}{page.pk}/history/").status_code == 403
    assert client.get(f"{LIST}{page.pk}/history/{numbers(page)[0]}/").status_code == 403
    assert bring_back(client, page, numbers(page)[0]).status_code == 403


def test_visitor_is_asked_to_sign_in(client, page):
    assert bring_back(client, page, numbers(page)[0]).status_code == 302
    assert len(numbers(page)) == 2


def test_nothing_is_brought_back_into_the_trash(as_publisher, page):
    page.trash(by=None)
    assert bring_back(as_publisher, page, numbers(page)[0]).status_code == 403
    assert history(as_publisher, page).select(".version-list > li")


def test_long_history_is_paged_and_takes_few_queries(as_publisher, page, django_assert_max_num_queries):
    for number in range(40):
        page.title = f"Lần {number}"
        page.save()
    with django_assert_max_num_queries(10):
        shown = history(as_publisher, page)
    assert len(entries(shown)) == 25
    address = f"{LIST}{page.pk}/history/?p="
    last = BeautifulSoup(as_publisher.get(f"{address}2").content, "html.parser")
    assert len(entries(last)) == 17
    assert "Bản hiện tại" not in last.get_text()
    assert "Đổi: tiêu đề" in entries(shown)[-1]
    for query in ("x", "0", "-1", "9" * 30, "1%00"):
        assert as_publisher.get(address + query).status_code == 200
