"""The words of a profile or a job, by which most skills are seen to stand nowhere in it. Pure functions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from scoring.profile import BlindProfile
from scoring.skills.terms import is_spaced
from scoring.text import runs
from scoring.text.folding import lower


class Words(Struct, frozen=True):
    """The fields of a profile, or a text, in lower case, and all runs of letters and digits there; "" is always one.

    Where there are scripts without spaces between words, runs tell nothing: `is_spaced` is false. `is_plain`: they tell of
    whole terms, as there is no letter that a pattern or a normal form takes for one of ASCII.
    """

    fields: tuple[str, ...]
    runs: frozenset[str]
    is_spaced: bool
    is_plain: bool

    def may_hold(self, runs: frozenset[str]) -> bool:
        """Whether a term may stand there that begins with one of the runs."""
        return not self.is_spaced or not self.runs.isdisjoint(runs)

    def standing(self, runs: frozenset[str]) -> frozenset[str]:
        """Those of the runs with which a term may begin that stands there."""
        return runs & self.runs if self.is_spaced else runs

    def may_hold_all(self, spellings: Iterable[frozenset[str]]) -> bool:
        """Whether all runs of any one spelling of a term stand there; else the term does so nowhere."""
        return not self.is_plain or any(map(self.runs.issuperset, spellings))


@lru_cache(maxsize=32)
def words(profile: BlindProfile) -> Words:
    """The words of a profile."""
    text = lower(profile.text)  # apart from the other fields, as others look at it, too
    fields = tuple([text if part.text is profile.text else part.text.lower() for part in profile.fields])
    others = "\n".join([field for field in fields if field is not text])
    own = runs.distinct(text).union(("", *runs.of_letters_and_digits(others)))
    spaced = is_spaced(profile.text) and is_spaced(others)
    return Words(fields, own, spaced, spaced and _is_plain(text) and _is_plain(others))


@lru_cache(maxsize=256)
def words_of(text: str) -> Words:
    """The words of a job's text."""
    lowered, spaced = text.lower(), is_spaced(text)
    own = frozenset(("", *runs.of_letters_and_digits(lowered)))
    return Words((lowered,), own, spaced, spaced and _is_plain(lowered))


def _is_plain(lowered: str) -> bool:
    if lowered.isascii():
        return True
    return unicodedata.is_normalized("NFKC", lowered) and not any(letter in lowered for letter in runs.ODD)
