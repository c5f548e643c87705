"""What counts as work: a sign-in lives as long as somebody does something with it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse


def without_activity(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make a view one that a page asks by itself: to answer it does not keep a sign-in alive.

    The outermost of decorators: it has to come before the first look at who asks.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.is_no_activity = True
        return view(request, *args, **kwargs)

    return asked
