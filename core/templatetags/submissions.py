"""Plain text of strangers, as pages show it."""

from django import template
from django.utils.html import Urlizer
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


class _Links(Urlizer):
    """Django's links, which say that we do not stand for where they lead to. Letter boxes are none."""

    url_template = '<a href="{href}" rel="nofollow ugc noopener"{attrs}>{url}</a>'

    @staticmethod
    def is_email_simple(value: str) -> bool:
        return False


@register.filter
def plain_text(text: str) -> SafeString:
    """Escape a text, link the web addresses in it, and keep its line ends."""
    html = _Links()(str(text), autoescape=True)
    # Urlizer escapes every word that it does not link; nothing of the text is taken for HTML.
    return mark_safe(html.replace("\n", "<br>"))  # noqa: S308
