"""Model fields for files: they check what comes in, and their files leave with their rows."""

from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models.fields.files import FieldFile

from core.files.pictures import clean_picture
from core.files.renditions import renditions_of
from core.files.storage import discard


class TrackedFileMixin:
    """Discards the file of a row that is deleted, and one that another file takes the place of.

    Rows also go by a cascade or a queryset, where no method of the model runs: hence a signal, as Django's
    own ImageField connects one.
    """

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            models.signals.post_delete.connect(self._discard_with_row, sender=cls)

    def pre_save(self, model_instance: models.Model, add: bool) -> FieldFile:
        file = getattr(model_instance, self.attname)
        if not add and not (file and file._committed):
            self._discard_replaced(model_instance)
        return super().pre_save(model_instance, add)

    def _discard_replaced(self, instance: models.Model) -> None:
        stored = type(instance)._base_manager.using(instance._state.db).filter(pk=instance.pk)
        for name in stored.values_list(self.attname, flat=True):
            discard(self.attr_class(instance, self, name), instance._state.db)

    def _discard_with_row(self, instance: models.Model, using: str, **kwargs: Any) -> None:
        discard(getattr(instance, self.attname), using)


class PrivateFieldFile(FieldFile):
    """A file whose address is the one that its row gives: the storage has none."""

    @property
    def url(self) -> str:
        return self.instance.get_absolute_url()


class PrivateFileField(TrackedFileMixin, models.FileField):
    """A file in the storage "attachments", which nobody reaches but through the app."""

    attr_class = PrivateFieldFile

    @property
    def storage(self) -> Storage:
        return storages["attachments"]

    @storage.setter
    def storage(self, storage: Storage) -> None:
        """Ignore what FileField sets: this field has one storage, looked up when it is used."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("storage", None)
        return name, path, args, kwargs


class PictureField(TrackedFileMixin, models.ImageField):
    """A public picture, kept as :func:`core.files.pictures.clean_picture` returns it.

    A form shows the sentence of a picture that is refused; ``save()`` without one raises it.
    """

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        file = super().clean(value, model_instance)
        return clean_picture(file.file) if file and not file._committed else file

    def pre_save(self, model_instance: models.Model, add: bool) -> FieldFile:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            # Assigned through the descriptor, so width and height become those of the clean picture.
            setattr(model_instance, self.attname, clean_picture(file.file))
            return self._keep(model_instance, add)
        return super().pre_save(model_instance, add)

    def _keep(self, model_instance: models.Model, add: bool) -> FieldFile:
        from core.tasks import make_picture_renditions  # Its module imports the models.

        file = super().pre_save(model_instance, add)
        if renditions_of(file.name):
            make_picture_renditions.enqueue(file.name)
        return file
