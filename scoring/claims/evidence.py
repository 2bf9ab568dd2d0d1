"""Where a quote stands in a profile, and whether it bears on what is claimed with it. Pure functions."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from operator import itemgetter
from typing import Protocol, TypeVar

from msgspec import Struct

from scoring.notes.grammar import one_line
from scoring.profile import BlindField, BlindProfile
from scoring.skills.aliases import canonical, look_alikes_of
from scoring.skills.denial import is_doubtful
from scoring.skills.mentions import mentions, showing
from scoring.skills.progress import AROUND
from scoring.text.folding import fold
from scoring.vectors.embeddings import similarity

MAX_PLACES = 20
"""Places of one quote that are looked at."""
MAX_QUOTES = 100
"""Quotes of one profile whose places are kept: its jobs quote the same skills and sentences."""
NEAR = 0.4
"""Cosine from which a sentence may mean what a requirement says in other words; pairs that do not lie below it, mostly."""
MIN_WORDS_MEANT, MAX_WORDS_MEANT = 3, 25
"""A shorter quote names something, and something else than what is claimed; a longer one is about everything."""
MAX_CHARS_MEANT = 400
_BEFORE_CHARS = 120
"""Characters before a quote that may turn it into a wish."""
_STEM_CHARS = 5
_BREAK = re.compile(r"[.!?;]\s|\n\s*\n|[•|]")
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"\S+")
_PLAIN_WORD = re.compile(r"[a-zA-Z]{4,}")
_ALIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "−": "-"})
_EDGES = " \t\r\n\"'“”‘’…."
_EMPTY = frozenset(
    {
        *(
            "a",
            "an",
            "and",
            "are",
            "as",
            "at",
            "be",
            "by",
            "for",
            "from",
            "has",
            "have",
            "i",
            "in",
            "is",
            "it",
            "my",
            "of",
            "on",
        ),
        *(
            "or",
            "our",
            "so",
            "that",
            "the",
            "their",
            "them",
            "they",
            "this",
            "to",
            "was",
            "we",
            "were",
            "which",
            "with",
            "you",
        ),
        "redacted",
    }
)


class Evidence(Struct, frozen=True, gc=False):
    """Where a claim's quote stands: characters `start` to `end` of `field` in the blind profile."""

    claim: str
    field: str
    start: int
    end: int
    quote: str


class Place(Struct, frozen=True, gc=False):
    """Where a quote stands, in the profile's own words: characters `start` to `end` of `part.text`."""

    part: BlindField
    start: int
    end: int
    quote: str


class QuoteIndex:
    """Finds quotes in a profile. Its fields are joined once, so that a quote is looked for once and not field by field."""

    def __init__(self, profile: BlindProfile) -> None:
        self._fields = profile.fields
        self._joined = "\0".join(part.text for part in profile.fields)
        self._starts = [0, *accumulate(len(part.text) + 1 for part in profile.fields)]
        self._found: dict[str, tuple[Place, ...]] = {}

    def locate(self, quote: str) -> tuple[str, int, int] | None:
        """Find `quote`: (field, start, end) in characters, or None when no field has it."""
        places = self.places(quote)
        return (places[0].part.field, places[0].start, places[0].end) if places else None

    def places(self, quote: str) -> tuple[Place, ...]:
        """Where a quote stands verbatim; else where it does but for white space, quotation marks and dashes."""
        if (found := self._found.get(quote)) is None:
            found = tuple(islice(self._verbatim(quote), MAX_PLACES)) or tuple(
                islice(self._but_for_spaces(quote), MAX_PLACES)
            )
            if len(self._found) < MAX_QUOTES:
                self._found[quote] = found
        return found

    def _verbatim(self, quote: str) -> Iterator[Place]:
        found = self._joined.find(quote) if quote.strip() else -1
        while found >= 0:
            if place := self._place(found, found + len(quote)):
                yield place
            found = self._joined.find(quote, found + 1)

    def _but_for_spaces(self, quote: str) -> Iterator[Place]:
        if any(word not in self._joined for word in _PLAIN_WORD.findall(quote)):
            return  # what was invented has a word that stands nowhere
        wanted, (plain, runs) = " ".join(quote.translate(_ALIKE).strip(_EDGES).split()), self._plain
        found = plain.find(wanted) if wanted else -1
        while found >= 0:
            if place := self._place(_origin(runs, found), _origin(runs, found + len(wanted) - 1) + 1):
                yield place
            found = plain.find(wanted, found + 1)

    def _place(self, start: int, end: int) -> Place | None:
        """The place of these characters of all fields together, unless they go over the end of one."""
        number = bisect(self._starts, start) - 1
        part, offset = self._fields[number], self._starts[number]
        if end - offset > len(part.text):
            return None
        return Place(part, start - offset, end - offset, self._joined[start:end])

    @cached_property
    def _plain(self) -> tuple[str, list[tuple[int, int]]]:
        """All fields with one space for white space and plain marks, and where each run between spaces begins and began."""
        found = list(_RUN.finditer(self._joined.translate(_ALIKE)))
        begins = accumulate((len(run[0]) + 1 for run in found), initial=0)
        return " ".join(run[0] for run in found), [(begin, run.start()) for begin, run in zip(begins, found, strict=False)]


def _origin(runs: Sequence[tuple[int, int]], at: int) -> int:
    """Where the character at this place of the plain text stood."""
    begin, began = runs[bisect(runs, at, key=itemgetter(0)) - 1]
    return began + at - begin


@lru_cache(maxsize=16)
def quote_index(profile: BlindProfile) -> QuoteIndex:
    """A profile's index; a candidate's pairs come one after another, and share it."""
    return QuoteIndex(profile)


class _Claim(Protocol):
    @property
    def quote(self) -> str: ...


_C = TypeVar("_C", bound=_Claim)


class Witness:
    """Looks every quote up and keeps the places of those that it found and that bear on their claims."""

    def __init__(self, quotes: QuoteIndex) -> None:
        self._quotes = quotes
        self.evidence: list[Evidence] = []
        self.absent = self.beside = 0

    def keep(
        self, kind: str, claims: Sequence[_C], label: str, bears: Callable[[_C, Place], bool] | None = None
    ) -> list[_C]:
        """The claims that hold; each keeps the profile's own words as its quote."""
        kept: list[_C] = []
        for claim in claims:
            places = self._quotes.places(claim.quote)
            for place in places:
                if bears is None or bears(claim, place):
                    named = f"{kind}: {getattr(claim, label)}"
                    self.evidence.append(Evidence(named, place.part.field, place.start, place.end, place.quote))
                    kept.append(claim)
                    break
            else:
                self.beside += bool(places)
                self.absent += not places
        return kept

    def finds(self, quote: str) -> bool:
        """Whether a quote stands in the profile and says something."""
        return says_something(quote) and self._quotes.locate(quote) is not None

    def remarks(self) -> Iterator[str]:
        """What is to be said of the claims that were dropped."""
        if self.absent:
            one = self.absent == 1
            what = "1 claim was dropped: its quote is" if one else f"{self.absent} claims were dropped: their quotes are"
            yield f"{what} not in the profile."
        if self.beside:
            one = self.beside == 1
            what = "1 claim was dropped: its quote does" if one else f"{self.beside} claims were dropped: their quotes do"
            yield f"{what} not show what is claimed."


def says_something(quote: str) -> bool:
    """Whether a quote has a word besides articles, pronouns and the like; punctuation and single letters say nothing."""
    return any(len(word[0]) > 1 and word[0] not in _EMPTY for word in _WORD.finditer(fold(quote)))


def names(claim: str, place: Place) -> bool:
    """Whether a quote names a skill, by any of its spellings or by the words that it is made of; a wish does not name it."""
    item = place.part.text
    if "[" in place.part.field:
        if canonical(item) == canonical(claim) or one_line(claim) == one_line(item):
            return True
        around = item[max(0, place.start - 1) : place.start] + item[place.end : place.end + 1]
        if one_line(claim) == one_line(place.quote) and not any(map(str.isalnum, around)):
            return True
    start = max(0, place.start - _BEFORE_CHARS)
    window, offset = place.part.text[start : place.end + AROUND], place.start - start
    if any(offset <= mention.start() and start + mention.end() <= place.end for mention in showing(claim, window)):
        return True
    if fold(claim).strip() in fold(place.quote) or _is_alike(claim, place.quote):
        return False  # it is there, but as a wish, or as a part of another name
    stems = _stems(claim)
    return bool(stems) and stems <= _stems(place.quote) and not is_doubtful(place.quote)


def means(claim: str, place: Place) -> bool:
    """Whether a quote may say in other words what a requirement says: a sentence then, no wish and no other skill's name."""
    quote = place.quote
    if len(quote) > MAX_CHARS_MEANT or not MIN_WORDS_MEANT <= len(_WORD.findall(quote)) <= MAX_WORDS_MEANT:
        return False
    if _BREAK.search(quote.strip()) or _is_alike(claim, quote) or is_doubtful(quote):
        return False
    return similarity(claim[:MAX_CHARS_MEANT], quote) >= NEAR


def is_made_of(name: str, *texts: str) -> bool:
    """Whether all words of a name that say something stand in one of some texts, in whichever form."""
    return _stems(name) <= frozenset[str]().union(*map(_stems, texts))


def _is_alike(claim: str, quote: str) -> bool:
    return any(next(mentions(other, quote), None) for other in look_alikes_of(claim))


def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that say something, so that "mentored" is "mentoring"."""
    words = (word for word in _WORD.findall(fold(text[:MAX_CHARS_MEANT])) if word not in _EMPTY)
    return frozenset(word[:_STEM_CHARS] for word in words if len(word) > 1)
