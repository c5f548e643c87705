"""Files held for a form: of one that comes back, as browsers lose them, and pictures sent ahead of it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.files.checks import inspect_image
from core.files.pictures import thumbnail
from core.models import HeldUpload
from core.models.held import KEPT

HELD, DROP = "_held-", "_drop-"
NO_ROOM = (
    "Đang giữ tạm đủ số tệp cho phép. Hãy lưu bài hoặc bỏ bớt ảnh rồi thêm ảnh này; ảnh của biểu mẫu đã đóng "
    f"được giữ {KEPT.total_seconds() / 3600:.0f} giờ."
)


@require_POST
def hold_picture(request: HttpRequest) -> JsonResponse:
    """Hold a picture that is sent as "upload" before its form is, one of many that were chosen at once.

    Answers with the token that the form then names it by, or with a sentence.
    """
    if not (request.user.is_staff and request.user.has_perm("core.add_picture")):
        return _refusal("Bạn không có quyền tải ảnh lên, hoặc phiên đăng nhập đã hết.", status=403)
    upload = request.FILES.get("upload")
    if upload is None:
        return _refusal("Không nhận được ảnh nào.", status=400)
    try:
        inspect_image(upload)
    except ValidationError as error:
        return _refusal(error.messages[0])
    held = HeldUpload.objects.hold(upload, request.user)
    if held is None:
        return _refusal(NO_ROOM)
    return JsonResponse(
        {
            "token": held.token,
            "preview": reverse("held-preview", args=[held.token]),
            "drop": reverse("drop-held", args=[held.token]),
        }
    )


@require_POST
def drop_held(request: HttpRequest, token: str) -> HttpResponse:
    """Give up a picture whose row was taken out of the form again; it is gone already, or another's: 404."""
    upload = HeldUpload.objects.by_token(token, request.user) if request.user.is_authenticated else None
    if upload is None:
        raise Http404
    upload.delete()
    return HttpResponse(status=204)


def _refusal(sentence: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


@require_safe
@never_cache
def held_preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a held picture, small, to the person who chose it; to everyone else there is none."""
    is_staff = request.user.is_active and request.user.is_staff
    upload = HeldUpload.objects.by_token(token, request.user) if is_staff else None
    if upload is None:
        raise Http404
    try:
        with upload.as_upload() as file:
            small = thumbnail(file)
    except (FileNotFoundError, ValidationError) as error:
        raise Http404 from error
    return HttpResponse(small, content_type="image/webp")


class HeldUploadsMixin:
    """Part of the admin of what is published."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A save that the database refused comes here once more.
        held = getattr(request, "held_uploads", None)
        if held is None:
            held = request.held_uploads = take_up(request) if request.method == "POST" else {}
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
        return HeldUpload.objects.hold(upload, request.user) if upload.size else None


def take_up(request: HttpRequest) -> dict[str, HeldUpload]:
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
