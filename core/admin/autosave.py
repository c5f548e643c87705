"""Nothing typed is lost: what stands in a form goes to the server by itself, and comes back when asked for.

Every twenty seconds a form says that it is open and, where something changed, what is typed in it. That is
one request; it keeps no sign-in alive. The answer tells who else has the object open, and whether somebody
has saved it meanwhile. A draft belongs to one person. It is shown again by the form itself, as if it had
come back with it, and goes with the save.
"""

import copy
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.activity import without_activity
from core.admin.conflicts import typed_changes
from core.admin.doubts import doubts_beside
from core.admin.held import HELD, take_up
from core.models import Autosave, Limit, Publishable
from core.people import name_of
from core.richtext.fields import RichTextField
from core.richtext.sanitiser import sanitise
from core.text import format_recent

MAX_BYTES = 2 * 1024 * 1024
# Of one person in all tabs; each of them asks three times.
BEATS_A_MINUTE = 120
RESTORE = "khoi-phuc"
# The browser deletes its own copy when it finds the mark of a form that is done with.
DONE_COOKIE = "da-luu-"
# Of what is the form's own: the version it began with, and what is held for it.
KEPT_NAMES = ("_version", HELD)
_TOKEN = re.compile(r"[0-9a-f]{32}")


class AutosaveMixin:
    """Part of the admin of what is published."""

    def autosave_urls(self) -> list[URLPattern]:
        def named(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(route, view, name=f"{self.opts.app_label}_{self.opts.model_name}_{name}")

        beat = without_activity(require_POST(self.autosave_view))
        guarded = self.admin_site.admin_view
        return [
            named("nhap/", beat, "autosave_new"),
            named("<int:pk>/nhap/", beat, "autosave"),
            named("nhap/<int:draft>/", guarded(require_safe(self.draft_view)), "draft"),
            named("nhap/<int:draft>/bo/", guarded(require_POST(self.discard_view)), "draft_discard"),
        ]

    # What a form sends by itself

    def autosave_view(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Take note that a form is open, and of what is typed in it; answer with what its person should know.

        Not a view of the admin: who is signed in no longer is told so, and led nowhere.
        """
        if not self.admin_site.has_permission(request):
            return _told("signed-out", 401)
        if request.POST.get("_for") != str(request.user.pk):
            return _told("other", 403)
        token = request.POST.get("_draft", "")
        if not _TOKEN.fullmatch(token):
            return _told("bad", 400)
        if sum(len(value.encode()) for _, values in request.POST.lists() for value in values) > MAX_BYTES:
            return _told("too-large", 413)
        if _is_too_often(request):
            return _told("too-often", 429)
        obj = self._drafted(request, pk)
        if pk is not None and obj is None:
            return _told("gone", 404)
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if not may:
            return _told("locked", 403)
        row = self._keep(request, pk, token)
        if (
            row is None
        ):  # Sent before the save, or by who went back to the form: that goes on under a new token.
            return _told("done", 200, token=Autosave.new_token())
        return JsonResponse(
            {
                "state": "ok",
                "saved": f"{timezone.localtime(row.saved_at):%H:%M}" if row.saved_at else "",
                "version": obj.updated_at.isoformat() if obj else "",
                "by": name_of(obj.updated_by) if obj else "",
                "others": [_present(row) for row in self._others(request, pk)] if obj else [],
                "offers": self._offers_html(request, obj, request.POST.get("_own", ""))
                if "_offers" in request.POST
                else "",
                "doubts": self._doubts_html(request, pk) if "_version" in request.POST else "",
            },
            headers={"Cache-Control": "no-store"},
        )

    def _drafted(self, request: HttpRequest, pk: int | None) -> Publishable | None:
        if pk is None:
            return None
        objects = self.get_queryset(request).select_related("updated_by").defer(*self.list_defer)
        return objects.filter(pk=pk).first()

    def _keep(self, request: HttpRequest, pk: int | None, token: str) -> Autosave | None:
        """Write the row of a form and return it; None where the form was saved."""
        now = timezone.now()
        values: dict[str, Any] = {"kind": self.opts.label_lower, "object_id": pk}
        values["seen_at"] = None if "_left" in request.POST else now
        if "_version" in request.POST:
            values |= {"data": self._typed(request.POST), "saved_at": now}
            values["version"] = request.POST["_version"].replace("\0", "")[:40]
        rows = Autosave.objects.filter(user=request.user).defer("data")
        with transaction.atomic():
            row, is_new = rows.select_for_update().get_or_create(
                user=request.user, token=token, defaults=values
            )
            if row.done_at:
                return None
            is_first_word = is_new or (row.saved_at is None and "data" in values)
            if not is_new:
                for name, value in values.items():
                    setattr(row, name, value)
                row.save(update_fields=values)
        if is_first_word:
            Autosave.objects.trim(request.user)
        return row

    def _doubts_html(self, request: HttpRequest, pk: int | None) -> str:
        """Return what is doubtful in what was just sent; nothing of it is put onto the object for good."""
        obj = self.get_object(request, str(pk)) if pk else None
        form = self.get_form(request, obj, change=obj is not None)(request.POST, instance=obj)
        form.is_valid()
        return doubts_beside(form)

    def _typed(self, post: QueryDict) -> list[tuple[str, str]]:
        """Return what was typed, as it may be shown again: rich text is sanitised like all."""
        rich = {field.name for field in self.opts.concrete_fields if isinstance(field, RichTextField)}
        return [
            (name.replace("\0", ""), (sanitise(value) if name in rich else value).replace("\0", ""))
            for name, values in post.lists()
            for value in values
            if name.startswith(KEPT_NAMES) or not (name.startswith("_") or name == "csrfmiddlewaretoken")
        ]

    # What a form shows

    def _others(self, request: HttpRequest, pk: int | None) -> list[Autosave]:
        """Return other people who have an object open, each once, who opened it first before the others."""
        rows = Autosave.objects.of(self.model, pk).open_now().exclude(user=request.user)
        rows = rows.select_related("user").defer("data").order_by("opened_at", "pk")
        return list({row.user_id: row for row in reversed(rows)}.values())[::-1]

    def _offers(self, request: HttpRequest, obj: Publishable | None, own: str) -> list[Autosave]:
        rows = Autosave.objects.of(self.model, obj and obj.pk).filter(user=request.user).drafts()
        rows = rows.with_beginnings(self.long_lines).order_by("-saved_at", "-pk")
        offers = [row for row in rows if row.token != own]
        for row in offers:
            row.age = _age(row, obj) if obj else ""
        return offers

    def _offers_html(self, request: HttpRequest, obj: Publishable | None, own: str) -> str:
        context = {"offers": self._offers(request, obj, own), "opts": self.opts, "restore": RESTORE}
        context["form_url"] = self._address("change", obj.pk) if obj else self._address("add")
        return render_to_string("admin/includes/_draft_offers.html", context, request=request)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Publishable | None = None,
    ) -> HttpResponse:
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            context["drafting"] = self._drafting(request, obj)
            context["drafting"]["doubts_html"] = doubts_beside(context["adminform"].form)
        elif obj:
            context["kept_drafts"] = self._offers(request, obj, "")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _drafting(self, request: HttpRequest, obj: Publishable | None) -> dict[str, Any]:
        restored: Autosave | None = getattr(request, "restored_draft", None)
        token = restored.token if restored else request.POST.get("_draft", "")
        token = token if _TOKEN.fullmatch(token) else Autosave.new_token()
        pk = obj.pk if obj else None
        return {
            "token": token,
            "kind": self.opts.label_lower,
            "object": pk or "",
            "url": self._address("autosave", pk) if pk else self._address("autosave_new"),
            "restored": restored,
            "others": [_present(row) for row in self._others(request, pk)] if pk else [],
            # A form that came back holds what was typed; there is nothing to offer beside it.
            "offers_html": "" if request.method == "POST" else self._offers_html(request, obj, token),
            "is_typed": request.method == "POST",
        }

    # The way back

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "GET" and RESTORE in request.GET:
            request = self._with_draft(request, object_id)
        response = super().changeform_view(request, object_id, form_url, extra_context)
        token = request.POST.get("_draft", "")
        if request.method == "POST" and response.status_code == 302 and _TOKEN.fullmatch(token):
            Autosave.objects.finish(request.user, token)
            mark_done(response, token)
        return response

    def _with_draft(self, request: HttpRequest, object_id: str | None) -> HttpRequest:
        """Return a request as if the form had just come back with what was typed; nothing is saved by it."""
        draft = self._own_draft(request, request.GET[RESTORE])
        if str(draft.object_id or "") != (object_id or ""):
            raise Http404
        shown = _as_sent(request, draft)
        shown.restored_draft = draft
        return shown

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        form.is_restored = hasattr(request, "restored_draft")
        return form

    def _create_formsets(self, request: HttpRequest, obj: Publishable, change: bool) -> Any:
        formsets, inlines = super()._create_formsets(request, obj, change)
        if hasattr(request, "restored_draft"):
            for formset in formsets:
                _take_as_typed(formset)
        return formsets, inlines

    def _own_draft(self, request: HttpRequest, pk: Any) -> Autosave:
        """Return a draft of the person who asks; raises Http404 for everybody else's."""
        number = str(pk)
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404
        own = Autosave.objects.drafts().filter(user=request.user, kind=self.opts.label_lower)
        draft = own.filter(pk=int(number)).first()
        if draft is None:
            raise Http404
        return draft

    def draft_view(self, request: HttpRequest, draft: int) -> HttpResponse:
        """Show how a draft differs from what is stored, or from an empty form."""
        found = self._own_draft(request, draft)
        obj = self.get_object(request, str(found.object_id)) if found.object_id else None
        if found.object_id and obj is None:
            raise Http404
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        name = str(obj or "")  # What is typed is about to be put onto it.
        shown = _as_sent(request, found)
        take_up(shown)
        form = self.get_form(shown, obj, change=obj is not None)(shown.POST, instance=obj)
        form.is_valid()
        formsets, _ = self._create_formsets(shown, form.instance, change=obj is not None)
        for formset in formsets:
            formset.is_valid()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Bản đang soạn dở khác gì",
            "draft": found,
            "name": name,
            "changes": typed_changes(form, formsets),
            "restore": RESTORE,
            "form_url": self._address("change", obj.pk) if obj else self._address("add"),
            "is_older": bool(obj) and found.version != obj.updated_at.isoformat(),
        }
        return TemplateResponse(request, "admin/draft.html", context)

    def discard_view(self, request: HttpRequest, draft: int) -> HttpResponse:
        """Delete a draft for good."""
        found = self._own_draft(request, draft)
        found.delete()
        self.message_user(request, "Đã bỏ bản soạn dở.", messages.SUCCESS)
        where = self._address("change", found.object_id) if found.object_id else self._address("add")
        response = HttpResponseRedirect(where)
        mark_done(response, found.token)
        return response


def _as_sent(request: HttpRequest, draft: Autosave) -> HttpRequest:
    """Return a request as if a form had been sent with what was typed in a draft."""
    shown = copy.copy(request)
    shown.method, shown.POST = "POST", draft.as_post()
    shown._files = request.FILES  # Empty: what is held for the draft comes in, closed with the request.
    return shown


def _told(state: str, status: int, **more: str) -> JsonResponse:
    return JsonResponse({"state": state, **more}, status=status, headers={"Cache-Control": "no-store"})


def _present(row: Autosave) -> dict[str, str]:
    return {"name": name_of(row.user), "since": format_recent(row.opened_at)}


def _age(draft: Autosave, obj: Publishable) -> str:
    """Say whether a draft is older or newer than what is stored."""
    if draft.version == obj.updated_at.isoformat():
        return "Mới hơn bản đang lưu."
    saved = format_recent(obj.updated_at)
    if draft.saved_at < obj.updated_at:
        return f"Cũ hơn bản đang lưu (lưu lúc {saved})."
    return f"Mới hơn bản đang lưu (lưu lúc {saved}), nhưng soạn từ bản trước đó."


def _is_too_often(request: HttpRequest) -> bool:
    start = timezone.now().replace(second=0, microsecond=0)
    key = str(request.user.pk).encode()
    return Limit.objects.hit("autosave", key, start, start + timedelta(minutes=1)) > BEATS_A_MINUTE


def mark_done(response: HttpResponse, token: str) -> None:
    """Tell the browser that a form is done with."""
    response.set_cookie(f"{DONE_COOKIE}{token}", "1", max_age=600, samesite="Lax")


def _take_as_typed(formset: BaseFormSet) -> None:
    """Have rows show what was typed without a word on what is wrong with it."""
    formset._errors, formset._non_form_errors = [], ErrorList()
    for form in formset.forms:
        form._errors, form.cleaned_data = ErrorDict(), {}
