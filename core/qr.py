"""QR codes: the address of a page, for who holds it on paper."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(text: str) -> SafeString:
    """Return a text as a QR code in SVG, to stand inline in a page. White round it, also on a dark page."""
    svg = segno.make_qr(text, error="m").svg_inline(
        light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(svg)  # noqa: S308 - a path of numbers; the text itself is not in it
