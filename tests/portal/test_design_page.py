"""/_design/: every component in its states, for staff alone."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from core.richtext import rules
from documents.models import Document
from news.models import Article
from tests.factories import make_area, make_document, make_user

pytestmark = pytest.mark.django_db

TEMPLATES = settings.BASE_DIR / "templates"
COMPONENTS = settings.BASE_DIR / "static/css/components"

# Partials that the page does not show, and why.
NOT_SHOWN = {
    "documents/_register_head.html": "nothing to see: tags for <head>",
    "documents/_register_results.html": "only holds what is shown here piece by piece",
    "news/_feed_alternates.html": "nothing to see: tags for <head>",
    "news/_listing.html": "only holds cards, pages and feeds, which are shown",
    "includes/_page_facts.html": "nothing to see: tags for <head>",
    "includes/_shared_picture.html": "nothing to see: tags for <head>",
    "includes/_beacon.html": "nothing to see: it has the page counted",
    "news/_comment_place.html": "only chooses between what is shown here piece by piece",
    "news/_report_place.html": "only chooses between what is shown here piece by piece",
    "portal/_page_article.html": "only holds head, contents and text, which are shown",
    "stats/_poll.html": "only chooses between what is shown here piece by piece",
    "blocks/sections.html": "only repeats includes/_category_section.html",
}
# Classes of components that the page does not show, and why.
NOT_THERE = {
    "pdf-page": "made by the reader of PDF files",
    "photo-viewer": "made by the script of a photo story",
    "pdf-text": "made by the reader of PDF files",
    "markedContent": "made by pdf.js",
    "is-running": "set by the script of the ticker",
    "beacon": "nothing to see: it has the page counted",
}


@pytest.fixture
def shown(client):
    make_document().areas.add(make_area())  # What there is must not get into it.
    client.force_login(make_user())
    return client.get("/_design/")


def partials():
    found = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    return {
        name
        for name in found
        if re.match(r"blocks/|(includes|documents|news|stats|portal|portal/design)/_", name)
    }


def classes(css):
    """Return the classes that a stylesheet has rules for."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", without_comments)
    return {name for selector in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}


def test_staff_see_it_and_no_cache_keeps_it(shown):
    page = BeautifulSoup(shown.content, "html.parser")

    assert page.find("h1").get_text() == "Bảng mẫu giao diện"
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert "no-store" in shown.headers["Cache-Control"]


@pytest.mark.parametrize("who", ["nobody", "somebody who is no staff"])
def test_for_everybody_else_there_is_no_such_page(client, who):
    if who != "nobody":
        client.force_login(make_user(is_staff=False))

    assert client.get("/_design/").status_code == 404


def test_every_partial_is_shown_or_named_with_a_reason(shown):
    rendered = {template.name for template in shown.templates}
    missing = partials() - rendered

    assert missing == set(NOT_SHOWN)


def test_every_class_of_every_component_is_shown_or_named_with_a_reason(shown):
    page = BeautifulSoup(shown.content, "html.parser")
    there = {name for element in page.find_all(class_=True) for name in element["class"]}
    missing = {
        name
        for file in COMPONENTS.glob("*.css")
        for name in classes(file.read_text(encoding="utf-8")) - there
    }

    assert missing == set(NOT_THERE)


def test_the_sample_of_rich_text_holds_all_that_the_sanitiser_lets_through(shown):
    sample = BeautifulSoup(shown.content, "html.parser").find_all(class_="rich-text")[-1]

    assert {element.name for element in sample.find_all(True)} >= rules.TAGS
    for tag, allowed in rules.CLASSES.items():
        there = {name for element in sample.find_all(tag) for name in element.get("class", [])}
        assert there <= allowed
    every = {name for element in sample.find_all(class_=True) for name in element["class"]}
    assert every == set().union(*rules.CLASSES.values())


def test_it_shows_the_contrast_of_every_pair_and_none_is_too_low(shown):
    page = BeautifulSoup(shown.content, "html.parser")
    table = page.find(attrs={"aria-label": "Bảng độ tương phản"})

    assert "text trên page" in table.get_text()
    assert "16,03" in table.get_text()
    assert "chưa đủ" not in table.get_text()


def test_nothing_of_it_is_saved(shown):
    assert Document.objects.count() == 1
    assert not Article.objects.exists()
