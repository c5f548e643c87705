"""The pages of what readers say of a post, under the post's own address.

The list of comments is kept for everyone. Pages with a form never are; each is there twice: whole, and as the
form alone (``khung/``), which a post fetches into its place.
"""

import functools
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core import ballots, blocks, cache, public
from core.challenge import sender_of
from core.crumbs import Crumb
from core.sending import WORDS, Rejected, View, form_view, limits_of
from core.submissions import FORM_KEY, new_form_key
from news.models import Article
from news.models.voices import THREADS, VoiceSettings, comments_tag, takes_comments, takes_ratings
from news.voices import commenting, reporting
from news.voices import rating as rating_post
from news.voices.commenting import ANSWERED, CommentForm
from news.voices.holding import find
from news.voices.rating import SCORE
from news.voices.reporting import ReportForm
from news.voices.state import average_of, score_of, threads_of

SENT = "da-gui"


def about_post(view: View) -> View:
    """Give a view the public post in its address; answer 404, 410 or 301 where there is none or it moved."""

    @functools.wraps(view)
    def wrapper(request: HttpRequest, category: str, pk: int, **kwargs: Any) -> HttpResponse:
        article = find(pk)
        if article is None:
            return _gone(request, pk)
        address = article.get_absolute_url()
        if request.method != "POST" and not request.path.startswith(
            address
        ):  # A POST loses nothing on the way.
            rest = "/".join(request.path.split("/")[4:])
            query = request.GET.urlencode()
            return public.moved(f"{address}{rest}?{query}" if query else f"{address}{rest}")
        return view(request, article, **kwargs)

    return wrapper


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for a post that is not public; what somebody has typed meanwhile comes back with it."""
    typed = request.POST.get(WORDS, "")
    if not typed:
        return public.gone_or_404(request, Article, pk)
    status = 410 if Article.objects.gone().filter(pk=pk).exists() else 404
    context = {"typed": typed, "breadcrumbs": [Crumb("Chưa gửi được")]}
    return render(request, "news/post_gone.html", context, status=status)


class CommentListView(public.PublicListView):
    """All comments on a post, the newest conversation first: who comes back looks for what is new."""

    template_name = "news/comment_list.html"
    paginate_by = THREADS

    @classmethod
    def as_page(cls) -> View:
        view = cls.as_view()
        return about_post(lambda request, article: view(request, article=article))

    def get_queryset(self) -> Any:
        self.article: Article = self.kwargs["article"]
        return self.article.comments.all().threads()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {
            "article": self.article,
            "threads": threads_of(context["page_obj"]),
            "takes_comments": takes_comments(self.article),
            "breadcrumbs": _trail(self.article, "Ý kiến bạn đọc", "y-kien/"),
        }
        return context


comment_list = require_safe(
    cache.page("news", VoiceSettings.TAG, comments_tag("{pk}"), blocks.tags, params=["trang"])(
        CommentListView.as_page()
    )
)


def _rating(request: HttpRequest, article: Article, template: str) -> HttpResponse:
    rejected, is_sent = None, False
    if request.method == "POST":
        try:
            rating_post.rate(request, article)
        except Rejected as error:
            rejected = error
        else:
            if template == "news/rating.html":
                return redirect(f"{article.get_absolute_url()}danh-gia/?{SENT}")
            article, is_sent = find(article.pk) or article, True
    own = score_of(request, article.pk)
    sent = request.POST if rejected else request.GET
    given = sent.get(SCORE, "")
    context = {
        "article": article,
        "address": article.get_absolute_url(),
        "rating": average_of(article),
        "own": own,
        "chosen": given or (str(own) if own else ""),
        "is_sent": own and (is_sent or SENT in request.GET),
        "is_open": takes_ratings(article),
        "notice": "Đánh giá chưa được gửi. Hãy bấm «Gửi đánh giá»." if given and not rejected else "",
        "breadcrumbs": _trail(article, "Đánh giá bài viết", "danh-gia/"),
        **limits_of(request, rating_post.GATE, sender_of(request), str(article.pk), rejected),
    }
    response = render(request, template, context, status=_status(rejected))
    if context["is_open"]:
        ballots.give(request, response)
    return response


def _comment(request: HttpRequest, article: Article, template: str) -> HttpResponse:
    is_page = template == "news/comment.html"
    if request.method == "POST":
        form = CommentForm(request.POST)
        try:
            commenting.send(request, article, form)
        except Rejected as error:
            return _comment_form(request, article, form, template, error)
        if is_page:
            return redirect(f"{article.get_absolute_url()}y-kien/viet/?{SENT}")
    if request.method == "POST" or SENT in request.GET:
        context = {
            "article": article,
            "is_sent": True,
            "breadcrumbs": _trail(article, "Gửi ý kiến", "y-kien/viet/"),
        }
        return render(request, template, context)
    initial = {FORM_KEY: new_form_key(), ANSWERED: request.GET.get(ANSWERED, "")[:20]}
    return _comment_form(request, article, CommentForm(initial=initial), template)


def _comment_form(
    request: HttpRequest,
    article: Article,
    form: CommentForm,
    template: str,
    rejected: Rejected | None = None,
) -> HttpResponse:
    parent = commenting.answerable(article, form[ANSWERED].value() or "")
    if parent is None and form.is_bound:
        # What it answered is gone: sent again it is a comment of its own, as it says.
        form.data = form.data.copy()
        form.data[ANSWERED] = ""
    context = {
        "article": article,
        "form": form,
        "parent": parent,
        "is_open": takes_comments(article),
        "typed": request.POST.get(WORDS, "") if rejected else "",
        "breadcrumbs": _trail(article, "Gửi ý kiến", "y-kien/viet/"),
        # Whoever has a machine that works lets it work: the limits are for those who have none.
        **limits_of(request, commenting.GATE, sender_of(request), commenting.ABOUT, rejected, is_needed=True),
    }
    return render(request, template, context, status=_status(rejected))


def _report(request: HttpRequest, article: Article, comment: int, template: str) -> HttpResponse:
    reported = article.comments.visible().filter(pk=comment).first()
    if reported is None:
        raise Http404
    form, rejected, is_sent = ReportForm(reported), None, SENT in request.GET
    if request.method == "POST":
        form = ReportForm(reported, request.POST)
        try:
            reporting.send(request, reported, form)
        except Rejected as error:
            rejected = error
        else:
            if template == "news/report.html":
                return redirect(f"{request.path}?{SENT}")
            is_sent = True
    context = {
        "article": article,
        "comment": reported,
        "form": form,
        "is_sent": is_sent,
        "breadcrumbs": _trail(article, "Báo vi phạm", f"y-kien/{comment}/bao-vi-pham/"),
        **limits_of(request, reporting.GATE, sender_of(request), commenting.ABOUT, rejected),
    }
    response = render(request, template, context, status=_status(rejected))
    ballots.give(request, response)
    return response


def _status(rejected: Rejected | None) -> int:
    return rejected.status if rejected else 200


def _trail(article: Article, label: str, rest: str) -> list[Crumb]:
    return [*article.trail, Crumb(label, f"{article.get_absolute_url()}{rest}")]


def _of(view: View, template: str, **fields: Any) -> View:
    return form_view(**fields)(about_post(functools.partial(view, template=template)))


COMMENT_FIELDS = tuple(CommentForm.base_fields)

rating = _of(_rating, "news/rating.html", kept_fields=[SCORE])
rating_form = _of(_rating, "news/_rating_answer.html")
comment = _of(_comment, "news/comment.html", typed_fields=COMMENT_FIELDS)
comment_form = _of(_comment, "news/_comment_place.html", typed_fields=COMMENT_FIELDS)
report = _of(_report, "news/report.html", kept_fields=["ly_do"])
report_form = _of(_report, "news/_report_place.html")
