"""How long a sign-in still holds, for the pages of the admin that watch over what is typed in them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.activity import without_activity
from portal.accounts.sessions import left_of


@never_cache
@require_http_methods(["GET", "POST"])
@without_activity
def keep_alive(request: HttpRequest) -> HttpResponse:
    """Tell how long the sign-in still holds; a POST says that somebody is at work, and renews it.

    ``left`` are seconds, 0 for nobody; ``final`` where nothing renews it any more. The token is the one that
    forms have to send now: signing in again makes another.
    """
    user = request.user
    if not (user.is_authenticated and user.is_staff):
        return JsonResponse({"left": 0, "final": False, "user": ""})
    if request.method == "POST":
        request.staff_session.see()
    return JsonResponse({**left_of(request), "user": user.get_username(), "token": get_token(request)})


@never_cache
@require_safe
def back_again(request: HttpRequest) -> HttpResponse:
    """The end of signing in again in another tab: what was typed waits in the first."""
    return render(request, "accounts/back_again.html")
