"""Pages in the admin: the tree, the form, who may do what."""

import pytest
from bs4 import BeautifulSoup

from portal.models import Page
from tests.admin_forms import add, change, errors_of, press
from tests.factories import make_user
from tests.portal.test_admin_language import english_in

pytestmark = pytest.mark.django_db

WRITING = ("portal.add_page", "portal.change_page", "portal.view_page")
PUBLISHING = (*WRITING, "portal.publish_page")
LIST = "/quan-tri/portal/page/"


@pytest.fixture(autouse=True)
def no_first_pages():
    Page.objects.exclude(parent=None).delete()
    Page.objects.all().delete()


@pytest.fixture
def as_publisher(client):
    client.force_login(make_user(*PUBLISHING))
    return client


@pytest.fixture
def writer():
    return make_user(*WRITING)


@pytest.fixture
def as_writer(client, writer):
    client.force_login(writer)
    return client


def make_page(**kwargs):
    kwargs.setdefault("title", "Trang thử nghiệm")
    kwargs.setdefault("body", "<p>Nội dung.</p>")
    return Page.objects.create(**kwargs)


def page_form(page=None, **changes):
    form = {
        "title": page.title if page else "Cơ cấu tổ chức",
        "lead": page.lead if page else "",
        "body": page.body if page else "<p>Các phòng của Sở.</p>",
        "parent": (page.parent_id or "") if page else "",
        "order": page.order if page else 0,
        "language": page.language if page else "vi",
        "slug": page.slug if page else "",
        "_version": page.updated_at.isoformat() if page else "",
    }
    return form | changes


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def titles(client, query=""):
    return [cell.get_text() for cell in soup(client.get(LIST + query)).select(".tree-name")]


def test_list_stands_in_the_order_of_the_tree(as_publisher):
    second = make_page(title="Hai", order=2)
    first = make_page(title="Một", order=1)
    make_page(title="Một rưỡi", parent=first)
    make_page(title="Hai rưỡi", parent=second)
    assert titles(as_publisher) == ["Một", "Một rưỡi", "Hai", "Hai rưỡi"]


def test_list_takes_few_queries(as_publisher, django_assert_max_num_queries):
    above = make_page()
    for _ in range(5):
        above = make_page(parent=above)
    with django_assert_max_num_queries(9):
        as_publisher.get(LIST)


def test_search_finds_a_title_without_diacritics(as_publisher):
    make_page(title="Cơ cấu tổ chức")
    make_page(title="Lãnh đạo")
    assert titles(as_publisher, "?q=co+cau") == ["Cơ cấu tổ chức"]


def test_new_page_is_published_in_one_step(as_publisher):
    add(as_publisher, Page, page_form(_verb="publish"))
    page = Page.objects.get()
    assert page.is_public()
    assert page.slug == "co-cau-to-chuc"


def test_form_offers_no_place_below_the_page_itself(as_publisher):
    top = make_page(title="Trên")
    below = make_page(title="Dưới", parent=top)
    other = make_page(title="Khác")
    form = soup(as_publisher.get(f"{LIST}{top.pk}/change/"))
    choices = [option["value"] for option in form.select("#id_parent option")]
    assert choices == ["", str(other.pk)]
    assert str(below.pk) not in choices


def test_form_keeps_a_place_in_a_page_that_is_in_the_trash(as_publisher):
    top = make_page(title="Trên")
    page = make_page(title="Dưới", parent=top)
    top.trash(by=None)
    change(as_publisher, page, page_form(page, title="Dưới, sửa"))
    page.refresh_from_db()
    assert (page.title, page.parent_id) == ("Dưới, sửa", top.pk)


def test_forged_circle_is_told_in_the_form(as_publisher):
    top = make_page(title="Trên")
    below = make_page(title="Dưới", parent=top)
    answer = change(as_publisher, top, page_form(top, parent=below.pk))
    assert answer.status_code == 200
    assert "parent" in answer.context["adminform"].form.errors


def test_address_of_another_page_is_refused(as_publisher):
    make_page(slug="co-cau")
    assert "Phần địa chỉ" in errors_of(add(as_publisher, Page, page_form(slug="co-cau")))


def test_page_without_text_is_refused(as_publisher):
    assert add(as_publisher, Page, page_form(body="<p>&nbsp;</p>")).status_code == 200
    assert not Page.objects.exists()


def test_text_of_staff_is_escaped(as_publisher):
    page = make_page(title="<script>alert(1)</script>")
    for address in (LIST, f"{LIST}{page.pk}/change/", f"{LIST}{page.pk}/history/"):
        assert "<script>alert(1)" not in as_publisher.get(address).content.decode()


def test_page_goes_through_its_states(as_publisher, client):
    page = make_page()
    press(as_publisher, page, "publish")
    press(as_publisher, page, "withdraw", _note="Trùng")
    page.refresh_from_db()
    assert (page.status, page.status_note) == (Page.Status.WITHDRAWN, "Trùng")


def test_writer_sees_and_edits_own_drafts_only(as_writer, writer):
    own, other = make_page(title="Của tôi", created_by=writer), make_page(title="Của người khác")
    assert titles(as_writer) == ["Của tôi"]
    assert change(as_writer, own, page_form(own, title="Của tôi, sửa")).status_code == 302
    assert as_writer.get(f"{LIST}{other.pk}/change/").status_code == 302
    assert "Của người khác" not in as_writer.get(LIST).content.decode()


def test_writer_cannot_publish_by_a_forged_button(as_writer, writer):
    page = make_page(created_by=writer)
    assert press(as_writer, page, "publish").status_code == 403
    assert change(as_writer, page, page_form(page, _verb="publish")).status_code == 403
    page.refresh_from_db()
    assert page.status == Page.Status.DRAFT


def test_who_has_no_right_sees_nothing(client):
    client.force_login(make_user())
    page = make_page()
    for address in (LIST, f"{LIST}add/", f"{LIST}{page.pk}/change/", f"{LIST}{page.pk}/history/"):
        assert client.get(address).status_code == 403


def test_visitor_is_asked_to_sign_in(client):
    assert client.get(LIST).status_code == 302


@pytest.mark.parametrize("address", ["", "add/", "{pk}/change/", "{pk}/history/", "{pk}/history/{version}/"])
def test_admin_of_pages_speaks_vietnamese(as_publisher, address):
    page = make_page(title="Trang")
    page.title = "Trang khác"
    page.save()
    place = address.format(pk=page.pk, version=page.versions.latest().pk)
    answer = as_publisher.get(LIST + place)
    assert answer.status_code == 200
    assert english_in(answer.content.decode()) in ([], ["English"])
