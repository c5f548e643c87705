"""The rows that search reads: one an object, one for each of its files, one for each word.

They are written by :mod:`core.search` only, which also says what the vectors hold.
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
    """What an object is found by. Vectors are kept out of the row, which is small and quick to get at."""

    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")
    title = models.CharField("tiêu đề", max_length=500)
    number = models.CharField("số ký hiệu (dạng so sánh)", max_length=100, blank=True)
    body = models.TextField("nội dung chữ", blank=True)
    facets = models.TextField("giá trị để đếm", blank=True, default="", db_default="")
    title_vector = SearchVectorField("từ trong tiêu đề")
    text_vector = SearchVectorField("từ trong nội dung")
    full_vector = SearchVectorField("từ trong nội dung và tệp", null=True)
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
            GinIndex(fields=["title_vector"], name="core_searchentry_title"),
            GinIndex(fields=["text_vector"], name="core_searchentry_text"),
            GinIndex(fields=["full_vector"], name="core_searchentry_full"),
            models.Index(OpClass("number", name="varchar_pattern_ops"), name="core_searchentry_number"),
            models.Index(fields=["-sorted_at"], name="core_searchentry_sorted"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"


class SearchFile(models.Model):
    """A file of an object, whose text (``FileText``) is in the object's ``full_vector``."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="files", verbose_name="mục tìm kiếm")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    title = models.CharField("tên tệp", max_length=255, blank=True)

    class Meta:
        verbose_name = "tệp tìm kiếm"
        verbose_name_plural = "tệp tìm kiếm"
        constraints = [
            models.UniqueConstraint(fields=["entry", "sha256"], name="core_searchfile_once_per_entry")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.title or self.sha256}"


class SearchWord(models.Model):
    """A word that public entries hold, for «Có phải bạn tìm»; counted now and then, from a sample."""

    folded = models.CharField("từ không dấu", max_length=50, primary_key=True)
    spelt = models.CharField("cách viết thường gặp nhất", max_length=50)
    entries = models.PositiveIntegerField("số mục có từ này")

    class Meta:
        verbose_name = "từ tìm kiếm"
        verbose_name_plural = "từ tìm kiếm"

    def __str__(self) -> str:
        return self.spelt
