"""How a document is named and signed in writing. Source: Decree 30/2020/NĐ-CP, Appendix I."""

import re

from core.text import format_date
from documents.models import Document, Signature

# «Về việc …», «V/v …», «Về …»: the subject goes on from the sentence before it.
_ABOUT = re.compile(r"(?:về\s+việc|v/v:?|về)(?=\s)", re.IGNORECASE)
_ABOUT_THE_MATTER = "về việc"


def cite(document: Document) -> str:
    """Return how another text refers to a document.

    «Thông báo số 09/TB-SGDĐT ngày 10/01/2022 của Sở Giáo dục và Đào tạo về việc nghỉ lễ»: kind, number,
    date, issuing body, subject, as the decree wants grounds to be cited.
    """
    parts = [document.heading]
    if document.issued_on:
        parts.append(f"ngày {format_date(document.issued_on)}")
    parts.append(f"của {document.issuing_body.name}")
    return " ".join(parts) + _subject(document.subject.strip().rstrip("."))


def signature_lines(signature: Signature, body_name: str) -> list[str]:
    """Return the lines above a signer's name: «KT. Giám đốc», «Phó Giám đốc». Capitals are a matter of style.

    TM. is followed by the body that is acted for, KT. by the post of the head, whose deputy signs. Of TL.
    and TUQ. the record does not say who gave the order, so they stand alone.
    """
    authority = Signature.Authority
    match signature.authority:
        case authority.ON_BEHALF:
            lines = [f"TM. {body_name}", signature.post]
        case authority.FOR_THE_HEAD:
            lines = [f"KT. {_head_of(signature.post)}".rstrip(), signature.post]
        case authority.ACTING:
            lines = [f"Q. {signature.post}".rstrip()]
        case _:
            lines = [signature.authority, signature.post]
    return [line for line in lines if line]


def _subject(subject: str) -> str:
    about = _ABOUT.match(subject)
    if not about:
        return f": {subject}"
    words = _ABOUT_THE_MATTER if about[0].lower().startswith("v/v") else about[0].lower()
    return f" {words}{subject[about.end() :]}"


def _head_of(post: str) -> str:
    """Return the head's post, as the deputy's names it: «Phó Giám đốc» gives «Giám đốc»."""
    head = re.sub(r"^phó\s+", "", post, flags=re.IGNORECASE)
    return head[:1].upper() + head[1:] if head != post else ""
