"""The counts of the demo: a year to look at, in which everything agrees, and never over what was counted."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from core.models import Counter
from portal.demo import counts
from portal.demo.counts import CARRIED_OVER, fill_counts
from portal.models import Page
from stats import visits
from stats.models import CountingSettings, DailyCount, DayCount, HourCount, Measure, ObjectDay
from tests.factories import at, make_article, make_document, make_document_file, make_poll, make_superuser
from tests.portal.blocks import soup
from tests.stats.counted import PAGE, make_day, numbers_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(at(2026, 11, 22, 9, 30), tick=False)


@pytest.fixture
def texts():
    article, document = make_article(at=at(2026, 3, 1)), make_document(at=at(2026, 4, 1))
    make_document_file(document)
    make_poll(at=at(2026, 7, 1))
    Page.objects.create(slug="gioi-thieu", title="Giới thiệu", body="<p>Chữ.</p>").publish(by=None)
    return article, document


def total(measure, **kwargs):
    return DailyCount.objects.filter(measure=measure, **kwargs).aggregate(total=Sum("count"))["total"]


def test_year_has_visits_on_every_day_and_today_until_now(texts):
    assert fill_counts()
    days = DailyCount.objects.filter(measure=Measure.VISITS)
    assert days.count() == counts.DAYS + 1
    assert days.filter(count__gt=20).count() == counts.DAYS + 1
    assert HourCount.objects.latest("hour").hour == at(2026, 11, 22, 9)
    numbers = visits._read()
    assert numbers.total == total(Measure.VISITS) + CARRIED_OVER
    assert numbers.since == timezone.localdate() - timedelta(days=counts.DAYS)


def test_parts_add_up_to_their_whole(texts):
    fill_counts()
    assert total(Measure.REFERRERS) == total(Measure.DEVICES) == total(Measure.VISITS)
    for kind, section in (("news.article", "news"), ("documents.document", "documents")):
        seen = ObjectDay.objects.filter(kind=kind).aggregate(views=Sum("views"))["views"]
        assert 0 < seen < total(Measure.VIEWS, name=section)
    for obj in texts:
        days = ObjectDay.objects.filter(kind=obj._meta.label_lower, object_id=obj.pk)
        assert Counter.objects.of(obj).views == days.aggregate(views=Sum("views"))["views"]


def test_nothing_is_read_before_it_is_there(texts):
    fill_counts()
    article, _ = texts
    first = ObjectDay.objects.filter(kind="news.article", object_id=article.pk).earliest("day").day
    assert first >= article.published_at.date()


def test_same_chance_makes_the_same_year(texts):
    def made():
        fill_counts()
        return sorted(DailyCount.objects.values_list("day", "measure", "name", "count"))

    first = made()
    for model in (HourCount, DayCount, ObjectDay):
        model.objects.all().delete()
    assert made() == first


def test_what_was_counted_stays_alone():
    make_day(timezone.localdate() - timedelta(days=1), 7)
    assert not fill_counts()
    assert total(Measure.VISITS) == 7
    assert not CountingSettings.objects.exists()


def test_newcomer_sees_a_dashboard_full_of_life(client, texts):
    fill_counts()
    client.force_login(make_superuser())
    page = soup(client.get(f"{PAGE}?tu=2026-08-01&den=2026-08-31"))
    shown = numbers_of(page)
    assert all(now > 0 and "%" in words for now, words in shown.values()), shown
    assert not page.select(".statistics-empty")
