"""What search engines are told of a page: JSON-LD.

It stands in a script element of a type that no browser runs, so the security policy, which forbids scripts
in the page, has nothing to say to it.
"""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# In a script element these would end it, or open a comment (HTML, 4.12.1.3).
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_data_block(facts: dict[str, Any]) -> SafeString:
    """Return facts as the content of a script element; nothing in them can end it."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - escaped above
