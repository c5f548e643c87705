"""Pictures that lead elsewhere: banners, partners' logos, advertising; and lists of links."""

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from core.files.fields import PictureField
from core.files.storage import random_path
from core.models import TextModel
from core.models.periods import Timed
from portal.models.addresses import AddressField


class Banner(Timed):
    cache_tags = ("site",)

    class Place(models.TextChoices):
        TOP = "top", "Dưới menu, mọi trang"
        HOME = "home", "Giữa trang chủ"
        SIDE = "side", "Cột bên"
        PARTNERS = "partners", "Dải đối tác"
        ADVERTISING = "advertising", "Ô quảng cáo, cột bên"

    place = models.CharField("vị trí", max_length=11, choices=Place, default=Place.SIDE)
    title = models.CharField(
        "tên", max_length=150, help_text="Để nhận ra trong danh sách; người đọc không thấy."
    )
    picture = PictureField("ảnh", upload_to=random_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    phone_picture = PictureField(
        "ảnh cho điện thoại",
        upload_to=random_path,
        blank=True,
        width_field="phone_width",
        height_field="phone_height",
        help_text="Để trống: dùng ảnh chung.",
    )
    phone_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    phone_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    alt = models.CharField(
        "mô tả ảnh",
        max_length=250,
        help_text="Chữ trong ảnh hoặc nơi nó dẫn tới, cho người không nhìn thấy ảnh.",
    )
    address = AddressField("liên kết", blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    class Meta(Timed.Meta):
        abstract = False
        verbose_name = "banner"
        verbose_name_plural = "banner, đối tác, quảng cáo"
        ordering = ("place", "order", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address that counts the click and leads on."""
        return reverse("banner-click", args=[self.pk])


class BannerClickQuerySet(models.QuerySet):
    def add(self, banner: Banner) -> None:
        """Count a click today; safe from several processes at once."""
        day = timezone.localdate()
        self.bulk_create([self.model(banner=banner, day=day)], ignore_conflicts=True)
        self.filter(banner=banner, day=day).update(clicks=F("clicks") + 1)


class BannerClick(models.Model):
    """How often a banner was clicked on a day."""

    banner = models.ForeignKey(Banner, models.CASCADE, verbose_name="banner", related_name="clicks")
    day = models.DateField("ngày")
    clicks = models.PositiveIntegerField("lượt bấm", default=0)

    objects = BannerClickQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt bấm banner"
        verbose_name_plural = "lượt bấm banner"
        default_permissions = ()  # In no admin.
        ordering = ("-day",)
        constraints = [
            models.UniqueConstraint(fields=["banner", "day"], name="portal_bannerclick_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.banner}, {self.day}: {self.clicks}"


class LinkList(TextModel):
    """A list of links to other sites, such as «Liên kết website»."""

    cache_tags = ("site",)

    title = models.CharField("tên danh sách", max_length=100, unique=True)

    class Meta:
        verbose_name = "danh sách liên kết"
        verbose_name_plural = "danh sách liên kết"
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Link(TextModel):
    cache_tags = ("site",)

    list = models.ForeignKey(LinkList, models.CASCADE, verbose_name="danh sách", related_name="links")
    label = models.CharField("tên", max_length=150)
    address = AddressField("địa chỉ")
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    class Meta:
        verbose_name = "liên kết"
        verbose_name_plural = "liên kết"
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.label
