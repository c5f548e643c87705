"""The admin of everything that is published.

The state of an object is never a field of its form: it changes by the verbs of
:class:`core.models.Publishable`, which stand as buttons beside "save" and as actions of the list, for those
whom the object allows them. A save and the verb pressed with it are one transaction, and what was typed is
never lost: a verb that is refused leaves a saved draft, a save that is refused leaves the form as it was.
What is only doubtful is said before it goes public, on a page that leads on or back.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import previews, statuses
from core.admin import states
from core.admin.autosave import AutosaveMixin
from core.admin.base import PortalModelAdmin
from core.admin.conflicts import ConflictsMixin
from core.admin.forms import PublishableForm
from core.admin.held import HeldUploadsMixin
from core.admin.history import HistoryMixin
from core.admin.previews import UNSAVED, Previewed, PreviewMixin, consume_messages
from core.admin.publishing_list import PublishableListMixin
from core.admin.reasons import ReasonMixin
from core.admin.scopes import Bounds
from core.admin.states import State
from core.admin.verbs import SAVE_LABELS, VERBS, VERBS_THAT_SAVE, VerbsMixin
from core.admin.widgets import LabelledSplitDateTime, PictureInput
from core.files.storage import discard_on_error
from core.links import set_links
from core.models import Picture, Publishable, Status, WebLink
from core.richtext.sanitiser import find_lost_images
from core.text import format_datetime, format_moment

MAX_NOTE = 500
# What stands in place of a field in a form that can only be read.
READ_AS = {"body": "text", "cover": "picture"}


def refusal_of(error: ValidationError | IntegrityError, model: type[models.Model]) -> ValidationError:
    """Return what staff are told of a refused save or verb.

    Rules that the database holds are told in the words of the constraint. Raises the error itself where no
    constraint of the model broke: that is a fault of ours, not of what was typed.
    """
    if isinstance(error, ValidationError):
        return error
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return ValidationError(constraint.get_violation_error_message())
    raise error


class PublishableAdmin(
    PublishableListMixin,
    ReasonMixin,
    VerbsMixin,
    PreviewMixin,
    HistoryMixin,
    ConflictsMixin,
    AutosaveMixin,
    HeldUploadsMixin,
    PortalModelAdmin,
):
    """Base of the admin of a published model.

    ``compose_label`` is the button of the first page. ``long_lines`` are fields of one line that is too long
    for one: their boxes grow, and Enter in them presses no button.
    """

    compose_label: ClassVar[str]
    long_lines: ClassVar[tuple[str, ...]] = ()

    verbs = VERBS
    max_note = MAX_NOTE
    form = PublishableForm
    view_on_site = False
    formfield_overrides = {
        models.DateTimeField: {
            "form_class": forms.SplitDateTimeField,
            "widget": LabelledSplitDateTime,
            "error_messages": {
                "invalid_date": "Thiếu ngày, hoặc ngày không hợp lệ; viết như 21/12/2026.",
                "invalid_time": "Thiếu giờ, hoặc giờ không hợp lệ; viết như 17:00.",
            },
        },
        models.ImageField: {"widget": PictureInput},
    }
    # Who sees and may do what

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """What falls to those who publish, their own for the others."""
        return super().get_queryset(request).seen_by(request.user)

    def has_publish_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Tell whether a person publishes objects, or this one."""
        if obj is not None and obj.pk is not None:
            return obj.falls_to(request.user)
        return request.user.has_perm(self.model.permission("publish"))

    def has_change_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.may_edit(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Tell who may delete for good: those with the right, what falls to them and lies in the trash."""
        if not (super().has_delete_permission(request, obj) and self.has_publish_permission(request, obj)):
            return False
        return obj is None or obj.deleted_at is not None

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Publishable | None:
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and request.method == "POST" and transaction.get_connection().in_atomic_block:
            # The form writes every column: a verb of somebody else has to wait, or to be seen.
            obj.refresh_from_db(from_queryset=self.model._base_manager.select_for_update())
        return obj

    # A verb on one object

    def _act(
        self,
        request: HttpRequest,
        obj: Publishable,
        name: str,
        note: str = "",
        *,
        version: str | None = None,
    ) -> None:
        """Use a verb on an object, which notes it itself; where a version is given, on that one alone.

        Raises ValidationError, with nothing changed, where the verb is refused, and PermissionDenied.
        """
        verb = VERBS[name]
        try:
            with transaction.atomic():
                if version is not None:
                    # Until the verb is through nobody else gets in.
                    obj.refresh_from_db(from_queryset=self.model._base_manager.select_for_update())
                    if obj.updated_at.isoformat() != version:
                        raise ValidationError("vừa có người lưu bản khác. Hãy xem lại bản mới rồi làm lại.")
                getattr(obj, name)(by=request.user, **({"note": note} if verb.takes_note else {}))
        except IntegrityError as error:
            raise refusal_of(error, self.model) from error

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Publishable | None = None) -> list[Any]:
        """Show the text as readers see it, not its HTML, to those who may only read."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, {**options, "fields": [READ_AS.get(name, name) for name in options["fields"]]})
            for title, options in fieldsets
        ]

    @admin.display(description="nội dung")
    def text(self, obj: Publishable) -> SafeString:
        return format_html('<div class="read-text">{}</div>', mark_safe(obj.body))  # noqa: S308 - sanitised

    @admin.display(description="ảnh đại diện")
    def picture(self, obj: Publishable) -> SafeString | None:
        return obj.cover and format_html(
            '<img class="picture-preview" src="{}" alt="{}">', obj.cover.url, obj.cover_alt
        )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.long_lines:
            kwargs["widget"] = forms.Textarea(attrs={"rows": 1, "class": "vTextField long-line"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Publishable | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "publishing_refusal", None)
        form.person = request.user
        form.bounds = Bounds.of(request.user, self.model, obj)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with discard_on_error():
                response = super().changeform_view(request, object_id, form_url, extra_context)
        except Previewed as preview:
            consume_messages(request)
            return preview.response
        except (ValidationError, IntegrityError) as error:
            # Nothing of the save is left. The form comes again with all that was typed, and the refusal.
            request.publishing_refusal = refusal_of(error, self.model)
            response = super().changeform_view(request, object_id, form_url, extra_context)
        if "_preview" in request.POST and "errors" in (getattr(response, "context_data", None) or {}):
            return self.refused_preview(request, response.context_data["errors"])
        return response

    def save_model(self, request: HttpRequest, obj: Publishable, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        obj.updated_by = request.user
        super().save_model(request, obj, form, change)
        if change:
            dates = {name: form.initial[name] for name in statuses.DATES if name in form.changed_data}
            statuses.note_new_dates(obj, dates, by=request.user)
        Picture.objects.describe_from(getattr(obj, "body", ""))
        self._warn_of_lost_images(request)

    def _warn_of_lost_images(self, request: HttpRequest) -> None:
        lost = find_lost_images(request.POST.get("body", ""), own_hosts=(request.get_host().split(":")[0],))
        if lost:
            self.message_user(
                request,
                f"Có {len(lost)} ảnh trong bài người đọc sẽ không thấy: ảnh dán thẳng từ Word hoặc lấy từ "
                "trang khác. Hãy tải từng ảnh lên bằng nút «Hình ảnh» trên thanh công cụ.",
                messages.WARNING,
            )

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        obj: Publishable = form.instance
        if "linked" in form.changed_data:
            set_links(obj, form.cleaned_data["linked"])
        if obj.status == Status.PUBLISHED:
            obj.check_publishable()  # What is on the portal stays fit to be there.
        if any(form.hiding()):
            self.message_user(request, self._hidden(obj), messages.WARNING)

    def response_add(
        self, request: HttpRequest, obj: Publishable, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.respond_to_save(request, obj)

    def response_change(self, request: HttpRequest, obj: Publishable) -> HttpResponse:
        return self.respond_to_save(request, obj)

    def respond_to_save(self, request: HttpRequest, obj: Publishable) -> HttpResponse:
        """Use the verb that was pressed on what was just saved, say what happened, and go on."""
        if "_preview" in request.POST and previews.can_show(self.model):
            raise Previewed(self.framed(request, obj, UNSAVED, is_saved=False))
        name = request.POST.get("_verb")
        if name == "publish" and self._is_doubtful(request, obj):
            return self._redirect(request, self._address("doubts", obj.pk))
        if self.lacks_reason(request, obj, name):
            return self._redirect(request, self._address("reason", obj.pk, name))
        if name not in VERBS_THAT_SAVE:
            self.message_user(request, self._saved(obj), messages.SUCCESS)
            return self._to_form(request, obj)
        try:
            self._act(request, obj, name, _note(request))
        except ValidationError as error:
            told = "Đã lưu, nhưng {}: {}"
            reasons = " ".join(error.messages)
            self.message_user(request, format_html(told, VERBS[name].refused, reasons), messages.ERROR)
            return self._to_form(request, obj)
        self.message_user(request, self._done(obj, name), messages.SUCCESS)
        return self._to_form(request, obj) if name == "publish" else self._to_list(request)

    def _saved(self, obj: Publishable) -> SafeString:
        if states.state_of(obj) == State.PUBLIC:
            return format_html("Đã lưu và cập nhật trang. {}", self._link(obj))
        return format_html("Đã lưu «{}», {}.", obj, obj.state_label.lower())

    def _hidden(self, obj: Publishable) -> SafeString:
        if obj.is_scheduled:
            when = format_moment(obj.published_at)
            return format_html("«{}» đã ẩn khỏi cổng, sẽ tự hiện lại lúc {}.", obj, when)
        return format_html("«{}» đã ẩn khỏi cổng vì đã quá giờ hết hạn.", obj)

    def _done(self, obj: Publishable, name: str) -> SafeString:
        if name != "publish":
            return format_html("{} «{}».", VERBS[name].done, obj)
        if obj.is_scheduled:
            return format_html("Đã hẹn giờ: «{}» tự hiện {}.", obj, format_datetime(obj.published_at))
        return format_html("Đã xuất bản «{}». {}", obj, self._link(obj))

    def _link(self, obj: Publishable) -> SafeString:
        return format_html('<a href="{}">Xem trên trang</a>', obj.get_absolute_url())

    def _to_form(self, request: HttpRequest, obj: Publishable) -> HttpResponseRedirect:
        return self._redirect(request, self._address("change", obj.pk))

    def _to_list(self, request: HttpRequest) -> HttpResponseRedirect:
        return self._redirect(request, self._address("changelist"))

    def _redirect(self, request: HttpRequest, url: str) -> HttpResponseRedirect:
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return HttpResponseRedirect(add_preserved_filters(filters, url))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Publishable | None = None,
    ) -> HttpResponse:
        context["publishing"] = self._buttons(request, obj, context["adminform"].form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _buttons(
        self, request: HttpRequest, obj: Publishable | None, form: PublishableForm
    ) -> dict[str, Any]:
        """Return what the form's head and its row of buttons show to this person."""
        target = obj or self.model(created_by=request.user)
        if (
            obj and request.method == "POST"
        ):  # The form has put what was typed onto the object; it was refused.
            target = self.model._base_manager.get(pk=obj.pk)
        state = states.state_of(target)
        may_edit = self.has_change_permission(request, target) if obj else self.has_add_permission(request)
        may = {name for name in VERBS if target.may(name, request.user)}
        bounds = form.bounds
        return {
            "obj": obj,
            "chip": states.chip(state) if obj else "",
            "note": target.status_note,
            "is_own": target.is_own_of(request.user),
            "may_edit": may_edit,
            "save_label": SAVE_LABELS.get(state),
            "may": may,
            "bounds": bounds,
            # One's own draft goes where it is to be published, or to others, by what is chosen in the form.
            "offers_publish": "publish" in may or (bounds is not None and bounds.is_own_draft),
            # Who publishes need not submit, but where he is not in charge.
            "offers_submit": "publish" not in may or bounds is not None,
            "leaves_to_others": bounds is not None and bounds.leaves_to_others(form),
            "publish_label": self._publish_label(target),
            "public_url": obj.get_absolute_url() if obj and state == State.PUBLIC else "",
            "urls": {name: self._address("verb", obj.pk, name) for name in may} if obj else {},
            "typed_note": request.POST.get("_note", ""),
            "max_note": MAX_NOTE,
            "can_preview": previews.can_show(self.model),
            "preview_url": self._preview_url(request, obj),
            "others": self.other_deeds(request, obj) if obj else [],
            "broken": list(WebLink.objects.broken_in(obj)) if obj else [],
        }

    def other_deeds(self, request: HttpRequest, obj: Publishable) -> list[tuple[str, str]]:
        """Return what else a person may do with an object: the words of a button, where it leads (POST)."""
        return []

    def _preview_url(self, request: HttpRequest, obj: Publishable | None) -> str:
        if obj is None or not previews.can_show(self.model) or not obj.may_preview(request.user):
            return ""
        return self._address("preview", obj.pk)

    def _publish_label(self, obj: Publishable) -> str:
        if obj.published_at and obj.published_at > timezone.now():
            return "Hẹn giờ đăng"
        return "Đăng lại" if obj.status == Status.WITHDRAWN else VERBS["publish"].label

    # Verbs that leave the form alone

    def get_urls(self) -> list[URLPattern]:
        *own, fallback = super().get_urls()
        return [
            *self.preview_urls(),
            *self.autosave_urls(),
            self.doubts_path(),
            self.reason_path(),
            *own,
            self.verb_path(),
            fallback,
        ]

    def verb_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Use a verb on an object as it is stored, whatever the form on the page says."""
        if name not in VERBS:
            raise Http404
        try:
            with transaction.atomic():
                obj = self.get_object(request, str(pk))
                if obj is None:
                    raise Http404
                if self.lacks_reason(request, obj, name):
                    return self._redirect(request, self._address("reason", obj.pk, name))
                # Lists send none; a form says which version it shows, the page of doubts has to.
                is_despite = name == "publish" and "_despite" in request.POST
                version = request.POST.get("_version") or ("" if is_despite else None)
                self._act(request, obj, name, _note(request), version=version)
        except ValidationError as error:
            told = f"«{obj}» {VERBS[name].refused}: {' '.join(error.messages)}"
            self.message_user(request, told, messages.ERROR)
            return self._to_form(request, obj)
        self.message_user(request, self._done(obj, name), messages.SUCCESS)
        return self._to_list(request) if name == "trash" else self._to_form(request, obj)


def _note(request: HttpRequest) -> str:
    return request.POST.get("_note", "").strip()[:MAX_NOTE]
