"""Attacks by every way into the portal, read on its real pages: under its policy, and without any."""

import json

import pytest
from django.core import serializers
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect

from core.richtext.sanitiser import sanitise
from news.models import Article
from portal.models import Page
from tests.admin_forms import article_form
from tests.browser.staff import PASTE, signed_in
from tests.browser.test_xss_payloads import PROVOKE
from tests.core.richtext_checks import assert_harmless
from tests.core.richtext_payloads import PAYLOADS
from tests.factories import make_article, make_category, make_superuser

pytestmark = pytest.mark.thorough

# Texts that stand on one page together: enough pages to look at, and not hundreds of them.
TOGETHER = 12
EDITOR = "CKEDITOR.instances.id_body"
# What has nothing but an attack in it cannot be published at all.
TEXTS = {name: f"<p>Mở đầu.</p>{payload}" for name, payload in PAYLOADS.items()}


@pytest.fixture
def calls(page):
    """The calls of ``pwned()`` in any frame of the tab."""
    found = []
    page.expose_function("pwned", lambda *_: found.append(page.url))
    return found


@pytest.fixture
def admin(client):
    client.force_login(make_superuser())
    return client


def by_orm(client):
    return [make_article(body=payload) for payload in TEXTS.values()]


def by_post(client):
    articles = []
    for payload in TEXTS.values():  # A form with a NUL is refused.
        article = make_article(body="<p>Cũ</p>")
        address = f"/quan-tri/news/article/{article.pk}/change/"
        assert (
            client.post(address, article_form(article, body=payload.replace("\x00", ""))).status_code == 302
        )
        article.refresh_from_db()
        articles.append(article)
    return articles


def by_update(client):
    articles = [make_article() for _ in TEXTS]
    for article, payload in zip(articles, TEXTS.values(), strict=True):
        Article.objects.filter(pk=article.pk).update(body=payload)
    return articles


def by_import(client, tmp_path):
    articles = [make_article() for _ in TEXTS]
    file = tmp_path / "bai-viet.json"
    rows = json.loads(serializers.serialize("json", articles))
    payloads = dict(zip((article.pk for article in articles), TEXTS.values(), strict=True))
    for row in rows:
        row["fields"]["body"] = payloads[row["pk"]]
    file.write_text(json.dumps(rows), encoding="utf-8")
    call_command("loaddata", str(file), verbosity=0)
    return articles


def by_restoring(client):
    """Bring back versions that were written past the portal, straight into their table."""
    pages = []
    for number, payload in enumerate(TEXTS.values()):
        page = Page.objects.create(title=f"Trang {number}", body="<p>Nay</p>")
        page.publish(by=None)
        version = page.versions.order_by("history_id").first()
        # PostgreSQL itself takes no NUL.
        type(version).objects.filter(pk=version.pk).update(body=payload.replace("\x00", ""))
        address = f"/quan-tri/portal/page/{page.pk}/history/{version.pk}/"
        shown = client.get(address)
        assert shown.status_code == 200
        answer = client.post(f"{address}restore/", {"_version": page.updated_at.isoformat()})
        assert answer.status_code == 302
        pages.append(page)
    return pages


WAYS = {"orm": by_orm, "post": by_post, "update": by_update, "import": by_import, "restoring": by_restoring}


def read(page, site, bodies, *, with_policy):
    """Look at these texts on pages of the portal, poke at them, and return the addresses."""
    texts = list(bodies)
    articles = [
        make_article(body="\n<hr>\n".join(texts[start : start + TOGETHER]))
        for start in range(0, len(texts), TOGETHER)
    ]

    def without_policy(route):
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if "security-policy" not in name}
        route.fulfill(response=answer, headers=headers)

    if not with_policy:
        page.route("**/tin-tuc/**", without_policy)
    for article in articles:
        answer = page.goto(site.url + article.get_absolute_url(), wait_until="load")
        assert ("content-security-policy" in answer.headers) is with_policy
        page.evaluate(PROVOKE.replace('"article"', '".rich-text"'))
        page.wait_for_load_state("networkidle")
        assert page.url == site.url + article.get_absolute_url()
    page.unroute_all()


@pytest.mark.parametrize("way", WAYS)
def test_attack_is_stored_by_no_way(admin, way, tmp_path):
    objects = WAYS[way](admin, tmp_path) if way == "import" else WAYS[way](admin)
    for obj, (name, payload) in zip(objects, TEXTS.items(), strict=True):
        obj.refresh_from_db()
        assert obj.body == sanitise(payload.replace("\x00", "")), name
        assert_harmless(obj.body)


@pytest.mark.parametrize("with_policy", [True, False], ids=["policy", "no policy"])
def test_no_stored_attack_runs_on_the_page(page, site, calls, with_policy):
    read(page, site, map(sanitise, TEXTS.values()), with_policy=with_policy)
    assert calls == []


def test_page_without_its_policy_would_notice_an_attack(page, site, calls, monkeypatch):
    monkeypatch.setattr("core.richtext.fields.sanitise", lambda html: html)
    read(page, site, [TEXTS["image-onerror"]], with_policy=False)
    assert calls


@pytest.fixture
def editing(page, site):
    article = make_article(published=False, category=make_category())
    signed_in(page, site.url, make_superuser())
    page.goto(f"{site.url}/quan-tri/news/article/{article.pk}/change/")
    expect(page.frame_locator("#cke_id_body iframe").locator("body")).to_be_visible()
    return article


@pytest.mark.parametrize("way", ["source", "paste"])
def test_no_attack_runs_in_the_editor_nor_after_it(page, site, calls, editing, way):
    """The admin's policy lets inline scripts run: here only editor and tidying stand guard."""
    left = []
    for payload in TEXTS.values():
        if way == "source":
            page.evaluate(f"html => new Promise(done => {EDITOR}.setData(html, {{callback: done}}))", payload)
        else:
            page.evaluate(f"() => new Promise(done => {EDITOR}.setData('', {{callback: done}}))")
            body = page.frame_locator("#cke_id_body iframe").locator("body")
            with page.expect_response("**/quan-tri/soan-thao/dan/"):
                body.evaluate(PASTE, [payload, "a"])
            expect(body).to_contain_text("Mở đầu.")
        left.append(page.evaluate(f"{EDITOR}.getData()"))
    # What an attack asked for was asked before this.
    page.evaluate("() => fetch('/healthz').then(() => undefined)")
    assert calls == []

    client = Client()
    client.force_login(make_superuser())
    for html in dict.fromkeys(left):  # Of many an attack nothing is left but what stood around it.
        address = f"/quan-tri/news/article/{editing.pk}/change/"
        assert client.post(address, article_form(editing, body=html)).status_code == 302
        editing.refresh_from_db()
        assert_harmless(editing.body)
    read(page, site, map(sanitise, left), with_policy=False)
    assert calls == []
