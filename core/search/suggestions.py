"""«Có phải bạn tìm»: a query that finds nothing, or nearly nothing, with its slips put right.

The words of public entries are kept in a table (``SearchWord``). A word of the query that hardly stands
there is taken for a slip; meant may be what is one letter away, what Telex makes of the same keys, or two
words without the space between them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from core.models.search import SearchEntry, SearchWord
from core.search.candidates import Answers, recent_period
from core.search.finding import limits
from core.search.query import parse
from core.search.words import LEARNED, matches, visible, word_of

# A word that is in so few entries may be a slip that was published.
RARE = 2
# So many words of a query are looked at, and of those that are not known so many doubted; for each so
# many others are tried, and so many queries in all.
LOOKED_AT = 8
DOUBTFUL = 3
NEAR = 4
CHOICES = 8
# A word up to this long is not taken apart nor shortened, but where a letter was typed twice: «bc» is another
# word than «abc», not what it means.
SHORT = 3
# The words of about so many entries are counted.
SAMPLE = 5000

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TELEX_LETTERS = re.compile(r"([adeo])\1|w")


def suggest(text: str) -> str:
    """Return the query as it was probably meant, "" where nothing better is found.

    ``text`` is what the visitor typed. Raises SearchTimeout.
    """
    words = dict.fromkeys(word.folded for word in parse(text).words)
    with limits():
        meant = _meant([word for word in words if LEARNED.fullmatch(word)][:LOOKED_AT])
        if not meant:
            return ""
        # The first of each are the likeliest together, then one of them gives way to its second, …
        choices = sorted(product(*(range(len(others)) for others in meant.values())), key=sum)[:CHOICES]
        return _first_found(
            [
                _replace(text, {slip: meant[slip][place] for slip, place in zip(meant, choice, strict=True)})
                for choice in choices
            ]
        )


def learn_words() -> int:
    """Count the words of public entries anew, by a sample where there are many; return how many words."""
    entries = SearchEntry.objects.visible()
    every = max(1, entries.count() // SAMPLE)
    lexemes = Func(
        Coalesce("full_vector", "text_vector"),
        function="tsvector_to_array",
        output_field=ArrayField(models.TextField()),
    )
    sample = entries.annotate(turn=F("pk") % every).filter(turn=0).values_list(lexemes, flat=True)
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for found in sample.iterator(chunk_size=100):
        for lexeme in found:
            folded = word_of(lexeme).folded
            if LEARNED.fullmatch(folded):
                counts[folded] += lexeme == folded
                spellings.setdefault(folded, Counter())[lexeme] += lexeme != folded
    words = [
        SearchWord(folded=folded, spelt=_usual(folded, count, spellings[folded]), entries=count * every)
        for folded, count in counts.items()
    ]
    with transaction.atomic():
        SearchWord.objects.all().delete()
        SearchWord.objects.bulk_create(words, batch_size=2000)
    return len(words)


def _usual(folded: str, count: int, spellings: Counter[str]) -> str:
    """Return how a word is mostly spelt; ``count`` entries have it in one way or another."""
    spelt, times = spellings.most_common(1)[0]
    return spelt if times > count - spellings.total() else folded


def _meant(words: list[str]) -> dict[str, list[list[SearchWord]]]:
    """Return what may be meant by each word that is a slip, one word or two, the likeliest first."""
    forms = {word: set(_forms(word)) for word in words}
    asked = {word for choices in forms.values() for choice in choices for word in choice}
    known = SearchWord.objects.filter(entries__gt=RARE).in_bulk([*words, *asked])
    meant = {}
    for slip in [word for word in words if word not in known][:DOUBTFUL]:
        choices = forms[slip]
        others = [[known[word] for word in choice] for choice in choices if known.keys() >= set(choice)]
        others.sort(key=lambda choice: (len(choice), -min(word.entries for word in choice), choice[0].folded))
        if others:
            meant[slip] = others[:NEAR]
    return meant


def _forms(word: str) -> Iterator[tuple[str, ...]]:
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for before, after in cuts:
        for letter in _LETTERS:
            yield (before + letter + after,)
            yield (before + letter + after[1:],)
        if len(after) > 1:
            yield (before + after[1] + after[0] + after[2:],)
        if len(word) > SHORT or (before and after and before[-1] == after[0]):
            yield (before + after[1:],)
        if len(word) > SHORT and before and after:
            yield (before, after)
    bare = _TELEX_LETTERS.sub(r"\1", word)
    yield (bare,)
    # The letter of the tone stands somewhere behind the vowel, mostly at the end.
    for place, letter in enumerate(bare):
        if letter in "sfrxj" and place:
            yield (bare[:place] + bare[place + 1 :],)


def _replace(text: str, meant: dict[str, list[SearchWord]]) -> str:
    """Return the query with other words for its slips, with marks if it has any; the rest as typed."""
    text = visible(text)
    found = [(match, word_of(match[0])) for match in matches(text)]
    is_marked = any(word.has_marks for _, word in found)
    pieces, end = [], 0
    for match, word in found:
        if word.folded in meant:
            others = [other.spelt if is_marked else other.folded for other in meant[word.folded]]
            pieces += [text[end : match.start()], " ".join(others)]
            end = match.end()
    return "".join([*pieces, text[end:]])


def _first_found(choices: list[str]) -> str:
    """Return the first query that finds something closely, else the first that finds anything, else ""."""
    entries = SearchEntry.objects.visible()
    queries = [parse(choice) for choice in choices]
    # Common words are found in no time among what is recent.
    recent = [f"{query.levels[0]}{recent_period().tags}" for query in queries]
    asked = []
    for tsqueries in (recent, [query.levels[0] for query in queries], [query.matching for query in queries]):
        for place, tsquery in enumerate(tsqueries):
            answers = Q(Answers("text_vector", tsquery)) | Q(Answers("full_vector", tsquery))
            asked.append(entries.filter(answers).values_list(Value(place))[:1])
    # PostgreSQL asks one after the other, and no further once it has an answer.
    found = asked[0].union(*asked[1:], all=True)[:1]
    return next((choices[place] for (place,) in found), "")
