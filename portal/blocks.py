"""Kinds of blocks that need no room of their own: lists of links, free text."""

from typing import Any

from django import forms

from core.blocks import BlockKind, OnPage
from core.richtext.sanitiser import sanitise
from core.richtext.text import to_text
from core.richtext.widgets import RichTextWidget
from documents.models import Document
from portal import languages
from portal.models import Link, LinkList

# Characters of HTML. A block is read beside other things; a long text has a page of its own.
LONGEST_TEXT = 20_000


def _link_lists() -> list[tuple[int | str, str]]:
    return [("", "Chọn danh sách"), *LinkList.objects.values_list("pk", "title")]


class LinksOptions(forms.Form):
    list = forms.TypedChoiceField(label="Danh sách liên kết", choices=_link_lists, coerce=int)


class TextOptions(forms.Form):
    text = forms.CharField(
        label="Nội dung",
        widget=RichTextWidget,
        max_length=LONGEST_TEXT,
        error_messages={"max_length": "Khối quá dài: hãy viết thành trang rồi dẫn tới trang đó."},
    )

    def clean_text(self) -> str:
        """Return the text as the sanitiser leaves it, which may be nothing."""
        text = sanitise(self.cleaned_data["text"])
        if not _says_something(text):
            raise forms.ValidationError(self.fields["text"].error_messages["required"], code="required")
        return text


def links(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The links of a list, under its name."""
    found = list(Link.objects.filter(list=options["list"]).select_related("list")) if options["list"] else []
    for link in found:
        link.language = languages.of_address(link.address)
        link.label_language = languages.of_words(link.label, link.language)
    return {"title": found[0].list.title, "links": found} if found else None


def text(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """What staff wrote."""
    # Options are JSON, which no rich text field guards: what goes into the page passes the gate here.
    html = sanitise(options["text"] or "")
    return {"text": html} if _says_something(html) else None


def _says_something(html: str) -> bool:
    return bool(to_text(html).strip()) or "<img" in html


KINDS = (
    BlockKind(
        key="portal.links",
        label="Danh sách liên kết",
        help="Một danh sách liên kết tới các trang khác, ví dụ «Liên kết website».",
        template="blocks/links.html",
        context=links,
        form=LinksOptions,
        tags=Link.cache_tags,
    ),
    BlockKind(
        key="portal.text",
        label="Chữ tự do",
        help="Một đoạn ngắn do bạn viết: lời chào, đường dây nóng, hướng dẫn.",
        template="blocks/text.html",
        context=text,
        form=TextOptions,
        tags=Document.cache_tags,  # Numbers in the text are links.
    ),
)
