"""Path converters for permanent, readable addresses."""

import re

from django.urls import register_converter


class SlugIdConverter:
    """``<slug>-<id>`` at the end of an address: the id decides, the slug is for people.

    ``to_python`` gives the id (int); a stale or missing slug still finds the object, and the view
    redirects to its present address.
    """

    regex = r"(?:[-a-zA-Z0-9_]*-)?[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(re.search(r"[0-9]+\Z", value)[0])

    def to_url(self, value: str) -> str:
        return value


register_converter(SlugIdConverter, "slug_id")
