"""Where a text shows a skill, by any of its spellings and as a whole term. Pure functions over the tables of `aliases`.

Most skills stand nowhere in a text, and are given up before a pattern for them is made.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice

from msgspec import Struct

from scoring.skills.aliases import aliases, canonical, look_alikes_of, normalise, otherwise_spaced, with_level, written
from scoring.skills.denial import is_denied
from scoring.skills.listing import is_item
from scoring.skills.progress import is_underway
from scoring.skills.terms import LETTER, is_spaced
from scoring.text.folding import lower
from scoring.text.runs import ODD, first_run, of_letters_and_digits

MAX_TERM_CHARS = 200
"""A longer skill is a skill only where it is listed."""
_MIN_NEEDLE_CHARS = 4
_BEFORE = 60
"""Characters before a mention that may make it a look-alike."""
MAX_MENTIONS = 20
"""Places of one skill that are looked at in one text."""


class Sought(Struct, frozen=True, gc=False):
    """A skill as it is looked for.

    `name` is its canonical name, `plain` how it is written, but for case and the like. A text shows it only where one of
    `needles` stands, the first words of its spellings, and one of `runs`, their first letters and digits.
    """

    skill: str
    name: str
    plain: str
    needles: tuple[str, ...]
    runs: frozenset[str]


def mentions(skill: str, text: str, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Where the first `end` characters of a text show a skill as a whole term; a wish to learn it does not show it."""
    return (place for place in places(skill, text, end) if not is_denied(text, *place.span()))


def showing(skill: str, text: str, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Those mentions in somebody's text that show a skill: a qualification that is only studied for is not held."""
    return iter(_showing(skill, text, end if end < len(text) else sys.maxsize) if may_mention(skill, text) else ())


@lru_cache(maxsize=64)
def _showing(skill: str, text: str, end: int) -> tuple[re.Match[str], ...]:
    # What a pair finds it looks for once more, to quote it, and so do those of other jobs.
    is_held, found = is_credential(skill), mentions(skill, text, end)
    return tuple(place for place in found if not is_underway(text, *place.span(), is_credential=is_held))


def is_credential(skill: str) -> bool:
    """Whether a table has a skill among the licences, certificates and the like."""
    return canonical(skill) in aliases().credentials


def may_mention(skill: str, text: str) -> bool:
    """Whether a text has the first word of one of a skill's spellings; else it mentions it nowhere."""
    return may_hold(lower(text), sought_as(skill).needles)


def places(skill: str, text: str, end: int = sys.maxsize) -> list[re.Match[str]]:
    """Where the first `end` characters of a text name a skill as a whole term, a wish or a lack of it too."""
    folded, needles = lower(text), sought_as(skill).needles
    if not (may_hold(folded, needles) and (standing := _standing(skill, folded))):
        return []
    starts = sorted({start for needle in needles for start in islice(_starts(needle, folded, end), MAX_MENTIONS + 1)})
    # Looking where a needle stands is ten times faster than looking everywhere, unless it stands everywhere. A few
    # letters change their number in lower case; then places differ.
    if len(starts) > MAX_MENTIONS or (starts and len(folded) != len(text)):
        meant = filter(_is_meant, _pattern(skill, is_spaced=is_spaced(text)).finditer(text, 0, end))
        return [place for place in islice(meant, MAX_MENTIONS) if not _is_alike(skill, place)]
    found: list[re.Match[str]] = []
    for start in starts:  # "Core Java" is not Java once more
        likely = [spelling for spelling, first in standing if folded.startswith(first, start)]
        if not (found and start < found[-1].end()) and (place := _term(skill, likely, text, start, end)):
            found.append(place)
    return [place for place in found if _is_meant(place) and not _is_alike(skill, place)]


@lru_cache(maxsize=16384)
def sought_as(skill: str) -> Sought:
    """What to look for in a text that may show a skill."""
    # Where none of the needles stands, no pattern has to be made; most skills stand nowhere. Whole terms begin and end
    # where runs do.
    name, is_term = canonical(skill), len(skill) <= MAX_TERM_CHARS
    needles = (
        tuple({each for term in _spellings(skill) if term.strip() for each in _firsts(term.lower())})
        if name and is_term
        else ()
    )
    return Sought(skill, name, normalise(skill), needles, frozenset(map(first_run, needles)))


@lru_cache(maxsize=16384)
def spelled_runs(skill: str) -> tuple[frozenset[str], ...]:
    """The runs of letters and digits of each of a skill's spellings.

    Of one that is not ASCII it is the first: a pattern takes some letters for others.
    """
    lowered = [each.lower() for each in _spellings(skill)]
    return tuple({frozenset(of_letters_and_digits(each) if each.isascii() else [first_run(each)]) for each in lowered})


@lru_cache(maxsize=4096)
def spellings_of(skill: str) -> tuple[str, ...]:
    """A skill as it is written, and then its other spellings."""
    return tuple(dict.fromkeys((skill, *_spellings(skill))))


def may_hold(folded: str, needles: tuple[str, ...]) -> bool:
    """Whether a text in lower case has one of the needles."""
    for needle in needles:  # noqa: SIM110 - a generator would cost more than the search
        if needle in folded:
            return True
    return False


def _is_meant(place: re.Match[str]) -> bool:
    """Whether a word of plain English has its capital, or is an item of a list."""
    return place.lastindex is None or is_item(place.string, *place.span())


def _is_alike(skill: str, place: re.Match[str]) -> bool:
    before = _ending_before(skill)
    return before is not None and before.search(place.string, max(0, place.start() - _BEFORE), place.start()) is not None


def _standing(skill: str, folded: str) -> list[tuple[str, str]]:
    """Those spellings all words of which stand in a text, so that a pattern is worth making, each with the first of them.

    The longest come first. What is not told by words may stand anywhere, and has "" for the first one.
    """
    spelled = _words(skill)
    if not folded.isascii() and any(letter in folded for letter in ODD):
        return [(spelling, "") for spelling in spelled]
    return [(spelling, words[0]) for spelling, words in spelled.items() if _may_hold_each(folded, words)]


def _may_hold_each(folded: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110 - a generator would cost more than the search
        if word not in folded:
            return False
    return True


def _term(skill: str, spellings: Sequence[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The first of some spellings that is a whole term at a place, as `_pattern` finds it; most spellings stand nowhere."""
    before, behind = _around(is_spaced=is_spaced(text))
    if not (spellings and before.match(text, start, end)):
        return None
    own = _alike_behind(skill)
    for spelling in spellings:
        place = _compiled(_spelling(spelling)).match(text, start, end)
        if place and behind.match(text, place.end(), end) and (not own or _compiled(own).match(text, place.end(), end)):
            return place
    return None


def _starts(needle: str, folded: str, end: int) -> Iterator[int]:
    start = folded.find(needle, 0, end)
    while start >= 0:
        yield start
        start = folded.find(needle, start + 1, end)


@lru_cache(maxsize=16384)
def _words(skill: str) -> Mapping[str, tuple[str, ...]]:
    """The words of each of a skill's spellings, the longest first, in lower case.

    One that is not ASCII may stand anywhere, as one without words may: these have "".
    """
    spellings = sorted(_spellings(skill), key=len, reverse=True)
    return {each: tuple(map(str.lower, _words_of(each) if each.isascii() else ())) or ("",) for each in spellings}


def _firsts(spelling: str) -> tuple[str, ...]:
    """What a text has where a spelling begins: its first word, and where that has a hyphen, this or what stands for it."""
    word = spelling.split()[0]
    start, hyphen, _ = word.partition("-")
    if not hyphen or len(start) >= _MIN_NEEDLE_CHARS:
        return (start,)
    return word, word.replace("-", " "), f"{start}\n"  # the e of e-learning alone stands everywhere


@lru_cache(maxsize=16384)
def _spellings(skill: str) -> Sequence[str]:
    known = aliases().spellings.get(canonical(skill)) or (written(skill),)
    others = (other for each in known for other in (*otherwise_spaced(each), *with_level(each)))
    return tuple(dict.fromkeys((*known, *others)))


@lru_cache(maxsize=4096)
def _pattern(skill: str, *, is_spaced: bool) -> re.Pattern[str]:
    """All spellings of a skill, the longest first, as whole terms that are no look-alike."""
    before, behind = _edges(is_spaced=is_spaced)
    return re.compile(f"{before}(?:{'|'.join(map(_spelling, _words(skill)))}){_alike_behind(skill)}{behind}")


def _edges(*, is_spaced: bool) -> tuple[str, str]:
    """What a whole term has before it and behind: "Java" is not in "JavaScript", nor "C" in "C++"."""
    # Compiling the scripts without spaces in takes ten times as long, and few texts need it.
    letter = r"[^\W_]" if is_spaced else LETTER
    return rf"(?<!{letter})(?<![.+#])", rf"(?!{letter}|[+#]|\.\w)"


@cache
def _around(*, is_spaced: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = _edges(is_spaced=is_spaced)
    return re.compile(before), re.compile(behind)


@lru_cache(maxsize=4096)
def _alike_behind(skill: str) -> str:
    """What a skill has behind it that is no look-alike: "React" is not in "React Native"; "" where all will do."""
    own, others = [each.lower() for each in _spellings(skill)], _alike(skill)
    after = {other[len(each) :] for other in others for each in own if other != each and other.startswith(each)}
    return "".join(rf"(?!(?i:{_spaced(each)}))" for each in sorted(after))


@lru_cache(maxsize=8192)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def _ending_before(skill: str) -> re.Pattern[str] | None:
    """What before a skill makes it a look-alike, as "Vitamin" before C; None where nothing does."""
    own = [each.lower() for each in _spellings(skill)]
    before = {other[: -len(each)] for other in _alike(skill) for each in own if other != each and other.endswith(each)}
    # A look-behind has one width, and white space has many.
    return re.compile(rf"(?:{'|'.join(map(_spaced, sorted(before)))})\Z", re.IGNORECASE) if before else None


def _alike(skill: str) -> list[str]:
    return [each.lower() for other in look_alikes_of(skill) for each in _spellings(other)]


def _spaced(text: str) -> str:
    return r"(?:\s+|-)".join(map(re.escape, re.split(r"[\s-]", text)))


@lru_cache(maxsize=8192)
def _spelling(text: str) -> str:
    # A word of plain English needs its capital, so that "the rest of the team" has no REST APIs, unless it is in a list.
    words = r"(?:\s+|-)".join(map(re.escape, _words_of(text)))
    return f"{words}|((?i:{words}))" if normalise(text) in aliases().ambiguous else f"(?i:{words})"


def _words_of(spelling: str) -> list[str]:
    """The words of a spelling; where it is also plain English, as the table writes it."""
    return [word for word in re.split(r"[\s-]+", aliases().ambiguous.get(normalise(spelling)) or spelling) if word]
