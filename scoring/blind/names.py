"""Where a person's name stands in a text: whole or in parts, reversed, with initials, in any case, with or without accents.

A part of a name that is also a word (Will, Mark, Baker, Law) or a skill (Ruby, Rust) is a name only beside another part, or,
for words that a sentence seldom begins with, where it has its capital. In a text that begins its lines with capitals nothing
is a name without one, so that the shifts of Emily Day stay day shifts. Pure functions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec import Struct

from scoring.blind import eponyms, subjects
from scoring.blind.namewords import table
from scoring.skills.aliases import aliases, load_core
from scoring.text import dates
from scoring.text.folding import Folded, fold, places
from scoring.text.vocabulary import vocabulary

Span = tuple[int, int]
_When = Literal["always", "capital", "beside", "skill"]
"""When a part of a name is one: wherever it stands, with its capital, or as `_is_told` says."""

MIN_HANDLE_CHARS = 6
_FEW_LETTERS = 2
"""A part as short as this, as Li, is a name only with its capital."""
MAX_NAME_CHARS = 200
MAX_PLACES = 2000
"""Places of one part that are looked at in one text."""

_SPLIT = re.compile(r"[\s,.;()\"“”]+")
_DASHES = re.compile(r"[-‐‑–]")
_INITIAL_BEFORE = re.compile(r"(?<![\w.])((?:[^\W\d_](?:\.[ \u00a0-]?|[ \u00a0])){1,3})\Z")
_INITIAL_AFTER = re.compile(r",?[ \u00a0]((?:[^\W\d_]\.[ -]?){1,3}|[^\W\d_])(?!\w)")
_ADDRESSED = re.compile(r"\b(?:M(?:r|rs|s|x|me)|Dr|Prof|Miss|Herrn?|Frau|Señora?|Sra?)\b\.?[ \u00a0]\Z")
_PARTICLE_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,5}['’]?)[ \u00a0]?\Z")
_BETWEEN = re.compile(r"[ \t\u00a0,'’·-]{0,3}(?:(?:[^\W\d_]\.?|[^\W\d_]{1,5}['’]?)[ \t\u00a0-]){0,3}")
_MIDDLE = re.compile(r"[ \u00a0](?:[^\W\d_a-z][^\W\d_]+[ \u00a0]){1,2}")
"""Names between two parts, as in John Michael Smith."""
_SIDE_BY_SIDE = " \t\u00a0,.-"
"""What may stand between two parts without capitals that are also words."""
_INITIAL_BETWEEN = re.compile(r"[ \t\u00a0](?:[^\W\d_]\.|(?![aeioyàò])[^\W\d_])[ \t\u00a0]")
"""Or an initial; without a point it is no word of one letter."""
_NO_WORD = re.compile(r"[\W_]")
_BEGINNING = re.compile(r"(?:\A|\n|\.\s)[\W\d_]{0,8}([^\W\d_])")
"""Of a line or a sentence."""
_IN_ADDRESS = re.compile(r"[@_]|[./]\w")
"""What joins a part of a name to an address or a handle."""
_NUMBER = re.compile(r"\.?[ \u00a0,/'’-]{0,3}\d")
_NUMBER_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?[ \u00a0/-]\Z")
"""Of a year or a day, beside a month."""
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _latin() -> dict[int, str]:
    """Letters of German and Cyrillic, and how they are spelled without."""
    return {ord(letter): latin for letter, latin in table().latin.items()}


class _Part(Struct, frozen=True):
    """A form of a part of a name, folded, and when it is one; `number` tells of which part."""

    needle: str
    when: _When
    number: int


class Name(Struct, frozen=True):
    """A name, ready to be looked for. `initials` are small letters, `particles` its de, van and so on, `handles` its parts
    run together.
    """

    parts: tuple[_Part, ...]
    initials: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    handles: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether each part of it is nothing but a name."""
        return all(part.when == "always" for part in self.parts)

    def spans(self, whole: Folded, *, alone: bool = True) -> list[Span]:
        """Where the name stands in a text, in order, without overlaps. `alone`: also where but one part of it stands."""
        text, folded = whole.text, whole.folded
        hits = _hits(self.parts, folded, text)
        handles = [handle for handle in self.handles if handle in folded]
        if not hits and not handles:  # mostly so
            return []
        found = [self._widened(run, text) for run in _runs(hits, folded, text) if self._is_name(run, text, alone=alone)]
        found += [_token(folded, start, len(handle)) for handle in handles for start in places(handle, folded)]
        return _joined(sorted(found))

    def _is_name(self, run: Sequence[_Hit], text: str, *, alone: bool) -> bool:
        if len({hit.number for hit in run}) > 1:
            if run[0].number > run[-1].number and eponyms.holds(text, run[0].start, run[-1].end, may_be_whole=True):
                return False  # as Bradley Allen's Allen-Bradley
            # "jordan archer" is one, "a mark of grace" is none.
            return all(
                "joined" not in (one.when, other.when) or _are_side_by_side(text[one.end : other.start])
                for one, other in pairwise(run)
            )
        return alone and any(
            (self._stands_alone(hit, text) or self._is_told(hit, text)) and not _is_month(hit, text) for hit in run
        )

    def _stands_alone(self, hit: _Hit, text: str) -> bool:
        """Whether a part is a name without another one beside it."""
        if hit.when not in ("always", "capital"):
            return False
        if not (hit.has_capital or not _has_capitals(text) or _is_joined(hit, text)) or _is_short_form(hit, text):
            return False
        return not eponyms.holds(text, hit.start, hit.end)

    def _is_told(self, hit: _Hit, text: str) -> bool:
        """Whether a word is told to be a name: by an initial or a form of address before it, or as somebody's."""
        if not hit.has_capital:
            return False
        before = _INITIAL_BEFORE.search(text, max(0, hit.start - 12), hit.start)
        if (before and self._are_initials(before[1])) or _ADDRESSED.search(text, max(0, hit.start - 12), hit.start):
            return True
        if hit.when == "beside" and text.startswith(("'s", "’s"), hit.end):
            return True
        return subjects.is_subject(text, hit.start, hit.end, may_be_tool=hit.when == "skill")

    def _widened(self, run: Sequence[_Hit], text: str) -> Span:
        """A run of parts with the initials before or behind it."""
        start, end = run[0].start, run[-1].end
        while self.particles and (before := _PARTICLE_BEFORE.search(text, max(0, start - 12), start)):
            if fold(before[1]) not in self.particles:
                break
            start = before.start(1)
        before = _INITIAL_BEFORE.search(text, max(0, start - 12), start)
        if before and self._are_initials(before[1]):
            start = before.start(1)
        behind = _INITIAL_AFTER.match(text, end, end + 12)
        if behind and self._are_initials(behind[1]):
            end = behind.end(1)
        return start, end

    def _are_initials(self, letters: str) -> bool:
        own = [char for char in letters if char.isalpha()]
        return all(map(str.isupper, own)) and any(fold(char) in self.initials for char in own)


def _are_side_by_side(between: str) -> bool:
    return not between.strip(_SIDE_BY_SIDE) or _INITIAL_BETWEEN.fullmatch(between) is not None


class _Hit(Struct, frozen=True, order=True):
    start: int
    end: int
    number: int
    when: str
    has_capital: bool


@lru_cache(maxsize=64)
def _has_capitals(text: str) -> bool:
    """Whether a text begins most of its lines and sentences with a capital, as most do; a single line tells nothing."""
    letters = [found[1] for found in _BEGINNING.finditer(text)]
    return len(letters) > 1 and 2 * sum(map(str.isupper, letters)) > len(letters)


def _is_short_form(hit: _Hit, text: str) -> bool:
    """Whether two letters are something else than a name: in capitals, as MA is, or before a dash, as in "Li-ion"."""
    if hit.end - hit.start > 2 or _SPACELESS.match(text, hit.start):
        return False
    return text[hit.start : hit.end].isupper() or text[hit.end : hit.end + 1] in ("-", "‑", "–")


def _is_month(hit: _Hit, text: str) -> bool:
    """Whether a part is the month of a date, as in "Jan 2018" or "5 Julio"; Jan and Julio are names of men as well."""
    if fold(text[hit.start : hit.end]) not in dates.words().months:
        return False
    return bool(_NUMBER.match(text, hit.end) or _NUMBER_BEFORE.search(text, max(0, hit.start - 6), hit.start))


def _is_joined(hit: _Hit, text: str) -> bool:
    return bool(_IN_ADDRESS.match(text, hit.end)) or text[max(0, hit.start - 1) : hit.start] in ("@", "_", "/")


@lru_cache(maxsize=256)
def name(text: str) -> Name:
    """The forms of a name as somebody wrote it."""
    words = [word for word in _SPLIT.split(unicodedata.normalize("NFC", text[:MAX_NAME_CHARS])) if word]
    words = [word for word in words if fold(word) not in table().titles] or words
    parts = [part for number, word in enumerate(words) for part in _forms(word, number)]
    if len(words) == 2:  # beside one part alone a particle may be one, as in Le Ha
        joining = ((fold(word), number) for number, word in enumerate(words) if is_particle(word, is_first=number == 0))
        parts += [_Part(folded, "beside", number) for folded, number in joining]
    whole = ["".join(filter(str.isalnum, fold(word))) for word in words if any(map(str.isalpha, word))]
    orders = (whole, whole[::-1], [*whole[:1], *whole[-1:]], [*whole[-1:], *whole[:1]])
    joined = {"".join(order) for order in orders}
    handles = tuple(sorted(each for each in joined if len(each) >= MIN_HANDLE_CHARS)) if len(whole) > 1 else ()
    folded = [fold(word) for word in words]
    particles = frozenset(word for word in folded if word in table().particles)
    return Name(tuple(parts), frozenset(word[0] for word in folded), particles, handles)


@lru_cache(maxsize=256)
def place(text: str) -> Name:
    """The forms of a place's name, which is one whole."""
    folded, everyday = fold(text), table().everyday | table().capitals | vocabulary().ordinary
    is_word = folded in _skills() or folded in _terms()
    when: _When = "skill" if is_word else "capital" if folded in everyday else "always"
    return Name((_Part(folded, when, 0),))


def _forms(word: str, number: int) -> Iterator[_Part]:
    folded = fold(word)
    if is_particle(word, is_first=number == 0) or len(folded) < 2:
        return
    halves = [half for half in _DASHES.split(word) if len(half) > 2]
    for each in dict.fromkeys((word, *halves)):
        plain, small = fold(each), each.lower()
        spellings = {plain, plain.replace("ß", "ss"), fold(small.translate(_latin()))}
        yield from (_Part(spelling, _when(each), number) for spelling in sorted(spellings) if len(spelling) > 1)


def _when(word: str) -> _When:
    folded = fold(word)
    words = vocabulary()
    if is_skill(word):
        return "skill"
    if folded in table().everyday:
        return "beside"
    if any(
        folded in each for each in (words.ordinary, words.roles, words.levels, words.proper, words.personal, words.filler)
    ):
        return "beside"
    if folded in table().capitals or folded in table().particles:
        return "capital"
    if folded in _terms():
        return "beside"
    return "capital" if len(folded) <= _FEW_LETTERS and not _SPACELESS.search(word) else "always"


def _hits(parts: Sequence[_Part], folded: str, text: str) -> list[_Hit]:
    hits = []
    for part in parts:
        if part.needle in folded:
            for start in _whole(part.needle, folded):
                capital = not text[start : start + len(part.needle)].islower()
                # Written small, a word that needs its capital is a name only where it joins another part.
                when = "joined" if part.when == "capital" and not capital else part.when
                hits.append(_Hit(start, start + len(part.needle), part.number, when, capital))
    return sorted(hits)


def _runs(hits: Sequence[_Hit], folded: str, text: str) -> Iterator[list[_Hit]]:
    """Parts that stand side by side, with nothing between them but initials and particles."""
    run: list[_Hit] = []
    for hit in hits:
        if run and hit.start < run[-1].end:
            if hit.end > run[-1].end:
                run[-1] = msgspec.structs.replace(hit, start=run[-1].start)
            continue
        is_other = run and run[-1].has_capital != hit.has_capital  # "Will Baker will"
        if run and (is_other or not _is_gap(folded[run[-1].end : hit.start], text[run[-1].end : hit.start])):
            yield run
            run = []
        run.append(hit)
    if run:
        yield run


def _is_gap(between: str, text: str) -> bool:
    if len(between) > 24:
        return False
    if _MIDDLE.fullmatch(text):
        return True
    words = re.findall(r"[^\W\d_]+", between)
    return _BETWEEN.fullmatch(between) is not None and all(len(word) == 1 or word in table().particles for word in words)


def _whole(needle: str, text: str) -> Iterator[int]:
    """Where `needle` stands alone, between characters that are no part of a word; in Chinese and the like anywhere."""
    spaceless = _SPACELESS.search(needle) is not None
    start, left = text.find(needle), MAX_PLACES
    while start >= 0 and left:
        end = start + len(needle)
        if spaceless or (not _is_word(text[start - 1 : start]) and not _is_word(text[end : end + 1])):
            yield start
            left -= 1
        if _is_word(needle[0]) and not spaceless:  # not again within this run of letters, however long it is
            gap = _NO_WORD.search(text, start)
            start = text.find(needle, gap.end()) if gap else -1
        else:
            start = text.find(needle, start + 1)


def _is_word(char: str) -> bool:
    return char.isalnum()


def _token(text: str, start: int, length: int) -> Span:
    """The whole word, address or path that a handle is in, up to 100 characters on either side."""
    floor, ceiling = max(0, start - 100), min(len(text), start + length + 100)
    end = start + length
    while start > floor and not text[start - 1].isspace() and text[start - 1] not in "(<[|,;:":
        start -= 1
    while end < ceiling and not text[end].isspace() and text[end] not in ")>]|,;":
        end += 1
    return start, end


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def is_particle(word: str, *, is_first: bool) -> bool:
    """Whether a word of a name only joins others; one that is a first name too, as Ben, is that where it stands first."""
    return word.lower() in table().particles and not (is_first and fold(word) in table().capitals)


def is_skill(word: str) -> bool:
    """Whether a word is spelt like a skill, as Ruby is, in any case."""
    return fold(word) in _skills()


@cache
def _skills() -> frozenset[str]:
    return frozenset(fold(each) for groups in load_core().groups.values() for group in groups for each in group)


@cache
def _terms() -> frozenset[str]:
    """The words of which names of skills are made that are no names of their own, as the law of employment law."""
    return frozenset(word for spelling in aliases().written.values() for word in spelling.split() if word.islower())
