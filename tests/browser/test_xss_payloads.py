"""Sanitised attacks in a real browser, on a page without any content security policy."""

import pytest

from core.richtext.sanitiser import sanitise
from tests.core.richtext_checks import problems_of
from tests.core.richtext_payloads import PAYLOADS

SITE = "http://portal.test"
# A second parse, as editors and scripts do it, then what a reader's hand would set off.
PROVOKE = """() => {
  for (const article of document.querySelectorAll("article")) {
    article.innerHTML = article.innerHTML
    for (const element of article.querySelectorAll("*")) {
      element.focus?.()
      for (const type of ["mouseover", "click", "toggle", "animationstart"]) {
        element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }))
      }
    }
  }
}"""
ELEMENTS = """() => [...document.querySelectorAll("article")].map((article) =>
  [...article.querySelectorAll("*")].map((element) => [
    element.localName,
    element.getAttributeNames().map((name) => [name, element.getAttribute(name)]),
    element.namespaceURI,
    element.protocol ?? "",
  ]))"""
HTML = "http://www.w3.org/1999/xhtml"


@pytest.fixture
def show(page):
    """Return a function that shows articles, pokes at them and returns the calls of ``pwned()``."""
    calls = []
    page.expose_function("pwned", lambda *_: calls.append("pwned"))
    shown = []

    def answer(route):
        if route.request.url == f"{SITE}/":
            body = "".join(f"<article>{html}</article>" for html in shown)
            route.fulfill(content_type="text/html", body=f"<!doctype html><meta charset=utf-8>{body}")
        else:
            route.fulfill(status=404, body="")

    page.route("**/*", answer)

    def run(*articles):
        shown[:] = articles
        page.goto(f"{SITE}/", wait_until="load")
        page.evaluate(PROVOKE)
        # Pictures that fail to load report it before the network is called idle.
        page.wait_for_load_state("networkidle")
        return list(calls)

    return run


@pytest.mark.parametrize("name", ["script", "image-onerror", "svg-onload", "iframe-srcdoc"])
def test_this_page_would_notice_an_attack(show, name):
    assert show(PAYLOADS[name])


def test_no_sanitised_attack_runs(show):
    assert show(*map(sanitise, PAYLOADS.values())) == []


def test_browser_finds_only_what_is_allowed(show, page):
    show(*map(sanitise, PAYLOADS.values()))
    problems = {}
    for name, elements in zip(PAYLOADS, page.evaluate(ELEMENTS), strict=True):
        found = []
        for tag, attributes, namespace, protocol in elements:
            found += problems_of(tag, attributes)
            if namespace != HTML or protocol not in {"", "http:", "https:", "mailto:", "tel:"}:
                found.append(f"{tag} {namespace} {protocol}")
        if found:
            problems[name] = found
    assert problems == {}
