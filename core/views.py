"""Pictures: taking them in from the editor, and serving them where no nginx does."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from core.files.serving import serve_picture
from core.models import Picture


@require_POST
def picture_upload(request: HttpRequest) -> JsonResponse:
    """Keep a picture that the editor sends as "upload", and say where it is, in CKEditor's JSON.

    The editor shows our sentence only with status 200, and one of its own for any other: so a picture that
    is refused is answered with 200 and ``uploaded: 0``. The form may carry the description as "alt".
    """
    if not (request.user.is_staff and request.user.has_perm("core.add_picture")):
        return _refusal("Bạn không có quyền tải ảnh lên, hoặc phiên đăng nhập đã hết.", status=403)
    upload = request.FILES.get("upload")
    if upload is None:
        return _refusal("Không nhận được ảnh nào.", status=400)
    picture = Picture(file=upload, alt=request.POST.get("alt", "")[:250], uploaded_by=request.user)
    try:
        picture.save()
    except ValidationError as error:
        return _refusal(f"{upload.name}: {error.messages[0]}")
    return JsonResponse(
        {
            "uploaded": 1,
            "fileName": upload.name,
            "url": picture.file.url,
            "width": picture.width,
            "height": picture.height,
        }
    )


def _refusal(sentence: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=status)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a public picture; routed only where SERVE_MEDIA is on."""
    return serve_picture(request, path)
