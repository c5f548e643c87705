"""What header and footer say."""

from django.db import models
from solo.models import SingletonModel

from core import cache
from core.files.fields import PictureField
from core.files.storage import random_path
from core.models import TextModel
from portal.models.addresses import AddressField
from portal.models.phones import Phone, read_phones, validate_phones


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
    addresses = models.TextField(
        "địa chỉ", max_length=1000, blank=True, help_text="Mỗi trụ sở một dòng, trụ sở chính ở dòng đầu."
    )
    phones = models.TextField(
        "điện thoại",
        max_length=1000,
        blank=True,
        validators=[validate_phones],
        help_text="Mỗi dòng một số, có thể có tên đứng trước dấu hai chấm, ví dụ: Văn thư: 0200.3550.100.",
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
    def address_lines(self) -> list[str]:
        return [line.strip() for line in self.addresses.splitlines() if line.strip()]

    @property
    def phone_lines(self) -> list[Phone]:
        return read_phones(self.phones)

    @property
    def networks(self) -> list[tuple[str, str]]:
        """The social networks that the department is on: name and address."""
        known = (("Facebook", self.facebook), ("Zalo", self.zalo), ("YouTube", self.youtube))
        return [(name, address) for name, address in known if address]

    @property
    def can_be_reached(self) -> bool:
        ways = (self.addresses, self.map_address, self.phones, self.email, self.working_hours)
        return any(ways) or bool(self.networks)

    @property
    def description(self) -> str:
        """What the portal is, in a sentence, for those who have not seen it yet."""
        owner = f"{self.name}, {self.parent_name}" if self.parent_name else self.name
        return f"Cổng thông tin điện tử của {owner}: tin tức, thông báo, văn bản, tuyển sinh và thi cử."

    @classmethod
    def load(cls) -> "SiteSettings":
        """Return the settings, kept in the cache; defaults where staff have saved none yet."""
        return cache.remember("portal:site", ("site",), lambda: cls.objects.first() or cls())
