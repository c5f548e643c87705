"""The beacon: a page tells that it was read."""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.models import Counter
from core.models.counters import read_token

MAX_TOKEN_LENGTH = 200


@csrf_exempt  # A cached page holds no CSRF token; the signed token says what may be counted.
@require_POST
def count_view(request: HttpRequest) -> HttpResponse:
    """Count one view of the object whose signed token is the body of the request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponseBadRequest("Chỉ đếm lượt xem từ trang của cổng.")
    token = request.read(MAX_TOKEN_LENGTH + 1)
    try:
        kind, object_id = read_token(token.decode("ascii"))
    except (BadSignature, UnicodeDecodeError):
        return HttpResponseBadRequest("Mã đếm không hợp lệ.")
    Counter.objects.add(kind, object_id, views=1)
    return HttpResponse(status=204)
