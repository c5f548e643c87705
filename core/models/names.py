"""Names that published objects are found by: a new name must reach the search entries of all of them."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import transaction

from core.models.base import TextModel


class SearchedName(TextModel):
    """What objects of another model name, and can be found by: a new name goes into their entries by a job.

    ``SEARCHED_KIND`` are those objects ("news.article"), ``SEARCHED_BY`` is their field that names it,
    ``SEARCHED_FIELDS`` are its own fields that their ``search_text()`` reads.
    """

    SEARCHED_KIND: ClassVar[str]
    SEARCHED_BY: ClassVar[str]
    SEARCHED_FIELDS: ClassVar[tuple[str, ...]] = ("name",)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        with transaction.atomic():
            # Under its lock: of two saves at once the later one compares with what the other wrote.
            rows = type(self)._base_manager.select_for_update(no_key=True)
            stored = rows.filter(pk=self.pk).first()
            super().save(**kwargs)
            self.after_change(stored)

    def after_change(self, stored: Self | None) -> None:
        """Do what follows from the change; ``stored`` is what was there, None for a new one."""
        from core.tasks import reindex_related  # Its module imports the models.

        is_renamed = stored is not None and any(
            getattr(stored, name) != getattr(self, name) for name in self.SEARCHED_FIELDS
        )
        if is_renamed and self.is_named():
            reindex_related.enqueue(self.SEARCHED_KIND, self.SEARCHED_BY, self.pk)

    def is_named(self) -> bool:
        """Tell whether any object names it."""
        model = apps.get_model(self.SEARCHED_KIND)
        return model._base_manager.filter(**{self.SEARCHED_BY: self.pk}).exists()
