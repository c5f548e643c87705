"""What a browser sends when a form of the admin is filled in."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.models import HeldUpload, Publishable
from documents.models import Document, DocumentFile, Relation, Signature
from news.models import Article
from tests.factories import make_body, make_category, make_type


def with_rows(prefix: str, *rows: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of a form's inline; those that are there already, with their "id", stand first."""
    kept = sum("id" in row for row in rows)
    form: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": kept}
    for number, row in enumerate(rows):
        form |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return form


def with_files(prefix: str, *files: SimpleUploadedFile) -> dict[str, Any]:
    """Return the rows of files of a form, all new."""
    return with_rows(
        prefix, *({"file": file, "order": number, "role": "main"} for number, file in enumerate(files))
    )


def row_of(obj: Signature | Relation | DocumentFile, **changes: Any) -> dict[str, Any]:
    """Return the row of what hangs on a document and is stored, with some of it changed."""
    row: dict[str, Any] = {"id": obj.pk}
    match obj:
        case Signature():
            row |= {"document": obj.document_id, "signer": obj.signer_id, "authority": obj.authority}
            row |= {"post": obj.post, "order": obj.order}
        case Relation():
            row |= {"source": obj.source_id, "kind": obj.kind, "target": obj.target_id, "note": obj.note}
        case DocumentFile():
            row |= {"document": obj.document_id, "role": obj.role, "title": obj.title, "order": obj.order}
    return row | changes


def article_form(article: Article | None = None, **changes: Any) -> dict[str, Any]:
    """Return the form of a new post, or of one that is there, with some of it changed."""
    form: dict[str, Any] = {
        "title": article.title if article else "Hội nghị tổng kết năm học",
        "category": article.category_id if article else make_category().pk,
        "lead": article.lead if article else "Hội nghị có 41 điểm cầu.",
        "body": article.body if article else "<p>Sáng nay, hội nghị đã diễn ra.</p>",
        "form": article.form if article else "article",
        "tag_names": list(article.tags.values_list("name", flat=True)) if article else [],
        "topic": (article.topic_id if article else None) or "",
        **with_files("attachments"),
        **with_rows("photos"),
        **with_rows("articleauthors"),
    }
    return _with_stored(form, article) | changes


def document_form(document: Document | None = None, **changes: Any) -> dict[str, Any]:
    """Return the form of a new document, or of one that is there, with some of it changed."""
    form: dict[str, Any] = {
        "number": document.number if document else "09/TB-SGDĐT",
        "issued_on": day(document.issued_on) if document else "02/03/2026",
        "type": document.type_id if document else make_type().pk,
        "subject": document.subject if document else "Về việc tổ chức kỳ thi",
        "body": document.body if document else "<p>Nội dung văn bản.</p>",
        "language": document.language if document else "vi",
        **with_rows("files"),
        **with_rows("signatures"),
        **with_rows("relations"),
    }
    if document is None and "issuing_body" not in changes:
        form["issuing_body"] = make_body().pk
    if document:
        form["issuing_body"] = document.issuing_body_id
        form |= {name: day(getattr(document, name)) for name in ("effective_on", "expires_on", "due_on")}
        form |= {name: getattr(document, name) for name in ("urgency", "recipients")}
        form |= {"areas": [area.pk for area in document.areas.all()]}
        form |= {"sending_unit": document.sending_unit_id or ""}
    return _with_stored(form, document) | changes


def day(date: date | None) -> str:
    """Return a date as its box shows it."""
    return f"{date:%d/%m/%Y}" if date else ""


def _with_stored(form: dict[str, Any], obj: Publishable | None) -> dict[str, Any]:
    if obj is None:
        return form
    form["_version"] = obj.updated_at.isoformat()
    if obj.published_at:
        form |= moment("published_at", obj)
    return form


def moment(name: str, obj: Publishable) -> dict[str, str]:
    """Return the two boxes of a date as the form shows it."""
    from django.utils import timezone

    local = timezone.localtime(getattr(obj, name))
    return {f"{name}_0": f"{local:%d/%m/%Y}", f"{name}_1": f"{local:%H:%M}"}


def add(client: Client, model: type[Publishable], form: Mapping[str, Any], **how: Any) -> HttpResponse:
    return client.post(address(model, "add"), form, **how)


def change(client: Client, obj: Publishable, form: Mapping[str, Any]) -> HttpResponse:
    return client.post(address(type(obj), "change", obj.pk), form)


def press(client: Client, obj: Publishable, verb: str, **data: str) -> HttpResponse:
    """Press the button of a verb that leaves the form alone."""
    return client.post(address(type(obj), "verb", obj.pk, verb), data)


def run_action(
    client: Client, name: str, *objects: Publishable, query: str = "", follow: bool = True, **data: str
) -> HttpResponse:
    """Use an action of a list on some of its rows; return the list after it unless told not to follow."""
    pks = [obj.pk for obj in objects]
    url = address(type(objects[0]), "changelist") + query
    return client.post(url, {"action": name, "_selected_action": pks, **data}, follow=follow)


def files_left(settings: Any) -> list[Path]:
    """Return the stored files, apart from those that are held for a form that came back."""
    held = {settings.ATTACHMENTS_ROOT / name for name in HeldUpload.objects.values_list("file", flat=True)}
    stored = {*settings.MEDIA_ROOT.rglob("*.*"), *settings.ATTACHMENTS_ROOT.rglob("*.*")}
    assert held <= stored
    return sorted(stored - held)


def address(model: type[Publishable], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def messages_of(response: HttpResponse) -> str:
    """Return what the next page says, as text with its HTML."""
    return " ".join(str(message) for message in response.wsgi_request._messages)


def errors_of(response: HttpResponse) -> str:
    """Return every sentence of refusal on a form that came back."""
    context = response.context
    return " ".join(str(error) for error in context["errors"])
