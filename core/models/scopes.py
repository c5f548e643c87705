"""What a person is in charge of: rows that bound rights of publishing to some places (core.scopes)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from core.people import name_of


class ScopeRow(models.Model):
    """That a person is in charge of one place: of a category with those below it, of a kind of documents.

    An app makes a table of its own, so that the place is a real key: what somebody is in charge of cannot be
    deleted, or he would be left with no row, which means everything. A subclass names in ``SCOPED`` the model
    that is bounded, and in ``PLACE`` its own key, which is called as the field of that model is.
    """

    SCOPED: ClassVar[str]
    PLACE: ClassVar[str]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="tài khoản",
        related_name="%(app_label)s_scopes",
    )

    class Meta:
        abstract = True
        default_permissions = ()  # On the form of an account.

    def __str__(self) -> str:
        return f"{name_of(self.user)} phụ trách «{self.place}»"

    @property
    def place(self) -> Any:
        return getattr(self, self.PLACE)
