"""What readers say of posts, for those who moderate; and the site's rules for it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.views.decorators.http import require_POST
from solo.admin import SingletonModelAdmin

from core import scopes
from core.admin.submissions import VERBS, SubmissionAdmin
from core.models.submissions import MAX_NAME, MAX_TEXT
from core.submissions import FORM_KEY, LineField, OnceForm, TextField, new_form_key
from news.models import Article, Comment, VoiceSettings

# Characters of a post's title in the list.
MAX_TITLE = 60


class AnswerForm(OnceForm):
    """The department's answer."""

    tra_loi = TextField(
        label="Trả lời",
        max_length=MAX_TEXT,
        error_messages={
            "required": "Hãy viết câu trả lời.",
            "max_length": f"Câu trả lời dài quá {MAX_TEXT} ký tự.",
        },
    )
    nguoi_tra_loi = LineField(
        label="Người trả lời",
        required=False,
        max_length=MAX_NAME,
        error_messages={"max_length": f"Tên người trả lời dài quá {MAX_NAME} ký tự."},
    )


class ReportedPost(admin.SimpleListFilter):
    """Shows that the list is of one post; the post's link in the list is the way there."""

    title = "bài viết"
    parameter_name = "bai"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(self.value(), "Một bài")] if self.value() else []

    def has_output(self) -> bool:
        return bool(self.value())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        said = self.value()
        if not said:
            return queryset
        return queryset.filter(article=said) if said.isascii() and said.isdigit() else queryset.none()


@admin.register(Comment)
class CommentAdmin(SubmissionAdmin):
    list_display = ("beginning", "sender", "state", "post", "created_at")
    list_filter = (*SubmissionAdmin.list_filter, ReportedPost)
    list_select_related = ("article__category",)
    search_fields = (
        "text__unaccent__icontains",
        "name__unaccent__icontains",
        "article__title__unaccent__icontains",
    )
    search_help_text = "Nội dung, tên người gửi hoặc tiêu đề bài viết, có dấu hay không dấu"
    fields = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("article__category", "parent", "moderated_by")

    def of_person(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return scopes.limited(queryset, request.user, Article, "article__")

    @admin.display(description="bài viết", ordering="article")
    def post(self, comment: Comment) -> SafeString:
        only = f"{reverse('admin:news_comment_changelist')}?bai={comment.article_id}&trang_thai=tat-ca"
        return format_html(
            '<a href="{}">{}</a> <a class="submission-only" href="{}">chỉ bài này</a>',
            comment.article.get_absolute_url(),
            Truncator(comment.article.title).chars(MAX_TITLE),
            only,
        )

    def facts(self, request: HttpRequest, obj: Comment) -> dict[str, Any]:
        top = obj.parent or obj
        thread = Comment.objects.filter(parent=top).exclude(pk=obj.pk).order_by("created_at", "pk")
        others = [top, *thread[:100]] if obj.parent else list(thread[:100])
        may_answer = obj.status in (Comment.Status.WAITING, Comment.Status.APPROVED) and not obj.is_official
        return super().facts(request, obj) | {
            "about": obj.article,
            "about_url": obj.article.get_absolute_url(),
            "parent": obj.parent,
            "others": others,
            "answer_url": self._address("answer", obj.pk) if may_answer else "",
            "answer_label": "Duyệt và trả lời" if obj.status == Comment.Status.WAITING else "Trả lời",
            "typed": {FORM_KEY: new_form_key()} | request.session.pop(_kept(obj.pk), {}),
            "max_text": MAX_TEXT,
            "max_name": MAX_NAME,
        }

    def get_urls(self) -> list[URLPattern]:
        answer = path(
            "<int:pk>/tra-loi/",
            self.admin_site.admin_view(require_POST(self.answer_view)),
            name="news_comment_answer",
        )
        return [answer, *super().get_urls()]

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer a comment on behalf of the department; it is approved with the answer where it waits."""
        comment = self.get_object(request, str(pk))
        if comment is None:
            raise Http404
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        form = AnswerForm(request.POST)
        try:
            if not form.is_valid():
                raise ValidationError([error for errors in form.errors.values() for error in errors])
            text, name = form.cleaned_data["tra_loi"], form.cleaned_data["nguoi_tra_loi"]
            answer = comment.answer(by=request.user, text=text, name=name, sent_as=form.key())
        except ValidationError as error:
            self.keep_typed(request, comment)
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return self._to_form(comment)
        if answer is not None:
            self.log_change(request, comment, "Đã trả lời.")
            self.log_addition(request, answer, "Trả lời của cơ quan.")
        self.message_user(
            request,
            format_html(
                'Đã trả lời «{}». <a href="{}#{}">Xem trên trang</a>',
                comment,
                comment.article.get_absolute_url(),
                (answer or comment).anchor,
            ),
            messages.SUCCESS,
        )
        return self._to_next(request, comment)

    def hold(self, request: HttpRequest, obj: Comment, name: str) -> HttpResponse | None:
        """Send an answer along with approval; have all else say first that it would be lost."""
        if "_despite" in request.POST or not request.POST.get("tra_loi", "").strip():
            return None
        if name == "approve":
            return self.answer_view(request, obj.pk)
        held = {"label": VERBS[name].label, "url": self._address("verb", obj.pk, name)}
        self.keep_typed(request, obj, name, held=held)
        return self._to_form(obj)

    def keep_typed(self, request: HttpRequest, obj: Comment, name: str = "", **held: Any) -> None:
        """Have what was typed come back with the page that says why; ``name`` is the verb pressed."""
        boxes = {field: request.POST.get(field, "")[:5_000] for field in AnswerForm.base_fields}
        request.session[_kept(obj.pk)] = {**boxes, "note": self._note(request), "pressed": name, **held}


def _kept(pk: int) -> str:
    return f"answer:{pk}"


@admin.register(VoiceSettings)
class VoiceSettingsAdmin(SingletonModelAdmin):
    fieldsets = (
        ("Ý kiến bạn đọc", {"fields": ("takes_comments", "close_after_days", "keep_rejected_days")}),
        ("Đánh giá sao", {"fields": ("takes_ratings",)}),
    )

    def response_change(self, request: HttpRequest, obj: VoiceSettings) -> HttpResponse:
        self.message_user(request, "Đã lưu. Các trang bài viết đã cập nhật.", messages.SUCCESS)
        return redirect(request.path)
