"""How near two job titles are to each other, by their words. Pure functions."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from scoring.vocabulary import vocabulary

Relation = Literal["same", "field", "related", "other", "unknown"]
"""`same`: but for the level; `field`: one occupation; `related`: a word in common; `unknown`: nothing to compare."""

MAX_CHARS = 200
"""Characters of a title that are read."""
_COMPOUND = re.compile(r"\b(back|front|full)[ -](end|stack)\b")
_SEGMENT = re.compile(r"[,(/|–—]| - | of | for | at | in ")
_WORD = re.compile(r"[a-z][a-z+#.]*[a-z+#]|[a-z]")
# An account manager sells; an accountant and an accounts clerk keep accounts.
_MEANS = {"developer": "engineer", "programmer": "engineer", "account": "sales"}
_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ers?|ors?|ants?|ists?|ians?|ments?|ials?|als?|y|s|e)$")


class _Data(Struct, frozen=True):
    """The table `data/titles.json`; `about` says what it holds."""

    about: str
    occupations: frozenset[str]


class Title(Struct, frozen=True):
    """A title's words, reduced to stems. `head` is the occupation: the last word of substance before any comma."""

    words: frozenset[str]
    substance: frozenset[str]
    head: str


@lru_cache(maxsize=16384)
def read(title: str) -> Title:
    """The title's words without its level; empty when there is none in Latin letters."""
    text = _COMPOUND.sub(r"\1\2", title.casefold())
    words = [word for word in _WORD.findall(text) if word not in vocabulary().levels]
    of_substance = [word for word in words if word not in vocabulary().roles]
    first = [word for word in _WORD.findall(_SEGMENT.split(text, maxsplit=1)[0]) if word in of_substance]
    head = (first or of_substance or [""])[-1]
    return Title(frozenset(map(_stem, words)), frozenset(map(_stem, of_substance)), _stem(head))


def relation(asked: str, shown: str) -> Relation:
    """What a candidate's title has to do with the job's."""
    job, candidate = read(asked[:MAX_CHARS]), read(shown[:MAX_CHARS])
    if not job.words or not candidate.words:
        return "unknown"
    if job.words == candidate.words:
        return "same"
    if job.head and job.head in candidate.substance:
        return "field"
    return "related" if job.substance & candidate.substance else "other"


def occupations() -> frozenset[str]:
    """Words by which a line is known as somebody's title, folded: "nurse", "entwickler"."""
    return _data().occupations


@cache
def _data() -> _Data:
    return msgspec.json.decode((files("scoring") / "data" / "titles.json").read_bytes(), type=_Data)


def _stem(word: str) -> str:
    word = _MEANS.get(word, word)
    for _ in range(3):
        word = _ENDING.sub("", word)
    return word
