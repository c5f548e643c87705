"""The form of what is published."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from core import scopes
from core.admin.links import LinksField
from core.admin.scopes import Bounds
from core.admin.states import State, state_of
from core.checks import Doubt
from core.links import Ref, linked_refs
from core.models import Status
from core.people import name_of
from core.richtext.sanitiser import find_lost_images, sanitise
from core.richtext.widgets import RichTextWidget
from core.text import format_datetime, format_moment


class PublishableForm(forms.ModelForm):
    """The form of an object; knows which version of it was opened, and why a save was refused.

    ``bounds`` are those of the ``person`` who fills it in; ``OF_PUBLISHERS`` are fields that are set where
    one is in charge alone.
    """

    refusal: ClassVar[ValidationError | None] = None
    bounds: ClassVar[Bounds | None] = None
    person: ClassVar[Any] = None
    OF_PUBLISHERS: ClassVar[tuple[str, ...]] = ()
    # Whether it shows a draft (core.admin.autosave): as it was typed, with no word on what is wrong with it.
    is_restored: ClassVar[bool] = False

    linked = LinksField(
        label="Bài viết, văn bản liên quan",
        required=False,
        help_text="Gõ vài chữ của tiêu đề, trích yếu hoặc số ký hiệu. Hiện ở cuối cả hai trang.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_outdated = False
        self.was = state_of(self.instance)  # Before what was typed is put onto it.
        if self.instance.pk:
            self.initial["linked"] = linked_refs(self.instance)
            if "linked" in self.fields:
                self.fields["linked"].know(self.initial["linked"])
        if "linked" in self.fields and self.person is not None:
            self.fields["linked"].tell(self.person)
        if self.bounds:
            self.bounds.narrow(self)

    @property
    def version(self) -> str:
        """The version that the typed text is based on; the stored one after its reader was told of it."""
        if self.is_bound and not self.is_outdated:
            return self.data.get("_version", "")
        return self._stored_version()

    @property
    def linked_opened(self) -> str:
        """What was linked when the form was opened, as it sends it along: a save changes only the rest."""
        if self.is_bound and "linked_opened" in self.data:
            return self.data["linked_opened"]
        return " ".join(map(_said, self.initial.get("linked", [])))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known yet of what stands in it: it is new, or shows a draft unchecked."""
        return self.is_restored or not (self.is_bound or self.instance.pk)

    def doubts(self) -> list[Doubt]:
        """Return what is doubtful in what stands in it, with the pictures that a save would leave out."""
        return [*self.hiding(), *self._lost_pictures(), *self.instance.doubts(self.person)]

    def hiding(self) -> Iterator[Doubt]:
        """Yield that the dates in it take off the portal what is there now."""
        if self.was != State.PUBLIC:
            return
        match state_of(self.instance):
            case State.SCHEDULED:
                until = f"sẽ bị ẩn đến {format_moment(self.instance.published_at)}."
                words = f"nội dung đang hiện trên cổng; nếu lưu ngày này, nội dung {until}"
                yield Doubt("Ngày đăng", words, field="published_at")
            case State.EXPIRED:
                words = "nội dung đang hiện trên cổng; giờ này đã qua nên lưu xong là nội dung bị ẩn ngay."
                yield Doubt("Hết hạn lúc", words, field="unpublish_at")

    def _lost_pictures(self) -> Iterator[Doubt]:
        for name, field in self.fields.items():
            if not (self.is_bound and isinstance(field.widget, RichTextWidget)):
                continue
            lost = [image for image in find_lost_images(self.data.get(name, "")) if image.reason == "local"]
            if lost:
                words = f"có {len(lost)} ảnh còn ở máy của người viết. Hãy chọn tệp ảnh ở dưới ô soạn thảo."
                yield Doubt(str(field.label).capitalize(), words, field=name)

    def full_clean(self) -> None:
        if self.is_restored:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def is_valid(self) -> bool:
        return not self.is_restored and super().is_valid()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._keep_seconds(cleaned, "published_at")
        self._keep_seconds(cleaned, "unpublish_at")
        has_date = cleaned.get("published_at") or "published_at" in self.errors
        if self.instance.status in (Status.PUBLISHED, Status.WITHDRAWN) and not has_date:
            self.add_error("published_at", "Nội dung đã xuất bản phải có ngày đăng.")
        opened = self.data.get("_version")
        if opened and self.instance.pk and opened != self._stored_version():
            self.is_outdated = True
            self.add_error(None, self._outdated())
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned

    def clean_linked(self) -> list[Ref]:
        """Return what was chosen, with what others have linked or unlinked from the other side meanwhile.

        That does not make another version of the object, so nobody is asked about it.
        """
        chosen, stored = self.cleaned_data["linked"], self.initial.get("linked", [])
        opened = self.linked_opened.split()
        if list(map(_said, chosen)) == opened:
            return stored
        left = [ref for ref in chosen if ref in stored or _said(ref) not in opened]
        came = [ref for ref in stored if ref not in left and _said(ref) not in opened]
        return left + came

    def _post_clean(self) -> None:
        # After every clean(): the kind of a document may come from its number.
        if self.bounds:
            self.bounds.check(self, self.cleaned_data)
        super()._post_clean()
        place = scopes.place_of(type(self.instance))
        if place and place in self.changed_data and self.person is not None:
            self.instance.leave_to_publishers(self.person)

    @property
    def changed_data(self) -> list[str]:
        """What differs from what is stored; not what an editor, or a box of minutes, writes otherwise."""
        return [name for name in super().changed_data if not self._is_as_stored(name)]

    def _is_as_stored(self, name: str) -> bool:
        # Where the form was not checked yet, or the value was refused, it counts as changed.
        cleaned = getattr(self, "cleaned_data", {})
        if name not in cleaned or name not in self.initial:
            return False
        stored, now = self.initial[name], cleaned[name]
        return stored == (sanitise(now) if isinstance(self.fields[name].widget, RichTextWidget) else now)

    def _keep_seconds(self, cleaned: dict[str, Any], name: str) -> None:
        # The box shows minutes; a date that was not touched keeps its place among its neighbours.
        stored: datetime | None = getattr(self.instance, name)
        if stored and cleaned.get(name) == stored.replace(second=0, microsecond=0):
            cleaned[name] = stored

    def _stored_version(self) -> str:
        return self.instance.updated_at.isoformat() if self.instance.pk else ""

    def _outdated(self) -> str:
        who = name_of(self.instance.updated_by) or "Ai đó"
        return (
            f"{who} đã lưu bản khác lúc {format_datetime(self.instance.updated_at)}, sau khi bạn mở trang "
            "này. Những gì bạn nhập còn nguyên ở dưới nhưng chưa được lưu. Hãy xem chỗ khác nhau rồi chọn "
            "một bản."
        )


def _said(ref: Ref) -> str:
    kind, pk = ref
    return f"{kind}:{pk}"
