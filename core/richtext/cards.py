"""A video or a map that stands on a line of its own, as the paragraph of one link that becomes a card.

Staff paste an address, or the code that YouTube and Google Maps offer for other sites, or choose the button;
all give the same (:mod:`core.embeds`).
"""

import re

from core.embeds import Card, card_of
from core.richtext import rules
from core.richtext.tree import SPACE, Children, Node, is_blank, text_of

_ADDRESS = re.compile(r"(?:https?://)?[^\s/]+\.[^\s/]+/\S*", re.IGNORECASE)
# Code for a frame, as text in a paragraph or, in the source view, as markup.
_FRAME = re.compile(r"<iframe\b[^<>]*?\ssrc=[\"']?([^\s\"'<>]+)[^<>]*>(?:\s*</iframe\s*>)?", re.IGNORECASE)


def frames_as_links(html: str) -> str:
    """Return HTML in which the frame of a known video or map is a paragraph with its address.

    All else that is framed goes with the sanitiser. What is returned is as untrusted as what came in.
    """

    def linked(match: re.Match[str]) -> str:
        card = card_of(match[1].replace("&amp;", "&"))
        return f"<p>{card.url.replace('&', '&amp;')}</p>" if card else match[0]

    return _FRAME.sub(linked, html) if "<iframe" in html.lower() else html


def with_cards(children: Children) -> Children:
    """Return the blocks of a text with those that are a video or a map as cards, and no others."""
    return [_as_card(child) if isinstance(child, Node) and child.tag == "p" else child for child in children]


def _as_card(paragraph: Node) -> Node:
    was_card = rules.CARD in paragraph.classes
    plain = [name for name in paragraph.classes if name != rules.CARD]
    parts = [part for part in paragraph.children if not is_blank(part)]
    found = _read(parts[0], was_card=was_card) if len(parts) == 1 else None
    if found is None:
        return paragraph.with_class(*plain) if was_card else paragraph
    card, label = found
    link = Node("a", {"href": card.url, "rel": rules.EXTERNAL_REL}, [label])
    return Node("p", {}, [link]).with_class(rules.CARD)


def _read(part: Node | str, *, was_card: bool) -> tuple[Card, str] | None:
    """Return the card that the only part of a paragraph is, and what it is called."""
    if isinstance(part, Node) and part.tag != "a":
        return None
    text = " ".join(text_of([part]).split())
    is_bare = bool(_ADDRESS.fullmatch(text))
    if isinstance(part, str):
        frame = _FRAME.fullmatch(text)
        card = card_of(frame[1] if frame else text) if frame or is_bare else None
        return (card, card.label) if card else None
    # A link with words of its own is a sentence of the writer's, unless it was made with the button.
    card = card_of(part.attrs.get("href", "")) if is_bare or was_card else None
    if card is None:
        return None
    return card, card.label if is_bare or not text.strip(SPACE) else text
