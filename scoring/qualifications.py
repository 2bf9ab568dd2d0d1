"""Whether a stated qualification is the one that a job asks for, by its words. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

from scoring.vocabulary import vocabulary

_WORD = re.compile(r"[^\W_]+")
_OR = re.compile(r"\bor\b|/", re.IGNORECASE)
_DEGREES = (
    re.compile(r"\b(?:degree|ba|bsc|beng|btech|bed|llb|bachelor\w*)\b", re.IGNORECASE),
    re.compile(r"\b(?:ma|msc|meng|mtech|med|mba|llm|master\w*|magister)\b", re.IGNORECASE),
    re.compile(r"\b(?:phd|dphil|md|doctor\w*)\b", re.IGNORECASE),
)
"""Bachelor, master, doctor."""
_LICENCE = re.compile(r"\b(?:licen[cs]ed?|registration|certifi\w+|chartered|registered)\b", re.IGNORECASE)
_SAME = {"license": "licence", "licensed": "licence", "nursing": "nurse", "certification": "certificate"}


@lru_cache(maxsize=4096)
def is_licence(asked: str) -> bool:
    """Whether a job may not be done without it, as a licence or a registration; a degree can have an equivalent."""
    return _LICENCE.search(asked) is not None and not _OR.search(asked)


@lru_cache(maxsize=16384)
def meets(asked: str, shown: str) -> bool:
    """Whether `shown` has all the words of `asked`, or of one of its alternatives."""
    if re.search(r"\bdegree\b", asked, re.IGNORECASE) and not degree(shown):
        return False
    words = _words(shown)
    return any(wanted and wanted <= words for wanted in map(_words, _OR.split(asked)))


def exceeds(asked: tuple[str, ...], shown: str) -> bool:
    """Whether a qualification goes beyond those asked for: a higher degree, a licence, or any when none is asked for."""
    most = max(map(degree, asked), default=0)
    return not asked or is_licence(shown) or degree(shown) > most


@lru_cache(maxsize=4096)
def degree(text: str) -> int:
    """1 for a bachelor's degree or one that is not named closer, 2 for a master's, 3 for a doctor's, 0 for none."""
    text = text[:500].replace(".", "")
    return max((rank for rank, pattern in enumerate(_DEGREES, 1) if pattern.search(text)), default=0)


def _words(text: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(text[:500]))
    return frozenset(_SAME.get(word, word) for word in words) - vocabulary().filler
