"""Words to search for, by how many documents hold them: read from the database that is measured."""

import random
from collections import Counter
from dataclasses import dataclass

from core.models import FileText
from core.search.words import words
from documents.models import Document, DocumentFile

# So many documents are read; a word in one of them stands in some hundred of 100,000.
SAMPLE = 1000
EVERYWHERE, COMMON, MIDDLING = (0.95, 1.0), (0.2, 0.6), (0.01, 0.05)


@dataclass(frozen=True)
class Vocabulary:
    """Words as they are spelt in texts, by how often they occur, and the texts themselves."""

    rare: list[str]
    middling: list[str]
    common: list[str]
    everywhere: list[str]
    texts: list[list[str]]


def read(rng: random.Random) -> Vocabulary:
    """Return the words of a sample of published documents and of their main files."""
    pks = list(Document.objects.published().values_list("pk", flat=True))
    documents = Document.objects.filter(pk__in=rng.sample(pks, min(SAMPLE, len(pks))))
    texts = [_words(subject, sha256) for subject, sha256 in _subjects_and_files(documents)]
    frequency = Counter(word for text in texts for word in set(text))
    least = 1 / len(texts) if texts else 0
    alphabetic = {
        word: count / len(texts) for word, count in frequency.items() if word.isalpha() and word[1:]
    }

    def between(lowest: float, highest: float) -> list[str]:
        found = sorted(word for word, share in alphabetic.items() if lowest <= share <= highest)
        return rng.sample(found, len(found))

    return Vocabulary(
        rare=between(least, least),
        middling=between(*MIDDLING),
        common=between(*COMMON),
        everywhere=between(*EVERYWHERE),
        texts=texts,
    )


def _subjects_and_files(documents) -> list[tuple[str, str]]:
    main = DocumentFile.objects.filter(document__in=documents, role=DocumentFile.Role.MAIN, order=0)
    return list(main.values_list("document__subject", "sha256"))


def _words(subject: str, sha256: str) -> list[str]:
    text = FileText.objects.filter(pk=sha256).values_list("text", flat=True).first() or ""
    return [word.spelt for word in words(f"{subject}\n{text}")]
