"""Ranges of dates in a text: "Jan 2015 - Mar 2019", "03/2018 to present", "seit 2020". Pure functions, without a clock.

Where only a year is named the time is counted from the middle of that year to the middle of the last one, so that
"2015-2019" is four years and "2015-2017, 2017-2019" is four as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Protocol

import msgspec
from msgspec import Struct

from scoring.text.dates import AS_OF, HORIZON_MONTHS, Date, fold, joint, onwards, read, split_year, still, to, words
from scoring.text.folding import read_back

MOST_MONTHS = 60 * 12
"""Longer ranges are none of a person's work."""
_BEFORE_CHARS, _AFTER_CHARS = 40, 40

# Matched from right to left: a search for what ends at a place would try each one before it.
_WORD = re.compile(r"(?:\s{1,3}(?:el|eht|le|med))?[\s:]{1,4}([^\W\d_]+)")
"""The word before a date, with an article and white space behind it."""
_WORD_TO = re.compile(r"\.?([^\W\d_]+)")
# From left to right.
_MANY_YEARS, _AND_YEAR = re.compile(r"(?:[0-9]{4}/){2}[0-9]{4}"), 5
_SHORT_END = re.compile(r"\s?[-–—/]\s?['’]?([0-9]{2})(?![0-9]|[-./][0-9])")

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTHS = {name: month for month, name in enumerate(_ROMAN, 1)}
_NUMERAL = re.compile(r"(?<![\w/.])([ivx]{1,4})[ .]{1,2}\Z")
_NUMERAL_CHARS = 8


class Span(Struct, frozen=True):
    """A range of dates: from `start` to `end` in the text, in characters, from the month `first` to `last`, both counted.

    `is_open`: it has no end, as in "2020 - present", and is counted up to the month that the text is taken to be of.
    `is_alone`: it is one date, as in "since 2020" and "2020 onwards", which may be of anything.
    """

    start: int
    end: int
    first: int
    last: int
    is_open: bool = False
    is_alone: bool = False

    @property
    def months(self) -> int:
        """Its length in months, 1 at least."""
        return self.last - self.first + 1


class Months(Protocol):
    """What has a first and a last month, both counted."""

    @property
    def first(self) -> int:
        """Its first month."""

    @property
    def last(self) -> int:
        """Its last month."""


def spans(text: str) -> tuple[Span, ...]:
    """The ranges of dates in a text, in order and without overlaps."""
    found = read(text)
    if not found:
        return ()
    folded = fold(text)
    return tuple(_joined(_with_numerals(found, folded), folded))


def settled(found: Iterable[Span], now: int) -> Iterator[tuple[Span, Span]]:
    """Each range with what of it is not beyond the month `now`: open ones and later ends are cut, later starts left out."""
    for each in found:
        if each.first <= now:
            yield each, msgspec.structs.replace(each, last=now if each.is_open else min(each.last, now))


def now_of(found: Iterable[Span]) -> int:
    """The month that a text with these ranges is taken to be of: `AS_OF`, or a later start that is not too late."""
    return max([AS_OF, *(each.first for each in found if each.first <= AS_OF + HORIZON_MONTHS)])


def union_months(found: Iterable[Months]) -> int:
    """Months that lie in at least one of the ranges; what overlaps counts once, and gaps do not count."""
    total, reached = 0, -1
    for each in sorted(found, key=lambda part: part.first):
        total += max(0, each.last - max(each.first - 1, reached))
        reached = max(reached, each.last)
    return total


def _with_numerals(dates: tuple[Date, ...], text: str) -> tuple[Date, ...]:
    """The dates of a folded text, each year with the month before it in Roman numerals, as in "III 2017 - IV 2021".

    Behind a word such a numeral is as often a grade, as in "Analyst II 2017 - 2021". So it is a month only in a text that
    has a range with one at either end.
    """
    told = dict(_numerals(dates, text))
    is_in_use = any(
        date.start in told and other.start in told and joint().fullmatch(text, date.end, told[other.start].start())
        for date, other in pairwise(dates)
    )
    return tuple(_of_month(each, told.get(each.start)) for each in dates) if is_in_use else dates


def _numerals(dates: Sequence[Date], text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The numerals before those dates that are years, by where the year begins."""
    for each in dates:
        if each.is_year and text[each.start - 2 : each.start - 1] in ("i", "v", "x"):  # few have one
            found = _NUMERAL.search(text, max(0, each.start - _NUMERAL_CHARS), each.start)
            if found and found[1] in _ROMAN_MONTHS:
                yield each.start, found


def _of_month(date: Date, numeral: re.Match[str] | None) -> Date:
    if not numeral:
        return date
    month = date.first + _ROMAN_MONTHS[numeral[1]] - 1
    return msgspec.structs.replace(date, start=numeral.start(), first=month, last=month)


def _joined(dates: tuple[Date, ...], text: str) -> Iterator[Span]:
    """The ranges that dates of a folded text make: two with a word or a dash between them, or one that says so."""
    number, ongoing = 0, still()
    while number < len(dates):
        date = dates[number]
        found = _closed(date, dates[number + 1], text) if number + 1 < len(dates) else None
        number += 2 if found else 1
        if not found:
            goes_on = ongoing.match(text, date.end, date.end + _AFTER_CHARS)
            found = _open(date, date.start, goes_on.end()) if goes_on else _alone(date, text)
        if found and found.last - found.first < MOST_MONTHS and not _is_product(found, text):
            yield found


def _closed(date: Date, other: Date, text: str) -> Span | None:
    if date.is_split or other.is_split:  # beside one such year 2011/12 is another, and not a month
        date, other = _split(date), _split(other)
    if other.start - date.end > _AFTER_CHARS:
        return None
    if not joint().fullmatch(text, date.end, other.start):
        both = text[date.end : other.start].strip() in words().joint
        if not both or _word_before(text, date.start)[0] not in words().between:
            return None
    return _reaching(date, other.last, date.start, other.end, ends_by_year=other.is_year)


def _split(date: Date) -> Date:
    """A date as a year that ends in the next one, if it may be one."""
    is_next = date.short_end == date.first // 12 + 1
    return split_year(date.first // 12 * 12, date.start, date.end) if is_next else date


def _reaching(date: Date, last: int, start: int, end: int, *, ends_by_year: bool) -> Span | None:
    """The range from a date to the month `last`, or None where it runs backwards."""
    first = date.first
    if date.is_year:
        first = min(first + 6, last) if last >= first + 6 else first
    if ends_by_year:
        last = max(last - 6, first) if last - 6 >= first else last
    return Span(start, end, first, last) if first <= last else None


def _open(date: Date, start: int, end: int) -> Span:
    first = date.first + 6 if date.is_year else date.first
    return Span(start, end, first, max(first, AS_OF), is_open=True)


def _alone(date: Date, text: str) -> Span | None:
    """The range that one date makes by itself: "since 2020", "2020 onwards", "2015-19", "Summer 2016", "Jan - Mar 2019"."""
    word, place = _word_before(text, date.start)
    behind = onwards().match(text, date.end, date.end + _AFTER_CHARS)
    if behind or word in words().since:
        # "Since" stays before the length that a reader of the view gets: "and, since 3 years, Snowflake".
        return msgspec.structs.replace(_open(date, date.start, behind.end() if behind else date.end), is_alone=True)
    if date.short_end:
        year = Date(date.start, date.end, date.first // 12 * 12, date.first // 12 * 12 + 11)
        return _reaching(year, date.short_end * 12 + 11, date.start, date.end, ends_by_year=True)
    if date.is_year:
        return _years(date, text)
    if (dash := _joint_before().search(text, max(0, date.start - 8), date.start)) and dash.start() > 0:
        word, place = _word_before(text, dash.start(), gap=False)
        if month := words().months.get(word):
            first = date.first // 12 * 12 + month - 1
            return Span(place, date.end, first, date.last) if first <= date.last else None
    return Span(date.start, date.end, date.first, date.last) if date.last > date.first else None


def _years(date: Date, text: str) -> Span | None:
    """ "2015-19", where the digits behind cannot be a month."""
    short = _SHORT_END.match(text, date.end)
    if not short or date.first // 1200 * 100 + int(short[1]) <= date.first // 12:
        return None
    return _reaching(date, (date.first // 1200 * 100 + int(short[1])) * 12 + 11, date.start, short.end(), ends_by_year=True)


def _is_product(found: Span, text: str) -> bool:
    """Whether the years are those of a thing, as in "Office 2010-2016" or "Studio 2008/2010/2012/2015"."""
    is_of_many = _MANY_YEARS.search(text, max(0, found.start - _AND_YEAR), found.end + _AND_YEAR) is not None
    return is_of_many or _word_before(text, found.start)[0] in words().products


def _word_before(text: str, at: int, *, gap: bool = True) -> tuple[str, int]:
    """The word before `at`, with an article and white space behind it where there is a `gap`, and its place; "" for none."""
    return read_back(_WORD if gap else _WORD_TO, text, max(0, at - _BEFORE_CHARS), at)


@cache
def _joint_before() -> re.Pattern[str]:
    return re.compile(rf"{to()}\Z")
