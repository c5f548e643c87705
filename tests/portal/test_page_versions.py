"""The versions of a page: what is kept, by whom, and the way back."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Publishable
from portal.models import Page
from tests.factories import at, make_user

pytestmark = pytest.mark.django_db

EDITING = ("portal.add_page", "portal.change_page", "portal.publish_page")


def make_page(**kwargs):
    kwargs.setdefault("title", "Trang thử nghiệm")
    kwargs.setdefault("body", "<p>Nội dung đầu.</p>")
    return Page.objects.create(**kwargs)


def newest(page):
    return page.versions.order_by("-history_id").first()


def test_each_save_leaves_a_version():
    page = make_page(title="Một")
    page.title = "Hai"
    page.save()
    assert [version.title for version in page.versions.order_by("history_id")] == ["Một", "Hai"]


def test_version_costs_one_insert():
    page = make_page()
    with CaptureQueriesContext(connection) as queries:
        page.save()
    about = [query["sql"] for query in queries if "portal_historicalpage" in query["sql"]]
    assert [sql.split()[0] for sql in about] == ["INSERT"]


def test_save_of_nobody_is_the_systems_even_after_a_persons():
    page = make_page()
    with page.recorded(by=make_user(), reason="Nhập từ trang cũ"):
        page.save()
    page.save()
    assert newest(page).history_user is None
    assert newest(page).history_change_reason == ""


def test_save_is_recorded_with_person_and_reason():
    page, person = make_page(), make_user()
    with page.recorded(by=person, reason="Nhập từ trang cũ"):
        page.save()
    assert (newest(page).history_user, newest(page).history_change_reason) == (person, "Nhập từ trang cũ")


@pytest.mark.parametrize("verb", ["submit", "publish", "trash"])
def test_verb_is_recorded_with_the_person_who_acts(verb):
    person = make_user(*EDITING, "portal.delete_page")
    page = make_page()
    getattr(page, verb)(by=person)
    assert (newest(page).history_user, newest(page).history_change_reason) == (person, verb)


def test_verb_of_the_system_is_recorded_as_nobodys():
    page = make_page()
    page.publish(by=make_user(*EDITING))
    page.withdraw(by=None, note="Trùng")
    assert (newest(page).history_user, newest(page).status_note) == (None, "Trùng")


def test_refused_verb_leaves_no_version():
    page = make_page()
    with pytest.raises(PermissionDenied):
        page.publish(by=make_user())
    assert page.versions.count() == 1


def test_versions_of_a_deleted_account_stay_without_its_name():
    page, person = make_page(), make_user()
    with page.recorded(by=person):
        page.save()
    person.delete()
    assert newest(page).history_user is None


def test_versions_go_with_what_is_deleted_for_good():
    page = make_page()
    versions = page.versions.model
    pk = page.pk
    page.delete()
    assert not versions.objects.filter(id=pk).exists()


def test_every_field_is_content_or_publishing_or_the_key():
    publishing = {field.name for field in Publishable._meta.local_fields}
    content = {field.name for field in Page.content_fields()}
    assert content | publishing | {"id"} == {field.name for field in Page._meta.concrete_fields}


def test_bringing_back_covers_every_field_of_the_content():
    above, other = make_page(title="Trên"), make_page(title="Khác")
    first = {
        "title": "Cơ cấu",
        "slug": "co-cau-cu",
        "parent_id": above.pk,
        "lead": "Tóm tắt cũ.",
        "body": "<p>Chữ <strong>cũ</strong>.</p>",
        "language": "en",
        "order": 7,
    }
    assert set(first) == {field.attname for field in Page.content_fields()}
    page = make_page(**first)
    version = newest(page)
    changed = {
        "title": "Khác",
        "slug": "khac-han",
        "parent_id": other.pk,
        "lead": "Tóm tắt mới.",
        "body": "<p>Mới.</p>",
        "language": "vi",
        "order": 1,
    }
    for name, value in changed.items():
        setattr(page, name, value)
    page.save()
    assert page.bring_back(version, by=None) == []
    page.refresh_from_db()
    assert {name: getattr(page, name) for name in first} == first


def test_bringing_back_leaves_state_and_schedule_alone():
    page = make_page()
    version = newest(page)
    page.publish(by=None, at=at(2026, 1, 5), until=at(2099, 1, 1))
    page.bring_back(version, by=None)
    page.refresh_from_db()
    assert page.is_public()
    assert (page.published_at, page.unpublish_at) == (at(2026, 1, 5), at(2099, 1, 1))


def test_bringing_back_makes_a_new_version_and_loses_none():
    page = make_page(title="Một")
    version = newest(page)
    page.title = "Hai"
    page.save()
    page.bring_back(version, by=None)
    assert [kept.title for kept in page.versions.order_by("history_id")] == ["Một", "Hai", "Một"]
    assert newest(page).history_change_reason.startswith("Khôi phục bản lưu ")


def test_bringing_back_updates_search_and_address(client):
    page = make_page(title="Biểu mẫu", slug="bieu-mau")
    page.publish(by=None)
    version = newest(page)
    page.title, page.slug = "Tài liệu", "tai-lieu"
    page.save()
    page.bring_back(version, by=None)
    assert client.get("/trang/tai-lieu/")["Location"] == "/trang/bieu-mau/"
    assert page.get_absolute_url() in client.get("/tim-kiem/?q=bieu+mau").content.decode()


def test_value_that_no_longer_fits_stays_as_it_is():
    above = make_page(title="Trên")
    page = make_page(slug="dia-chi", parent=above, lead="Cũ")
    version = newest(page)
    page.parent, page.slug, page.lead = None, "dia-chi-khac", "Mới"
    page.save()
    above.delete()
    make_page(slug="dia-chi")
    kept = page.bring_back(version, by=None)
    page.refresh_from_db()
    assert {field.name for field in kept} == {"parent", "slug"}
    assert (page.parent, page.slug, page.lead) == (None, "dia-chi-khac", "Cũ")


def test_place_that_would_make_a_circle_stays_as_it_is():
    top = make_page(title="Trên")
    page = make_page(title="Dưới", parent=top)
    version = newest(page)
    page.parent = None
    page.save()
    top.parent = page
    top.save()
    assert [field.name for field in page.bring_back(version, by=None)] == ["parent"]
    page.refresh_from_db()
    assert page.parent is None


def test_version_that_does_not_fit_at_all_is_refused(monkeypatch):
    page = make_page()

    def refuse(self):
        raise ValidationError("Chưa có nội dung.")

    version = newest(page)
    monkeypatch.setattr(Page, "clean", refuse)
    with pytest.raises(ValidationError, match="Chưa có nội dung"):
        page.bring_back(version, by=None)
    assert page.versions.count() == 1


def test_hostile_version_passes_the_sanitiser_on_its_way_back():
    page = make_page()
    page.versions.update(body="<p onclick=x()>Chữ<script>alert(1)</script></p>")
    page.bring_back(newest(page), by=None)
    assert Page.objects.get(pk=page.pk).body == "<p>Chữ</p>"


def test_who_may_not_edit_brings_nothing_back():
    page = make_page()
    version = newest(page)
    writer = make_user("portal.add_page", "portal.change_page")
    with pytest.raises(PermissionDenied):
        page.bring_back(version, by=writer)
    page.created_by = writer
    page.save()
    page.bring_back(version, by=writer)
    page.submit(by=writer)
    with pytest.raises(PermissionDenied):
        page.bring_back(version, by=writer)


def test_versions_have_no_rights_of_their_own():
    assert not Page.versions.model._meta.default_permissions
