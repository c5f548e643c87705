"""Static files for production: minified stylesheets in one piece each, every file under a hashed name."""

import functools
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import lightningcss
from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

SCRIPTS = "js/"
STYLESHEETS = (
    "css/main.css",
    "css/blocks.css",
    "css/home.css",
    "css/register.css",
    "css/files.css",
    "css/document.css",
    "css/pdf.css",
    "css/forms.css",
    "css/pages.css",
    "css/news.css",
    "css/media.css",
    "css/embed.css",
    "css/brackets.css",
    "css/lists.css",
    "css/voices.css",
    "css/accounts.css",
)
TOKENS = "css/tokens.css"
_PROPERTY = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
# The oldest browsers that schools still have: the last Chrome and Firefox for Windows 7, the last iOS for an
# iPhone 7. Nesting, light-dark() and logical shorthands are rewritten for them.
BROWSERS = ["chrome >= 109", "firefox >= 115", "safari >= 15.6"]


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Bundles each of STYLESHEETS with all that it imports, and shortens SCRIPTS, before names are hashed.

    Both are made from the sources, never from what an earlier run left under STATIC_ROOT, so a change is
    always in them.
    """

    support_js_module_import_aggregation = True
    # A page made before a deployment may name a file that is gone: an ugly page beats an error page.
    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        for stylesheet in STYLESHEETS:
            source = finders.find(stylesheet)
            if source and not dry_run and stylesheet in paths:
                Path(self.path(stylesheet)).write_text(bundle(Path(source)), encoding="utf-8")
                # The name is hashed from what stands here, so this must be the bundle and not the source.
                paths[stylesheet] = (self, stylesheet)
        for script in paths:
            if script.startswith(SCRIPTS) and script.endswith(".js") and not dry_run:
                source = Path(finders.find(script)).read_text(encoding="utf-8")
                Path(self.path(script)).write_text(shorten(source), encoding="utf-8")
                paths[script] = (self, script)
        yield from super().post_process(paths, dry_run, **options)


def bundle(stylesheet: Path) -> str:
    """Return a stylesheet with its imports, minified."""
    text = lightningcss.bundle_css(str(stylesheet), minify=True, browsers_list=BROWSERS)
    names = _short_names()
    return _PROPERTY.sub(lambda match: names.get(match[0], match[0]), text)


@functools.cache
def _short_names() -> dict[str, str]:
    """Return short names for the tokens, which stand some hundred times in the bundles, the same in each.

    In capitals, as no property of ours is.
    """
    tokens = Path(finders.find(TOKENS)).read_text(encoding="utf-8")
    declared = dict.fromkeys(re.findall(r"^\s*(--[a-z0-9-]+):", tokens, re.MULTILINE))
    # Its own names for the two sides of light-dark().
    names = ["--lightningcss-light", "--lightningcss-dark", *declared]
    letters = ["".join(pair) for pair in product(["", *ascii_uppercase], ascii_uppercase)]
    return {name: f"--{short}" for name, short in zip(names, letters, strict=False)}


def shorten(script: str) -> str:
    """Return a script of ours without indentation and without the lines that are comments.

    Nothing in them but these is taken for such: no string of ours goes over several lines.
    """
    return re.sub(r"^[ \t]*(?://.*\n)?", "", script, flags=re.MULTILINE)
