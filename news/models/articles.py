"""Posts."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse

from core import search
from core.crumbs import Crumb
from core.files.fields import PictureField
from core.files.storage import random_path
from core.models import Publishable, PublishableQuerySet
from core.people import full_name_of
from core.richtext.fields import RichTextField
from core.richtext.text import beginning, to_text
from core.search import SearchText
from core.text import slugify
from news.models.attachments import ArticleAttachment
from news.models.categories import Category, news_crumb


class ArticleQuerySet(PublishableQuerySet):
    def for_list(self) -> Self:
        """What a list of cards shows: no body."""
        return self.select_related("category").defer("body").newest_first()

    def for_page(self) -> Self:
        files = search.with_readings(ArticleAttachment.objects.all())
        from news.models.voices import with_threads  # Its models name this one.

        posts = with_threads(self.select_related("category", "created_by", "rating_sum"))
        return posts.prefetch_related(Prefetch("attachments", files))

    def for_index(self) -> Self:
        return self.select_related("created_by").prefetch_related("attachments")

    def for_sitemap(self) -> Self:
        return self.select_related("category").only("title", "published_at", "updated_at", "category__slug")

    def in_categories(self, categories: list[Category]) -> Self:
        return self.filter(category__in=categories)


class Article(Publishable):
    cache_tags = ("news",)

    class Commenting(models.TextChoices):
        __empty__ = "Theo cài đặt chung"
        OPEN = "open", "Luôn nhận ý kiến, không tự đóng"
        CLOSED = "closed", "Không nhận ý kiến mới"

    category = models.ForeignKey(Category, models.PROTECT, verbose_name="chuyên mục", related_name="articles")
    title = models.CharField("tiêu đề", max_length=300)
    lead = models.TextField(
        "tóm tắt",
        max_length=1000,
        blank=True,
        help_text="Hai, ba câu nêu việc chính. Hiện dưới tiêu đề, trong danh sách và khi chia sẻ.",
    )
    body = RichTextField("nội dung")
    cover = PictureField(
        "ảnh đại diện",
        upload_to=random_path,
        blank=True,
        width_field="cover_width",
        height_field="cover_height",
        help_text="JPEG, PNG, WebP hoặc GIF, rộng từ 1.200 điểm ảnh. Thông tin vị trí trong ảnh được xóa.",
    )
    cover_width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    cover_height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    cover_alt = models.CharField(
        "mô tả ảnh",
        max_length=250,
        blank=True,
        help_text="Cho người không nhìn thấy ảnh: trong ảnh có ai, làm gì, ở đâu.",
    )
    cover_caption = models.CharField("chú thích ảnh", max_length=300, blank=True)
    author_text = models.CharField(
        "tác giả",
        max_length=200,
        blank=True,
        help_text="Tên hiện cuối bài, ví dụ: Nguyễn Thị Hà, Phòng GDMN.",
    )
    posted_by = models.CharField(
        "người đăng",
        max_length=150,
        blank=True,
        help_text="Để trống: tên của tài khoản tạo bài.",
    )
    source_name = models.CharField("nguồn tin", max_length=200, blank=True, help_text="Ví dụ: Báo Sơn Hà.")
    source_url = models.URLField("địa chỉ nguồn", max_length=500, blank=True)
    commenting = models.CharField(
        "ý kiến bạn đọc",
        max_length=6,
        choices=Commenting,
        blank=True,
        help_text="Đóng thì ý kiến đã duyệt vẫn hiện. Khi cài đặt chung tắt, không bài nào nhận ý kiến.",
    )
    is_rating_closed = models.BooleanField(
        "không nhận đánh giá sao mới", default=False, help_text="Điểm đã có vẫn hiện."
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "bài viết"
        verbose_name_plural = "bài viết"
        permissions = [("publish_article", "Được xuất bản, trả lại, gỡ bài viết")]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["category", "-published_at", "-id"], name="news_article_category_recent"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:article-detail", args=[self.category.slug, f"{self.slug}-{self.pk}"])

    @staticmethod
    def list_crumb() -> Crumb:
        return news_crumb()

    @property
    def trail(self) -> list[Crumb]:
        return [*self.category.trail, Crumb(self.title, self.get_absolute_url())]

    @property
    def slug(self) -> str:
        return slugify(self.title) or "bai-viet"

    @property
    def summary(self) -> str:
        """The lead, or the beginning of the body where staff wrote none; for one page, not for lists."""
        return self.lead or beginning(self.body)

    @property
    def poster(self) -> str:
        """The name shown as "người đăng": the one typed in, else that of the account's owner.

        Never the name that one signs in with.
        """
        return self.posted_by or full_name_of(self.created_by)

    def search_text(self) -> SearchText:
        people = " ".join(filter(None, [self.author_text, self.poster, self.source_name]))
        files = list(self.attachments.all())
        return SearchText(
            title=self.title,
            head=self.lead,
            body="\n".join([to_text(self.body), people, *(file.display_title for file in files)]),
            files=tuple(file.sha256 for file in files),
            file_titles=tuple(file.display_title for file in files),
        )

    def check_publishable(self) -> None:
        if not to_text(self.body).strip() and "<img" not in self.body:
            raise ValidationError("Bài viết chưa có nội dung, chưa xuất bản được.")
        if self.cover and not self.cover_alt:
            raise ValidationError("Hãy viết mô tả cho ảnh đại diện trước khi xuất bản.")
