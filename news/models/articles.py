"""Posts."""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from core import search
from core.checks import Doubt
from core.crumbs import Crumb
from core.embeds import Card, card_of, host_of
from core.files.fields import PictureField
from core.files.storage import random_path
from core.models import PublishableQuerySet, Status, Versioned
from core.models.version_parts import OwnRows, Part
from core.paths import address
from core.people import full_name_of
from core.richtext.fields import RichTextField
from core.richtext.text import beginning, to_text
from core.search import SearchText
from core.text import slugify
from news.listing import Listing
from news.models.attachments import ArticleAttachment
from news.models.authors import ArticleAuthor, Author
from news.models.categories import Category, news_crumb
from news.models.photos import ArticlePhoto
from news.models.tags import ArticleTag, Tag
from news.models.topics import Topic

SYLLABLES_A_MINUTE = 250  # as an adult reads Vietnamese on a screen
# Rows that a list reads, and no others: the same in each index that holds one.
LISTED = Q(status=Status.PUBLISHED, deleted_at__isnull=True)


class ArticleQuerySet(PublishableQuerySet):
    def for_list(self) -> Self:
        """What a list of cards shows: no body."""
        return self.select_related("category").defer("body").newest_first()

    def for_page(self) -> Self:
        from news.models.voices import with_threads  # Its models name this one.

        files = search.with_readings(ArticleAttachment.objects.all())
        posts = with_threads(self.select_related("category", "created_by", "topic", "rating_sum"))
        return posts.prefetch_related(Prefetch("attachments", files))

    def for_feed(self) -> Self:
        """What a feed tells of a post."""
        return self.select_related("category").prefetch_related("tags", "authors")

    def for_index(self) -> Self:
        return self.select_related("created_by", "topic").prefetch_related(
            "attachments", "tags", "authors", "photos"
        )

    def for_sitemap(self) -> Self:
        return self.select_related("category").only("title", "published_at", "updated_at", "category__slug")

    def pinned(self, at: datetime | None = None) -> Self:
        """What stands first in its lists at a moment (now by default); few, and of them the public ones."""
        at = at or timezone.now()
        has_begun = Q(pinned_from__isnull=True) | Q(pinned_from__lte=at)
        return self.published(at).filter(has_begun, pinned_until__gt=at)

    def pins_changing_between(self, start: datetime, end: datetime) -> Self:
        """What comes to stand first, or no longer does, by the clock between two moments."""
        # What begins then ends later: said, as the index of pins is one of their ends.
        begins = Q(pinned_from__gt=start, pinned_from__lte=end, pinned_until__gt=start)
        return self.filter(begins | Q(pinned_until__gt=start, pinned_until__lte=end), status=Status.PUBLISHED)

    def in_categories(self, categories: list[Category]) -> Self:
        return self.filter(category__in=categories)


class Article(Versioned):
    cache_tags = ("news",)
    publisher_fields = ("commenting", "is_rating_closed", "pinned_from", "pinned_until")
    placing_fields = (*Versioned.placing_fields, "pinned_from", "pinned_until")

    class Form(models.TextChoices):
        ARTICLE = "article", "Bài viết"
        PHOTOS = "photos", "Phóng sự ảnh"
        VIDEO = "video", "Video"
        LINK = "link", "Liên kết"

    form = models.CharField(
        "thể loại",
        max_length=10,
        choices=Form,
        default=Form.ARTICLE,
        help_text="Phóng sự ảnh: thêm ảnh ở phần «Ảnh của phóng sự». Liên kết: bài nằm ở một trang khác.",
    )

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
    body = RichTextField("nội dung", blank=True)
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
        help_text="Tên hiện cuối bài, của người không có trang riêng, ví dụ: Nguyễn Thị Hà, Phòng GDMN.",
    )
    posted_by = models.CharField(
        "người đăng",
        max_length=150,
        blank=True,
        help_text="Để trống: tên của tài khoản tạo bài.",
    )
    authors = models.ManyToManyField(
        Author, through=ArticleAuthor, verbose_name="tác giả", related_name="articles", blank=True
    )
    topic = models.ForeignKey(
        Topic,
        models.SET_NULL,
        verbose_name="dòng sự kiện",
        related_name="articles",
        null=True,
        blank=True,
        help_text="Các bài cùng một sự kiện kéo dài, ví dụ: Tuyển sinh lớp 10 năm 2026.",
    )
    tags = models.ManyToManyField(
        Tag, through=ArticleTag, verbose_name="thẻ", related_name="articles", blank=True
    )
    video_url = models.URLField(
        "địa chỉ video",
        max_length=500,
        blank=True,
        help_text="Của YouTube thì xem được ngay trên trang; của trang khác thì thành liên kết.",
    )
    link_url = models.URLField(
        "địa chỉ liên kết", max_length=500, blank=True, help_text="Trang có bài, bắt đầu bằng https://."
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
    pinned_from = models.DateTimeField(
        "ghim từ lúc", null=True, blank=True, help_text="Để trống: ghim ngay khi bài đã đăng."
    )
    pinned_until = models.DateTimeField(
        "ghim đến lúc",
        null=True,
        blank=True,
        help_text="Đứng đầu chuyên mục, trang Tin tức và khối «Tin nổi bật» đến giờ này rồi tự thôi.",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = "bài viết"
        verbose_name_plural = "bài viết"
        permissions = [
            ("publish_article", "Được xuất bản, trả lại, gỡ bài viết"),
            ("report_article", "Được xem báo cáo bài viết"),
        ]
        constraints = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(pinned_from__isnull=True)
                | Q(pinned_until__isnull=False) & Q(pinned_until__gt=F("pinned_from")),
                name="news_article_pinned_for_a_period",
                violation_error_message="Ghim phải có giờ kết thúc, và giờ đó phải sau giờ bắt đầu.",
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            # The list of staff begins with what was saved last.
            models.Index(fields=["-updated_at", "-id"], name="news_article_edited"),
            # Who gives up a stored file asks whether a row still names it.
            models.Index(fields=["cover"], name="news_article_cover"),
            # What lists read: an index each, with all that they ask, so that the table itself is left alone.
            models.Index(
                fields=["-published_at", "-id"],
                include=["unpublish_at", "category"],
                condition=LISTED,
                name="news_article_listed",
            ),
            models.Index(
                fields=["category", "-published_at", "-id"],
                include=["unpublish_at"],
                condition=LISTED,
                name="news_article_category_listed",
            ),
            models.Index(
                fields=["topic", "-published_at", "-id"],
                include=["unpublish_at"],
                condition=LISTED & Q(topic__isnull=False),
                name="news_article_topic_listed",
            ),
            models.Index(
                fields=["pinned_until"], condition=Q(pinned_until__isnull=False), name="news_article_pinned"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def version_parts(cls) -> tuple[Part, ...]:
        names = ("articletags", "thẻ", ("tag_id",), ("tag_id",), itemgetter("said"), "tag__name", True)
        authors = ("author_id", "order"), ("author_id",), itemgetter("said"), "author__name"
        photos = ("id", "picture", "width", "height", "alt", "caption", "order")
        return (
            OwnRows(*names),
            OwnRows("articleauthors", "tác giả có trang riêng", *authors),
            OwnRows("photos", "ảnh của phóng sự", photos, ("id",), ArticlePhoto.in_words),
            OwnRows(
                "attachments", "tệp đính kèm", ArticleAttachment.KEPT, ("id",), ArticleAttachment.in_words
            ),
            *super().version_parts(),
        )

    def after_save(self) -> None:
        super().after_save()
        for through in (ArticleTag, ArticleAuthor):
            through.objects.filter(article=self).refresh()

    def get_absolute_url(self) -> str:
        return address("news:article-detail", self.category.slug, f"{self.slug}-{self.pk}")

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

    @property
    def reading_minutes(self) -> int:
        """How long the text takes to read; for one page, not for lists."""
        return round(len(to_text(self.body).split()) / SYLLABLES_A_MINUTE)

    @property
    def video_card(self) -> Card | None:
        """The video of a post that has one on a site whose player may come into the page."""
        card = card_of(self.video_url) if self.form == self.Form.VIDEO and self.video_url else None
        return card if card and card.name == "Video" else None

    @property
    def form_in_words(self) -> str:
        """What a list says of a post that is no plain one: its form, and of a link where it leads."""
        if self.form == self.Form.LINK:
            return f"Tới {host_of(self.link_url)}"
        return "" if self.form == self.Form.ARTICLE else self.get_form_display()

    @property
    def leads_to(self) -> str:
        """The host that a link, or a video elsewhere, leads to."""
        return host_of(self.link_url if self.form == self.Form.LINK else self.video_url)

    @classmethod
    def listing(cls) -> Listing:
        """Return the list of all posts."""
        posts = cls.objects.published()
        return Listing("all", posts.newest_first(), pinned=posts.pinned().newest_first())

    @classmethod
    def listing_of(cls, categories: list[Category]) -> Listing:
        """Return the list of the posts of a category, which comes first, and of those below it."""
        posts = cls.objects.published().in_categories(categories)
        pinned = posts.pinned().newest_first()
        return Listing(f"category:{categories[0].pk}", posts.newest_first(), pinned=pinned)

    def search_text(self) -> SearchText:
        authors = [str(author) for author in self.authors.all()]
        people = [*authors, self.author_text, self.poster, self.source_name]
        names = [self.topic.name if self.topic else "", *(tag.name for tag in self.tags.all())]
        photos = [f"{photo.alt} {photo.caption}" for photo in self.photos.all()]
        files = list(self.attachments.all())
        return SearchText(
            title=self.title,
            head=self.lead,
            body="\n".join(
                filter(
                    None,
                    [
                        to_text(self.body),
                        *photos,
                        *people,
                        *names,
                        *(file.display_title for file in files),
                    ],
                )
            ),
            files=tuple(file.sha256 for file in files),
            file_titles=tuple(file.display_title for file in files),
        )

    def doubts(self, person: Any = None) -> list[Doubt]:
        from news.checks import doubts  # Its module imports this one.

        return [*doubts(self, person), *super().doubts(person)]

    @property
    def is_pinned(self) -> bool:
        now = timezone.now()
        return (
            self.pinned_until is not None
            and self.pinned_until > now
            and (self.pinned_from is None or self.pinned_from <= now)
        )

    def check_complete(self) -> None:
        super().check_complete()
        if lack := self._lack_of_form():
            raise ValidationError(lack)

    def check_publishable(self) -> None:
        obstacles = []
        try:
            super().check_publishable()
        except ValidationError as error:
            obstacles += error.messages
        if self.cover and not self.cover_alt:
            obstacles.append("Hãy viết mô tả cho ảnh đại diện trước khi xuất bản.")
        if obstacles:
            raise ValidationError(obstacles)

    def _lack_of_form(self) -> str:
        """Say what a post lacks of what its form is made of; nothing where it has it."""
        match self.form:
            case self.Form.PHOTOS if not self.photos.exists():
                return "Phóng sự ảnh chưa có ảnh nào. Hãy thêm ảnh ở phần «Ảnh của phóng sự»."
            case self.Form.VIDEO if not self.video_url:
                return "Bài video chưa có địa chỉ video."
            case self.Form.LINK if not self.link_url:
                return "Bài liên kết chưa có địa chỉ liên kết."
            case self.Form.ARTICLE if not to_text(self.body).strip() and "<img" not in self.body:
                return "Bài viết chưa có nội dung."
        return ""
