"""Posts in the admin."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.admin.attachments import AttachmentInline
from core.admin.base import CalmChoicesMixin
from core.admin.forms import PublishableForm
from core.admin.publishing_list import LAST_CHANGED_FIRST
from core.admin.rows import OwnedRows
from core.admin.states import StateFilter
from core.admin.trees import TreeChoiceField, in_tree_order
from core.admin.versions import VersionedAdmin
from core.admin.widgets import PictureInput
from core.checks import Doubt, is_shouted
from core.files.fields import PictureField
from core.models import Counter
from news.admin.categories import CategoryFilter
from news.admin.newsroom import NewsroomMixin
from news.admin.tags import TagsField, refusal_of_new, set_tags, spelt_as_known
from news.checks import COVER_WIDTH, narrow_cover
from news.models import Article, ArticleAttachment, ArticleAuthor, ArticlePhoto, Category

VOICES_AND_COUNT = ("carried_over", "commenting", "is_rating_closed")


class ArticleForm(PublishableForm):
    OF_PUBLISHERS = ("carried_over", *Article.publisher_fields)

    carried_over = forms.IntegerField(
        label="Lượt xem mang sang từ trang cũ",
        required=False,
        min_value=0,
        help_text="Cộng vào số lượt xem hiện trên trang. Chỉ dùng cho bài chuyển từ cổng cũ sang.",
    )

    tag_names = TagsField(
        label="Thẻ",
        required=False,
        help_text="Gõ từng thẻ rồi dấu phẩy; thẻ đã có hiện ra để chọn. Mỗi thẻ có một trang liệt kê bài.",
    )
    may_add_tags: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.may_add_tags and "tag_names" in self.fields:
            self.fields["tag_names"].widget.attrs["data-tags-refused"] = reverse("admin:news_tag_refused")
        if "cover" in self.fields:
            told = {"data-least-width": COVER_WIDTH, "data-narrow": f"Ảnh này {narrow_cover('{}')}"}
            self.fields["cover"].widget.attrs |= told
        if not self.instance.pk:
            return
        if "carried_over" in self.fields:
            self.initial["carried_over"] = Counter.objects.of(self.instance).carried_over
        tags = self.instance.tags.order_by("places__pk")
        self.initial["tag_names"] = list(tags.values_list("name", flat=True))

    def clean_tag_names(self) -> list[str]:
        names = spelt_as_known(self.cleaned_data["tag_names"])
        if not self.may_add_tags and (words := refusal_of_new(names)):
            raise ValidationError(words)
        return names

    def doubts(self) -> list[Doubt]:
        refused = self.errors.get("tag_names", [])
        return [*super().doubts(), *(Doubt("Thẻ", words, field="tag_names") for words in refused)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            cleaned.get("form") == Article.Form.ARTICLE
            and not cleaned.get("body")
            and "body" not in self.errors
        ):
            self.add_error("body", "Bài viết cần có nội dung.")
        return cleaned


class ArticleAttachmentInline(AttachmentInline):
    model = ArticleAttachment


class ArticleAuthorInline(CalmChoicesMixin, OwnedRows):
    model = ArticleAuthor
    classes = ("author-rows",)
    fields = ("author", "order")
    autocomplete_fields = ("author",)
    verbose_name = "tác giả"
    verbose_name_plural = "tác giả có trang riêng"

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        return 1 if obj is None and hasattr(request.user, "author") else 0


class ArticlePhotoInline(OwnedRows):
    model = ArticlePhoto
    template = "admin/edit_inline/pictures.html"
    classes = ("photo-rows",)
    fields = ("picture", "alt", "caption", "order")
    formfield_overrides = {PictureField: {"widget": PictureInput}}
    extra = 0
    verbose_name_plural = "ảnh của phóng sự"


@admin.register(Article)
class ArticleAdmin(NewsroomMixin, VersionedAdmin):
    compose_label = "Viết bài mới"

    form = ArticleForm
    long_lines = ("title",)
    list_display = ("title", "state", "category", "writer", "published_at")
    list_filter = (StateFilter, CategoryFilter)
    list_select_related = ("category", "created_by")
    date_hierarchy = "published_at"
    ordering = ("-updated_at",)
    order_told = LAST_CHANGED_FIRST
    search_fields = ("title__unaccent__icontains", "author_text__unaccent__icontains")
    search_help_text = "Tiêu đề hoặc tác giả, có dấu hay không dấu"
    autocomplete_fields = ("topic",)
    inlines = (ArticlePhotoInline, ArticleAttachmentInline, ArticleAuthorInline)
    fieldsets = (
        (None, {"fields": ("title", "form", "category", "lead", "body")}),
        (
            "Video, liên kết",
            {
                "fields": ("video_url", "link_url"),
                "description": "Chỉ điền khi thể loại là Video hoặc Liên kết.",
            },
        ),
        ("Ảnh đại diện", {"fields": ("cover", "cover_alt", "cover_caption")}),
        ("Sự kiện, thẻ, liên quan", {"fields": ("topic", "tag_names", "linked"), "classes": ("collapse",)}),
        ("Lịch đăng", {"fields": ("published_at", "unpublish_at"), "classes": ("collapse",)}),
        (
            "Tác giả, nguồn tin",
            {"fields": ("author_text", "posted_by", "source_name", "source_url"), "classes": ("collapse",)},
        ),
    )
    voices_fieldset = (
        "Ý kiến, đánh giá của bạn đọc",
        {"fields": ("commenting", "is_rating_closed"), "classes": ("collapse",)},
    )
    carried_over_fieldset = ("Lượt xem", {"fields": ("carried_over",), "classes": ("collapse",)})

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        fieldsets = [*super().get_fieldsets(request, obj)]
        if not self.has_publish_permission(request, obj):
            return fieldsets
        return [*fieldsets, self.voices_fieldset, self.carried_over_fieldset]

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.may_add_tags = request.user.has_perm("news.add_tag")
        if not self.has_publish_permission(request, obj):
            for name in VOICES_AND_COUNT:
                form.base_fields.pop(name, None)  # Not shown is not enough: it must not be taken either.
        return form

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "category":
            # A list of some tens that fits one look, and that a phone and a screen reader know by themselves.
            kwargs |= {
                "form_class": TreeChoiceField,
                "queryset": in_tree_order(Category.objects.all()),
                "empty_label": "Chọn chuyên mục",
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Article, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        # What comes back is compared with nothing, or a name that was left as it stood would not be saved.
        is_new = isinstance(inline, ArticleAuthorInline) and request.method == "GET" and not obj.pk
        if is_new and (author := getattr(request.user, "author", None)):
            kwargs["initial"] = [{"author": author.pk}]
        return kwargs

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if "tag_names" in form.changed_data:
            set_tags(form.instance, form.cleaned_data["tag_names"])
        if any(formset.model is ArticleAuthor and formset.has_changed() for formset in formsets):
            # The post was indexed before the names over it were saved.
            form.instance.refresh_entry()
        if "carried_over" in form.changed_data:
            Counter.objects.set_carried_over(form.instance, form.cleaned_data["carried_over"] or 0)

    def respond_to_save(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if is_shouted(obj.title) and request.POST.get("_verb") != "publish":
            self.message_user(
                request,
                "Tiêu đề đang viết toàn chữ hoa, khó đọc trên điện thoại và khi tìm kiếm. "
                "Nên viết như một câu bình thường.",
                messages.WARNING,
            )
        return super().respond_to_save(request, obj)
