"""Files in lists, where a row has some and a page has many."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.files import renditions
from core.models import Attachment

register = template.Library()


@register.filter
def file_tags(files: Sequence[Attachment], most: int) -> SafeString:
    """The first of some files as items of a list, each a link that names its kind.

    A loop of the template takes three times as long.
    """
    return mark_safe(  # noqa: S308 - what is not ours is escaped here
        "".join(
            f'<li><a class="file-tag" href="{escape(file.get_absolute_url())}">'
            f'<span class="visually-hidden">Tải {escape(file.display_title)}, tệp</span>'
            f"{escape(file.kind.label)}</a></li>"
            for file in files[:most]
        )
    )


@register.filter
def smallest(url: str) -> str:
    """The address of the narrowest copy of a picture."""
    return renditions.smallest(url)


@register.simple_tag
def copies(url: str, sizes: str, most: int = renditions.WIDTHS[-1]) -> SafeString:
    """The attributes of an ``img`` that name the copies of its picture; nothing where it has none.

    ``sizes`` says how wide the picture is shown, as the attribute does; ``most`` is in pixels.
    """
    found = renditions.srcset(url, most=most)
    return format_html(' srcset="{}" sizes="{}"', found, sizes) if found else SafeString("")
