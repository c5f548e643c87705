"""The statistics in a real browser: charts from their tables, under the admin's policy, for every reader."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from stats.models import HourCount, Measure
from tests.browser.looking import DESKTOP, PHONE, problems_of
from tests.browser.staff import signed_in
from tests.factories import make_article, make_user
from tests.stats.counted import PAGE, make_hour, make_seen

pytestmark = pytest.mark.thorough

# Told by the browser when something is kept from running.
REFUSALS = """
  window.refused = [];
  addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
"""
# Colours that are on a canvas besides nothing.
PAINTED = """
canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let place = 0; place < data.length; place += 4) {
    if (data[place + 3] === 255) seen.add(data.slice(place, place + 3).join());
  }
  return [...seen];
}
"""


@pytest.fixture
def counted():
    """Twenty days with everything there is to count."""
    hour = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    names = {
        Measure.VISITS: [""],
        Measure.VISITORS: [""],
        Measure.VIEWS: ["news", "documents"],
        Measure.DOWNLOADS: ["documents"],
        Measure.DEVICES: ["phone", "computer", "tablet"],
        Measure.REFERRERS: [
            "",
            "mot-trang-co-ten-rat-dai-khong-co-cho-nao-de-ngat-dong-ca-the-la-tran.example",
        ],
        Measure.SEARCHES: ["lịch thi tuyển sinh lớp 10"],
        Measure.MISSES: ["đề thi thử"],
        Measure.BOTS: ["Googlebot"],
    }
    for day in range(20):
        for measure, known in names.items():
            for name in known:
                make_hour(hour - timedelta(days=day), 100 + 7 * day, measure, name)
    make_seen(make_article(title="Lịch thi tuyển sinh vào lớp 10 năm học 2026-2027"), hour.date(), 40)
    return HourCount.objects.count()


@pytest.fixture
def reader(page, site, counted):
    page.add_init_script(REFUSALS)
    return signed_in(page, site.url, make_user("stats.view_statistics"))


def open_page(reader, site, address=PAGE):
    reader.goto(site.url + address)
    return reader


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address", [PAGE, f"{PAGE}?ky=hom-nay", f"{PAGE}?tu=2026-01-02&den=2026-01-01", "report"]
)
def test_statistics_are_accessible_in_light_and_dark_on_phone_and_desktop(reader, site, scheme, address):
    if address == "report":
        address = f"{PAGE}bao-cao/{timezone.localdate():%Y-%m}/"
    reader.emulate_media(color_scheme=scheme)
    open_page(reader, site, address)
    for details in reader.locator("#content details").all():
        details.locator("summary").click()
    assert list(problems_of(reader, PHONE, DESKTOP)) == []


def test_every_chart_is_drawn_and_has_its_table_and_nothing_is_refused(reader, site):
    open_page(reader, site)
    charts = reader.locator("figure[data-chart]")
    expect(charts).to_have_count(4)
    for chart in charts.all():
        expect(chart.locator("canvas")).to_be_visible()
        assert len(chart.locator("canvas").evaluate(PAINTED)) > 1
        chart.locator("summary").click()
        expect(chart.locator("table.figures")).to_be_visible()
    assert reader.evaluate("window.refused") == []


def test_charts_take_the_colours_of_the_scheme_when_it_changes(reader, site):
    reader.emulate_media(color_scheme="light")
    open_page(reader, site)
    canvas = reader.locator(".chart-bars canvas").first
    light = canvas.evaluate(PAINTED)
    reader.emulate_media(color_scheme="dark")
    expect(canvas).to_be_visible()
    reader.wait_for_function(
        f"light => ({PAINTED})(document.querySelector('.chart-bars canvas')).join() !== light",
        arg=",".join(light),
    )


def test_tables_are_there_without_scripts(browser, site, counted):
    context = browser.new_context(java_script_enabled=False)
    page = signed_in(context.new_page(), site.url, make_user("stats.view_statistics"))
    page.goto(site.url + PAGE)
    page.locator("figure summary").first.click()
    expect(page.locator("figure table.figures").first).to_be_visible()
    assert page.locator(".chart-place:visible").count() == 0
    context.close()


def test_report_fits_onto_two_pages_of_paper(reader, site):
    open_page(reader, site, f"{PAGE}bao-cao/{timezone.localdate():%Y-%m}/")
    paper = reader.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") <= 2
