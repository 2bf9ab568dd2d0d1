"""The words of a profile, by which most skills are seen to stand nowhere in it. Pure functions."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from scoring import runs
from scoring.folding import lower
from scoring.profile import BlindProfile
from scoring.terms import is_spaced

_RUN = re.compile(r"[^\W_]+")


class Words(Struct, frozen=True):
    """A profile's fields in lower case, and all runs of letters and digits in them; "" is always there.

    Where there are scripts without spaces between words, runs tell nothing: `is_spaced` is false.
    """

    fields: tuple[str, ...]
    runs: frozenset[str]
    is_spaced: bool

    def may_hold(self, runs: frozenset[str]) -> bool:
        """Whether a term may stand in the profile that begins with one of the runs."""
        return not self.is_spaced or not self.runs.isdisjoint(runs)


@lru_cache(maxsize=32)
def words(profile: BlindProfile) -> Words:
    """The words of a profile."""
    text = lower(profile.text)  # apart from the other fields, as others look at it, too
    fields = tuple([text if part.text is profile.text else part.text.lower() for part in profile.fields])
    others = "\n".join([field for field in fields if field is not text])
    own = runs.distinct(text).union(("", *runs.of_letters_and_digits(others)))
    return Words(fields, own, is_spaced(profile.text) and is_spaced(others))


def first_run(text: str) -> str:
    """The first run of letters and digits of a lower-case text; "" where it is of signs alone."""
    found = _RUN.search(text)
    return found[0] if found else ""
