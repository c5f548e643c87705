"""Who of the staff did what, and when: a book that is only ever added to."""

from datetime import datetime

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models, transaction
from django.db.models.functions import Upper
from django.utils import timezone


class AuditEntryQuerySet(models.QuerySet):
    def forget(self, before: datetime) -> int:
        """Delete what is older; the one way in which anything leaves the book. Returns how many there were.

        The database refuses all else, and whatever is not yet ninety days old here too (core.0010_audit).
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('core.audit_retention', 'on', true)")
            cursor.execute("DELETE FROM core_auditentry WHERE at < %s", [before])
            count = cursor.rowcount
            cursor.execute("SELECT set_config('core.audit_retention', 'off', true)")
        return count


class AuditEntry(models.Model):
    """One thing that was done. Names stand as they were then, and outlive accounts and objects.

    ``detail`` is a sentence; in lines copied from Django's admin, its JSON of what was changed.
    """

    at = models.DateTimeField("lúc", default=timezone.now, editable=False)
    actor_id = models.BigIntegerField("mã tài khoản", null=True, editable=False)
    actor = models.CharField("ai", max_length=500, blank=True, editable=False)
    action = models.CharField("việc", max_length=40, editable=False)
    kind = models.CharField("loại", max_length=100, blank=True, editable=False)
    object_id = models.TextField("mã đối tượng", blank=True, editable=False)
    object_name = models.CharField("đối tượng", max_length=200, blank=True, editable=False)
    detail = models.TextField("chi tiết", blank=True, editable=False)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "nhật ký công việc"
        verbose_name_plural = "nhật ký công việc"
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="core_audit_at"),
            models.Index(fields=["actor_id", "-at"], name="core_audit_actor"),
            models.Index(fields=["action", "-at"], name="core_audit_action"),
            models.Index(fields=["kind", "object_id"], name="core_audit_object"),
            GinIndex(OpClass(Upper("object_name"), name="gin_trgm_ops"), name="core_audit_object_words"),
            GinIndex(OpClass(Upper("actor"), name="gin_trgm_ops"), name="core_audit_actor_words"),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.action} {self.object_name}".strip()
