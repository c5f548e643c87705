"""The settings of CKEditor 4, as django-ckeditor ships it. Imported by the project's settings.

CKEditor 4 is at its end of life. What is pasted is tidied by the portal (``tidyUrl``), and what the editor
sends is never trusted: the sanitiser has the last word. So that its known flaws have nothing to hold on to,
the plugins they live in are neither loaded nor served, its filter of content stays on (``allowedContent`` is
never true), and its upload and browse addresses are not routed.
"""

from core.richtext import rules

# Our own view: signed-in staff, CSRF, pictures only.
IMAGE_UPLOAD_URL = "/quan-tri/anh/tai-len/"

# Where a picture that is there already is chosen (core.admin.picture_browser).
IMAGE_BROWSER_URL = "/quan-tri/core/picture/chon/"

# Where a paste is tidied.
TIDY_URL = "/quan-tri/soan-thao/dan/"

# What an article looks like on the site, so that staff see it while they write.
CONTENT_STYLESHEETS = (
    "css/tokens.css",
    "css/components/rich-text.css",
    "css/components/rich-text-brackets.css",
    "css/admin/richtext-content.css",
)

# Off because of known flaws (preview, print, templates: cross-site scripting through what is previewed;
# codesnippetgeshi: a script on the server; docprops: whole pages), because they call other sites
# (exportpdf, scayt, wsc), or because their result would not survive the sanitiser. "image" gives way to
# "image2", which knows captions.
REMOVED_PLUGINS = (
    "about",
    "bidi",
    "codesnippetgeshi",
    "colorbutton",
    "colordialog",
    "copyformatting",
    "dialogadvtab",
    "div",
    "docprops",
    "editorplaceholder",
    "elementspath",
    "exportpdf",
    "find",
    "flash",
    "font",
    "forms",
    "iframe",
    "image",
    "language",
    "newpage",
    "pagebreak",
    "preview",
    "print",
    "save",
    "scayt",
    "showblocks",
    "smiley",
    "stylescombo",
    "templates",
    "wsc",
)

_TOOLBAR = [
    ["Format"],
    ["Bold", "Italic", "Underline", "Strike", "Subscript", "Superscript", "RemoveFormat"],
    ["NumberedList", "BulletedList", "Outdent", "Indent", "Blockquote"],
    ["JustifyLeft", "JustifyCenter", "JustifyRight", "JustifyBlock"],
    ["Link", "Unlink"],
    ["Image", "Card", "Table", "HorizontalRule", "SpecialChar"],
    ["PasteText", "PasteFromWord"],
    ["Undo", "Redo"],
    ["Source", "Maximize"],
]

_CONFIG = {
    "skin": "moono-lisa",
    "language": "vi",
    "defaultLanguage": "vi",
    "contentsLanguage": "vi",
    "width": "100%",
    "height": 420,
    "toolbar": _TOOLBAR,
    "toolbarCanCollapse": False,
    "removePlugins": ",".join(REMOVED_PLUGINS),
    # "card" is ours (richtext-cards.js).
    "extraPlugins": "image2,card",
    # One request less each: there is no file of settings or styles beside these.
    "customConfig": "",
    "stylesSet": False,
    "versionCheck": False,
    "bodyClass": "rich-text",
    "format_tags": "p;h2;h3;h4",
    # Vietnamese stays readable in the source view.
    "entities": False,
    "entities_latin": False,
    "entities_greek": False,
    "disableNativeSpellChecker": False,
    "forcePasteAsPlainText": False,
    "pasteFromWordRemoveFontStyles": True,
    "justifyClasses": [f"align-{side}" for side in rules.ALIGNMENTS],
    # What Word and the sanitiser bring that no button makes.
    "extraAllowedContent": (
        "p h2 h3 h4 li td th{text-align}; ol{list-style-type}[start,type,reversed]; li[value]; "
        "ul{list-style-type}(" + ",".join(sorted(rules.CLASSES["ul"])) + "); "
        "ol(" + ",".join(sorted(rules.CLASSES["ol"])) + "); "
        "table(table-plain)[border]; thead tbody tfoot tr caption; td th[colspan,rowspan,scope]; pre code; "
        "p h2 h3 h4 li td th(" + ",".join(sorted(rules.ALIGN_CLASSES)) + "); "
        "a[!href,id]; p(embed); figure img(" + ",".join(sorted(rules.IMAGE_SIZES)) + ")"
    ),
    "disallowedContent": "script style iframe object embed form; *[on*]",
    "image2_alignClasses": ["image-left", rules.IMAGE_CENTER, "image-right"],
    "image2_captionedClass": "image",
    "linkShowAdvancedTab": False,
    "linkShowTargetTab": False,
    "filebrowserUploadMethod": "xhr",
    "filebrowserImageUploadUrl": IMAGE_UPLOAD_URL,
    "filebrowserImageBrowseUrl": IMAGE_BROWSER_URL,
    # Pictures that are pasted or dropped take the same way, instead of standing in the text as data.
    "imageUploadUrl": IMAGE_UPLOAD_URL,
    "clipboard_handleImages": False,
    "tidyUrl": TIDY_URL,
}

CKEDITOR_CONFIGS = {"default": _CONFIG}

_UNUSED_PLUGINS = (
    "about",
    "adobeair",
    "autoembed",
    "autogrow",
    "bbcode",
    "codesnippet",
    "codesnippetgeshi",
    "colordialog",
    "copyformatting",
    "devtools",
    "div",
    "divarea",
    "docprops",
    "embed",
    "embedbase",
    "embedsemantic",
    "exportpdf",
    "find",
    "flash",
    "forms",
    "iframe",
    "iframedialog",
    "image",
    "language",
    "mathjax",
    "pagebreak",
    "placeholder",
    "preview",
    "scayt",
    "sharedspace",
    "showblocks",
    "smiley",
    "sourcedialog",
    "stylesheetparser",
    "templates",
    "uicolor",
    "wsc",
)

_ROOT = "ckeditor/ckeditor"

# Files of django-ckeditor that collectstatic leaves out (patterns of fnmatch, "*" crosses "/").
STATIC_IGNORE_PATTERNS = [
    "ckeditor/file-icons/*",
    "ckeditor/galleriffic/*",
    f"{_ROOT}/*.md",
    f"{_ROOT}/adapters/*",
    f"{_ROOT}/bender-runner.config.json",
    f"{_ROOT}/build-config.js",
    f"{_ROOT}/config.js",
    f"{_ROOT}/contents.css",
    f"{_ROOT}/samples/*",
    f"{_ROOT}/skins/moono/*",
    f"{_ROOT}/styles.js",
    *(f"{_ROOT}/plugins/{name}/*" for name in _UNUSED_PLUGINS),
    # Languages other than vi and en.
    *(
        f"{folder}/{names}"
        for folder in (f"{_ROOT}/lang", f"{_ROOT}/plugins/*/lang")
        for names in ("[!ev]*", "e[!n]*", "en-*")
    ),
]
