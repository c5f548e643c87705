"""What stands in the form of an object in rows that belong to it."""

from collections.abc import Sequence

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest


class RowsFormSet(BaseInlineFormSet):
    """Rows of which somebody else may have deleted one since the form was opened: it stays deleted.

    The stock formset refuses the save for a row that is gone, at a field that nobody sees.
    """

    def _should_delete_form(self, form: forms.ModelForm) -> bool:
        is_gone = form in self.initial_forms and form.instance.pk is None
        return is_gone or super()._should_delete_form(form)

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
