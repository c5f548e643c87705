"""What readers say of posts: ratings, comments, and the site's rules for both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from solo.models import SingletonModel

from core import cache, scopes
from core.models import Submission, SubmissionQuerySet, SubmissionReport, TextModel, TransitionError
from news.models.articles import Article

SCORES = (1, 2, 3, 4, 5)
# A conversation that has grown so long goes on as a new comment; staff may answer all the same.
MAX_REPLIES = 50


# What a page says of a comment.
FACTS = {name: name for name in ("pk", "name", "text", "created_at", "is_official")}
# On the page of a post; the rest is a page further.
THREADS = 20


def comments_tag(article: int | str) -> str:
    """Return what the pages with the comments on a post are tagged with."""
    return f"news.comments:{article}"


class VoiceSettings(SingletonModel, TextModel):
    """Whether readers may rate and comment."""

    TAG = "voices"
    cache_tags = (TAG,)

    takes_comments = models.BooleanField(
        "nhận ý kiến bạn đọc",
        default=True,
        help_text=(
            "Ý kiến nào cũng chờ duyệt rồi mới hiện. Tắt: không bài nào nhận ý kiến mới; ý kiến đã "
            "duyệt vẫn hiện."
        ),
    )
    close_after_days = models.PositiveSmallIntegerField(
        "tự đóng sau (ngày)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(3_650)],
        help_text=(
            "Bài đăng quá số ngày này thì không nhận ý kiến mới nữa, trừ bài đặt «Luôn nhận ý kiến». "
            "Để trống: không tự đóng."
        ),
    )
    takes_ratings = models.BooleanField(
        "nhận đánh giá sao",
        default=True,
        help_text="Tắt: không bài nào nhận đánh giá mới; điểm đã có vẫn hiện.",
    )
    keep_rejected_days = models.PositiveSmallIntegerField(
        "giữ ý kiến không đăng (ngày)",
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3_650)],
        help_text=(
            "Ý kiến bị từ chối tự xóa, mỗi đêm, sau số ngày này kể từ lúc quyết định: giữ đủ để trả lời "
            "khiếu nại, không lâu hơn (Luật 91/2025/QH15). Rác tự xóa sau 30 ngày; ý kiến đang hiện "
            "không bị xóa."
        ),
    )
    # The newest comment, and the newest complaint, that moderators were told of by e-mail.
    told_up_to = models.BigIntegerField(default=0, editable=False)
    told_reports_up_to = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "cách nhận ý kiến, đánh giá"
        verbose_name_plural = "cách nhận ý kiến, đánh giá"

    def __str__(self) -> str:
        return "Cách nhận ý kiến, đánh giá"

    @classmethod
    def load(cls) -> VoiceSettings:
        """Return the settings, kept in the cache; defaults where staff have saved none yet."""
        return cache.remember("news:voices", cls.cache_tags, lambda: cls.objects.first() or cls())


def takes_ratings(article: Article) -> bool:
    """Tell whether readers may rate a post now."""
    return not article.is_rating_closed and VoiceSettings.load().takes_ratings


def takes_comments(article: Article) -> bool:
    """Tell whether readers may comment on a post now."""
    rules = VoiceSettings.load()
    if not rules.takes_comments or article.commenting == Article.Commenting.CLOSED:
        return False
    if article.commenting == Article.Commenting.OPEN or rules.close_after_days is None:
        return True
    return article.published_at > timezone.now() - timedelta(days=rules.close_after_days)


class RatingSumQuerySet(models.QuerySet):
    def rate(self, article: int, voter: bytes, score: int) -> None:
        """Take a voter's score for a post, in place of the one he gave before; call it in a transaction.

        The row of the sums is held first: what a voter gave before is then read, replaced and counted by one
        at a time, so the sums are always those of the scores.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO news_ratingsum (article_id, count, total) VALUES (%s, 0, 0)
                ON CONFLICT (article_id) DO NOTHING
                """,
                [article],
            )
            cursor.execute("SELECT FROM news_ratingsum WHERE article_id = %s FOR UPDATE", [article])
            cursor.execute(
                """
                WITH before AS (
                    SELECT score FROM news_rating WHERE article_id = %(article)s AND voter = %(voter)s
                ), given AS (
                    INSERT INTO news_rating (article_id, voter, score, rated_on)
                    VALUES (%(article)s, %(voter)s, %(score)s, %(today)s)
                    ON CONFLICT (article_id, voter)
                    DO UPDATE SET score = excluded.score, rated_on = excluded.rated_on
                )
                UPDATE news_ratingsum SET
                    count = count + CASE WHEN EXISTS (SELECT FROM before) THEN 0 ELSE 1 END,
                    total = total + %(score)s - coalesce((SELECT score FROM before), 0)
                WHERE article_id = %(article)s
                """,
                {"article": article, "voter": voter, "score": score, "today": timezone.localdate()},
            )


class RatingSum(models.Model):
    """How often a post was rated, and what the scores add up to. Rating a post never writes the post."""

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, verbose_name="bài viết", related_name="rating_sum"
    )
    count = models.PositiveIntegerField("số lượt đánh giá", default=0)
    total = models.PositiveIntegerField("tổng điểm", default=0)

    objects = RatingSumQuerySet.as_manager()

    class Meta:
        verbose_name = "điểm đánh giá của bài viết"
        verbose_name_plural = "điểm đánh giá của bài viết"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=F("count"), total__lte=5 * F("count")), name="news_ratingsum_fits"
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.total}/{self.count}"


class Rating(models.Model):
    """A voice of one browser on one post: a hash for this post alone, the score, the day."""

    # The unique constraint serves what an index of its own would.
    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name="bài viết", related_name="ratings", db_index=False
    )
    voter = models.BinaryField("người đánh giá")
    score = models.PositiveSmallIntegerField("điểm")
    rated_on = models.DateField("ngày")

    class Meta:
        verbose_name = "lượt đánh giá"
        verbose_name_plural = "lượt đánh giá"
        default_permissions = ()  # In no admin: nobody looks at them one by one.
        constraints = [
            models.UniqueConstraint(
                fields=["article", "voter"],
                name="news_rating_one_voice",
                violation_error_message="Đánh giá này đã được ghi.",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=1, score__lte=5),
                name="news_rating_one_to_five",
                violation_error_message="Điểm phải từ 1 đến 5.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.score}"


class CommentQuerySet(SubmissionQuerySet):
    def threads(self) -> Self:
        """Approved comments that answer no other, the newest first, each with its approved answers.

        The answers come in the same query, the oldest first, as ``answers``: a list of facts each.
        """
        answers = Comment.objects.approved().filter(parent=OuterRef("pk")).order_by("created_at", "pk")
        return (
            self.approved()
            .filter(parent__isnull=True)
            .order_by("-created_at", "-pk")
            .annotate(answers=ArraySubquery(answers.values(found=JSONObject(**FACTS))))
        )

    def visible(self) -> Self:
        """Those that the public sees: an answer goes with what it answers."""
        return self.approved().filter(Q(parent__isnull=True) | Q(parent__status="approved"))

    def outlived(self, rejected_kept: timedelta) -> Self:
        """What has served its time, and nobody has answered but spam (see ``answered_but_outlived``)."""
        return super().outlived(rejected_kept).exclude(Exists(self._answers()))

    def answered_but_outlived(self, rejected_kept: timedelta) -> Self:
        """What has served its time, and others have answered: its words go, it stays."""
        return super().outlived(rejected_kept).filter(Exists(self._answers()))

    def with_answers(self) -> Self:
        pks = list(self.values_list("pk", flat=True))
        return self.model.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))

    def _answers(self) -> Self:
        return self.model.objects.filter(parent=OuterRef("pk")).exclude(status=self.model.Status.SPAM)


def with_threads(articles: models.QuerySet) -> models.QuerySet:
    """Have posts bring along their first conversations, and how many comments there are, in the same query.

    They are ``spoken``, one conversation too many, and ``spoken_count``.
    """
    comments = Comment.objects.filter(article=OuterRef("pk"))
    threads = comments.threads()[: THREADS + 1]
    counted = comments.visible().order_by().values("article").annotate(count=Count("pk")).values("count")
    return articles.annotate(
        spoken=ArraySubquery(threads.values(found=JSONObject(**FACTS, answers="answers"))),
        spoken_count=Coalesce(Subquery(counted), 0),
    )


class Comment(Submission):
    """What a reader says of a post, or answers to another; one level deep."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="bài viết", related_name="comments")
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name="trả lời cho", null=True, blank=True, related_name="replies"
    )

    objects = CommentQuerySet.as_manager()

    class Meta(Submission.Meta):
        verbose_name = "ý kiến bạn đọc"
        verbose_name_plural = "ý kiến bạn đọc"
        # Nobody writes, or changes, what a reader said: comments come from the portal.
        default_permissions = ("view", "delete")
        permissions = [("moderate_comment", "Được duyệt, từ chối, trả lời ý kiến bạn đọc, thấy thư điện tử")]
        constraints = [
            *Submission.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="news_comment_answers_another"
            ),
        ]
        indexes = [
            *Submission.Meta.indexes,
            models.Index(
                fields=["article", "-created_at", "-id"],
                name="news_comment_threads",
                condition=Q(status="approved", parent__isnull=True),
            ),
            models.Index(
                fields=["parent", "created_at", "id"],
                name="news_comment_answers",
                condition=Q(status="approved", parent__isnull=False),
            ),
        ]

    @property
    def cache_tags(self) -> tuple[str, ...]:
        return (comments_tag(self.article_id),)

    @property
    def anchor(self) -> str:
        """What the comment is called on the page where it stands."""
        return f"y-kien-{self.pk}"

    def _has_right(self, verb: str, user: Any) -> bool:
        return super()._has_right(verb, user) and (user is None or scopes.covers(user, self.article))

    def answer(self, *, by: Any, text: str, name: str = "", sent_as: bytes | None = None) -> Comment | None:
        """Answer on behalf of the department; what is answered is approved with it where it waits.

        ``name`` is who answers ("Phòng Giáo dục Tiểu học"); without one it is the department. ``sent_as`` is
        the form that the answer came by: None is returned for one that has brought it already. Raises
        PermissionDenied, TransitionError, ValidationError.
        """
        with transaction.atomic():
            # Locked: somebody else may take it off meanwhile, or click twice.
            held = Comment._base_manager.select_for_update().get(pk=self.pk)
            if not held._has_right("approve", by):
                raise PermissionDenied("Bạn không có quyền trả lời ý kiến bạn đọc.")
            if sent_as and Comment.objects.filter(sent_as=sent_as).exists():
                return None
            if held.status == self.Status.WAITING:
                held.approve(by=by)
            if held.status != self.Status.APPROVED:
                raise TransitionError("Chỉ trả lời được ý kiến đang hiện hoặc chờ duyệt. Hãy tải lại trang.")
            made = Comment(
                article_id=held.article_id,
                parent_id=held.parent_id or held.pk,
                is_official=True,
                name=name,
                text=text,
                sent_as=sent_as,
                status=self.Status.APPROVED,
                moderated_at=timezone.now(),
                moderated_by=by,
            )
            made.full_clean(exclude=["article", "parent"])
            made.save()
        return made


class CommentReport(SubmissionReport):
    # The unique constraint serves what an index of its own would.
    submission = models.ForeignKey(
        Comment, models.CASCADE, verbose_name="ý kiến", related_name="reports", db_index=False
    )

    class Meta(SubmissionReport.Meta):
        verbose_name = "báo vi phạm"
        verbose_name_plural = "báo vi phạm"
