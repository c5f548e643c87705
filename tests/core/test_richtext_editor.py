import json
from html import unescape

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.utils import matches_patterns
from django.forms import Form

from core.richtext import editor
from core.richtext.fields import RichTextField
from core.richtext.widgets import RichTextWidget

PLUGINS = "ckeditor/ckeditor/plugins"


def served():
    """Return the names of django-ckeditor's files that collectstatic takes."""
    for finder in finders.get_finders():
        for path, _storage in finder.list(editor.STATIC_IGNORE_PATTERNS):
            if path.startswith("ckeditor/"):
                yield path


@pytest.fixture
def config():
    return RichTextWidget().get_context("body", "", {"id": "id_body"})["widget"]["config"]


def test_editor_speaks_vietnamese_and_calls_nobody(config):
    settings = json.loads(config)
    assert settings["language"] == "vi"
    assert settings["versionCheck"] is False
    assert "http" not in config


def test_content_filter_of_the_editor_is_never_off(config):
    assert "allowedContent" not in json.loads(config)


@pytest.mark.parametrize(
    "plugin", ["preview", "codesnippetgeshi", "docprops", "exportpdf", "scayt", "wsc", "iframe"]
)
def test_flawed_and_calling_plugins_are_neither_loaded_nor_served(config, plugin):
    assert plugin in json.loads(config)["removePlugins"].split(",")
    assert not [path for path in served() if path.startswith(f"{PLUGINS}/{plugin}/")]


def test_what_the_editor_loads_is_served():
    paths = set(served())
    assert {
        "ckeditor/ckeditor-init.js",
        "ckeditor/ckeditor/ckeditor.js",
        "ckeditor/ckeditor/lang/vi.js",
        "ckeditor/ckeditor/skins/moono-lisa/editor.css",
        f"{PLUGINS}/image2/plugin.js",
        f"{PLUGINS}/image2/lang/vi.js",
        f"{PLUGINS}/link/dialogs/link.js",
        f"{PLUGINS}/pastefromword/filter/default.js",
        f"{PLUGINS}/pastetools/filter/image.js",
        f"{PLUGINS}/specialchar/dialogs/lang/vi.js",
        f"{PLUGINS}/table/dialogs/table.js",
    } <= paths


def test_only_vietnamese_and_english_are_served():
    languages = {path.rpartition("/")[2] for path in served() if "/lang/" in path}
    assert languages == {"vi.js", "en.js"}


def test_patterns_leave_other_files_alone():
    for path in ("admin/js/core.js", "css/main.css", "js/admin/richtext.js"):
        assert not matches_patterns(path, editor.STATIC_IGNORE_PATTERNS)


def test_stylesheets_of_the_content_exist(config):
    assert json.loads(config)["contentsCss"] == [f"/static/{path}" for path in editor.CONTENT_STYLESHEETS]
    for path in editor.CONTENT_STYLESHEETS:
        assert finders.find(path)


def test_form_loads_our_script_after_the_editor_and_escapes_the_text():
    form = type("NoteForm", (Form,), {"body": RichTextField("nội dung").formfield()})(
        {"body": "</textarea><b>"}
    )
    scripts = [tag["src"] for tag in BeautifulSoup(str(form.media), "html.parser")("script")]
    assert scripts.index("/static/ckeditor/ckeditor/ckeditor.js") < scripts.index(
        "/static/js/admin/richtext.js"
    )
    area = BeautifulSoup(form.as_p(), "html.parser").find("textarea")
    assert unescape(area.text) == "</textarea><b>"
    assert not area.has_attr("required")
