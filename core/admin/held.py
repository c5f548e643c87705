"""Files chosen in a form that comes back: browsers lose them, so the portal holds them for a few hours."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from core.models import HeldUpload

HELD, DROP = "_held-", "_drop-"


class HeldUploadsMixin:
    """Part of the admin of what is published."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A save that the database refused comes here once more.
        held = getattr(request, "held_uploads", None)
        if held is None:
            held = request.held_uploads = _take_up(request) if request.method == "POST" else {}
        response = super().changeform_view(request, *args, **kwargs)
        if response.status_code == 302:
            for upload in held.values():
                upload.delete()
        return response

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any) -> HttpResponse:
        # A preview that is refused stands in a tab of its own; the form beside it has its files.
        if request.method == "POST" and request.FILES and "_preview" not in request.POST:
            all_forms = [context["adminform"].form]
            for inline in context["inline_admin_formsets"]:
                all_forms += inline.formset.forms
            for form in all_forms:
                self._hold_files_of(request, form)
        return super().render_change_form(request, context, *args)

    def _hold_files_of(self, request: HttpRequest, form: forms.BaseForm) -> None:
        for name, field in form.fields.items():
            full = form.add_prefix(name)
            upload = request.FILES.get(full)
            # What was refused is named by its error; there is no use in holding it.
            if not isinstance(field, forms.FileField) or upload is None or name in form.errors:
                continue
            field.widget.held = self._hold(request, full, upload)
            field.widget.lost = "" if field.widget.held else upload.name

    def _hold(self, request: HttpRequest, full: str, upload: UploadedFile) -> HeldUpload | None:
        if full in request.held_uploads:
            return request.held_uploads[full]
        if not upload.size or not HeldUpload.objects.has_room(request.user, upload.size):
            return None
        return HeldUpload.hold(upload, request.user)


def _take_up(request: HttpRequest) -> dict[str, HeldUpload]:
    """Put the files that are held into a form that came again; return them by the name of their field."""
    held = dict(_named(request))
    for name, upload in list(held.items()):
        if request.FILES.get(name):  # Another was chosen in its place.
            upload.delete()
            del held[name]
        else:
            request.FILES[name] = upload.as_upload()
    return held


def _named(request: HttpRequest) -> Iterator[tuple[str, HeldUpload]]:
    for field, token in request.POST.items():
        name = field.removeprefix(HELD)
        if not field.startswith(HELD):
            continue
        upload = HeldUpload.objects.by_token(token, request.user)
        if upload is None or not upload.file.storage.exists(upload.file.name):
            continue
        if f"{DROP}{name}" in request.POST:
            upload.delete()
        else:
            yield name, upload
