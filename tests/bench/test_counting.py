"""What counting costs is measured, and kept low."""

import pytest

from bench.counting import Costs, measure
from bench.table import KEPT, MISSED
from stats.models import DailyCount

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_connection")]


def test_counting_costs_next_to_nothing():
    costs = measure(200)
    # Times have a tolerance here: other tests run beside this one.
    assert [(check.name, check.found) for check in costs.checks(0.5) if check.verdict == MISSED] == []
    assert sum(DailyCount.objects.filter(measure="visitors").values_list("count", flat=True)) == 1200
    assert "truy vấn" in str(costs)


def test_share_is_of_views_in_the_same_time():
    costs = Costs(bare=1, beacon=1.5, batch=0.5, page=0.0003, page_queries=0)
    assert costs.share == 0.5
    assert [check.verdict for check in costs.checks(0)] == [KEPT, MISSED, KEPT]
