"""Scopes in the forms of what is published: where a person may put an object (core.scopes)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models

from core import scopes
from core.models import Publishable
from core.scopes import Scope

ONLY_SUBMITTED = "chỉ gửi duyệt"


@dataclass(frozen=True)
class Bounds:
    """How the form of an object is bounded for one person.

    One's own draft may stand anywhere, as that of every writer; it is published where one is in charge.
    All else neither leaves the places of a person nor comes into them.
    """

    scope: Scope
    places: frozenset[int]
    is_own_draft: bool

    @classmethod
    def of(cls, user: Any, model: type[Publishable], obj: Publishable | None) -> Bounds | None:
        """Return the bounds of a person for an object (None: a new one); None where there are none."""
        scope = scopes.of_model(model)
        if scope is None or not user.has_perm(model.permission("publish")):
            return None
        places = scopes.within(user, model)
        if places is None:
            return None
        return cls(scope, places, obj is None or obj.is_own_draft_of(user))

    def narrow(self, form: forms.ModelForm) -> None:
        """Leave in a form the places that may be chosen; say where one's own can only be submitted."""
        field = form.fields.get(self.scope.place)
        if field is None:
            return
        if not self.is_own_draft:
            field.queryset = field.queryset.filter(pk__in=self.places)
            return
        named = field.label_from_instance

        def label(place: models.Model) -> str:
            return named(place) if place.pk in self.places else f"{named(place)} ({ONLY_SUBMITTED})"

        field.label_from_instance = label

    def leaves_to_others(self, form: forms.ModelForm) -> bool:
        """Tell whether an object, as it stands in a form now, is for others to publish."""
        name = self.scope.place
        value = form[name].value() if name in form.fields else None
        return value not in (None, "") and str(value) not in self.keys

    @property
    def keys(self) -> list[str]:
        """The places as a form sends them."""
        return [str(pk) for pk in sorted(self.places)]

    def check(self, form: forms.ModelForm, cleaned: dict[str, Any]) -> None:
        """Refuse what a person may not do in the place that was chosen; nothing typed is lost by it."""
        name, place = self.scope.place, cleaned.get(self.scope.place)
        if place is None or place.pk in self.places:
            return
        if not self.is_own_draft:
            form.add_error(name, f"Bạn không phụ trách «{place}» nên không chuyển sang đó được.")
            return
        if form.data.get("_verb") == "publish":
            told = f"Bạn không phụ trách «{place}»: hãy bấm «Gửi duyệt», hoặc chọn nơi bạn phụ trách."
            form.add_error(name, told)
        for field in form.OF_PUBLISHERS:
            # Brought along from where it was right counts as well; taken away it may be.
            if cleaned.get(field) and field not in form.errors:
                form.add_error(field, f"Chỉ người phụ trách «{place}» đặt được mục này.")
