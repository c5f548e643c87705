"""One search over everything that is published.

An app registers its models in ``AppConfig.ready()``. Each save writes the object's ``SearchEntry`` in the
same transaction, from its ``search_text()``; :func:`find` reads the entries; ``manage.py reindex`` writes
them all anew.

- :mod:`core.search.words`: what a word is, and how words become a vector.
- :mod:`core.search.numbers`: document numbers in any spelling.
- :mod:`core.search.entries`: writing entries.
- :mod:`core.search.query`: what a visitor typed, as questions to the index.
- :mod:`core.search.candidates`: asking them; the order of the answers.
- :mod:`core.search.finding`: the search page's hits, and conditions for registers.
- :mod:`core.search.snippets`: the piece of text in which a hit answers.
- :mod:`core.search.gaps`: what is not seen of files.
- :mod:`core.search.suggestions`: «Có phải bạn tìm».
"""

from core.search.entries import (
    SearchText,
    index,
    indexes_later,
    mend,
    refresh_facets,
    refresh_file_text,
    register,
    registered,
    reindex,
    reindex_some,
)
from core.search.finding import (
    Hit,
    Matches,
    Results,
    SearchTimeout,
    Within,
    condition,
    find,
    is_surely_dense,
    limits,
    match,
    match_and_count,
)
from core.search.gaps import note_gaps, with_readings
from core.search.numbers import fold_number
from core.search.snippets import Snippet, snippets
from core.search.suggestions import learn_words, suggest
from core.search.titles import titled_alike

__all__ = [
    "Hit",
    "Matches",
    "Results",
    "SearchText",
    "SearchTimeout",
    "Snippet",
    "Within",
    "condition",
    "find",
    "fold_number",
    "index",
    "indexes_later",
    "is_surely_dense",
    "learn_words",
    "limits",
    "match",
    "match_and_count",
    "mend",
    "note_gaps",
    "refresh_facets",
    "refresh_file_text",
    "register",
    "registered",
    "reindex",
    "reindex_some",
    "snippets",
    "suggest",
    "titled_alike",
    "with_readings",
]
