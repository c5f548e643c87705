"""Everything that staff read in the admin is Vietnamese."""

import ast
import gettext
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.urls import reverse

from tests.factories import (
    make_article,
    make_article_attachment,
    make_category,
    make_document,
    make_superuser,
)

# Words that English screens of the admin can't do without.
ENGLISH = re.compile(
    r"\b(Add|Added|All|Apply|Are you|Available|Back|Cancel|Change|Changed|Choose|Chosen|Clear|Close|"
    r"Currently|Date|Delete|Deleted|Error|Filter|Go|Hide|History|Home|Enter|Log|Model|Password|Please|Remove|Required|Run|"
    r"Save|Search|Select|Selected|Set|Show|Sidebar|Skip|Sort|Successfully|This|Time|Today|Toggle|Type|View|"
    r"Welcome|Yes|You|Your|was|were|with|the|and|for|selected|results|total)\b"
)
READ_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title", "value"}


class Reader(HTMLParser):
    """Collects what a page says: its text, and the attributes that are read or heard."""

    def __init__(self):
        super().__init__()
        self.said = []
        self.skipped = 0

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style"):
            self.skipped += 1
        attributes = dict(attrs)
        if tag == "input" and attributes.get("type") in ("hidden", "checkbox", "radio"):
            attributes.pop("value", None)
        if tag in ("option", "button"):
            attributes.pop("value", None)
        self.said += [value for name, value in attributes.items() if name in READ_ATTRIBUTES and value]

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.skipped -= 1

    def handle_data(self, data):
        if not self.skipped:
            self.said.append(data)


def english_in(page):
    reader = Reader()
    reader.feed(page)
    return [text.strip() for text in reader.said if ENGLISH.search(text)]


@pytest.fixture
def as_superuser(client):
    client.force_login(make_superuser(username="quan-tri-vien"))
    return client


PAGES = [
    "/dang-nhap/",
    "/quan-tri/",
    "/quan-tri/news/",
    "/quan-tri/news/article/",
    "/quan-tri/news/article/?q=khong-co",
    "/quan-tri/news/article/add/",
    "/quan-tri/news/category/",
    "/quan-tri/news/category/add/",
    "/quan-tri/documents/document/",
    "/quan-tri/documents/document/add/",
    "/quan-tri/documents/issuingbody/add/",
    "/quan-tri/documents/documenttype/",
    "/quan-tri/portal/sitesettings/",
    "/quan-tri/core/picture/",
    "/quan-tri/core/picture/add/",
    "/quan-tri/core/job/",
    "/quan-tri/auth/user/",
    "/quan-tri/auth/user/add/",
    "/quan-tri/auth/group/",
    "/quan-tri/auth/group/add/",
    "/tai-khoan/",
    "/tai-khoan/mat-khau/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_page_speaks_vietnamese(as_superuser, address):
    make_article(title="Bài viết")
    make_document(subject="Văn bản")
    if address == "/dang-nhap/":
        as_superuser.logout()
    response = as_superuser.get(address, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert english_in(response.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["change", "history", "delete"])
def test_page_of_an_object_speaks_vietnamese(as_superuser, page):
    article = make_article(title="Bài viết", published=False)
    make_article_attachment(article, title="Tệp")
    article.trash(by=None)
    objects = {"history": article, "delete": article, "change": make_article(title="Bài viết")}
    response = as_superuser.get(reverse(f"admin:news_article_{page}", args=[objects[page].pk]))
    assert response.status_code == 200
    assert english_in(response.content.decode()) == []


@pytest.mark.django_db
def test_errors_of_a_form_speak_vietnamese(as_superuser):
    empty = {f"attachments-{part}_FORMS": 0 for part in ("TOTAL", "INITIAL")}
    response = as_superuser.post(
        "/quan-tri/news/article/add/", {**empty, "published_at_0": "x", "source_url": "x"}
    )
    assert english_in(response.content.decode()) == []


@pytest.mark.django_db
def test_saying_that_a_category_is_still_used_speaks_vietnamese(as_superuser):
    category = make_category(name="Tin tức")
    make_article(title="Bài viết", category=category)
    page = as_superuser.get(f"/quan-tri/news/category/{category.pk}/delete/").content.decode()
    assert "vì còn các mục đang dùng đến" in page
    assert english_in(page) == []


@pytest.mark.django_db
def test_scripts_get_vietnamese_words(as_superuser):
    words = as_superuser.get(reverse("admin:jsi18n")).content.decode()
    assert '"Monday": "Th\\u1ee9 hai"' in words
    assert re.search(r'"DATE_INPUT_FORMATS": \[\s*"%d/%m/%Y"', words)


def entries(path):
    """Return what a .po file says, as the key and the text of each of its entries."""
    found, entry, last = {}, {}, ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if not line and "msgid" in entry:
            key = entry["msgid"]
            if "msgctxt" in entry:
                key = f"{entry['msgctxt']}\x04{key}"
            found[(key, 0) if "msgstr[0]" in entry else key] = entry.get("msgstr[0]", entry.get("msgstr"))
            entry = {}
        elif line.startswith('"'):
            entry[last] += ast.literal_eval(line)
        elif line:
            last, _, text = line.partition(" ")
            entry[last] = ast.literal_eval(text)
    return found


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_compiled_words_are_those_of_the_source(domain):
    folder = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
    with (folder / f"{domain}.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)._catalog
    assert catalogue == entries(folder / f"{domain}.po")


def test_what_is_refused_names_no_school_and_shows_how_a_day_is_written():
    class Form(forms.Form):
        name = forms.CharField()
        day = forms.DateField()
        time = forms.TimeField()

    assert Form({"day": "31/02/2026", "time": "25:00"}).errors == {
        "name": ["Không được để trống."],
        "day": ["Không có ngày này. Viết theo mẫu 31/12/2026."],
        "time": ["Không có giờ này. Viết theo mẫu 17:30."],
    }
