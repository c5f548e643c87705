"""What collectstatic makes of the sources: one stylesheet, for the browsers that schools have."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from portal.staticfiles import STYLESHEETS, BundledStaticFilesStorage


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """Return the folder of the collected files and a function that gives the hashed name of one."""
    folder = tmp_path_factory.mktemp("collected")
    backend = {"BACKEND": "portal.staticfiles.BundledStaticFilesStorage"}
    with override_settings(STATIC_ROOT=folder, STORAGES={"staticfiles": backend}):
        call_command("collectstatic", interactive=False, verbosity=0)
        storage = BundledStaticFilesStorage(location=folder)
        return folder, storage.stored_name


def served(collected: tuple, name: str) -> tuple[Path, str]:
    """Return the path and the text of a file as pages name it."""
    folder, hashed_name = collected
    path = folder / hashed_name(name)
    return path, path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("css/main.css", ".masthead"),
        ("css/blocks.css", ".visits"),
        ("css/home.css", ".lead-story"),
        ("css/register.css", ".filter-panel"),
        ("css/files.css", ".attachments"),
        ("css/document.css", ".facts"),
        ("css/pdf.css", ".pdf-reader"),
        ("css/forms.css", ".voice-form"),
        ("css/pages.css", ".page-contents"),
    ],
)
def test_the_hashed_stylesheet_is_one_file(collected, name, rule):
    _, stylesheet = served(collected, name)

    assert "@import" not in stylesheet
    assert rule in stylesheet


def test_the_stylesheet_is_written_for_older_browsers_too(collected):
    _, stylesheet = served(collected, "css/main.css")

    assert "light-dark(" not in stylesheet
    assert "@media (width" not in stylesheet


def test_pictures_in_the_stylesheet_have_hashed_names_and_exist(collected):
    path, stylesheet = served(collected, "css/main.css")
    names = re.findall(r'url\("?(\.\./[^")]+)', stylesheet)

    assert names
    assert all((path.parent / name).is_file() for name in names)
    assert all(re.search(r"\.[0-9a-f]{12}\.svg$", name) for name in names)


def test_modules_are_imported_by_hashed_names(collected):
    path, script = served(collected, "js/main.js")
    names = re.findall(r'import\("(\./.+?)"\)', script)

    assert names
    assert all((path.parent / name).is_file() for name in names)
    assert all(re.search(r"\.[0-9a-f]{12}\.js$", name) for name in names)


def test_the_reader_of_pdf_files_is_where_pages_and_its_own_scripts_look_for_it(collected):
    folder, _ = collected
    template = (settings.BASE_DIR / "templates/includes/_pdf_reader.html").read_text(encoding="utf-8")
    address = re.search(r'static "(vendor/pdfjs-.+?/)"', template)[1]
    _, script = served(collected, "js/modules/pdf-file.js")
    names = re.findall(r"\$\{folder\}([\w.]+)", script)

    # The folder bears the version; pdf.js finds its parts in it by their own names.
    assert (
        BundledStaticFilesStorage(location=folder, base_url="/static/").url(address) == f"/static/{address}"
    )
    assert names
    assert all((folder / address / name).is_file() for name in names)


def test_scripts_are_served_without_comments_and_indentation(collected):
    _, script = served(collected, "js/modules/ticker.js")

    assert re.findall(r"^([ \t]|//)", script, re.MULTILINE) == []
    assert "setInterval(" in script


def test_no_string_of_a_script_goes_over_several_lines():
    # Or taking the indentation away would change what it says.
    sources = [*(settings.BASE_DIR / "static/js").rglob("*.js")]

    assert sources
    assert [
        path.name
        for path in sources
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.count("`") % 2 or line.endswith("\\")
    ] == []


def test_tokens_have_one_short_name_each_in_all_stylesheets(collected):
    bundles = {name: served(collected, name)[1] for name in STYLESHEETS}
    declared = set(re.findall(r"(?<=[{;])(--[A-Z]+):", bundles["css/main.css"]))
    for name, stylesheet in bundles.items():
        assert "--space-" not in stylesheet
        assert "--color-" not in stylesheet
        used = set(re.findall(r"var\((--[A-Z]+)", stylesheet))
        assert used <= declared, name


def test_every_stylesheet_beside_the_bundles_is_one():
    """The others would name tokens that are called otherwise in the bundles."""
    templates = [
        path.read_text(encoding="utf-8")
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if "admin" not in path.parts
    ]
    named = {name for text in templates for name in re.findall(r'static "(css/[^"]+)"', text)}
    assert named == set(STYLESHEETS)
