"""What the HTML of an article may hold. The sanitiser enforces it, the tidier aims at it."""

import re

INLINE_TAGS = frozenset({"a", "code", "em", "s", "strong", "sub", "sup", "u"})
VOID_TAGS = frozenset({"br", "hr", "img"})
TABLE_TAGS = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"})
ROW_TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
LIST_TAGS = frozenset({"ol", "ul"})
HEADING_TAGS = frozenset({"h2", "h3", "h4"})
BLOCK_TAGS = TABLE_TAGS | {
    "blockquote",
    "div",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "ul",
}
TAGS = BLOCK_TAGS | INLINE_TAGS | VOID_TAGS

# These go with all that is in them: their content is no text that a reader was meant to see.
DROPPED_WITH_CONTENT = frozenset(
    {
        "applet",
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "frameset",
        "iframe",
        "math",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
        "xml",
        "xmp",
    }
)

ALIGNMENTS = ("left", "center", "right", "justify")
ALIGN_CLASSES = frozenset(f"align-{side}" for side in ALIGNMENTS)
IMAGE_CLASSES = frozenset({"image-left", "image-right"})
# How wide a picture is: a third, half, or all of the column. Without one it has the width it came with.
IMAGE_SIZES = frozenset({"image-small", "image-half", "image-full"})
# On the paragraph or the box round a centred picture, where the editor puts it and looks for it.
IMAGE_CENTER = "image-center"
# On the paragraph whose one link is a video or a map (core.embeds).
CARD = "embed"
# The ids of a footnote and of its number in the text, each before a number; there are no others in a text.
NOTE, NOTE_CALL = "chu-thich-", "goi-chu-thich-"
TABLE_SCROLL = "table-scroll"
# The kinds of an ol by its type. Each is a class too: a style sheet cannot tell type="a" from type="A".
LIST_STYLES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
# What stands round the number, where it is a) or (a) and not a. as HTML's lists have it; beside the kind.
LIST_BRACKETS = frozenset({"list-bracket", "list-brackets"})
CLASSES: dict[str, frozenset[str]] = {
    **dict.fromkeys(("h2", "h3", "h4", "li", "td", "th"), ALIGN_CLASSES),
    "p": ALIGN_CLASSES | {CARD, IMAGE_CENTER},
    "div": frozenset({IMAGE_CENTER, TABLE_SCROLL}),
    "figure": IMAGE_CLASSES | IMAGE_SIZES | {"image"},
    "img": IMAGE_CLASSES | IMAGE_SIZES,
    "ol": LIST_BRACKETS | {"list-none", *(f"list-{style}" for style in LIST_STYLES.values())},
    "table": frozenset({"table-plain"}),
    "ul": frozenset({"list-circle", "list-dash", "list-disc", "list-none", "list-plus", "list-square"}),
}

# Attributes with any value that a pattern below or the check of addresses lets through.
ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "id"}),
    "img": frozenset({"alt", "height", "sizes", "src", "srcset", "width"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
}
# In pixels: the widest that a picture is shown in a text.
COLUMN_WIDTH = 832
_COPY = r"/(?:[\w-]+/)+[0-9a-f]{32}-[0-9]{1,5}\.[a-z]+\.w[0-9]{1,5}\.webp [0-9]{1,5}w"
_SPAN = re.compile("[1-9][0-9]{0,2}")
_PIXELS = re.compile("[1-9][0-9]{0,3}")
_ORDINAL = re.compile("-?[0-9]{1,6}")
PATTERNS: dict[str, re.Pattern[str]] = {
    "id": re.compile(f"(?:{NOTE}|{NOTE_CALL})[1-9][0-9]{{0,3}}"),
    "colspan": _SPAN,
    "rowspan": _SPAN,
    "height": _PIXELS,
    "width": _PIXELS,
    "start": _ORDINAL,
    "value": _ORDINAL,
    # Copies of a picture of ours; both are written by the tidier, whatever was sent.
    "srcset": re.compile(rf"{_COPY}(?:, {_COPY})*"),
    "sizes": re.compile(r"\(min-width: 48rem\) [0-9]{1,4}px, 100vw"),
    # A picture of another site, or a path of our own. "//host" and "/\host" are other sites in disguise.
    "src": re.compile(r"https?://[^\s/\\]\S*|/(?![/\\])\S*", re.IGNORECASE),
}

# Attributes with a closed list of values.
EXTERNAL_REL = "noopener noreferrer"
VALUES: dict[str, dict[str, frozenset[str]]] = {
    "a": {"rel": frozenset({EXTERNAL_REL})},
    "ol": {"type": frozenset("1aAiI"), "reversed": frozenset({""})},
    "th": {"scope": frozenset({"col", "row", "colgroup", "rowgroup"})},
}
# A wide table scrolls in its own box, which the keyboard reaches. A group, not a region: a page may hold
# thirty tables, and thirty landmarks of one name would be worse than none.
TABLE_SCROLL_ATTRIBUTES = {"role": "group", "tabindex": "0", "aria-label": "Bảng, cuộn ngang để xem hết"}
VALUES["div"] = {name: frozenset({value}) for name, value in TABLE_SCROLL_ATTRIBUTES.items()}
# Set on every picture whatever was sent (by the tidier: nh3 sets attributes in an order that changes with
# each process, and a second save would change the text).
IMAGE_SETTINGS = {"loading": "lazy", "decoding": "async"}
VALUES["img"] = {name: frozenset({value}) for name, value in IMAGE_SETTINGS.items()}

URL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
