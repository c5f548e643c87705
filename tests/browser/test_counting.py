"""What a real browser tells the portal, and what it shows of the answer."""

import pytest
from playwright.sync_api import expect

from core.models import Counter
from stats import visits
from stats.buffer import buffer
from stats.models import CountingSettings, DailyCount, Measure
from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.conftest import BROWSER
from tests.factories import make_article, make_document


@pytest.fixture
def counted(browser):
    """A tab whose beacons are sent."""
    context = browser.new_context(locale="vi-VN", user_agent=BROWSER)
    yield context.new_page()
    context.close()


def counts(measure):
    buffer.flush()
    return dict(DailyCount.objects.filter(measure=measure).values_list("name", "count"))


def read(page, address):
    with page.expect_response("**/dem/") as answer:
        page.goto(address)
    return answer.value


def test_article_is_counted_once_however_often_it_is_loaded(counted, site):
    article = make_article()
    assert read(counted, site.url + article.get_absolute_url()).status in (200, 204)
    with counted.expect_response("**/dem/"):
        counted.reload()
    buffer.flush()
    assert Counter.objects.of(article).views == 1
    assert counts(Measure.VISITS) == {"": 1}
    assert counts(Measure.DEVICES) == {"computer": 1}


def test_site_that_led_here_is_named(counted, site):
    article = make_article()
    counted.goto(site.url, referer="https://www.tim.example/?q=bi+mat")
    counted.wait_for_event("response", lambda answer: answer.url.endswith("/dem/"))
    read(counted, site.url + article.get_absolute_url())
    assert counts(Measure.REFERRERS) == {"tim.example": 1}


def test_page_without_scripts_is_counted_by_its_pixel(browser, site):
    article = make_article()
    context = browser.new_context(java_script_enabled=False, user_agent=BROWSER)
    page = context.new_page()
    with page.expect_response("**/dem/*.gif") as answer:
        page.goto(site.url + article.get_absolute_url())
    context.close()
    assert answer.value.status == 200
    buffer.flush()
    assert Counter.objects.of(article).views == 1


def test_numbers_of_the_moment_take_the_place_of_those_of_the_page(counted, site, monkeypatch):
    monkeypatch.setattr(visits, "FRESH", 0)
    CountingSettings.objects.create(carried_over=100)
    read(counted, site.url)
    total = counted.locator(".visits-total dd").first
    expect(total).to_have_text("100")
    # Not by save(), after which the page would be made anew.
    CountingSettings.objects.update(carried_over=8_332_947)
    read(counted, site.url)
    expect(total).to_contain_text("8.332.9")
    plain = counted.context.browser.new_context(java_script_enabled=False, user_agent=BROWSER)
    kept = plain.new_page()
    kept.goto(site.url)
    expect(kept.locator(".visits-total dd").first).to_have_text("100")
    plain.close()


def test_search_of_the_register_is_counted_with_each_new_list(counted, site):
    make_document(subject="Tuyển sinh lớp 10")
    read(counted, site.url + "/van-ban/?q=tuy%E1%BB%83n+sinh")
    field = counted.locator("main input[name=q]")
    field.fill("không có đâu")
    with counted.expect_response("**/dem/"):
        field.press("Enter")
    assert counts(Measure.SEARCHES) == {"tuyển sinh": 1}
    assert counts(Measure.MISSES) == {"không có đâu": 1}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_about_the_counting_is_accessible(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    CountingSettings.objects.create(carried_over=8_332_947)
    page.goto(site.url + "/thong-ke-truy-cap/")
    assert list(problems_of(page, PHONE, DESKTOP)) == []
