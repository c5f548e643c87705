"""Topics, tags and authors in the admin."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import PROTECT, Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core import scopes
from core.admin.base import PortalModelAdmin
from core.admin.widgets import PictureInput
from core.files.fields import PictureField
from core.text import format_number
from news.admin.tags import tag_choices, tags_refused
from news.models import Article, ArticleAuthor, ArticleTag, Author, NewsName, Tag, Topic

# As many as can be looked over before they become one.
MAX_MERGED = 50


class NewsNameAdmin(PortalModelAdmin):
    """Names under which posts are listed: how many there are, and two that mean the same made one."""

    list_display = ("name", "posts", "slug")
    list_per_page = 100
    search_fields = ("name__unaccent__icontains",)
    search_help_text = "Tên, có dấu hay không dấu"
    actions = ("merge_selected",)
    # The rows of posts under each, and the field of those that names it.
    counted: tuple[type, str]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        model, field = self.counted
        rows = self._known_to(request, model._base_manager).filter(**{field: OuterRef("pk")})
        rows = rows.order_by().values(field)
        count = Subquery(rows.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
        # Counted for the rows that are shown; a join would count for all, also while somebody types.
        return super().get_queryset(request).annotate(count=Coalesce(count, 0))

    def get_deleted_objects(self, objs: Iterable[NewsName], request: HttpRequest) -> tuple[Any, ...]:
        """Say how many posts a name is on instead of naming its place on each: a tag may be on thousands."""
        objs = list(objs)
        model, field = self.counted
        if model is Article:
            return super().get_deleted_objects(objs, request)
        places = model._base_manager.filter(**{f"{field}__in": objs}).count()
        told = [f"{self.opts.verbose_name.capitalize()}: {name}" for name in objs]
        counts = {str(self.opts.verbose_name_plural): len(objs)}
        missing = set() if self.has_delete_permission(request) else {str(self.opts.verbose_name)}
        if places and model._meta.get_field(field).remote_field.on_delete is PROTECT:
            kept = f"Đang đứng tên {format_number(places)} bài. Hãy gộp vào một mục khác thay vì xóa."
            return told, counts, missing, [kept]
        if places:
            counts["bài có thẻ này"] = places
        return told, counts, missing, []

    def _known_to(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        """Leave the posts, or their places, that the list of posts would show the person who asks."""
        user = request.user
        path = "" if rows.model is Article else "article__"
        known = Q(**{f"{path}created_by": user})
        if user.has_perm(Article.permission("publish")):
            if scopes.within(user, Article) is None:
                return rows
            known |= scopes.condition(user, Article, path)
        return rows.filter(Q(pk__in=rows.model.objects.published().values("pk")) | known)

    @admin.display(description="số bài", ordering="count")
    def posts(self, name: NewsName) -> SafeString | str:
        if not name.count:
            return "0"
        url = reverse("admin:news_article_changelist")
        query = f"{name.SEARCHED_BY}__id__exact={name.pk}"
        return format_html('<a href="{}?{}">{}</a>', url, query, format_number(name.count))

    @admin.action(description="Gộp thành một…", permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Ask which of the chosen stays, on a page of its own, and have the others go up in it."""
        names = list(queryset.order_by("-count", "pk")[: MAX_MERGED + 1])
        if not 2 <= len(names) <= MAX_MERGED:
            told = f"Hãy chọn từ hai tới {MAX_MERGED} mục để gộp."
            self.message_user(request, told, messages.WARNING)
            return None
        kept = next((name for name in names if str(name.pk) == request.POST.get("_kept")), None)
        if kept is None:
            return self._ask_which(request, names)
        if not all(self.has_change_permission(request, name) for name in names):
            raise PermissionDenied
        others = [name for name in names if name != kept]
        for name in others:
            self.log_change(request, kept, f"Đã gộp «{name}» vào mục này.")
        kept.take_in(*others)
        told = f"Đã gộp {len(others)} mục vào «{kept}». Địa chỉ cũ tự chuyển tới mục này."
        self.message_user(request, told, messages.SUCCESS)
        return None

    def _ask_which(self, request: HttpRequest, names: list[NewsName]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Gộp {self.opts.verbose_name}",
            "opts": self.opts,
            "names": names,
            "action": request.POST.get("action"),
            "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/merge_names.html", context)


@admin.register(Topic)
class TopicAdmin(NewsNameAdmin):
    counted = (Article, "topic")
    fields = ("name", "description", "slug")


@admin.register(Tag)
class TagAdmin(NewsNameAdmin):
    counted = (ArticleTag, "tag")
    fields = ("name", "slug")

    def get_urls(self) -> list[URLPattern]:
        return [
            path("choices/", self._asked(tag_choices), name="news_tag_choices"),
            path("chua-co/", self._asked(tags_refused), name="news_tag_refused"),
            *super().get_urls(),
        ]

    def _asked(self, view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
        """Return what a form asks while somebody types, for those who may see tags."""

        def guarded(request: HttpRequest) -> HttpResponse:
            if not self.has_view_permission(request):
                raise PermissionDenied
            return view(request)

        return self.admin_site.admin_view(require_safe(guarded))


@admin.register(Author)
class AuthorAdmin(NewsNameAdmin):
    counted = (ArticleAuthor, "author")
    list_display = ("name", "post", "posts", "account")
    list_select_related = ("account",)
    search_fields = ("name__unaccent__icontains", "post__unaccent__icontains")
    search_help_text = "Họ tên hoặc chức vụ, có dấu hay không dấu"
    formfield_overrides = {PictureField: {"widget": PictureInput}}
    fieldsets = (
        (None, {"fields": ("name", "post", "biography", "portrait", "account")}),
        ("Địa chỉ trên cổng", {"fields": ("slug",), "classes": ("collapse",)}),
    )

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return ("account",) if request.user.has_perm("auth.view_user") else ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Leave out the account for those who may not see who has one."""
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.has_perm("auth.view_user"):
            return fieldsets
        return [
            (title, {**options, "fields": [field for field in options["fields"] if field != "account"]})
            for title, options in fieldsets
        ]

    def get_list_display(self, request: HttpRequest) -> list[str]:
        shown = super().get_list_display(request)
        return [name for name in shown if name != "account" or request.user.has_perm("auth.view_user")]
