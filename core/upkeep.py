"""Jobs that keep versions, drafts and held uploads within bounds."""

from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.db.models import Count

from core.jobs import every, job
from core.models import Autosave, HeldUpload, KeptFile, Versioned
from core.models.versions import VERSIONS_KEPT, files_of

TRIMMED_IN_A_RUN = 200  # objects


@every(timedelta(days=1))
@job("Quên những bản soạn dở đã cũ")
def forget_autosaves() -> int:
    """Delete drafts whose time is over, and forms that are open no more; return how many."""
    return Autosave.objects.all().forget()


@every(timedelta(minutes=30))
@job("Xóa những tệp giữ tạm đã quá giờ")
def forget_held_uploads() -> int:
    """Delete files that were held for a form which never came again; return how many."""
    return HeldUpload.objects.all().forget()


@every(timedelta(days=1))
@job("Bỏ bớt phiên bản quá nhiều của một nội dung", priority=-60)
def trim_versions() -> int:
    """Delete the oldest versions of objects that have very many, but the first; return how many."""
    return sum(
        _trim(model, pk)
        for model in apps.get_models()
        if issubclass(model, Versioned) and not model._meta.abstract
        for pk in _with_too_many(model)
    )


def _with_too_many(model: type[Versioned]) -> list[int]:
    counted = model.versions.model.objects.order_by().values("id").annotate(count=Count("pk"))
    return list(counted.filter(count__gt=VERSIONS_KEPT).values_list("id", flat=True)[:TRIMMED_IN_A_RUN])


def _trim(model: type[Versioned], pk: int) -> int:
    with transaction.atomic():
        # Whoever saves it meanwhile waits, and so notes his files after those that are given up.
        obj = model._base_manager.select_for_update().filter(pk=pk).first()
        if obj is None:
            return 0
        numbers = list(obj.versions.order_by("history_id").values_list("pk", flat=True))
        gone = numbers[1 : len(numbers) - VERSIONS_KEPT + 1]
        count = obj.versions.filter(pk__in=gone).delete()[0]
        named = {
            file.name
            for row in (obj, *obj.versions.all())
            for file in files_of(row, row.read_parts() if row is obj else row.parts)
        }
        KeptFile.objects.release(obj, but=named)
        return count
