"""Posts by the thousand."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core import cache, search
from core.files.storage import discard_on_error
from core.models import Counter, FileText, Status
from core.models.counters import kind_of
from core.text import TIME_ZONE
from news.models import (
    Article,
    ArticleAttachment,
    ArticleAuthor,
    ArticleTag,
    Author,
    Category,
    Tag,
    Topic,
)
from portal.demo.bulk import files, plan
from portal.demo.bulk.prose import generator, prose

WORDS = 200
WORDS_A_FILE = 300


class ArticleMaker:
    """Makes batches of posts."""

    def __init__(self) -> None:
        self._categories = list(Category.objects.all())
        self._topics = list(Topic.objects.all())
        self._tags = list(Tag.objects.all())
        self._authors = list(Author.objects.all())

    def add(self, days: list[date], seed: str) -> None:
        """Put posts of these days on the portal, all of them or none; with files and entries."""
        rng = generator(seed)
        with discard_on_error():
            articles = [self._make(rng, day) for day in days]
            Article.objects.bulk_create(articles)
            self._add_files(articles, rng)
            self._add_names(articles, rng)
            kind = kind_of(Article)
            Counter.objects.bulk_create(
                Counter(kind=kind, object_id=article.pk, views=int(20_000 ** rng.random()))
                for article in articles
            )
            search.reindex_some(Article, [article.pk for article in articles])
            cache.touch(*Article.cache_tags)

    def _make(self, rng: random.Random, day: date) -> Article:
        at = datetime.combine(day, time(7), TIME_ZONE) + timedelta(minutes=rng.randrange(720))
        status = Status.PUBLISHED if rng.random() < 0.98 else Status.DRAFT
        write = prose().write
        return Article(
            category=rng.choice(self._categories),
            title=plan.title(rng, day),
            lead=write(rng, 35),
            body="\n".join(f"<p>{write(rng, WORDS // 4)}</p>" for _ in range(4)),
            author_text=plan.person(rng),
            posted_by="Ban Biên tập",
            topic=rng.choice(self._topics) if self._topics and rng.random() < 0.2 else None,
            status=status,
            published_at=min(at, timezone.now()) if status == Status.PUBLISHED else None,
        )

    def _add_names(self, articles: list[Article], rng: random.Random) -> None:
        tags, authors = [], []
        for article in articles:
            chosen = rng.sample(self._tags, min(rng.choice((0, 1, 1, 2, 3)), len(self._tags)))
            tags += [ArticleTag(article=article, tag=tag) for tag in chosen]
            if self._authors and rng.random() < 0.2:
                authors.append(ArticleAuthor(article=article, author=rng.choice(self._authors)))
        ArticleTag.objects.bulk_create(tags)
        ArticleAuthor.objects.bulk_create(authors)

    def _add_files(self, articles: list[Article], rng: random.Random) -> None:
        rows, texts = [], []
        for article in articles:
            if rng.random() < 0.1:
                row = ArticleAttachment(article=article)
                text = prose().write(rng, WORDS_A_FILE)
                texts.append(files.attach(row, "Tài liệu kèm theo.pdf", f"bai-{article.pk}", text))
                rows.append(row)
        ArticleAttachment.objects.bulk_create(rows)
        FileText.objects.bulk_create(texts, ignore_conflicts=True)
