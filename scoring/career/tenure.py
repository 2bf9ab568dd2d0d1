"""How long a resume says that somebody has worked: its dated positions, and studies apart from them. Pure functions.

Which dates are studies is told by the heading above them ("Education") and by the words beside them (a degree, a school
without an occupation). Volunteering, courses, publications, a career break and the like are neither, and count for nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import Literal

from msgspec import Struct

from scoring.career.spans import Span, now_of, settled, spans, union_months
from scoring.roles.levels import titled_level
from scoring.roles.occupations import is_title, names_occupation
from scoring.roles.titles import read
from scoring.text import sentences
from scoring.text.dates import fold, words
from scoring.text.folding import bag, glance
from scoring.text.folding import places as everywhere

Kind = Literal["work", "education", "aside"]

_HEADING_CHARS, _HEADING_WORDS = 48, 5
_GAP = re.compile(r"[|•]|[^\S\n]{3,}|\t(?<!\s\t)(?!\s)")
_EDGES = " \t\r\u00a0-–—*•·▪●#=_.&"
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_AWAY = re.compile(
    r"[\W\d_]*(?:(?:planned|full[- ]time|extended)\s)?(?:career\s(?:break|gap)|gap\syear|sabbatical|unemploye?(?:d|ment)"
    r"|(?:maternity|paternity|parental|family|adoption|carer['’]?s)\sleave|break\sfrom\s(?:work|employment)"
    r"|elternzeit|mutterschutz|arbeits(?:los|suche)\w*|conge\s(?:parental|maternite)|permiso\sparental)\b"
)
"""What a line about time without work begins with."""
_DETAILS: Mapping[str, Kind | Literal["neutral"]] = {
    "academic": "education",
    "education": "education",
    "educational": "education",
    "company": "work",
    "employment": "work",
    "skill": "neutral",
    "skills": "neutral",
}
_DETAILED = re.compile(f"({'|'.join(sorted(_DETAILS, reverse=True))}) details")
"""Headings that are known wherever they stand: forms that are filled in put them behind other words, without a blank."""
_STUDENTS = frozenset(["candidate", "student"])
"""Who studies, behind the name of a degree."""
_OF_SCHOOLS = frozenset(["learning", "science"])
"""Families of fields whose work is done at schools and universities."""
_AROUND_CHARS = 90
"""Of a line that goes on and on, so much on either side of a date tells of it."""
_BLANK_CHARS = 12
_FEW_WORDS = 3
"""A line with fewer words beside its date is read with the lines around it."""


class Range(Struct, frozen=True):
    """A range of dates in a text.

    `start` and `end` are its place, in characters; `first` and `last` its months, as year x 12 + month - 1, both counted.
    `is_open`: it goes on, and is counted up to the month that the text is taken to be of.
    """

    start: int
    end: int
    first: int
    last: int
    is_open: bool
    kind: Kind

    @property
    def months(self) -> int:
        """Its length in months, 1 at least."""
        return self.last - self.first + 1

    @property
    def is_education(self) -> bool:
        """Whether the dates are those of studies."""
        return self.kind == "education"


def ranges(text: str) -> tuple[Range, ...]:
    """The ranges of dates in a text, in order and without overlaps; those that run backwards or cannot be are left out."""
    found = spans(text)
    if not found:
        return ()
    folded = fold(text)
    last_line = folded.find("\n", found[-1].start)
    headings = _headings(folded[:last_line] if last_line >= 0 else folded, text, glance(text).known)
    kinds = {each: _kind(folded, found, number, headings) for number, each in enumerate(found)}
    now = now_of(each for each in found if kinds[each] != "education")
    return tuple(
        Range(each.start, each.end, each.first, each.last, each.is_open, kinds[whole]) for whole, each in settled(found, now)
    )


def years(found: Iterable[Range]) -> float | None:
    """Years in at least one of the ranges that are of work, to a tenth; overlaps count once. None without any."""
    works = [each for each in found if each.kind == "work"]
    return round(union_months(works) / 12, 1) if works else None


def _headings(text: str, written: str, known: frozenset[bytes]) -> tuple[list[int], list[Kind | None]]:
    """Where the headings of a folded text begin, and what stands below them; None where anything may.

    Args:
        written: the text as it was before it was folded, or more than it.
        known: the words of the text, as `folding.bag` gives them, or of more than it.
    """
    told = list(_detailed(text, written)) if " details" in text else []
    for start, end in _telling_lines(text, known):
        told += ((start + offset, kind) for offset, part in _parts(text[start:end]) if (kind := _heading(part)))
    told.sort(key=itemgetter(0))
    return [place for place, _ in told], [None if kind == "neutral" else kind for _, kind in told]


def _detailed(text: str, written: str) -> Iterator[tuple[int, Kind | Literal["neutral"]]]:
    # A sentence may speak of company details, too: within a line a heading is told by its capital.
    for found in _DETAILED.finditer(text):
        if written[found.end(1) + 1].isupper() or not text[_line(text, found.start()) : found.start()].strip(_EDGES):
            yield found.start(), _DETAILS[found[1]]


def _telling_lines(text: str, known: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    """The lines with a word that tells what is below it, each once and in order; there is no other heading."""
    keys, telling = _telling()
    end = 0
    for at in sorted(at for key in keys & known for word in telling[key] for at in everywhere(word, text)):
        if at >= end:
            start = text.rfind("\n", end, at) + 1 or end
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            yield start, end


@cache
def _telling() -> tuple[frozenset[bytes], Mapping[bytes, Sequence[str]]]:
    """The words of headings that tell what stands below, by what each is in a bag."""
    table, telling = words(), defaultdict[bytes, list[str]](list)
    for word in (*table.work, *table.education, *table.aside, *table.neutral):
        telling[b" ".join(bag(word))].append(word)
    return frozenset(telling), telling


def _parts(line: str) -> Sequence[tuple[int, str]]:
    """The pieces of a line that may begin with a heading, with their places.

    It is short or has a colon behind it; or it stands between wide gaps, as where line ends were lost.
    """
    if "|" in line or "•" in line or "\t" in line or "   " in line:
        gaps = [gap.span() for gap in _GAP.finditer(line)]
        starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(line)]
        return [(start, line[start:end]) for start, end in zip(starts, ends, strict=True)]
    return ((0, line),) if len(line) <= _HEADING_CHARS or ":" in line else ()


def _heading(part: str) -> Kind | Literal["neutral"] | None:
    """What a piece of a line begins with the heading of, if with one: its words are of a heading, or the last for work."""
    title = part.strip()[: _HEADING_CHARS + 1].partition(":")[0].strip(_EDGES)
    if len(title) > _HEADING_CHARS:
        return None
    parts, table = title.split(), words()
    if not parts or (parts[0] not in table.heading and parts[-1] not in table.work):
        return None
    found, last = _WORD.findall(title), parts[-1]
    if len(found) > _HEADING_WORDS or any(map(str.isdigit, title)):
        return None
    kinds = [_kind_of_word(word) for word in found]
    if last in table.work and "aside" not in kinds:
        return "neutral" if "education" in kinds else "work"
    if not all(kind or word in table.linking for kind, word in zip(kinds, found, strict=True)):
        return None
    told = [kind for kind in kinds if kind and kind != "neutral"]
    if "work" in told and "education" in told:
        return "neutral"
    return told[0] if told else "neutral" if any(kinds) else None


def _kind_of_word(word: str) -> Kind | Literal["neutral"] | None:
    table = words()
    if word in table.work:
        return "work"
    if word in table.education:
        return "education"
    if word in table.aside:
        return "aside"
    return "neutral" if word in table.neutral else None


def _kind(text: str, found: Sequence[Span], number: int, headings: tuple[list[int], list[Kind | None]]) -> Kind:
    """What the range of dates with this number is of, by its line and by the last heading before it."""
    place = bisect_right(headings[0], found[number].start) - 1
    below = headings[1][place] if place >= 0 else None
    if below == "aside" or _is_away(text, found, number):
        return "aside"
    said = _around(text, found, number)
    told, works = set(said), names_occupation(_before_studies(said))
    if not works and ((found[number].is_alone and below != "work") or not told.isdisjoint(words().private)):
        return "aside"
    studies = not told.isdisjoint(words().degrees)
    at_school = not told.isdisjoint(words().schools)
    if below == "education":
        return "work" if works and not studies and not at_school else "education"
    if works or not (studies or at_school):
        return "work"
    return "education" if studies or (below != "work" and not _is_post(text, found, number)) else "work"


def _before_studies(said: Sequence[str]) -> Sequence[str]:
    """The words of a sentence before a student of some degree: "PhD student and tutor" tells of studies, work and all."""
    studying = (at for at, pair in enumerate(pairwise(said)) if pair[1] in _STUDENTS and pair[0] in words().degrees)
    return said[: next(studying, len(said))]


def _is_post(text: str, found: Sequence[Span], number: int) -> bool:
    """Whether a title stands behind a school and its dates, or in a line of its own beside these: the school is an employer.

    Beside it, only those who teach or do research are known to work there and not to have learnt the trade.
    """
    span, floor, ceiling = _bounds(found, number, len(text))
    start, end = _line(text, span.start), _end(text, span.end, min(ceiling, _ahead(text, span.end)))
    if any(map(_is_held, sentences.END.split(text[span.end : end])[1:])):
        return True
    joined = (slice(*each) for each in _beside(text, start, end, floor, ceiling) if _is_joined(text, each, (start, end)))
    return any(_is_held(text[each]) and read(text[each]).family in _OF_SCHOOLS for each in joined)


def _is_joined(text: str, line: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether no blank line parts two lines."""
    return text.count("\n", min(line[1], other[1]), max(line[0], other[0])) == 1


def _is_held(piece: str) -> bool:
    """Whether a piece of a folded text is the title of somebody who works, and not one in training."""
    title = piece.strip(_EDGES)
    return is_title(title) and titled_level(title) != "entry"


def _is_away(text: str, found: Sequence[Span], number: int) -> bool:
    """Whether the line of a range of dates begins with a break from work, or where it says nothing else, the line above."""
    span, floor = found[number], found[number - 1].end if number else 0
    line = _line(text, span.start)
    before, behind = (
        text[max(floor, line) : span.start],
        text[span.end : _end(text, span.end, _ahead(text, span.end))],
    )
    if not before.strip(_EDGES) and not behind.strip(_EDGES):
        last = before_blanks(text, line)
        before = text[max(floor, _line(text, last)) : last]
    return _AWAY.match(before) is not None or _AWAY.match(behind) is not None


def _bounds(found: Sequence[Span], number: int, length: int) -> tuple[Span, int, int]:
    """A range of dates, with the end of the one before it and the start of the next."""
    floor = found[number - 1].end if number else 0
    ceiling = found[number + 1].start if number + 1 < len(found) else length
    return found[number], floor, ceiling


def _around(text: str, found: Sequence[Span], number: int) -> list[str]:
    """The words of the sentence of a range of dates, without other ranges.

    Where it says next to nothing the words of the lines around it are behind them, if these have no dates of their own.
    """
    span, floor, ceiling = _bounds(found, number, len(text))
    line = _line(text, span.start)
    start = sentences.last_start(text, max(floor, line), span.start)
    end = sentences.first_end(text, span.end, _end(text, span.end, min(ceiling, _ahead(text, span.end))))
    own = _WORD.findall(text, start, span.start) + _WORD.findall(text, span.end, end)
    if len(own) < _FEW_WORDS and not span.is_alone:
        own += (word for each in _beside(text, line, end, floor, ceiling) for word in _WORD.findall(text, *each))
    return own


def _beside(text: str, start: int, end: int, floor: int, ceiling: int) -> Iterator[tuple[int, int]]:
    """The lines around a line: the one that no blank line parts from it, else both."""
    is_apart = text[start - 2 : start] == "\n\n", text[end : end + 2] == "\n\n"
    last, first = before_blanks(text, start), behind_blanks(text, end)
    above, below = _line(text, last), _end(text, first, min(ceiling, _ahead(text, first)))
    if floor <= above and is_apart != (True, False):
        yield above, last
    if (below < ceiling or ceiling == len(text)) and is_apart != (False, True):
        yield first, below


def behind_blanks(text: str, at: int) -> int:
    """The next place that is not blank, or one a few characters on."""
    return at + len(text[at : at + _BLANK_CHARS]) - len(text[at : at + _BLANK_CHARS].lstrip())


def before_blanks(text: str, at: int) -> int:
    """The end of what stands before a place without the blanks between, or a place a few characters back."""
    return at - len(text[max(0, at - _BLANK_CHARS) : at]) + len(text[max(0, at - _BLANK_CHARS) : at].rstrip())


def _line(text: str, at: int) -> int:
    """Where the line of a place begins, or as far before the place as is looked, where a word begins."""
    floor = max(0, at - _AROUND_CHARS)
    begin = text.rfind("\n", floor, at) + 1
    return begin or (max(floor, text.find(" ", floor, at)) if floor else 0)


def _end(text: str, start: int, most: int) -> int:
    """Where the line of a place ends, or `most`."""
    end = text.find("\n", start, most)
    return end if end >= 0 else most


def _ahead(text: str, at: int) -> int:
    """As far behind a place as is looked, where a word ends: a piece of one may be a degree, as of "based"."""
    most = min(len(text), at + _AROUND_CHARS)
    if text[most : most + 1].strip():
        return max(at, text.rfind(" ", at, most), text.rfind("\n", at, most))
    return most
