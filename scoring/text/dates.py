"""Dates in a text: "Jan 2015", "03/2018", "Summer 2016", "2020", and the words that they stand with. Pure functions.

A month is a number, year x 12 + month - 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from scoring.text.folding import lowered, read_back

AS_OF = 2026 * 12 + 10
"""The month up to which an open range is counted where the text names no later start; November 2026.

Today's month would give one resume two scores in two months, and the latest date of a text is, in "2019 - present", 2019.
So the month is part of the rubric, and moves on with its version.
"""
HORIZON_MONTHS = 60
"""A start so much later than `AS_OF` is still believed: the text is then younger than these rules."""
FIRST_YEAR = 1945


class Words(Struct, frozen=True):
    """What dates and headings are written with; `about` in the file says more. All are folded.

    `heading` are all words of headings, those of work, education, what is aside, neutral and linking ones.
    """

    about: str
    months: dict[str, int]
    seasons: dict[str, tuple[int, int]]
    present: tuple[str, ...]
    until: tuple[str, ...]
    onwards: tuple[str, ...]
    ends: tuple[str, ...]
    since: frozenset[str]
    between: frozenset[str]
    joint: frozenset[str]
    work: frozenset[str]
    education: frozenset[str]
    aside: frozenset[str]
    neutral: frozenset[str]
    linking: frozenset[str]
    heading: frozenset[str]
    degrees: frozenset[str]
    schools: frozenset[str]
    private: frozenset[str]
    products: frozenset[str]


Lead = Literal["day", "month", ""]


class Date(Struct, frozen=True):
    """A date in a text. `first` and `last` are the months that it may mean: one, those of a season, or of a year.

    `short_end` is the year that its last two digits may be instead of a month, as in "2010-12"; 0 where they cannot.
    `lead` is what its numbers show to come first, as the day does in 13/06/2019, and `either` the months of one that shows
    nothing, as 01/06/2019: where the month leads, and where the day does.
    """

    start: int
    end: int
    first: int
    last: int
    short_end: int = 0
    lead: Lead = ""
    either: tuple[int, int] | None = None

    @property
    def is_year(self) -> bool:
        """Whether a year is all that it tells."""
        return self.last - self.first == 11 and not self.first % 12

    @property
    def is_split(self) -> bool:
        """Whether it is of a year that begins in one and ends in the next, as 2018/19."""
        return self.last - self.first == 11 and self.first % 12 == _MIDDLE


# A year, or two digits behind what may make them one. It begins with digits, as few of a text's characters do.
_YEAR = re.compile(
    r"[0-9][0-9](?:(?<=(?<![0-9])19)[4-9][0-9]|(?<=(?<![0-9])20)[0-9][0-9]|(?<=['’‘´`/–—-][0-9]{2})|(?<=[–—-] [0-9]{2})"
    r"|(?<=[a-zA-Z]{3} [0-9]{2}))"
    r"(?![0-9a-zA-Z%])"
)
# What follows is written, and matched, from right to left: a search for what ends at a place would try each one before it.
_NO_DATE = re.compile(r"(?:\s?[$€£#@]|[-./ ][0-9]{5,}|[-./][0-9]{3}(?![0-9])|,[0-9])")
_NAME = re.compile(
    r"['’‘]?(?:\s{1,3}(?:fo|ed|led|od)(?![^\W\d_]))?(?:\s{1,3},?(?:ts|dn|dr|ht)?[0-9]{1,2})?[\s,/.'’‘´`-]{0,3}\.?"
    r"([^\W\d_]{2,12})(?![^\W\d_])"
)
"""The word before a year, with the day or the "of" that may stand between them."""
# From left to right again.
_DAY = re.compile(r"(?<![\w/.-])[0-9]{1,2}(?:st|nd|rd|th|er|o|º|\.)?[\s-]{1,3}(?:(?:of|de)\s{1,3})?\Z")
_BEFORE_YEAR = frozenset(["of", "de", "el", "do", "st", "nd", "rd", "th"])
"""The last two letters of what may stand between a month and its year."""
_AFTER_DAY = frozenset("0123456789.thdrnofeº")
_QUARTER = re.compile(r"(?<!\w)q([1-4])[\s/-]{0,3}\Z")
_NUMBERED = re.compile(
    r"(?:(?:(?<![\w/.-])|(?<=[0-9]{4}-))([0-9]{1,2})([./-])|(?<![\w/.]))([0-9]{1,2})[^\S\n]{0,2}[./-][^\S\n]{0,2}\Z"
)
"""A month before a year, and the day beside it; a hyphen before them comes from another date."""
_COUNTED = re.compile(r"(?<!\w)([^\W\d_]+)\s(?:[1-9]|1[0-2])\s?[.-]\s\Z")
"""A number behind a word, before the mark that ends what it counts in, as in "A team of 6. 2018 - 2021"."""
_BEHIND = re.compile(r"[-/.,]|\s?[€$£年년]")
"""What a year goes on with if it is of an amount or of a longer date."""
_YEAR_BEHIND = re.compile(r",?\s?(?:19|20)[0-9]{2}(?![0-9])")
_AMOUNT = re.compile(r",[0-9]{3}|\.[0-9]{3}|\s?[€$£]")
_ISO = re.compile(r"([-/.])(0[1-9]|1[0-2])(?:\1([0-2][0-9]|3[01]))?(?![0-9]|[./][0-9]|(?<=-[0-9]{2})-[0-9])")
_SPLIT = re.compile(r"[-–/]['’]?((?:19|20)?[0-9]{2})(?![0-9]|[./][0-9]|-(?!(?:19|20)[0-9]{2})[0-9])")
"""The second half of a year as 2018/19."""
_FROM_YEAR = re.compile(r"(?<![0-9/])[0-9]{4}[-–]\Z")
_MIDDLE = 6
"""A split year is taken to begin so many months after January, as those of schools and accounts do, more or less."""
_CHINESE = re.compile(r"\s?[年년](?:\s?([0-9]{1,2})\s?[月월])?")
_APOSTROPHES = "'’‘´`"
_BETWEEN = " ,/.-\n\t\r\u00a0" + _APOSTROPHES
_HARD_SPACES = "\u00a0\u2007\u2009\u202f"
_DASH = r"[-–—‐‑‒−~～→›>]{1,3}"


@cache
def words() -> Words:
    """The table, read once."""
    raw = msgspec.json.decode((files("scoring") / "data" / "dates.json").read_bytes())
    for name in ("months", "seasons"):
        raw[name] = {fold(each): value for line, value in raw[name].items() for each in line.split()}
    raw["joint"] = raw.pop("and")
    lists = {name: [fold(each) for each in value] for name, value in raw.items() if isinstance(value, list)}
    parts = ("work", "education", "aside", "neutral", "linking")
    lists["heading"] = [word for part in parts for word in lists[part]]
    return msgspec.convert(raw | lists, Words)


@lru_cache(maxsize=16)  # dates and durations read the same text, one after the other
def fold(text: str) -> str:
    """The text in lower case and without accents, each character in its place."""
    return lowered(text, _base)


def read(text: str) -> tuple[Date, ...]:
    """The dates of a text, in order and without overlaps."""
    if not _YEAR.search(text):
        return ()
    found = tuple(_dates(fold(text)))
    if lead := _lead(found):
        return tuple(_led(each, lead) for each in found)
    return found


def _dates(text: str) -> Iterator[Date]:
    last = 0
    for year in _YEAR.finditer(text):
        if year.start() < last:
            continue
        found = _full(text, year, last) if len(year[0]) == 4 else _short(text, year, last)
        if found and found.start >= last:
            last = found.end
            yield found


def _lead(dates: Sequence[Date]) -> Lead:
    """What comes first in those dates of a text that may begin with the day or the month; "" where nothing tells.

    One as 13/06/2019 tells it for the others.
    """
    unsure = [each.either for each in dates if each.either]
    if not unsure:
        return ""
    told = {each.lead for each in dates if each.lead}
    return _lead_of_firsts(unsure) if not told else told.pop() if len(told) == 1 else ""


def _lead_of_firsts(unsure: Sequence[tuple[int, int]]) -> Lead:
    """Of 01/06/2019 and 01/05/2022 the day: work begins on the first of a month sooner than on several days of January."""
    by_month, by_day = ({month % 12 for month in months} for months in zip(*unsure, strict=True))
    if by_month == {0} and len(by_day) > 1:
        return "day"
    return "month" if by_day == {0} and len(by_month) > 1 else ""


def _led(date: Date, lead: Lead) -> Date:
    """A date with the month that it is of where the day or the month comes first."""
    if not date.either:
        return date
    month = date.either[lead == "day"]
    return msgspec.structs.replace(date, first=month, last=month)


def _full(text: str, year: re.Match[str], floor: int) -> Date | None:
    january, start, end = int(year[0]) * 12, year.start(), year.end()
    if not FIRST_YEAR * 12 <= january <= AS_OF + HORIZON_MONTHS + 12:
        return None
    if before := _before(text, start, floor):
        return _of_year(january, before, end)
    if _NO_DATE.match(text[max(0, start - 8) : start][::-1]):
        return None
    if not _BEHIND.match(text, end):
        return _at(january, 0, start, end)
    if _AMOUNT.match(text, end):
        return None
    if chinese := _CHINESE.match(text, end):
        return _at(january, int(chinese[1] or 0), start, chinese.end())
    if iso := _ISO.match(text, end):
        short = january // 1200 * 100 + int(iso[2])
        may_be_short = iso[1] in "-/" and not iso[3] and short * 12 > january
        month = january + int(iso[2]) - 1
        return Date(start, iso.end(), month, month, short if may_be_short else 0)
    return _split(january, text, start, end) or _at(january, 0, start, end)


def _split(january: int, text: str, start: int, end: int) -> Date | None:
    """The year that begins in one, which stands there, and ends in the next."""
    behind = _SPLIT.match(text, end)
    if not behind or int(behind[1]) % 100 != (january // 12 + 1) % 100:
        return None
    if len(behind[1]) == 4 and _FROM_YEAR.search(text, max(0, start - 6), start):
        return None  # 2010-2014/2015-2018 are two ranges
    return split_year(january, start, behind.end())


def split_year(january: int, start: int, end: int) -> Date:
    """The date of a year that begins in one, of which this is the first month, and ends in the next."""
    return Date(start, end, january + _MIDDLE, january + _MIDDLE + 11)


def _short(text: str, year: re.Match[str], floor: int) -> Date | None:
    """A year of two digits: behind an apostrophe, a month and a hyphen, or the number of a month and a slash.

    In "Jan 24 - Jun 25" and "Jan 24 - present" a space will do: days of a month are told with a year.
    """
    start, end = year.span()
    mark, january = text[start - 1], _century(int(year[0])) * 12
    before = _before(text, start, floor)
    if mark in _APOSTROPHES:
        if before:
            return _of_year(january, before, end)
        return None if text[start - 2 : start - 1].isalnum() else _at(january, 0, start - 1, end)
    if before and mark == " " and _is_paired(text, before, end, floor):
        return _of_year(january, before, end)
    if not before or mark == " " or (mark != "/" and text[before.start].isdigit()):
        return None
    is_day = text[end : end + 1] == mark and text[end + 1 : end + 2].isdigit()
    return None if is_day else _of_year(january, before, end)


def _of_year(january: int, before: Date, end: int) -> Date:
    """The date that ends with a year, by the month before it, which is 1-12."""
    either = (january + before.either[0] - 1, january + before.either[1] - 1) if before.either else None
    return Date(before.start, end, january + before.first - 1, january + before.last - 1, lead=before.lead, either=either)


def _is_paired(text: str, before: Date, end: int, floor: int) -> bool:
    """Whether a month with two digits begins a range that ends like it or goes on, or ends one that has just begun."""
    if _YEAR_BEHIND.match(text, end):
        return False
    if floor and joint().fullmatch(text, floor, before.start):
        return True
    other = _pair().match(text, end)
    return still().match(text, end) is not None or (other is not None and other[1] in words().months)


def _before(text: str, at: int, floor: int) -> Date | None:
    """The month before the year that begins at `at`, and not before `floor`; its `first` and `last` are 1-12."""
    told = text[max(floor, at - 9) : at].rstrip(_BETWEEN)
    last = told[-1:]
    is_numbered = last.isdigit() and text[max(floor, at - 3) : at].strip()[-1:] in ("/", ".", "-")
    if is_numbered and (numbered := _NUMBERED.search(text, max(floor, at - 10), at)):
        return None if _is_counted(text, at) else _numbered(numbered)
    if not last.isalnum() or (last.isalpha() and told[-3:] not in _month_ends() and told[-2:] not in _BEFORE_YEAR):
        return None
    name, start = read_back(_NAME, text, max(floor, at - 28), at)
    if months := _months(name):
        has_day = text[max(floor, start - 8) : start].strip()[-1:] in _AFTER_DAY
        day = _DAY.search(text, max(floor, start - 10), start) if has_day else None
        return Date(day.start() if day else start, at, *months)
    if last.isdigit() and (quarter := _QUARTER.search(text, max(floor, at - 6), at)):
        return Date(quarter.start(), at, int(quarter[1]) * 3 - 2, int(quarter[1]) * 3)
    return None


def _is_counted(text: str, at: int) -> bool:
    """Whether the number before a year counts something; in "bis 6. 2018" and "Acme 3. 2018 - 6. 2018" it is a month."""
    told = _COUNTED.search(text, max(0, at - 20), at) if text[at - 1].isspace() else None
    return told is not None and told[1] not in _before_dates() and not _to_month().match(text, at + 4)


@cache
def _to_month() -> re.Pattern[str]:
    return re.compile(rf"{to()}[0-9]{{1,2}}\s?[.-]\s[0-9]{{4}}")


@cache
def _before_dates() -> frozenset[str]:
    """The words that lead to a date, each by the last of them."""
    return (
        words().since
        | words().between
        | words().joint
        | {each.split()[-1] for each in words().until}
        | {"from", "von", "ab"}
    )


@cache
def _month_ends() -> frozenset[str]:
    """The last letters of the months and seasons."""
    return frozenset(name[-3:] for name in (*words().months, *words().seasons))


def _months(name: str) -> tuple[int, int] | None:
    """The first and the last month of a month or a season, 1-12, by its folded name."""
    month = words().months.get(name)
    return (month, month) if month else words().seasons.get(name)


def _numbered(found: re.Match[str]) -> Date | None:
    """The month in one or two numbers, 1-12. Of 03/04 the slash makes the first the month, unless other dates tell."""
    first, second = int(found[1] or 0), int(found[3])
    is_led_by_month = 1 <= first <= 12 and (second > 12 or found[2] == "/")
    month, day = (first, second) if is_led_by_month else (second, first)
    if not 1 <= month <= 12:
        return None
    if 12 < day <= 31:
        return Date(found.start(), found.end(), month, month, lead="month" if is_led_by_month else "day")
    either = (first, second) if 1 <= day <= 12 else None
    return Date(found.start(), found.end(), month, month, either=either)


def _at(january: int, month: int, start: int, end: int) -> Date:
    if 1 <= month <= 12:
        return Date(start, end, january + month - 1, january + month - 1)
    return Date(start, end, january, january + 11)


def _century(two_digits: int) -> int:
    now = AS_OF // 12
    return now // 100 * 100 + two_digits - (100 if two_digits > now % 100 + 1 else 0)


@cache
def joint() -> re.Pattern[str]:
    """What stands between the two dates of a range."""
    return re.compile(rf"{to()}|\s?/\s?")


@cache
def _pair() -> re.Pattern[str]:
    return re.compile(rf"{to()}([^\W\d_]{{3,12}})\.? [0-9][0-9](?![0-9a-z%./:-]|{_YEAR_BEHIND.pattern})")


@cache
def still() -> re.Pattern[str]:
    """What follows a date that goes on until today."""
    presents = _any(words().present)
    return re.compile(
        rf"(?:{to()}|\s*[/(]\s*|\s(?=(?:until|till|bis|to)\s))(?:(?:the|zum|le|la|el|o)\s+)?(?:{presents})(?![^\W\d_])"
        rf"|\s?{_DASH}(?=[^\S\n]*(?:\n|\Z)|\s?\)|[:;,])|{_DASH}(?=\t|[^\S\n]{{3}})"
    )


@cache
def onwards() -> re.Pattern[str]:
    """What follows a date from which on something holds."""
    return re.compile(rf"[\s-]\s*(?:{_any(words().onwards)})(?![^\W\d_])")


def to() -> str:
    """A pattern of what leads to the end of a range: a dash, a word, or a label as forms have it."""
    label = rf"(?:[,;|]\s*)?(?<![^\W\d_])(?:{_any(words().ends)})\s?:"
    return rf"\s*(?:{_DASH}|(?<=\s)(?:{_any(words().until)})(?=[\s'’])|{label})\s*"


def _any(names: Iterable[str]) -> str:
    """A pattern of any of these, the longest first; between their words there may be a line break."""
    return "|".join(re.escape(name).replace("\\ ", r"\s+") for name in sorted(names, key=len, reverse=True))


@lru_cache(maxsize=8192)
def _base(char: str) -> str:
    """A character in lower case, a Latin letter without marks; a space for those that hold words together."""
    if char in _HARD_SPACES:
        return " "
    is_latin = "\xc0" <= char < "\u0250" or "\u1e00" <= char < "\u1f00"
    return unicodedata.normalize("NFD", char)[0].lower() if is_latin else char.lower()
