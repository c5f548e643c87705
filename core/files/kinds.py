"""The kinds of files that may be uploaded; every other module asks here what an extension means."""

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True)
class Kind:
    """One kind of file. ``extension`` is the one it is stored under, ``label`` what people read."""

    extension: str
    content_type: str
    label: str
    is_image: bool = False
    has_text: bool = False
    """Whether a reader of its text exists (core.extraction)."""


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

KINDS: dict[str, Kind] = {
    kind.extension: kind
    for kind in (
        Kind("jpg", "image/jpeg", "Ảnh JPEG", is_image=True),
        Kind("png", "image/png", "Ảnh PNG", is_image=True),
        Kind("webp", "image/webp", "Ảnh WebP", is_image=True),
        Kind("gif", "image/gif", "Ảnh GIF", is_image=True),
        Kind("pdf", "application/pdf", "PDF", has_text=True),
        Kind("doc", "application/msword", "Word", has_text=True),
        Kind("docx", f"{_OOXML}wordprocessingml.document", "Word", has_text=True),
        Kind("xls", "application/vnd.ms-excel", "Excel", has_text=True),
        Kind("xlsx", f"{_OOXML}spreadsheetml.sheet", "Excel", has_text=True),
        Kind("ppt", "application/vnd.ms-powerpoint", "PowerPoint", has_text=True),
        Kind("pptx", f"{_OOXML}presentationml.presentation", "PowerPoint", has_text=True),
        Kind("odt", f"{_ODF}text", "OpenDocument", has_text=True),
        Kind("ods", f"{_ODF}spreadsheet", "OpenDocument", has_text=True),
        Kind("zip", "application/zip", "ZIP"),
        Kind("rar", "application/vnd.rar", "RAR"),
    )
}

_SPELLINGS = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}


def kind_of(name: str) -> Kind | None:
    """Return the kind that a file's name claims, or None where no allowed kind has its extension."""
    extension = PurePath(name).suffix.lower().removeprefix(".")
    return KINDS.get(_SPELLINGS.get(extension, extension))
