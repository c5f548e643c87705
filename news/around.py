"""What a reader of a post may go on with: the posts before and after it, and those about the same."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import CharField, QuerySet, Value

from core.links import refs_of
from core.models.counters import kind_of
from news.models import Article, ArticleTag, Tag

NEWER, OLDER = 3, 5
RELATED = 6
# Some of those that are found may stand on the page already.
ASKED = RELATED + NEWER + OLDER


@dataclass
class Around:
    """Posts round a post; all of them public."""

    newer: list[Article] = field(default_factory=list)
    older: list[Article] = field(default_factory=list)
    related: list[Article] = field(default_factory=list)


def around(article: Article, tags: list[Tag]) -> Around:
    """Return what stands round a post that has these tags; one query.

    Newer and older are those of its category, the nearest first. Related are first those that staff chose,
    in their order and however many; then the newest of its topic, then those that share the most tags. What
    stands before or after it anyway is not said again. A draft without a date has nothing before or after it.
    """
    chosen = [pk for kind, pk in refs_of(article) if kind == kind_of(article)]
    public = Article.objects.published()
    parts = []
    if article.published_at:
        siblings = public.filter(category=article.category)
        parts += [("newer", siblings.after(article)[:NEWER]), ("older", siblings.before(article)[:OLDER])]
    others = public.exclude(pk=article.pk)
    if chosen:
        parts.append(("chosen", others.filter(pk__in=chosen).newest_first()[: len(chosen)]))
    if article.topic_id:
        parts.append(("topic", others.filter(topic=article.topic_id).newest_first()[:ASKED]))
    for tag in tags:
        # One more than is asked for: this post may be among them.
        keys = ArticleTag.objects.published().filter(tag=tag).newest_first().values("article")[: ASKED + 1]
        parts.append((f"tag {tag.pk}", others.filter(pk__in=keys).newest_first()[:ASKED]))
    found: dict[str, dict[int, Article]] = {}
    for post in _together(parts) if parts else ():
        found.setdefault(post.part, {})[post.pk] = post
    return Around(
        newer=_in_order(found.get("newer", {}), newest_first=False),
        older=_in_order(found.get("older", {})),
        related=_related(found, chosen),
    )


def _together(parts: list[tuple[str, QuerySet]]) -> QuerySet:
    """Ask for several short lists at once; each post says in ``part`` which it is of."""
    asked = []
    for name, posts in parts:
        listed = posts.select_related("category").defer("body", "lead")
        asked.append(listed.annotate(part=Value(name, CharField())))
    return asked[0].union(*asked[1:], all=True)


def _in_order(posts: dict[int, Article], *, newest_first: bool = True) -> list[Article]:
    return sorted(posts.values(), key=lambda post: (post.published_at, post.pk), reverse=newest_first)


def _related(found: dict[str, dict[int, Article]], chosen: list[int]) -> list[Article]:
    by_hand = found.get("chosen", {})
    related = {pk: by_hand[pk] for pk in chosen if pk in by_hand}
    of_topic = _in_order(found.get("topic", {}))
    by_tag = [posts for part, posts in found.items() if part.startswith("tag ")]
    shared = Counter(pk for posts in by_tag for pk in posts)
    of_tags = {pk: post for posts in by_tag for pk, post in posts.items()}
    nearest = sorted(of_tags, key=lambda pk: (shared[pk], of_tags[pk].published_at, pk), reverse=True)
    said = found.get("newer", {}).keys() | found.get("older", {}).keys()
    for post in [*of_topic, *(of_tags[pk] for pk in nearest)]:
        if len(related) >= RELATED:
            break
        if post.pk not in said:
            related.setdefault(post.pk, post)
    return list(related.values())
