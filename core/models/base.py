"""What every model with Vietnamese text shares: one spelling of each letter, and fresh pages after a save."""

from collections.abc import Container, Iterable
from typing import Any, ClassVar

from django.db import models, transaction

from core import cache
from core.text import normalise_text_fields, slugify


class TextModel(models.Model):
    """A model whose text is stored in NFC and whose changes make the pages that show it stale.

    ``cache_tags`` names what the public pages made from this model are tagged with
    (see :func:`core.cache.touch`).
    """

    cache_tags: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        normalise_text_fields(self)
        with transaction.atomic():
            super().save(**kwargs)
            self.after_save()

    def delete(self, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(**kwargs)
            cache.touch(*self.cache_tags)
        return deleted

    def after_save(self) -> None:
        """Do, in the transaction of the save, what belongs to it. Overriders call super()."""
        cache.touch(*self.cache_tags)

    def free_slug(self, text: str, reserved: Container[str] = ()) -> str:
        """Return a slug made from a text that no other row of the model has, and that is not reserved."""
        room = self._meta.get_field("slug").max_length - 5  # for «-9999»
        base = slugify(text, max_length=room) or slugify(self._meta.verbose_name)
        slug, number = base, 2
        while slug in reserved or self.has_rival_for(slug):
            slug, number = f"{base}-{number}", number + 1
        return slug

    def has_rival_for(self, slug: str) -> bool:
        """Tell whether another row of the model has a slug."""
        return type(self)._base_manager.exclude(pk=self.pk).filter(slug=slug).exists()

    def only_fields(self, update_fields: Iterable[str]) -> dict[str, list[str]]:
        """Return ``save()`` arguments that write these fields and the date of the change."""
        return {"update_fields": [*update_fields, "updated_at"]}
