"""A kind of block that an app registers joins in: staff can choose it, pages show it and are never stale."""

import pytest
from django import forms

from core import blocks, cache
from core.blocks import BlockKind
from portal.models import Block, Page
from tests.factories import make_article, make_document, make_superuser
from tests.portal.blocks import headings, soup

pytestmark = pytest.mark.django_db

TAG = "gallery"


class AlbumOptions(forms.Form):
    words = forms.CharField(label="Chữ trên ảnh", initial="Ảnh mới")


class Albums:
    """What the app would keep: how many albums there are."""

    count = 3

    def context(self, options, page):
        return {"text": f"<p>{options['words']}: {self.count} tập ảnh</p>"} if self.count else None


@pytest.fixture
def albums(monkeypatch):
    """Register a kind as an app does when it is ready."""
    monkeypatch.setattr(blocks, "_kinds", dict(blocks._kinds))
    found = Albums()
    blocks.register(
        BlockKind(
            key="gallery.albums",
            label="Tập ảnh",
            title="Thư viện ảnh",
            help="Các tập ảnh mới.",
            template="blocks/text.html",
            context=found.context,
            form=AlbumOptions,
            tags=(TAG,),
        )
    )
    return found


def add(client, region):
    """Put a block of the kind on the pages, as staff do."""
    client.force_login(make_superuser())
    address = f"/quan-tri/portal/block/add/?region={region}&kind=gallery.albums"
    assert soup(client.get(address)).select_one("[name=words]")["value"] == "Ảnh mới"
    form = {"title": "", "is_shown": "on", "region": region, "width": "full", "words": "Mùa khai giảng"}
    assert client.post(address, form).status_code == 302
    client.logout()


def test_staff_are_offered_it(client, albums):
    client.force_login(make_superuser())
    page = soup(client.get("/quan-tri/portal/block/add/?region=home")).select_one(".block-kinds")
    assert "Tập ảnh" in [link.get_text() for link in page.find_all("a")]
    assert "Các tập ảnh mới." in page.get_text()


def test_home_shows_it_with_the_options_that_staff_chose(client, albums):
    Block.objects.all().delete()
    add(client, "home")
    page = soup(client.get("/")).main
    assert headings(page) == ["Thư viện ảnh"]
    assert "Mùa khai giảng: 3 tập ảnh" in page.get_text()


def test_it_is_left_out_while_it_has_nothing_to_show(client, albums):
    albums.count = 0
    Block.objects.all().delete()
    add(client, "home")
    assert "Thư viện ảnh" not in soup(client.get("/")).get_text()


@pytest.mark.parametrize(
    ("region", "address_of"),
    [
        ("home-side", lambda article, document, page: "/"),
        ("news-side", lambda article, document, page: "/tin-tuc/"),
        ("news-side", lambda article, document, page: article.category.get_absolute_url()),
        ("news-side", lambda article, document, page: article.get_absolute_url()),
        ("documents-side", lambda article, document, page: document.get_absolute_url()),
        ("documents-side", lambda article, document, page: "/van-ban/sap-den-han/"),
        ("pages-side", lambda article, document, page: page.get_absolute_url()),
    ],
    ids=["home", "news", "category", "article", "document", "due", "page"],
)
def test_kept_page_with_it_shows_a_change_on_the_next_request(
    client, albums, region, address_of, django_assert_num_queries, django_capture_on_commit_callbacks
):
    page = Page.objects.create(title="Lịch sử", body="<p>Chữ.</p>")
    page.publish(by=None)
    address = address_of(make_article(), make_document(), page)
    add(client, region)
    assert "3 tập ảnh" in client.get(address).content.decode()
    with django_assert_num_queries(0):
        client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        albums.count = 4
        cache.touch(TAG)
    assert "4 tập ảnh" in client.get(address).content.decode()
