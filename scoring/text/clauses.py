"""The clauses of a text, in which words that stand near each other belong together. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

from scoring.text.folding import lower
from scoring.text.sentences import STOP

MAX_CHARS = 20_000
"""Characters of a text that are looked at."""
NEAR_CHARS = 60
"""Farther than so many characters from a word no other one is near it."""

SENTENCE_END = re.compile(rf"[!?;•|]|\.(?:\Z|{STOP})|\n(?=\s*[^\sa-z])")
"""What ends a sentence; a line of a page goes on in the next one when that is lower-case."""
_END = re.compile(rf",(?![0-9])|\.(?![0-9])(?:(?!\s)|{STOP})|[!?;:|•·▪●()]|\n(?=\s*[^\sa-z])")


def clause(text: str, at: int) -> tuple[int, int]:
    """The bounds of the clause around a place, at most `NEAR_CHARS` from it."""
    floor, ceiling = max(0, at - NEAR_CHARS), min(len(text), at + NEAR_CHARS)
    floor = max((mark.end() for mark in _END.finditer(text, floor, at + 1)), default=floor)
    end = _END.search(text, at, ceiling)
    return floor, end.start() if end else ceiling


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around `text[start:end]`, at most twice `NEAR_CHARS` from it."""
    floor, ceiling = max(0, start - 2 * NEAR_CHARS), min(len(text), end + 2 * NEAR_CHARS)
    floor = max((mark.end() for mark in SENTENCE_END.finditer(text, floor, start)), default=floor)
    last = SENTENCE_END.search(text, end, ceiling)
    return floor, last.start() if last else ceiling


def lowered(text: str) -> str:
    """What is looked at of a text, in lower case."""
    return lower(text[:MAX_CHARS])


@lru_cache(maxsize=16)
def flat(text: str) -> str:
    """The text with one space or one line break for any: how wide these are says nothing of what is near."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text[:MAX_CHARS].split("\n"))))


@lru_cache(maxsize=16)
def folded(text: str) -> str:
    """The same in lower case."""
    return flat(text).lower()
