"""What was counted: by hour for ninety days, by day for ever. Counts, never visitors.

Hours are what is written. Days are made from them (stats.rollup), as often as one likes, and
:class:`DailyCount` reads both as one: a day from its own row where there is one, else from its hours. So the
public block, the dashboard and the reports cannot disagree.
"""

from django.core.validators import MaxValueValidator
from django.db import models
from solo.models import SingletonModel

from core.hits import Who
from core.models import TextModel

MAX_NAME = 120
# What a table of figures has room for.
MOST_CARRIED_OVER = 10**11
WHO = [
    (Who.GUEST.value, "khách"),
    (Who.MEMBER.value, "thành viên"),
    (Who.STAFF.value, "cán bộ"),
    (Who.BOT.value, "máy chủ tìm kiếm"),
]


class Measure(models.TextChoices):
    """What is counted, and by which name it is divided.

    A visit is a visitor's first page after 30 minutes without one; a visitor is counted once a day.
    """

    VISITS = "visits", "Lượt truy cập"
    VISITORS = "visitors", "Khách"
    VIEWS = "views", "Lượt xem trang, theo mục"
    DOWNLOADS = "downloads", "Lượt tải tệp, theo mục"
    BOTS = "bots", "Lượt xem của máy chủ tìm kiếm và chương trình tự động, theo tên"
    REFERRERS = "referrers", "Lượt truy cập, theo trang dẫn tới"
    DEVICES = "devices", "Lượt truy cập, theo thiết bị"
    SEARCHES = "searches", "Lượt tìm, theo từ khóa"
    MISSES = "misses", "Lượt tìm không thấy gì, theo từ khóa"


# What was asked by so many names within an hour that it can only be a flood is added up under this one.
OTHERS = "(khác)"


class Count(models.Model):
    """How often in a span of time; ``name`` is "" where a measure is not divided."""

    measure = models.CharField("số đo", max_length=9, choices=Measure)
    name = models.CharField("tên", max_length=MAX_NAME, blank=True)
    count = models.PositiveBigIntegerField("số lượng")

    class Meta:
        abstract = True


class HourCount(Count):
    """An hour, by its first moment."""

    hour = models.DateTimeField("giờ")

    class Meta:
        verbose_name = "số đếm theo giờ"
        verbose_name_plural = "số đếm theo giờ"
        constraints = [
            models.UniqueConstraint(fields=["hour", "measure", "name"], name="stats_hourcount_once")
        ]

    def __str__(self) -> str:
        return f"{self.hour} {self.measure} {self.name}: {self.count}"


class DayCount(Count):
    """A day that is over, in Vietnam."""

    day = models.DateField("ngày")

    class Meta:
        verbose_name = "số đếm theo ngày"
        verbose_name_plural = "số đếm theo ngày"
        constraints = [
            # By measure first: a sum over years reads only its own rows.
            models.UniqueConstraint(fields=["measure", "day", "name"], name="stats_daycount_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.name}: {self.count}"


class DailyCount(Count):
    """A view (SQL) of every day there is, today with it."""

    day = models.DateField("ngày", primary_key=True)  # Django wants a key; several rows have the same.

    class Meta:
        managed = False
        db_table = "stats_dailycount"
        verbose_name = "số đếm của ngày"
        verbose_name_plural = "số đếm của ngày"

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.name}: {self.count}"


class ObjectDay(models.Model):
    """How often an object was read, and its files downloaded, on a day."""

    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=60)
    object_id = models.BigIntegerField("mã đối tượng")
    views = models.PositiveBigIntegerField("lượt xem", default=0)
    downloads = models.PositiveBigIntegerField("lượt tải", default=0)

    class Meta:
        verbose_name = "lượt xem trong ngày của đối tượng"
        verbose_name_plural = "lượt xem trong ngày của đối tượng"
        constraints = [
            models.UniqueConstraint(fields=["kind", "day", "object_id"], name="stats_objectday_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.object_id}: {self.views}, {self.downloads}"


class Presence(models.Model):
    """That somebody was here today: the day's hash of a visitor (core.visitors), deleted with its key.

    The table is neither in the write-ahead log nor in a physical backup (``UNLOGGED``). ``began`` is how many
    visits the last batch began: what an upsert cannot say otherwise before PostgreSQL 18.
    """

    visitor = models.BinaryField("khách", primary_key=True)
    who = models.CharField("nhóm", max_length=6, choices=WHO)
    began = models.PositiveIntegerField("lượt vừa bắt đầu")
    first_at = models.DateTimeField("đến lúc")
    last_at = models.DateTimeField("còn thấy lúc", db_index=True)

    class Meta:
        verbose_name = "người đang xem"
        verbose_name_plural = "người đang xem"

    def __str__(self) -> str:
        return f"{self.who}, {self.last_at}"


class WrittenBatch(models.Model):
    """A batch that is in the counts: written again after a lost answer of the database, it adds nothing."""

    id = models.UUIDField(primary_key=True)
    written_at = models.DateTimeField("ghi lúc", db_index=True)

    class Meta:
        verbose_name = "lô đã ghi"
        verbose_name_plural = "lô đã ghi"

    def __str__(self) -> str:
        return f"{self.id}, {self.written_at}"


class CountingSettings(SingletonModel, TextModel):
    """Where counting starts."""

    cache_tags = ("visits",)

    carried_over = models.PositiveBigIntegerField(
        "lượt truy cập mang sang",
        default=0,
        validators=[MaxValueValidator(MOST_CARRIED_OVER)],
        help_text=(
            "Tổng lượt truy cập mà trang cũ đã đếm, ví dụ 8.332.947. Số này được "
            "cộng vào «Tổng lượt truy cập» trên cổng, không vào số của ngày, tuần, tháng nào."
        ),
    )
    since = models.DateField(
        "đếm từ ngày",
        null=True,
        blank=True,
        help_text="Hiện dưới bảng thống kê: «Đếm từ ngày …». Để trống: không hiện.",
    )

    class Meta:
        verbose_name = "cách đếm"
        verbose_name_plural = "cách đếm"
        permissions = [("view_statistics", "Được xem thống kê truy cập")]

    def __str__(self) -> str:
        return "Cách đếm"
