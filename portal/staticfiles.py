"""Static files for production: minified stylesheets in one piece each, every file under a hashed name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lightningcss
from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEETS = ("css/main.css", "css/documents.css", "css/pages.css")
# The oldest browsers that schools still have: the last Chrome and Firefox for Windows 7, the last iOS for an
# iPhone 7. Nesting, light-dark() and logical shorthands are rewritten for them.
BROWSERS = ["chrome >= 109", "firefox >= 115", "safari >= 15.6"]


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Bundles each of STYLESHEETS with all that it imports before names are hashed.

    The bundle is made from the sources, never from an earlier bundle under STATIC_ROOT, so a changed
    component is always in it.
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
        yield from super().post_process(paths, dry_run, **options)


def bundle(stylesheet: Path) -> str:
    """Return a stylesheet with its imports, minified."""
    return lightningcss.bundle_css(str(stylesheet), minify=True, browsers_list=BROWSERS)
