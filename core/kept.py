"""Which stored files somebody may still ask for, though nothing on the portal names them."""

from collections.abc import Iterable

from core import search
from core.models import Autosave, HeldUpload, KeptFile
from core.models.versions import Versioned, files_of, pictures_in


def kept_files(names: Iterable[str]) -> set[str]:
    """Return those of some stored files that are named by a version, a draft or something in the trash.

    What is held for a form that came back counts, too. ``names`` are as their storages know them. For whoever
    looks for orphans: what is returned stays.
    """
    names = set(names)
    kept = set(KeptFile.objects.filter(name__in=names).values_list("name", flat=True))
    kept |= set(HeldUpload.objects.filter(file__in=names).values_list("file", flat=True))
    for data in Autosave.objects.drafts().values_list("data", flat=True).iterator():
        for _, value in data:
            kept |= names & pictures_in(value)
    for model in search.registered().values():
        if issubclass(model, Versioned):
            for obj in model._base_manager.filter(deleted_at__isnull=False).iterator():
                kept |= names & {file.name for file in files_of(obj, obj.read_parts())}
    return kept
