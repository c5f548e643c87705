"""What every list and form of ours does differently from the stock admin."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

# Objects named on the page that refuses a deletion; a category may hold ten thousand posts.
MAX_NAMED = 20


class CalmChoicesMixin:
    """Beside a choice stands "add" alone: to change a category is another matter than to choose one."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            # An address typed without its scheme; from Django 6 on this is the default.
            kwargs["assume_scheme"] = "https"
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(formfield and formfield.widget, RelatedFieldWidgetWrapper):
            for action in ("change", "delete", "view"):
                setattr(formfield.widget, f"can_{action}_related", False)
        return formfield


class PortalModelAdmin(CalmChoicesMixin, admin.ModelAdmin):
    """Base of the admin of our models. ``order_told`` says how a list stands that nobody has sorted."""

    order_told: ClassVar[str] = ""

    def get_deleted_objects(
        self, objs: Iterable[models.Model], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Say first what still uses an object: that nobody may delete it either is no reason then."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        if not protected:
            return deleted, counts, missing, protected
        more = len(protected) - MAX_NAMED
        named = [*protected[:MAX_NAMED], f"… và {more} mục khác"] if more > 0 else protected
        return deleted, counts, set(), named

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        for obj in queryset:  # One by one: the model's own delete() makes the pages stale.
            obj.delete()
