"""Plain text of strangers, as pages show it."""

import re

from django import template
from django.utils.html import Urlizer
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_BEGIN = re.compile(r"https?://|(?<![\w.@/-])www\.", re.IGNORECASE)
_HOST = re.compile(r"(?:https?://)?[^/?#]*", re.IGNORECASE)
# What ends an address wherever it stands: quotes and what else is typed in no address.
_NEVER = re.compile("[\u201c\u201d\u2018\u2019\u00ab\u00bb\u2026`|\\\\^{}]")
# A mark at which a sentence may end, and the word after it; «TP.Hồ_Chí_Minh» goes on like an address.
_NEXT_WORD = re.compile(r"[.,;!?]+(?P<word>[^\W\d_]++)(?![\d_/=&%+-])")
# A capital after a full stop begins a sentence, or a file's ending written large.
_FILE_ENDING = re.compile(r"aspx?|docx?|gif|html?|jpe?g|pdf|php|png|pptx?|rar|txt|xlsx?|zip", re.IGNORECASE)
_TRAILING = ".,:;!?*"
_BRACKETS = {")": "(", "]": "["}


class _Links(Urlizer):
    """Django's links, which say that we do not stand for where they lead to. Letter boxes are none.

    People write on without a space after an address: it ends where a sentence does.
    """

    url_template = '<a href="{href}" rel="nofollow ugc noopener"{attrs}>{url}</a>'

    @staticmethod
    def is_email_simple(value: str) -> bool:
        return False

    def handle_word(self, word: str, **how: bool | int | None) -> str:
        pieces = []
        while (begin := _BEGIN.search(word)) is not None:
            before, address = word[: begin.start()], word[begin.start() :]
            end = _end_of(address)
            pieces += [super().handle_word(before, **how), super().handle_word(address[:end], **how)]
            word = address[end:]
        return "".join([*pieces, super().handle_word(word, **how)])


def _end_of(text: str) -> int:
    """Return where the address ends with which a text without spaces begins; never at its beginning."""
    end = len(text)
    if never := _NEVER.search(text):
        end = never.start()
    host = _HOST.match(text).end()
    for mark in _NEXT_WORD.finditer(text, 8, end):
        word = mark["word"]
        is_large = word[0].isupper() and word[1:].islower()
        # A host may have capitals, or Vietnamese letters, but none has both so.
        begins_sentence = is_large and not (word.isascii() and mark.start() < host)
        is_vietnamese = not word.isascii() and mark.start() >= host
        if (begins_sentence and not _FILE_ENDING.fullmatch(word)) or is_vietnamese:
            end = mark.start()
            break
    end = _closed(text, end)
    while end > 1 and text[end - 1] in _TRAILING:
        end -= 1
    return max(end, 1)


def _closed(text: str, end: int) -> int:
    """Return where an address ends at the latest: at a bracket that it has not opened."""
    opened = dict.fromkeys(_BRACKETS.values(), 0)
    for place, char in enumerate(text[:end]):
        if char in opened:
            opened[char] += 1
        elif char in _BRACKETS:
            opened[_BRACKETS[char]] -= 1
            if opened[_BRACKETS[char]] < 0:
                return place
    return end


@register.filter
def plain_text(text: str) -> SafeString:
    """Escape a text, link the web addresses in it, and keep its line ends."""
    html = _Links()(str(text), autoescape=True)
    # Urlizer escapes every word that it does not link; nothing of the text is taken for HTML.
    return mark_safe(html.replace("\n", "<br>"))  # noqa: S308
