"""What editors do with posts besides writing: pin, copy, move many, see that a title is there already."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from core import scopes
from core.admin.publishing import PublishableAdmin
from core.admin.trees import TreeChoiceField, in_tree_order
from core.files.storage import discard_on_error
from core.text import format_date
from news.checks import same_titled
from news.copying import copy_article
from news.models import Article, Category

PINS = ("pinned_from", "pinned_until")
MAX_TITLE = Article._meta.get_field("title").max_length


class MoveForm(forms.Form):
    category = TreeChoiceField(
        label="Chuyển sang chuyên mục",
        queryset=Category.objects.none(),
        empty_label="Chọn chuyên mục",
        error_messages={"required": "Hãy chọn chuyên mục."},
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = scopes.within(person, Article) if person.has_perm(Article.permission("publish")) else None
        categories = Category.objects.all() if places is None else Category.objects.filter(pk__in=places)
        self.fields["category"].queryset = in_tree_order(categories)


class NewsroomMixin:
    """Part of the admin of posts."""

    pin_fieldset = ("Ghim lên đầu", {"fields": PINS, "classes": ("collapse",)})

    actions = (*PublishableAdmin.actions, "move_selected")

    # The list

    @admin.action(description="Chuyển sang chuyên mục…", permissions=["change"])
    def move_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask which category posts are to go to, and move those that the person may edit."""
        form = MoveForm(request.POST if "_moved" in request.POST else None, person=request.user)
        if form.is_valid():
            self._move(request, queryset, form.cleaned_data["category"])
            return None
        if self.are_too_many(request, queryset):
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Chuyển bài sang chuyên mục khác",
            "opts": self.opts,
            "form": form,
            "objects": queryset,
            "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/news/article/move.html", context)

    def _move(self, request: HttpRequest, queryset: QuerySet, category: Category) -> None:
        moved, refused = 0, []
        for article in queryset.order_by("pk"):  # All in one order: two who move the same wait, and no more.
            with transaction.atomic():
                article.refresh_from_db(from_queryset=Article._base_manager.select_for_update())
                if not self.has_change_permission(request, article):
                    refused.append((str(article),))
                elif article.category_id != category.pk:
                    article.category, article.updated_by = category, request.user
                    article.leave_to_publishers(request.user)
                    with article.recorded(by=request.user):
                        changed = ["category", "updated_by", *article.publisher_fields]
                        article.save(**article.only_fields(changed))
                    self.log_change(request, article, f"Đã chuyển sang chuyên mục «{category}».")
                    moved += 1
        self.message_user(request, f"Đã chuyển {moved} bài sang «{category}».", messages.SUCCESS)
        if refused:
            items = format_html_join("", "<li>«{}»</li>", refused[:10])
            told = "Không chuyển được {} bài mà bạn không được sửa: <ul>{}</ul>"
            self.message_user(request, format_html(told, len(refused), items), messages.WARNING)

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        fieldsets = [*super().get_fieldsets(request, obj)]
        return [*fieldsets, self.pin_fieldset] if self.has_publish_permission(request, obj) else fieldsets

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if not self.has_publish_permission(request, obj):
            for name in PINS:  # Not shown is not enough: they must not be taken either.
                form.base_fields.pop(name, None)
        if "title" in form.base_fields:
            attrs = form.base_fields["title"].widget.attrs
            attrs |= {"data-same-titled": self._address("same_titled"), "data-own": obj.pk if obj else ""}
        return form

    def other_deeds(self, request: HttpRequest, obj: Article) -> list[tuple[str, str]]:
        if not self.has_add_permission(request):
            return []
        return [("Sao chép thành bài mới", self._address("copy", obj.pk))]

    def respond_to_save(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if request.POST.get("_verb") != "publish" and "_preview" not in request.POST:
            self._warn_of_same_title(request, obj)
        return super().respond_to_save(request, obj)

    def _warn_of_same_title(self, request: HttpRequest, article: Article) -> None:
        if found := self._seen_by(request, same_titled(article.title, article.pk)):
            links = format_html_join(", ", "{}", ((self._named(request, other),) for other in found))
            self.message_user(
                request, format_html("Đã có bài cùng tiêu đề trong một năm qua: {}.", links), messages.WARNING
            )

    def _named(self, request: HttpRequest, article: Article) -> SafeString:
        return format_html(
            '<a href="{}" target="_blank">«{}»</a> ({}, {})',
            self._address("change", article.pk),
            article.title,
            article.state_label.lower(),
            format_date(article.created_at),
        )

    def _seen_by(self, request: HttpRequest, articles: list[Article]) -> list[Article]:
        """Return those of some posts that a person may know of: who writes sees no drafts of others."""
        pks = [article.pk for article in articles]
        seen = set(self.get_queryset(request).filter(pk__in=pks).values_list("pk", flat=True))
        return [article for article in articles if article.pk in seen or article.is_public()]

    # Addresses of its own

    def get_urls(self) -> list[URLPattern]:
        def named(route: str, view: Any, name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"news_article_{name}")

        return [
            named("trung-tieu-de/", require_safe(self.same_titled_view), "same_titled"),
            named("<int:pk>/sao-chep/", require_POST(self.copy_view), "copy"),
            *super().get_urls(),
        ]

    def same_titled_view(self, request: HttpRequest) -> JsonResponse:
        """Tell, while somebody types, which posts of the last year have the title in the form."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        own = request.GET.get("bai", "")
        but = int(own) if own.isascii() and own.isdigit() and len(own) < 19 else None
        found = self._seen_by(request, same_titled(request.GET.get("tieu-de", "")[:MAX_TITLE], but))
        twins = [
            {
                "text": f"{article.title} ({article.state_label.lower()}, {format_date(article.created_at)})",
                "url": self._address("change", article.pk),
            }
            for article in found
        ]
        return JsonResponse({"twins": twins}, headers={"Cache-Control": "no-store"})

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a draft of the person's own from a post as it is stored, and open it."""
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        if not (self.has_add_permission(request) and self.has_view_or_change_permission(request, article)):
            raise PermissionDenied
        try:
            with discard_on_error():
                made = copy_article(article, by=request.user)
                self.log_addition(request, made, f"Sao chép từ bài {article.pk}.")
        except ValidationError as error:
            self.message_user(request, f"Chưa sao chép được: {' '.join(error.messages)}", messages.ERROR)
            return self._to_form(request, article)
        except FileNotFoundError:
            told = "Chưa sao chép được: có ảnh hoặc tệp của bài không còn trên máy chủ."
            self.message_user(request, told, messages.ERROR)
            return self._to_form(request, article)
        told = "Đã sao chép thành bản nháp của bạn. Hãy sửa tiêu đề và nội dung cho bài mới."
        self.message_user(request, told, messages.SUCCESS)
        return self._to_form(request, made)
