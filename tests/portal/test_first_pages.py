"""The pages that a new site starts with, and the demo's."""

import importlib

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core import search
from core.models import FormerSlug, SearchEntry
from core.richtext.sanitiser import sanitise
from portal.content import FIRST_PAGES, read_pages
from portal.demo import pages as demo
from portal.models import Page

pytestmark = pytest.mark.django_db

MADE = ("portal", "0005_first_pages")
MOVED, MOVED_TO = ("portal", "0012_former_slugs"), ("core", "0008_former_slugs")


@pytest.fixture
def first_pages():
    """The pages as the migrations make them."""
    apps = MigrationExecutor(connection).loader.project_state([MADE, MOVED_TO]).apps
    with connection.schema_editor() as editor:
        editor.create_model(apps.get_model("portal", "FormerSlug"))  # Where addresses were then.
    Page.objects.exclude(parent=None).delete()
    Page.objects.all().delete()
    FormerSlug.objects.of(Page).delete()
    migration(MADE).make_pages(apps, None)
    migration(MOVED).move(apps, None)


def migration(name):
    return importlib.import_module(".".join([name[0], "migrations", name[1]]))


def test_what_is_true_of_this_software_is_on_the_portal(client, first_pages):
    for slug in ("chinh-sach-rieng-tu", "kha-nang-tiep-can"):
        assert client.get(f"/trang/{slug}/").status_code == 200


def test_pages_with_blanks_start_as_drafts(client, first_pages):
    drafts = [page for page in read_pages(FIRST_PAGES) if "[" in page.body]
    assert drafts
    for page in drafts:
        assert not page.is_published
        assert client.get(f"/trang/{page.slug}/").status_code == 404


def test_pages_are_in_the_search_as_if_they_had_been_saved(first_pages):
    def entries():
        return list(SearchEntry.objects.filter(kind="portal.page").order_by("object_id").values())

    search.mend()  # What the worker's clock does.
    before = entries()
    for page in Page.objects.order_by("pk"):
        page.save()
    assert before
    assert entries() == before


def test_pages_have_a_first_version_and_an_address(first_pages):
    for page in Page.objects.all():
        version = page.versions.get()
        tracked = [field.attname for field in version.tracked_fields]
        assert version.history_type == "+"
        assert {name: getattr(version, name) for name in tracked} == {
            name: getattr(page, name) for name in tracked
        }
        assert FormerSlug.objects.holder(Page, page.slug) == page.pk
        assert sanitise(page.body) == page.body


def test_pages_are_made_once(first_pages):
    assert Page.objects.count() == len(list(FIRST_PAGES.glob("*.html")))


def test_demo_fills_in_every_page_with_blanks(client, first_pages):
    demo.publish_pages()
    assert not Page.objects.filter(body__contains="[").exists()
    assert Page.objects.published().count() == Page.objects.count()
    for page in Page.objects.all():
        assert client.get(page.get_absolute_url()).status_code == 200


def test_demo_keeps_what_it_replaces_as_a_version(first_pages):
    demo.publish_pages()
    versions = Page.objects.get(slug="gioi-thieu").versions.order_by("history_id")
    assert [version.history_change_reason for version in versions] == ["", "Nội dung mẫu", "publish"]


def test_links_within_the_first_pages_lead_somewhere(client, first_pages):
    demo.publish_pages()
    for text in (*read_pages(FIRST_PAGES), *read_pages(demo.FOLDER)):
        for part in text.body.split('href="/')[1:]:
            assert client.get(f"/{part.partition(chr(34))[0]}").status_code == 200
