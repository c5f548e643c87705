"""What the editor asks for: keeping a picture, tidying a paste, reading an old encoding; public pictures."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from core.files.serving import serve_picture
from core.models import Picture
from core.richtext.oldtext import find_in_plain, find_old_text
from core.richtext.sanitiser import sanitise


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


@require_POST
def tidy_paste(request: HttpRequest) -> JsonResponse:
    """Return what was pasted into the editor as it would be stored, and what of it is in an old encoding.

    So the editor shows what readers will see, and one program makes it, whichever way a text comes in.
    """
    if refusal := _refuse_strangers(request):
        return refusal
    html = request.POST.get("html", "")
    old = find_old_text(html)
    return JsonResponse({"html": sanitise(html), "old": old and old.as_json()})


@require_POST
def read_old_text(request: HttpRequest) -> JsonResponse:
    """Say what of a text, as "html" or plain as "text", is in an encoding of before Unicode."""
    if refusal := _refuse_strangers(request):
        return refusal
    html = request.POST.get("html")
    old = find_in_plain(request.POST.get("text", "")) if html is None else find_old_text(html)
    return JsonResponse({"old": old and old.as_json()})


def _refuse_strangers(request: HttpRequest) -> JsonResponse | None:
    if request.user.is_active and request.user.is_staff:
        return None
    return _refusal("Phiên đăng nhập đã hết.", status=403)


def _refusal(sentence: str, status: int = 200) -> JsonResponse:
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=status)


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a public picture; routed only where SERVE_MEDIA is on."""
    return serve_picture(request, path)
