"""The text of uploaded files, once for each content."""

from django.db import models


class FileText(models.Model):
    """The text of one file content, whatever number of objects it is attached to.

    Written by the job :func:`core.tasks.extract_file_text`.
    """

    class Status(models.TextChoices):
        PENDING = "pending", "Chờ đọc"
        DONE = "done", "Đã đọc"
        EMPTY = "empty", "Không có chữ (bản chụp)"
        FAILED = "failed", "Không đọc được"

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    status = models.CharField("trạng thái", max_length=7, choices=Status, default=Status.PENDING)
    text = models.TextField("nội dung chữ", blank=True)
    error = models.CharField("lỗi", max_length=300, blank=True)
    recognised = models.PositiveSmallIntegerField(
        "số trang nhận dạng", default=0, help_text="Số trang chụp mà máy nhận dạng ra chữ."
    )
    pages = models.PositiveIntegerField("số trang", null=True)
    extracted_at = models.DateTimeField("đọc lúc", null=True)

    class Meta:
        verbose_name = "nội dung chữ của tệp"
        verbose_name_plural = "nội dung chữ của tệp"

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.get_status_display()}"
