"""Where a quote stands in a profile, and whether it bears on what is claimed with it. Pure functions."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate

from scoring.profile import BlindProfile


class QuoteIndex:
    """Finds quotes in a profile. Its fields are joined once, so that a quote is looked for once and not field by field."""

    def __init__(self, profile: BlindProfile) -> None:
        self._fields = profile.fields
        self._joined = "\0".join(part.text for part in profile.fields)
        self._starts = [0, *accumulate(len(part.text) + 1 for part in profile.fields)]

    def locate(self, quote: str) -> tuple[str, int, int] | None:
        """Find `quote` verbatim: (field, start, end) in characters, or None when no field has it."""
        found = self._joined.find(quote) if quote.strip() else -1
        while found >= 0:
            number = bisect(self._starts, found) - 1
            start, end = found - self._starts[number], found - self._starts[number] + len(quote)
            if end <= len(self._fields[number].text):
                return self._fields[number].field, start, end
            found = self._joined.find(quote, found + 1)  # that one went over the end of its field
        return None
