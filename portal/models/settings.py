"""What header and footer say."""

from django.core.validators import RegexValidator
from django.db import models
from solo.models import SingletonModel

from core import cache
from core.files.fields import PictureField
from core.files.storage import random_path
from core.models import TextModel
from portal.models.addresses import AddressField


class SiteSettings(SingletonModel, TextModel):
    """What header and footer say: the department, who answers for the site, how to reach it."""

    cache_tags = ("site",)

    name = models.CharField("tên cơ quan", max_length=200, default="Sở Giáo dục và Đào tạo")
    parent_name = models.CharField(
        "cơ quan chủ quản", max_length=200, blank=True, help_text="Ví dụ: UBND tỉnh Sơn Hà."
    )
    short_name = models.CharField(
        "tên gọn", max_length=60, default="Sở GDĐT", help_text="Hiện trên màn hình hẹp."
    )
    slogan = models.CharField("khẩu hiệu", max_length=200, blank=True)
    emblem = PictureField(
        "biểu trưng", upload_to=random_path, blank=True, help_text="Để trống: biểu trưng mặc định."
    )
    responsible_person = models.CharField(
        "người chịu trách nhiệm",
        max_length=200,
        blank=True,
        help_text="Ví dụ: Ông Nguyễn Văn A, Giám đốc Sở.",
    )
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField(
        "điện thoại",
        max_length=60,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9+(). –-]*$", "Điện thoại chỉ gồm chữ số, dấu chấm, gạch, ngoặc và dấu +.")
        ],
    )
    email = models.EmailField("thư điện tử", blank=True)
    english_name = models.CharField(
        "tên tiếng Anh", max_length=200, blank=True, help_text="Hiện trên các trang tiếng Anh."
    )
    working_hours = models.CharField(
        "giờ làm việc",
        max_length=200,
        blank=True,
        help_text="Ví dụ: Thứ hai đến thứ sáu, 7:30–11:30, 13:30–17:00.",
    )
    map_address = AddressField("bản đồ chỉ đường", blank=True, help_text="Chép liên kết từ trang bản đồ.")
    facebook = AddressField("Facebook", blank=True)
    zalo = AddressField("Zalo", blank=True)
    youtube = AddressField("YouTube", blank=True)
    license_text = models.CharField(
        "giấy phép",
        max_length=300,
        blank=True,
        help_text="Số, ngày cấp và nơi cấp giấy phép trang thông tin.",
    )

    class Meta:
        verbose_name = "thông tin cổng"
        verbose_name_plural = "thông tin cổng"

    def __str__(self) -> str:
        return "Thông tin cổng"

    @property
    def phone_link(self) -> str:
        """The phone number as a ``tel:`` address takes it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def description(self) -> str:
        """What the portal is, in a sentence, for those who have not seen it yet."""
        owner = f"{self.name}, {self.parent_name}" if self.parent_name else self.name
        return f"Cổng thông tin điện tử của {owner}: tin tức, thông báo, văn bản, tuyển sinh và thi cử."

    @classmethod
    def load(cls) -> "SiteSettings":
        """Return the settings, kept in the cache; defaults where staff have saved none yet."""
        return cache.remember("portal:site", ("site",), lambda: cls.objects.first() or cls())
