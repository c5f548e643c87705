"""Posts in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import ForeignKey
from django.http import HttpRequest, HttpResponse

from core.admin.attachments import AttachmentInline
from core.admin.forms import PublishableForm
from core.admin.publishing import PublishableAdmin
from core.admin.states import StateFilter
from core.admin.trees import TreeChoiceField, in_tree_order
from core.models import Counter
from news.admin.categories import CategoryFilter
from news.models import Article, ArticleAttachment, Category

# A title of some words that is nearly all capitals; the short name of an agency may well be.
SHOUTED_LETTERS = 12
SHOUTED_SHARE = 0.7


def is_shouted(title: str) -> bool:
    """Tell whether a title is written in capitals."""
    letters = [letter for letter in title if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= SHOUTED_LETTERS and capitals >= SHOUTED_SHARE * len(letters)


class ArticleForm(PublishableForm):
    carried_over = forms.IntegerField(
        label="Lượt xem mang sang từ trang cũ",
        required=False,
        min_value=0,
        help_text="Cộng vào số lượt xem hiện trên trang. Chỉ dùng cho bài chuyển từ cổng cũ sang.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "carried_over" in self.fields:
            self.initial["carried_over"] = Counter.objects.of(self.instance).carried_over


class ArticleAttachmentInline(AttachmentInline):
    model = ArticleAttachment


@admin.register(Article)
class ArticleAdmin(PublishableAdmin):
    compose_label = "Viết bài mới"

    form = ArticleForm
    long_lines = ("title",)
    list_display = ("title", "state", "category", "writer", "published_at")
    list_filter = (StateFilter, CategoryFilter)
    list_select_related = ("category", "created_by")
    date_hierarchy = "published_at"
    ordering = ("-updated_at",)
    search_fields = ("title__unaccent__icontains", "author_text__unaccent__icontains")
    search_help_text = "Tiêu đề hoặc tác giả, có dấu hay không dấu"
    inlines = (ArticleAttachmentInline,)
    fieldsets = (
        (None, {"fields": ("title", "category", "lead", "body")}),
        ("Ảnh đại diện", {"fields": ("cover", "cover_alt", "cover_caption")}),
        ("Liên quan", {"fields": ("linked",), "classes": ("collapse",)}),
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
        fieldsets = [*super().get_fieldsets(request, obj), self.voices_fieldset]
        return [*fieldsets, self.carried_over_fieldset] if self.has_publish_permission(request) else fieldsets

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if not self.has_publish_permission(request):
            del form.base_fields["carried_over"]  # Not shown is not enough: it must not be taken either.
        return form

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        # A list of some tens that fits one look, and that a phone and a screen reader know by themselves.
        kwargs |= {
            "form_class": TreeChoiceField,
            "queryset": in_tree_order(Category.objects.all()),
            "empty_label": "Chọn chuyên mục",
        }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if "carried_over" in form.changed_data:
            Counter.objects.set_carried_over(form.instance, form.cleaned_data["carried_over"] or 0)

    def respond_to_save(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if is_shouted(obj.title):
            self.message_user(
                request,
                "Tiêu đề đang viết toàn chữ hoa, khó đọc trên điện thoại và khi tìm kiếm. "
                "Nên viết như một câu bình thường.",
                messages.WARNING,
            )
        return super().respond_to_save(request, obj)
