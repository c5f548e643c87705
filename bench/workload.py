"""What is measured, and what it must keep to: the register, the search, the other pages."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from bench.measures import Measure, Way
from bench.vocabulary import Vocabulary, read
from core.models import Tree
from core.public import PublicListView
from core.text import fold
from documents.filters import EFFECTS, Due, Sort
from documents.models import Area, Document
from news.listing import Listing
from news.models import Article, Category, Tag

LIST, SEARCH, NEWS, PAGES = "Danh sách văn bản", "Tìm kiếm", "Danh sách tin", "Trang khác"
LIST_P95, SEARCH_P95, PHRASE_P95 = 40, 60, 300  # ms
WARM_QUERIES, COLD_QUERIES = 8, 20
FIRST_PAGE, LAST_PAGE = "trang đầu", "trang cuối"
FIRST_NEWS, LATE_NEWS, LATE_PAGE = "tin mới nhất", "tin, trang 500", 500
COLD_REQUESTS = 5


def measures(count: int, seed: int) -> list[Measure]:
    """Return all measures, of ``count`` requests each, for what is in the database now.

    The same seed chooses the same pages of the same database.
    """
    rng = random.Random(seed)  # noqa: S311 - which pages are measured is no secret
    found = [*_list(rng, count), *_search(rng, count), *_news(count), *_pages(rng, count)]
    return [measure for measure in found if measure.paths]


def _some(rng: random.Random, rows: QuerySet, count: int) -> QuerySet:
    """Return some rows, chosen by chance."""
    pks = sorted(set(rows.values_list("pk", flat=True)))
    return rows.model._default_manager.filter(pk__in=rng.sample(pks, min(count, len(pks)))).order_by("pk")


def _list(rng: random.Random, count: int) -> Iterator[Measure]:
    register = reverse("documents:document-list")
    documents = Document.objects.published()
    rows = list(_filter_values(_some(rng, documents, count)))
    pages = max(1, -(-documents.count() // PublicListView.paginate_by))

    def measure(
        name: str, queries: list[dict[str, Any]], way: Way = Way.AGAIN, p95: float | None = LIST_P95
    ) -> Measure:
        paths = [f"{register}?{urlencode(query)}" if query else register for query in queries]
        return Measure(LIST, name, paths, way, p95, WARM_QUERIES)

    one = [dict([rng.choice(list(row.items()))]) for row in rows]
    several = [dict(rng.sample(list(row.items()), min(3, len(row)))) for row in rows]
    yield measure(FIRST_PAGE, [{}] * count)
    yield measure("lọc một điều kiện", one)
    yield measure("lọc ba điều kiện", several)
    for sort in (Sort.OLDEST, Sort.NUMBER, Sort.DOWNLOADS):
        yield measure(f"sắp xếp: {sort.label.lower()}", [{"sap-xep": sort.value}] * count)
        yield measure(
            f"sắp xếp: {sort.label.lower()}, có lọc", [one_of | {"sap-xep": sort.value} for one_of in one]
        )
    yield measure("trang giữa", [{"trang": rng.randint(1, pages)} for _ in range(count)])
    yield measure(LAST_PAGE, [{"trang": pages}] * count)
    # No limit of time: counts beside the filters may be a minute old, and of these nobody has asked yet.
    unasked = [dict(rng.sample(list(row.items()), min(4, len(row)))) for row in rows]
    yield measure("lọc bốn điều kiện, chưa ai hỏi trước", unasked, Way.FRESH, None)


def _filter_values(documents: QuerySet) -> Iterator[dict[str, Any]]:
    """Yield for each document what filters would find it, as they stand in an address."""
    areas = {area.pk: area.slug for _, area in Tree.of(Area).walk()}
    effects = {effect: name for name, effect in EFFECTS.items()}
    for document in documents.select_related("type", "issuing_body").prefetch_related(
        "areas", "signatures__signer"
    ):
        values = {
            "loai": document.type.slug,
            "co-quan": document.issuing_body.slug,
            "nam": document.year,
            "hieu-luc": effects[Document.Effect(document.effect)],
            "tu": document.sorted_on.replace(day=1).isoformat(),
            "han": Due.OVERDUE.value if document.due_on else None,
            "linh-vuc": next((areas[area.pk] for area in document.areas.all()), None),
            "nguoi-ky": next((signature.signer.slug for signature in document.signatures.all()), None),
        }
        yield {name: value for name, value in values.items() if value}


def _search(rng: random.Random, count: int) -> Iterator[Measure]:
    vocabulary = read(rng)
    register = reverse("documents:document-list")
    pairs = _pairs(rng, vocabulary, count)

    def measure(
        name: str, queries: list[str], p95: float = SEARCH_P95, path: str = reverse("search"), **more: str
    ) -> Measure:
        paths = [f"{path}?{urlencode({'q': query, **more})}" for query in queries[:count]]
        return Measure(SEARCH, name, paths, Way.FRESH, p95, WARM_QUERIES)

    yield measure("từ hiếm", vocabulary.rare)
    yield measure("từ khá phổ biến", vocabulary.middling)
    yield measure("từ rất phổ biến", vocabulary.common)
    yield measure("từ có trong mọi văn bản", vocabulary.everywhere)
    yield measure("hai từ", pairs)
    yield measure("hai từ, không dấu", [fold(pair) for pair in _pairs(rng, vocabulary, count)])
    yield measure("từ hiếm và từ có mọi nơi", _joined(rng, vocabulary.rare, vocabulary.everywhere))
    yield measure(
        "bớt một từ", [f"{pair} -{rng.choice(vocabulary.middling)}" for pair in pairs if vocabulary.middling]
    )
    yield measure("gõ sai một chữ", [_slip(rng, pair) for pair in _pairs(rng, vocabulary, count)])
    yield measure("số ký hiệu", list(_numbers(rng, count)))
    yield measure("cụm hai từ", _phrases(rng, vocabulary, count, 2), PHRASE_P95)
    yield measure("cụm bốn từ", _phrases(rng, vocabulary, count, 4), PHRASE_P95)
    yield measure("trong danh sách văn bản", _pairs(rng, vocabulary, count), path=register)
    everywhere = vocabulary.everywhere
    for sort in (Sort.NEWEST, Sort.OLDEST, Sort.NUMBER, Sort.DOWNLOADS):
        name = f"trong danh sách, từ có mọi nơi, {sort.label.lower()}"
        yield measure(name, everywhere, path=register, **{"sap-xep": sort})
    rows = list(_filter_values(_some(rng, Document.objects.published(), count)))
    kept = [(row["loai"], row["nam"]) for row in rows if len(row) > 1]
    paths = [
        f"{register}?{urlencode({'q': word, 'loai': kind, 'nam': year})}"
        for word, (kind, year) in zip(vocabulary.common + everywhere, kept, strict=False)
    ]
    yield Measure(SEARCH, "trong danh sách, có lọc loại và năm", paths, Way.FRESH, SEARCH_P95, WARM_QUERIES)


def _pairs(rng: random.Random, vocabulary: Vocabulary, count: int) -> list[str]:
    """Return two words of one text, so that something is found."""
    return [" ".join(rng.sample(text, 2)) for text in _texts(rng, vocabulary, count)]


def _phrases(rng: random.Random, vocabulary: Vocabulary, count: int, length: int) -> list[str]:
    """Return as many words as stand next to each other in a text, in quotes."""
    found = []
    for text in _texts(rng, vocabulary, count):
        start = rng.randrange(len(text) - length)
        found.append(f'"{" ".join(text[start : start + length])}"')
    return found


def _texts(rng: random.Random, vocabulary: Vocabulary, count: int) -> list[list[str]]:
    long_enough = [text for text in vocabulary.texts if len(text) > 10]
    return rng.choices(long_enough, k=count) if long_enough else []


def _joined(rng: random.Random, first: list[str], second: list[str]) -> list[str]:
    return [f"{word} {rng.choice(second)}" for word in first] if second else []


def _slip(rng: random.Random, words: str) -> str:
    """Return words without one of their letters."""
    place = rng.randrange(1, len(words) - 1)
    return words[:place] + words[place + 1 :]


def _numbers(rng: random.Random, count: int) -> Iterator[str]:
    """Yield numbers of documents in the ways in which people type them."""
    spellings: list[Callable[[str], str]] = [
        str,
        str.lower,
        fold,
        lambda number: number.replace("/", " / "),
        lambda number: number.split("/")[0],
        lambda number: f"số {number}",
    ]
    for document in _some(rng, Document.objects.published().exclude(number_key=""), count):
        yield rng.choice(spellings)(document.number_key)


def _news(count: int) -> Iterator[Measure]:
    """Yield lists of posts and feeds; the category and the tag are those with the most posts."""

    def measure(name: str, path: str, page: int = 1) -> Measure:
        paths = [path if page == 1 else f"{path}?{urlencode({'trang': page})}"] * count
        # The count of a list is a minute old, as the counts beside filters are.
        return Measure(NEWS, name, paths, Way.AGAIN, LIST_P95, WARM_QUERIES)

    def pages(listing: Listing) -> int:
        return max(1, -(-listing.count // PublicListView.paginate_by))

    everything = reverse("news:article-list")
    yield measure(FIRST_NEWS, everything)
    yield measure(LATE_NEWS, everything, min(LATE_PAGE, pages(Article.listing())))
    tree = Tree.of(Category)
    largest = max(tree.roots, key=lambda root: Article.listing_of(tree.descendants(root)).count, default=None)
    if largest is not None:
        listing = Article.listing_of(tree.descendants(largest))
        yield measure("chuyên mục, trang cuối", largest.get_absolute_url(), pages(listing))
    tag = max(Tag.objects.with_posts(), key=lambda tag: tag.listing.count, default=None)
    if tag is not None:
        yield measure("thẻ, trang đầu", tag.get_absolute_url())
        yield measure("thẻ, trang cuối", tag.get_absolute_url(), pages(tag.listing))
    yield measure("RSS", reverse("news:feed", args=["xml"]))


def _pages(rng: random.Random, count: int) -> Iterator[Measure]:
    articles = _some(rng, Article.objects.published().select_related("category"), count)
    documents = _some(rng, Document.objects.published(), count)
    related = _some(rng, Document.objects.published().filter(relations__isnull=False), count)
    pages = [
        ("trang chủ", [reverse("home")] * count),
        ("chuyên mục", [category.get_absolute_url() for _, category in Tree.of(Category).walk()]),
        ("bài viết", [article.get_absolute_url() for article in articles]),
        ("văn bản", [document.get_absolute_url() for document in documents]),
        ("văn bản có quan hệ", [document.get_absolute_url() for document in related]),
    ]
    for name, paths in pages:
        yield Measure(PAGES, name, paths, Way.FRESH, queries=WARM_QUERIES)
        yield Measure(PAGES, f"{name}, bộ đệm trống", paths[:COLD_REQUESTS], Way.COLD, queries=COLD_QUERIES)
        yield Measure(PAGES, f"{name}, từ bộ đệm", paths, Way.KEPT, queries=0)
