"""Skills that have a slash inside, of which one half shows the whole in part: "Windows 10/11", "AP/AR". Pure functions.

Where a table knows both halves the slash parts two skills (`items`), and where it knows the whole, as CI/CD, there are none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scoring.skills.aliases import canonical, normalise
from scoring.skills.items import is_known

MAX_HALVES = 4
"""With more slashes it is a list of another kind."""

_VERSIONS = re.compile(r"([^/]*[^\W\d_]{2}[^/]*) (v?\d[\d.]*(?:/v?\d[\d.]*)+)()")
_ACRONYMS = re.compile(r"()([^\W\d_]{2,3}(?:/[^\W\d_]{2,3})+)()")
_WITH_WORDS = re.compile(r"((?:[^\s/]+)?) ?\b([^\W\d_]{2,5}(?:/[^\W\d_]{2,5})+)((?: [^\s/]+){0,2})")
"""Halves with what stands before and behind both; alone, longer ones are words that mean much else, as in "pick/pack"."""
_NEITHER = frozenset(
    ["and", "or", "in", "out", "on", "off", "up", "down", "am", "pm", "yes", "no", "he", "she", "his", "her"]
)
"""Words that stand before or behind a slash without being a skill."""


@lru_cache(maxsize=4096)
def halves(skill: str) -> tuple[str, ...]:
    """The skills of which any one shows in part one with a slash inside; none where there is none, or a table knows it."""
    written = " ".join(skill.split())
    if "/" not in written or is_known(written):
        return ()
    found = written.split(" / ") if " / " in written else _of_word(written)
    return tuple(found) if len(set(found)) == len(found) <= MAX_HALVES and all(map(canonical, found)) else ()


def _of_word(written: str) -> list[str]:
    """The halves of the one word with a slash, each with the words around it."""
    either = _VERSIONS.fullmatch(written) or _ACRONYMS.fullmatch(written) or _WITH_WORDS.fullmatch(written)
    if either is None or (either.re is _WITH_WORDS and not (either[1] or either[3])):
        return []
    parts = either[2].split("/")
    return (
        [] if _NEITHER.intersection(map(normalise, parts)) else [f"{either[1]} {each}{either[3]}".strip() for each in parts]
    )
