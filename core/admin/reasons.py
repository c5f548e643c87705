"""A reason that a verb needs and did not get: asked for on a page of its own, with nothing lost."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from core.admin.verbs import VERBS
from core.models import Publishable


class ReasonMixin:
    """Part of the admin of what is published."""

    def reason_path(self) -> URLPattern:
        return path(
            "<int:pk>/ly-do/<str:name>/",
            self.admin_site.admin_view(require_safe(self.reason_view)),
            name=f"{self.opts.app_label}_{self.opts.model_name}_reason",
        )

    def lacks_reason(self, request: HttpRequest, obj: Publishable, name: str | None) -> bool:
        """Tell whether a verb that was pressed needs a reason, and came without one."""
        if name not in VERBS or not VERBS[name].takes_note or self._note(request):
            return False
        takes_back = name == "return_to_draft" and obj.is_own_of(request.user)
        return obj.may(name, request.user) and not takes_back

    def reason_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask for the reason of a verb on one object."""
        obj = self.get_object(request, str(pk))
        if obj is None or name not in VERBS or not VERBS[name].takes_note:
            raise Http404
        if not obj.may(name, request.user):
            return self._to_form(request, obj)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{VERBS[name].label}: lý do",
            "opts": self.opts,
            "verb": VERBS[name],
            "objects": [obj],
            "action_url": self._address("verb", obj.pk, name),
            "back": self._address("change", obj.pk),
            "max_note": self.max_note,
            "is_missing": True,
            "is_public_note": name == "withdraw",
        }
        return TemplateResponse(request, "admin/verb_reason.html", context)
