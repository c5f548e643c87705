"""The emblem in all the sizes that browsers, phones and sites which show a link ask for.

``emblem.png`` is static/img/emblem.svg at 512 pixels: Pillow draws no SVG.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from portal.icons import drawing, sharing
from portal.icons.emblem import Emblem, load
from portal.models import SiteSettings

# Part of each address. Browsers keep an icon for ever: whoever changes how one is drawn counts up.
STYLE = 1


@dataclass(frozen=True)
class Icon:
    """A file that is made from the emblem and, some, from the names of the department."""

    content_type: str
    draw: Callable[[Emblem, SiteSettings], bytes]


ICONS: dict[str, Icon] = {
    "favicon.ico": Icon("image/x-icon", lambda emblem, site: drawing.favicon(emblem)),
    "apple-touch-icon.png": Icon("image/png", lambda emblem, site: drawing.touch_icon(emblem, 180)),
    "icon-192.png": Icon("image/png", lambda emblem, site: drawing.icon(emblem, 192)),
    "icon-512.png": Icon("image/png", lambda emblem, site: drawing.icon(emblem, 512)),
    "maskable-512.png": Icon("image/png", lambda emblem, site: drawing.maskable(emblem, 512)),
    "chia-se.png": Icon("image/png", sharing.picture),
}


def version_of(site: SiteSettings) -> str:
    """Return what stands for the present look of the site in the addresses of its icons."""
    # An upload has a name of its own, so a new emblem is a new name.
    look = json.dumps([STYLE, site.emblem.name, site.name, site.parent_name])
    return hashlib.sha256(look.encode()).hexdigest()[:12]


def address(site: SiteSettings, name: str) -> str:
    """Return the address of one of ICONS; it changes with the emblem and the names."""
    return reverse("icon", args=[version_of(site), name])


def make(site: SiteSettings, name: str) -> tuple[bytes, bool]:
    """Return the content of one of ICONS, and whether it is made from the emblem that it should be."""
    emblem = load(site)
    return ICONS[name].draw(emblem, site), not emblem.is_stand_in
