"""The editor in a form."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django.forms.widgets import Media
from django.templatetags.static import static

from core.richtext.editor import CONTENT_STYLESHEETS

_SCRIPTS = [
    "ckeditor/ckeditor/ckeditor.js",
    "js/admin/richtext-vi.js",
    "js/admin/richtext.js",
    "js/admin/richtext-uploads.js",
    "js/admin/richtext-cards.js",
    "js/admin/richtext-pictures.js",
    "js/admin/richtext-paste.js",
]


class RichTextWidget(CKEditorWidget):
    """CKEditor 4 as ``editor`` configures it, with the site's own look of an article."""

    @property
    def media(self) -> Media:
        # Named together, so that merging cannot put our scripts before the editor.
        return super().media + Media(css={"all": ["css/admin/richtext.css"]}, js=_SCRIPTS)

    def use_required_attribute(self, initial: Any) -> bool:
        # The browser cannot point at the text area that the editor hides, and would block the form mutely.
        return False

    def _set_config(self) -> None:
        # Only now are the addresses of static files known. The language is the portal's, not the reader's.
        self.config = {**self.config, "contentsCss": [static(path) for path in CONTENT_STYLESHEETS]}
