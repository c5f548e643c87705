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
        UNSUPPORTED = "unsupported", "Chưa hỗ trợ loại tệp này"

    sha256 = models.CharField("SHA-256", max_length=64, primary_key=True)
    status = models.CharField("trạng thái", max_length=11, choices=Status, default=Status.PENDING)
    text = models.TextField("nội dung chữ", blank=True)
    error = models.CharField("lỗi", max_length=300, blank=True)
    pages = models.PositiveIntegerField("số trang", null=True)
    extracted_at = models.DateTimeField("đọc lúc", null=True)

    class Meta:
        verbose_name = "nội dung chữ của tệp"
        verbose_name_plural = "nội dung chữ của tệp"

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.get_status_display()}"
