"""What may be in sanitised HTML, written out a second time: a list that only grows on purpose."""

import re
from html.parser import HTMLParser

import lxml.html

ALLOWED = {
    **{tag: set() for tag in ("br", "hr", "em", "u", "s", "strong", "sub", "sup", "code", "pre")},
    **{tag: set() for tag in ("blockquote", "figcaption", "caption", "thead", "tbody", "tfoot", "tr")},
    **{tag: {"class"} for tag in ("p", "h2", "h3", "h4", "ul", "table", "figure")},
    "ol": {"class", "type", "start", "reversed"},
    "li": {"class", "value"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "a": {"href", "id", "rel"},
    "img": {"src", "alt", "width", "height", "class", "loading", "decoding"},
}
CLASSES = {
    *("align-left", "align-center", "align-right", "align-justify", "image-left", "image-right"),
    *("image-center", "image", "table-scroll", "table-plain", "list-circle", "list-dash", "list-disc"),
    *("list-none", "list-plus", "list-square", "image-small", "image-half", "image-full", "embed"),
    *("list-bracket", "list-brackets"),
    *("list-lower-alpha", "list-lower-roman", "list-upper-alpha", "list-upper-roman"),
}
HREF = re.compile(r"(https?:|mailto:|tel:|[^:]*$|[^:/?#]*[/?#])", re.IGNORECASE)
SRC = re.compile(r"(https?://|/(?![/\\]))", re.IGNORECASE)


def problems_of(tag, attrs):
    """Return what is wrong with one element, as a list of sentences."""
    if tag not in ALLOWED:
        return [f"<{tag}>"]
    found = [f"{tag} {name}={value!r}" for name, value in attrs if name not in ALLOWED[tag]]
    values = dict(attrs)
    found += [f"class {name}" for name in (values.get("class") or "").split() if name not in CLASSES]
    if "href" in values and not HREF.match(values["href"]):
        found.append(f"href {values['href']!r}")
    # Of ids only those of footnotes, which no script and no style sheet of the portal asks for.
    if not re.fullmatch(r"|(goi-)?chu-thich-[1-9][0-9]{0,3}", values.get("id") or ""):
        found.append(f"id {values['id']!r}")
    if tag == "img" and not SRC.match(values.get("src", "")):
        found.append(f"src {values.get('src')!r}")
    return found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.problems = []

    def handle_starttag(self, tag, attrs):
        self.problems += problems_of(tag, attrs)

    def handle_comment(self, data):
        self.problems.append(f"comment {data!r}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_harmless(html):
    """Assert that two parsers that know nothing of each other find only what is allowed."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.problems, html
    root = lxml.html.fragment_fromstring(html, create_parent="article")
    for element in root.iterdescendants():
        assert isinstance(element.tag, str), html
        assert not problems_of(element.tag, element.attrib.items()), html
