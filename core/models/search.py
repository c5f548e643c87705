"""The rows that search reads: one an object, and one for each of its files.

The rows are written by :mod:`core.search` only. Text is indexed twice, as written and folded (without
diacritics), so a word typed with its marks ranks above the same word without.
"""

from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone


class SearchEntryQuerySet(models.QuerySet):
    def visible(self) -> Self:
        """Entries of what is public now; agrees with ``PublishableQuerySet.published()``."""
        now = timezone.now()
        return self.filter(Q(visible_to__isnull=True) | Q(visible_to__gt=now), visible_from__lte=now)


class SearchEntry(models.Model):
    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")
    title = models.CharField("tiêu đề", max_length=500)
    number = models.CharField("số ký hiệu (gập dấu)", max_length=100, blank=True)
    head = SearchVectorField("đầu mục")
    vector = SearchVectorField("toàn văn")
    sorted_at = models.DateTimeField("ngày sắp xếp", null=True)
    visible_from = models.DateTimeField("hiện từ", null=True)
    visible_to = models.DateTimeField("hiện đến", null=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "mục tìm kiếm"
        verbose_name_plural = "mục tìm kiếm"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="core_searchentry_one_per_object")
        ]
        indexes = [
            GinIndex(fields=["vector"], name="core_searchentry_vector"),
            GinIndex(OpClass("number", name="gin_trgm_ops"), name="core_searchentry_number"),
            models.Index(fields=["-sorted_at"], name="core_searchentry_sorted"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"


class SearchFile(models.Model):
    """The searchable text of one file of an object; the text itself is in ``FileText``."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="files", verbose_name="mục tìm kiếm")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    vector = SearchVectorField("toàn văn")

    class Meta:
        verbose_name = "tệp tìm kiếm"
        verbose_name_plural = "tệp tìm kiếm"
        constraints = [
            models.UniqueConstraint(fields=["entry", "sha256"], name="core_searchfile_once_per_entry")
        ]
        indexes = [GinIndex(fields=["vector"], name="core_searchfile_vector")]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.sha256}"
