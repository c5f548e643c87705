"""How often something was done lately, and which challenges are used up; forgotten when it is over.

The tables are ``UNLOGGED``: they are lost with a crash, stand in no backup of the disk, and cost little.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, models
from django.db.models import Q


class LimitQuerySet(models.QuerySet):
    def hit(self, name: str, key: bytes, starts_at: datetime, ends_at: datetime) -> int:
        """Count one more in a window of time, and return how many it holds now.

        One statement, so that no process and no machine miscounts. Inside a transaction the row stays locked
        to its end: what is rolled back was not counted, and those of one key wait for each other.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO core_limit AS known (name, key, starts_at, ends_at, count)
                VALUES (%s, %s, %s, %s, 1)
                ON CONFLICT (name, key, starts_at) DO UPDATE SET count = known.count + 1
                RETURNING count
                """,
                [name, key, starts_at, ends_at],
            )
            return cursor.fetchone()[0]

    def seen(self, name: str, keys: Iterable[bytes], starts_at: datetime) -> dict[bytes, int]:
        """Return how many the windows of keys hold; the keys of empty ones are left out."""
        found = self.filter(name=name, key__in=list(keys), starts_at=starts_at)
        return {bytes(key): count for key, count in found.values_list("key", "count")}

    def forget(self, name: str) -> int:
        """Delete what was counted under a name, and under the names that begin with it and a colon."""
        return self.filter(Q(name=name) | Q(name__startswith=f"{name}:")).delete()[0]


class Limit(models.Model):
    """How often one did one thing in one window of time; who it was is a hash whose key lives a day."""

    name = models.CharField("việc", max_length=60)
    key = models.BinaryField("ai")
    starts_at = models.DateTimeField("từ lúc")
    ends_at = models.DateTimeField("đến lúc", db_index=True)
    count = models.PositiveIntegerField("số lần")

    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name = "giới hạn"
        verbose_name_plural = "giới hạn"
        default_permissions = ()  # In no admin.
        constraints = [
            models.UniqueConstraint(fields=["name", "key", "starts_at"], name="core_limit_one_a_window")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.count}"


class UsedChallengeQuerySet(models.QuerySet):
    def use(self, nonce: str, expires_at: datetime) -> bool:
        """Use a challenge up, and tell whether it was still to be had."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO core_usedchallenge (nonce, expires_at) VALUES (%s, %s)
                ON CONFLICT (nonce) DO NOTHING
                """,
                [nonce, expires_at],
            )
            return cursor.rowcount == 1


class UsedChallenge(models.Model):
    """A challenge that was answered, kept until nobody could answer it again anyway."""

    nonce = models.CharField("mã", max_length=64, primary_key=True)
    expires_at = models.DateTimeField("hết hạn lúc", db_index=True)

    objects = UsedChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = "thử thách đã dùng"
        verbose_name_plural = "thử thách đã dùng"
        default_permissions = ()  # In no admin.

    def __str__(self) -> str:
        return self.nonce
