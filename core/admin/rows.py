"""What stands in the form of an object in rows that belong to it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest


class RowsFormSet(BaseInlineFormSet):
    """Rows of which somebody else may have deleted one since the form was opened: it stays deleted.

    The stock formset refuses the save for a row that is gone, at a field that nobody sees. What was typed
    into such a row is shown, to be copied. A row whose key was not sent is not gone: it is refused.
    """

    def get_queryset(self) -> Any:
        """Return the stored rows; of a form that was sent, one for each of its rows.

        The admin shows a row and its key where it finds both at one place (InlineAdminFormSet): with one
        row gone, the last of the others would be missing in the form that comes back.
        """
        if self.is_bound and "forms" in self.__dict__:
            return [form.instance for form in self.initial_forms]
        return super().get_queryset()

    def _construct_form(self, i: int, **kwargs: Any) -> forms.ModelForm:
        form = super()._construct_form(i, **kwargs)
        form.is_gone = False
        if self.is_bound and i < self.initial_form_count():
            key = form.fields[self._pk_field.name]
            key.error_messages["required"] = "Thiếu mã của dòng này. Hãy mở lại trang rồi sửa lại."
            form.is_gone = form.instance.pk is None and bool(form[self._pk_field.name].data)
        return form

    def _should_delete_form(self, form: forms.ModelForm) -> bool:
        return form.is_gone or super()._should_delete_form(form)

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Say in the words of the constraint what is there twice; the stock sentence names field names."""
        for constraint in self.model._meta.constraints:
            if set(getattr(constraint, "fields", ())) == set(unique_check):
                return constraint.get_violation_error_message()
        return super().get_unique_error_message(unique_check)


class OwnedRows(admin.TabularInline):
    """Rows of an object. Who may edit the object may change them: there is no right apart."""

    formset = RowsFormSet

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True
