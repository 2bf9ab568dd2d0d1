"""Whether what may be a name stands in the name of a thing, as Crystal in Crystal Reports. Pure functions.

Things are skills of several words, firms, and what is called after somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from scoring.blind.namewords import table
from scoring.skills.aliases import aliases, normalise

_MOST_BEFORE, _MOST_BEHIND = 2, 3
"""Words beside it that belong to the name of a thing, at most."""
_WORD_CHARS = 24
_BEFORE = re.compile(r"(?<![\w'’&])[\w'’&]+[ \u00a0-]\Z")
_BEHIND = re.compile(r"(?:['’]s)?[ \u00a0-][\w'’&]+")


def holds(text: str, start: int, end: int, *, may_be_whole: bool = False) -> bool:
    """Whether the words from `start` to `end` belong to the name of a thing, or are all of it where they `may_be_whole`."""
    begins, ends = list(_starts(text, start)), list(_ends(text, end))
    around = ((begin, last) for begin in begins for last in ends if may_be_whole or (begin, last) != (start, end))
    return any(_is_thing(text[slice(*each)]) for each in around)


def _starts(text: str, at: int) -> Iterator[int]:
    yield at
    for _ in range(_MOST_BEFORE):
        word = _BEFORE.search(text, max(0, at - _WORD_CHARS), at)
        if not word:
            return
        at = word.start()
        yield at


def _ends(text: str, at: int) -> Iterator[int]:
    yield at
    for _ in range(_MOST_BEHIND):
        word = _BEHIND.match(text, at, at + _WORD_CHARS)
        if not word:
            return
        at = word.end()
        yield at


@lru_cache(maxsize=16384)
def _is_thing(words: str) -> bool:
    name = normalise(words.replace("’", "'")).replace("-", " ")
    spelled = (name, name.removesuffix("s"))
    return any(each in known for each in spelled for known in (aliases().written, aliases().hyphened, _called()))


@cache
def _called() -> frozenset[str]:
    """Things and firms that no table of skills has."""
    return table().eponyms | table().firms.whole
