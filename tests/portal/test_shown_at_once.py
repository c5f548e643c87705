"""What staff change is on the next page that anybody asks for, though that page was kept before."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.models import Announcement, Banner, Link, LinkList, MenuItem, Page, SiteSettings
from tests.factories import image_bytes, make_article, make_category, make_document, upload
from tests.portal.blocks import only, place

pytestmark = pytest.mark.django_db

WORDS = "Chữ vừa sửa"


def change(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.fixture
def rows():
    """One of each thing that stands on a page, by the name of what is changed."""
    category = make_category(name="Tuyển sinh")
    article = make_article(category=category)
    document = make_document()
    page = Page.objects.create(title="Giới thiệu", body="<p>Chữ.</p>")
    page.publish(by=None)
    lists = LinkList.objects.create(title="Liên kết")
    rows = {
        "menu": MenuItem.objects.create(label="Trang chủ", address="/"),
        "menu of a category": category,
        "menu of a page": page,
        "top menu": MenuItem.objects.create(menu="top", label="Thư", address="/"),
        "footer menu": MenuItem.objects.create(menu="footer", label="Sơ đồ", address="/"),
        "announcement": Announcement.objects.create(text="Lịch thi"),
        "emergency": Announcement.objects.create(
            kind="emergency", text="Bão", ends_at=timezone.now() + timedelta(days=1)
        ),
        "settings": SiteSettings.objects.create(),
        "post": article,
        "document": document,
        "link": Link.objects.create(list=lists, label="Bộ", address="https://moet.gov.vn/"),
        "list of links": lists,
    }
    MenuItem.objects.create(category=category)
    MenuItem.objects.create(page=page)
    for where in Banner.Place:
        picture = upload("anh.png", image_bytes((400, 100)))
        rows[f"banner {where}"] = Banner.objects.create(place=where, title="A", alt="Cũ", picture=picture)
    only("news.category", category=None)
    for region in ("home", "news-side"):
        place("documents.newest", region)
        place("portal.links", region, list=lists.pk)
        place("portal.banners", region, place="home")
        place("portal.banners", region, place="side")
        place("portal.partners", region)
        place("portal.advertising", region)
        rows[f"block {region}"] = place("portal.text", region, title="Lời chào", text="<p>Chữ.</p>")
    return rows


CHANGES = {
    "menu": ("label", ["/", "/tin-tuc/", "/van-ban/"]),
    "menu of a category": ("name", ["/", "/tin-tuc/", "/van-ban/"]),
    "menu of a page": ("title", ["/", "/tin-tuc/", "/van-ban/"]),
    "top menu": ("label", ["/", "/tin-tuc/", "/van-ban/"]),
    "footer menu": ("label", ["/", "/tin-tuc/", "/van-ban/"]),
    "announcement": ("text", ["/", "/tin-tuc/", "/van-ban/"]),
    "emergency": ("text", ["/", "/tin-tuc/", "/van-ban/"]),
    "settings": ("responsible_person", ["/", "/tin-tuc/", "/van-ban/"]),
    "post": ("title", ["/", "/tin-tuc/"]),
    "document": ("subject", ["/", "/tin-tuc/", "/van-ban/"]),
    "link": ("label", ["/", "/tin-tuc/"]),
    "list of links": ("title", ["/", "/tin-tuc/"]),
    "banner top": ("alt", ["/", "/tin-tuc/", "/van-ban/"]),
    "banner home": ("alt", ["/", "/tin-tuc/"]),
    "banner side": ("alt", ["/", "/tin-tuc/"]),
    "banner partners": ("alt", ["/", "/tin-tuc/"]),
    "banner advertising": ("alt", ["/", "/tin-tuc/"]),
    "block home": ("title", ["/"]),
    "block news-side": ("title", ["/tin-tuc/"]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_change_is_on_kept_pages_at_once(
    client, rows, name, django_assert_num_queries, django_capture_on_commit_callbacks
):
    field, pages = CHANGES[name]
    for address in pages:
        assert WORDS not in client.get(address).content.decode()
        with django_assert_num_queries(0):
            client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        change(rows[name], **{field: WORDS})
    late = [address for address in pages if WORDS not in client.get(address).content.decode()]
    assert late == []


@pytest.mark.parametrize("name", ["menu", "announcement", "emergency", "banner top", "block home", "link"])
def test_what_is_deleted_is_gone_at_once(client, rows, name, django_capture_on_commit_callbacks):
    field, pages = CHANGES[name]
    with django_capture_on_commit_callbacks(execute=True):
        change(rows[name], **{field: WORDS})
    assert WORDS in client.get(pages[0]).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        rows[name].delete()
    assert WORDS not in client.get(pages[0]).content.decode()


def test_post_that_is_published_and_withdrawn_comes_and_goes_at_once(
    client, rows, django_capture_on_commit_callbacks
):
    draft = make_article(title=WORDS, published=False)
    assert WORDS not in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        draft.publish(by=None)
    assert WORDS in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        draft.withdraw(by=None, note="Đăng nhầm.")
    assert WORDS not in client.get("/").content.decode()
