"""«Phụ trách» on the form of an account: where the rights of publishing hold (core.scopes)."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import IntegerField, Q, Value
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core import audit, scopes
from core.admin.trees import TreeCheckboxes, in_tree_order
from core.models import TreeNode
from core.scopes import Scope
from portal.accounts import rights

EVERYTHING = "Mọi nơi mà nhóm cho phép"
NOTHING = "Không"


class PlacesField(forms.ModelMultipleChoiceField):
    """The places of one scope, indented where they are a tree."""


def places_field(scope: Scope, keeper: User) -> PlacesField:
    """Return the field in which a person chooses places for another: those that are his own."""
    places = scope.places._default_manager.all()
    own = rights.places_of(keeper, scope)
    if own is not None:
        places = places.filter(pk__in=own)
    is_tree = issubclass(scope.places, TreeNode)
    return PlacesField(
        in_tree_order(places) if is_tree else places.annotate(depth=Value(0, IntegerField())),
        label=scope.label,
        help_text=scope.help_text,
        required=False,
        widget=TreeCheckboxes(scope.label),
    )


class ScopesForm(forms.ModelForm):
    """Part of the form of an account: the places, and that they are within those of who chooses them."""

    keeper: ClassVar[User]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for scope in scopes.registered():
                if scope.name in self.fields:
                    self.initial[scope.name] = scopes.chosen_for(self.instance, scope)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for scope in rights.bounding(self.keeper):
            if scope.name in self.fields and self._gives(scope, cleaned):
                if kept := self._beyond(scope):
                    self.add_error(scope.name, _waiting(scope, kept))
                elif not cleaned.get(scope.name):
                    self.add_error(
                        scope.name,
                        ValidationError(
                            "Tài khoản này có quyền xuất bản: hãy chọn ít nhất một mục trong phạm vi bạn phụ "
                            "trách. Để trống là mọi nơi, nhiều hơn quyền của bạn."
                        ),
                    )
        return cleaned

    def _gives(self, scope: Scope, cleaned: dict[str, Any]) -> bool:
        """Tell whether the account will have a right that the scope bounds."""
        held = Q(pk__in=[])
        for name, path in (("groups", "group"), ("user_permissions", "")):
            if name in self.fields:
                chosen = cleaned.get(name) or ()
            elif self.instance.pk:
                chosen = getattr(self.instance, name).all()
            else:
                chosen = ()
            held |= Q(**{f"{path}__in" if path else "pk__in": [obj.pk for obj in chosen]})
        return rights.named(scope.rights).filter(held).exists()

    def _beyond(self, scope: Scope) -> set[int]:
        """Return the places of the account that are none of who fills the form in: they stay.

        So they wait for a right, which only somebody may give who is in charge there too.
        """
        own = rights.places_of(self.keeper, scope)
        if own is None or not self.instance.pk:
            return set()
        return set(scopes.chosen_for(self.instance, scope)) - own

    def save_scopes(self) -> Iterable[Scope]:
        """Write what was chosen; yield the scopes that this changed."""
        for scope in scopes.registered():
            if scope.name in self.fields:
                chosen = {place.pk for place in self.cleaned_data[scope.name]}
                if scopes.choose(self.instance, scope, chosen | self._beyond(scope)):
                    yield scope


def _waiting(scope: Scope, places: set[int]) -> ValidationError:
    found = scope.places._default_manager.filter(pk__in=places)
    names = ", ".join(f"«{place}»" for place in found)
    return ValidationError(
        f"Tài khoản này còn được ghi phụ trách {names}, ngoài phạm vi của bạn: có quyền xuất bản là xuất bản "
        "được cả ở đó. Hãy nhờ người quản trị phụ trách nơi ấy cấp quyền, hoặc bỏ nơi ấy trước."
    )


class ScopesMixin:
    """Adds what a person is in charge of to the admin of accounts."""

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Put a field for each scope into the form; nobody's own account has them."""
        base = self.add_form if obj is None else self.form
        fields: dict[str, Any] = {"keeper": request.user}
        if obj != request.user:
            fields |= {scope.name: places_field(scope, request.user) for scope in scopes.registered()}
        kwargs["form"] = type(base.__name__, (ScopesForm, base), fields)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        fieldsets = [*super().get_fieldsets(request, obj)]
        may_choose = obj != request.user and (obj is None or self.has_change_permission(request, obj))
        fields = tuple(scope.name for scope in scopes.registered()) if may_choose else ("in_charge_of",)
        place = next(number for number, (_, options) in enumerate(fieldsets) if "groups" in options["fields"])
        fieldsets.insert(place + 1, ("Phụ trách", {"fields": fields, "classes": ("scopes",)}))
        return fieldsets

    def save_related(self, request: HttpRequest, form: ScopesForm, formsets: list[Any], change: bool) -> None:
        with transaction.atomic():
            super().save_related(request, form, formsets, change)
            for scope in form.save_scopes():
                names = ", ".join(scopes.names_of(form.instance, scope)) or EVERYTHING
                detail = f"{scope.label}: {names}"
                audit.record("scope.changed", by=request.user, obj=form.instance, detail=detail)

    @admin.display(description="phụ trách")
    def places(self, user: User) -> str:
        names = ", ".join(name for _, names in scopes.in_words(user) for name in names)
        return names or ("Tất cả" if _publishes(user) else NOTHING)

    @admin.display(description="phụ trách")
    def in_charge_of(self, user: User) -> SafeString | str:
        lines = ((label, ", ".join(names)) for label, names in scopes.in_words(user))
        words = format_html_join("", "<div>{}: {}</div>", lines)
        return words or (EVERYTHING if _publishes(user) else "Không phụ trách mục nào")


def _publishes(user: User) -> bool:
    """Tell whether a person has a right that somebody can be put in charge with."""
    return user.is_superuser or user.has_bounded_right
