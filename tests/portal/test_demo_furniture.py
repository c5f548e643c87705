"""The furniture of the demo: whole, leading somewhere, put up once and never over that of staff."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import blocks
from core.files.storage import discard_on_error
from core.richtext.sanitiser import sanitise
from core.richtext.text import to_text
from portal import menus
from portal.demo import content
from portal.demo.fill import fill
from portal.demo.furniture import furnish
from portal.furniture import standing
from portal.models import Announcement, Banner, Block, Link, LinkList, MenuItem, Page, SiteSettings
from tests.factories import at
from tests.portal.blocks import addresses, soup

pytestmark = pytest.mark.django_db

MODELS = (MenuItem, Announcement, Banner, LinkList, Link, Block)


@pytest.fixture
def bare(monkeypatch):
    """Leave the demo's furniture, names and pages; no posts, no documents and no counts."""
    monkeypatch.setattr("portal.demo.fill.fill_counts", lambda: False)
    monkeypatch.setattr(content, "papers", lambda: [])
    monkeypatch.setattr(content, "posts", lambda: [])


@pytest.fixture
def demo(bare):
    for slug in ("chinh-sach-rieng-tu", "kha-nang-tiep-can"):  # Those that a migration makes.
        Page.objects.create(slug=slug, title=slug, body="<p>Chữ.</p>").publish(by=None)
    fill(lambda line: None)


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def depth(lines):
    return max((1 + depth(line.children) for line in lines), default=0)


def all_lines(lines):
    for line in lines:
        yield line
        yield from all_lines(line.children)


def test_menus_have_all_their_lines_and_levels(demo):
    everywhere = menus.everywhere()
    assert {menu: depth(lines) for menu, lines in everywhere.items()} == {"main": 3, "top": 1, "footer": 2}
    shown = sum(len(list(all_lines(lines))) for lines in everywhere.values())
    assert shown == MenuItem.objects.count() > 40


def test_rows_are_those_that_staff_could_save(demo):
    for model in (MenuItem, Announcement, Banner, LinkList, Link, Block, SiteSettings):
        for row in model.objects.all():
            row.full_clean()


def test_site_settings_are_complete(demo):
    site = SiteSettings.objects.get()
    blank = [field.name for field in site._meta.fields if not getattr(site, field.name)]
    assert blank == ["emblem"]


def test_own_addresses_lead_somewhere(client, demo):
    page = soup(client.get("/"))
    wanted = {address.partition("#")[0] for address in addresses(page) if address.startswith("/")}
    wanted |= set(Banner.objects.filter(address__startswith="/").values_list("address", flat=True))
    wanted |= set(Announcement.objects.filter(address__startswith="/").values_list("address", flat=True))
    staff_only = {"/quan-tri/"}
    leading = {address for address in wanted if not address.startswith("/di/")} - staff_only - {""}
    assert len(leading) > 30
    assert {address: client.get(address).status_code for address in leading} == dict.fromkeys(leading, 200)


def test_nothing_is_urgent_by_default_and_the_ticker_runs(demo):
    furniture = standing()
    assert furniture.emergency == []
    assert len(furniture.ticker) == 4
    phases = {announcement.phase.label for announcement in Announcement.objects.all()}
    assert phases == {"Đang hiện", "Chờ đến lúc", "Đã hết hạn"}


def test_banners_stand_in_every_place_with_words_and_pictures_for_phones(demo):
    assert set(standing().banners) == set(Banner.Place.values)
    for banner in Banner.objects.all():
        assert banner.alt
        is_wide = banner.place in (Banner.Place.TOP, Banner.Place.HOME)
        assert bool(banner.phone_picture) == is_wide
        assert banner.width > banner.height


def test_every_kind_of_block_is_used(demo):
    assert set(Block.objects.values_list("kind", flat=True)) == set(blocks.registered())
    assert set(Block.objects.values_list("region", flat=True)) == {
        "home",
        "news-side",
        "documents-side",
        "pages-side",
    }


def test_texts_of_blocks_lose_nothing_when_sanitised():
    entries = [entry for blocks in content.furniture()["blocks"].values() for entry in blocks]
    texts = [entry["options"]["text"] for entry in entries if entry["kind"] == "portal.text"]
    assert texts
    assert [text for text in texts if to_text(sanitise(text)) != to_text(text)] == []


def test_furniture_is_put_up_once(demo):
    before = rows()
    with discard_on_error():
        furnish()
    assert rows() == before


@pytest.mark.parametrize(
    "make",
    [
        lambda: MenuItem.objects.create(label="Của chúng tôi", address="/"),
        lambda: Announcement.objects.create(text="Của chúng tôi"),
        lambda: LinkList.objects.create(title="Của chúng tôi"),
        lambda: Block.objects.create(
            kind="portal.text", title="Của chúng tôi", options={"text": "<p>Chữ</p>"}
        ),
    ],
    ids=["menu", "announcements", "links", "blocks"],
)
def test_furniture_of_staff_stays_alone(bare, make):
    own = make()
    before = list(type(own).objects.order_by("pk").values())
    fill(lambda line: None)
    assert list(type(own).objects.order_by("pk").values()) == before


def test_block_that_staff_hid_counts_as_theirs(bare):
    Block.objects.filter(kind="documents.due").update(is_shown=False)
    before = list(Block.objects.order_by("pk").values())
    fill(lambda line: None)
    assert list(Block.objects.order_by("pk").values()) == before


def test_periods_count_from_the_day_it_is_put_up(bare, time_machine):
    time_machine.move_to(at(2027, 3, 2, 9), tick=False)
    fill(lambda line: None)
    advertising = Banner.objects.get(place=Banner.Place.ADVERTISING)
    assert advertising.ends_at == timezone.now() + timedelta(days=90)
    assert standing().emergency == []
