"""Amounts of time in a text, each with the words around it: "5+ years", "over a decade", "10 Jahre". Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise, zip_longest

import msgspec
from msgspec import Struct

from scoring.roles.occupations import OWN_LINE, is_title
from scoring.text.dates import fold
from scoring.text.folding import places

MOST_YEARS = 50.0
"""More are no person's experience."""
_BEFORE_CHARS, _AFTER_CHARS = 120, 90
_AMOUNT_CHARS = 36

_MARK = re.compile(r"[,|·(]|\s[–—-]\s")
"""What parts a title from what else its line tells."""
_SENTENCE = re.compile(r"[;!?•·|]|\.(?=\s)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = r"[0-9]{1,4}(?:[.,][0-9]{1,3})*|(?<![^\W\d_])[^\W\d_]{1,12}(?:-five)?"
_PARTS = {"1/4": 0.25, "¼": 0.25, "1/2": 0.5, "½": 0.5, "3/4": 0.75, "¾": 0.75, "half": 0.5}
"""What may stand behind a whole number."""
_MORE = ("plus", "or more", "and more", "oder mehr", "ou plus", "o mas", "of meer")
_WHOLE = ("full", "solid", "complete", "consecutive", "progressive", "volle")
_BEHIND_NUMBER = (*(each.split()[-1] for each in (*_MORE, *_WHOLE)), "half")
_COUPLE = "couple of"
_AMOUNT = re.compile(
    r"(?<![\w.,£$€])(?<![£$€]\s)"
    rf"(?:(?P<low>newly[ -]qualified|{_NUMBER})\s?\+?\s?(?:[-–—~/]|to|bis|a|or|oder|o|ou|tot|ate|and|bis zu)\s?)?"
    rf"(?P<half>half\s)?(?P<number>(?!(?:more|mehr|plus|mas|meer|half)\b)(?:{_NUMBER}))(?:(?<=couple)\sof)?"
    rf"(?:\s?(?P<part>[¼½¾]|(?<=\s)[1-3]/[24])|\sand\sa\s(?P<more>half))?"
    rf"(?:\s?\((?:{_NUMBER})\+?\)|\))?[\s-]?(?:\+|{'|'.join(_MORE)})?"
    rf"(?P<link>[\s-]{{0,2}})(?:(?:{'|'.join(_WHOLE)})\s)?\Z"
)
_AND_HALF = re.compile(r"\sand\sa\shalf\b")
_AND_MONTHS = re.compile(r"\.?,?\s(?:(?:and|&|und|et|y|e|en)\s)?([0-9]{1,2})[\s-]?(?=[^\W\d_])")
_SHORT = ("yr", "yrs", "mo", "mos")
"""Units that may have a dot behind them, as in "5 yrs. experience"."""
_DOTTED = re.compile(r"\.\s?([^\W\d_]+)")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_WORD_CHARS = 16
"""Longer words are no numbers."""
_THOUSANDS = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{3})+")
_ARTICLES = frozenset(["a", "an", "per", "un", "une", "ein", "eine", "einem", "una", "um", "uma", "een", "al", "par", "pro"])
_VAGUE = _ARTICLES | {"couple", "few", "several"}
_COUNTED = re.compile(r"(?:[^\W\d_]{3,}s|[0-9]k?|once|twice)\s\Z")
"""Things in the plural, an amount of money, or how often."""
_ENGLISH_AN = re.compile(r"an\s(?!(?:a|au|avec|en|et|ou)\b)[aeiouhx]")
"""The article, where French has a year."""
_BUT, _OR = re.compile(r"\b(?:but|aber|mais|pero)\b"), re.compile(r"\b(?:or|oder|ou)\s\Z")
_WISH_WORDS = 7
_LABEL = "yoe"
"""Years of experience; it is a unit, and a label as well."""


class Amount(Struct, frozen=True):
    """An amount of time in a text: `years` are the fewest it may mean. Places are in characters.

    `is_compound`: "3-year". `is_exact`: of years and months. `is_vague`: "a year", "several years", which often count
    nothing. `is_labelled`: it says itself that it is of experience, as in "years of experience: 4" and "8+ YOE".
    """

    start: int
    end: int
    years: float
    is_compound: bool = False
    is_exact: bool = False
    is_vague: bool = False
    is_labelled: bool = False


class Setting(Struct, frozen=True):
    """The words of the sentence around an amount. `near` is the last before it without "at least", "over" and the like.

    `is_wish`: what stands beside it says so, as "ideally" does before it, and "preferred" behind it or, without a comma
    behind that, before. `head` is the text before it, over ";" and "|", and `gap` that between it and the next amount.
    """

    before: tuple[str, ...]
    near: str
    is_least: bool
    is_wish: bool
    behind: tuple[str, ...]
    head: str
    gap: str


class Words(Struct, frozen=True):
    """The words of `data/durations.json`, where `about` says what they are for; all are folded."""

    about: str
    units: dict[str, int]
    beginnings: tuple[str, ...]
    numbers: dict[str, int]
    experience: frozenset[str]
    role: frozenset[str]
    labour: frozenset[str]
    field: frozenset[str]
    having: frozenset[str]
    waited: frozenset[str]
    more: frozenset[str]
    least: frozenset[str]
    combined: frozenset[str]
    age: frozenset[str]
    alien: frozenset[str]
    lasting: frozenset[str]
    studies: frozenset[str]
    schooling: frozenset[str]
    held: frozenset[str]
    passing: frozenset[str]
    company: frozenset[str]
    asker: frozenset[str]
    optional: frozenset[str]
    ahead: frozenset[str]
    firms: frozenset[str]
    alongside: frozenset[str]


def read(text: str) -> Iterator[tuple[Amount, Setting]]:
    """The amounts of time in a text, in order, each with its setting."""
    folded = _flat(text)
    found = sorted((*_amounts(folded), *_labelled(folded)), key=lambda each: each.start)
    starts = [each.start for each in found[1:]]
    return (
        (each, _setting(each, folded, following)) for each, following in zip(found, [*starts, len(folded)], strict=False)
    )


def _flat(text: str) -> str:
    """The text folded, in one line: where a line was broken says nothing, but behind a title with years below it."""
    lines = [" ".join(line.split()) for line in fold(text).split("\n")]
    lines = [line for line in lines if line]
    ends = (" | " if _parts(*pair) else " " for pair in pairwise(lines))
    return "".join(chain.from_iterable(zip_longest(lines, ends, fillvalue="")))


def _parts(above: str, below: str) -> bool:
    """Whether the first of two lines is a title, with a field or place behind a mark, and the next begins with an amount."""
    if len(above) > OWN_LINE:
        return False
    first = below.split(" ", 1)[0]
    return (first[0].isdecimal() or first in words().numbers or first in words().more) and is_title(
        _MARK.split(above, maxsplit=1)[0]
    )


def _amounts(text: str) -> Iterator[Amount]:
    """Amounts of time in a folded text that are told by their units, in order."""
    last = 0
    for start, end in sorted(set(_named(text))):
        if start < last or not (found := _AMOUNT.search(text, max(last, start - _AMOUNT_CHARS), start)):
            continue
        place, number = _number(found)
        unit = text[start:end]
        if number is None or _is_rate(text, found) or (unit == "an" and (number >= 2 or _ENGLISH_AN.match(text, start))):
            continue
        more, last = _more(text, end, words().units[unit])
        years = number * words().units[unit] / 12 + more
        is_vague = found["number"] in _VAGUE and not found["half"]
        if years <= MOST_YEARS:
            yield Amount(found.start(place), last, years, "-" in found["link"], last > end, is_vague, unit == _LABEL)


def _number(found: re.Match[str]) -> tuple[str, float | None]:
    """The group that an amount begins with, and the lowest number it may mean; None for no number."""
    number = _value(found["number"])
    low = _value(found["low"]) if found["low"] and number is not None else None
    if number is None:
        return "number", None
    if low is not None:
        return "low", min(low, number)
    if found["half"]:
        return "half", number / 2
    return "number", number + _PARTS.get(found["part"] or found["more"], 0.0)


def _more(text: str, end: int, unit: int) -> tuple[float, int]:
    """The years that go on behind a unit, as in "a year and a half" and "3 yrs 4 mos", and where the amount ends."""
    if found := _AND_HALF.match(text, end):
        return unit / 24, found.end()
    found = _AND_MONTHS.match(text, end) if unit == 12 else None
    named = _unit().match(text, found.end()) if found else None
    if found and named and words().units[named[0]] == 1:
        return int(found[1]) / 12, named.end()
    return 0.0, end


def _labelled(text: str) -> Iterator[Amount]:
    """Years behind what says that they are of experience, as in "years of experience: 4", in order."""
    for beginning in ("year", "yrs", _LABEL):
        for place in places(beginning, text):
            if not _may_be_number(text, place) and (found := _label().match(text, place)):
                years = _value(found["number"])
                if years is not None and years <= MOST_YEARS and not _unit().match(text, found.end()):
                    yield Amount(place, found.end("number"), years, is_labelled=True)


def _is_rate(text: str, found: re.Match[str]) -> bool:
    """Whether an amount says how often or how much, as in "45 positions a year" and "£30,000 a year", and not how long."""
    before = text[: found.start("number")]
    return found["number"] in _ARTICLES and _COUNTED.search(before, max(0, len(before) - _AMOUNT_CHARS)) is not None


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Where units of time stand behind what may be a number: digits, or a word."""
    for beginning in words().beginnings:
        for place in places(beginning, text):
            start = place + (not beginning[0].isalpha())
            if _may_be_number(text, start) and (unit := _unit().match(text, start)):
                yield unit.span()


def _may_be_number(text: str, at: int) -> bool:
    """Whether what stands before a place may be a number, or belong to one, as in "5 or more"."""
    last = text[max(0, at - 2) : at].strip(" -")[-1:]
    if not last.isalpha():
        return last.isalnum() or last in ("+", ")")
    end = at if text[at - 1].isalpha() else at - 1
    word = _LAST_WORD.search(text, max(0, end - _WORD_CHARS), end)
    is_number = word is not None and (word[0] in words().numbers or word[0].endswith(_BEHIND_NUMBER))
    return is_number or text.endswith(_COUPLE, 0, end)


def _value(number: str) -> float | None:
    if not number[0].isdecimal():
        return words().numbers.get(number.replace(" ", "-"))
    if _THOUSANDS.fullmatch(number) or number.count(",") + number.count(".") > 1:
        return None
    return float(number.replace(",", "."))


def _setting(each: Amount, text: str, following: int) -> Setting:
    """What stands around an amount; the next one begins at `following`."""
    lowest, highest, table = *_window(each, text), words()
    floor, head = lowest, lowest
    for end in _SENTENCE.finditer(text, lowest, each.start):
        floor = end.end()
        head = floor if end[0] not in ";|·" else head
    ceiling = _ceiling(text, each.end, highest)
    before = tuple(_words(text[floor : each.start]))
    kept = list(before)
    while kept and kept[-1] in table.more:
        kept.pop()
    behind = tuple(_words(text[each.end : ceiling]))
    is_least = not table.least.isdisjoint(before[len(kept) :]) or "+" in text[each.start : each.end]
    return Setting(
        before=before,
        near=kept[-1] if kept else "",
        is_least=is_least,
        is_wish=(not table.optional.isdisjoint(before) and _is_wish_before(text[floor : each.start]))
        or (not table.optional.isdisjoint(behind) and _is_wish_behind(text[each.end : ceiling], following - each.end)),
        behind=behind,
        head=text[head : each.start],
        gap=text[each.end : min(following, highest)],
    )


def _window(each: Amount, text: str) -> tuple[int, int]:
    """What is looked at around an amount, in whole words."""
    lowest, highest = each.start - _BEFORE_CHARS, each.end + _AFTER_CHARS
    floor = max(0, text.find(" ", lowest, each.start)) if lowest > 0 else 0
    return floor, max(each.end, text.rfind(" ", each.end, highest)) if highest < len(text) else len(text)


def _ceiling(text: str, end: int, highest: int) -> int:
    """Where the sentence of an amount ends; the dot of "5 yrs. experience" does not end it."""
    dotted = _DOTTED.match(text, end) if text[max(0, end - 3) : end].endswith(_SHORT) else None
    start = end + 1 if dotted and (dotted[1] == "of" or dotted[1] in words().experience) else end
    found = _SENTENCE.search(text, start, highest)
    return found.start() if found else highest


def _is_wish_before(text: str) -> bool:
    # "Ideally five, but at least two": what follows "but" is meant.
    said, table = _BUT.split(text)[-1], words()
    return any(
        word[0] in table.ahead or (word[0] in table.optional and said[word.end() : word.end() + 1] != ",")
        for word in _WORD.finditer(said)
    )


def _is_wish_behind(text: str, following: int) -> bool:
    """Whether the words behind an amount say so of it, and not of the next, at `following`; "3 or 5 years" are one wish."""
    own = text if _OR.search(text, 0, max(0, following)) else text[:following]
    near, table = _words(_BUT.split(own)[0])[:_WISH_WORDS], words()
    # "5 years, ideally in retail" asks for five years: with words behind it "ideally" speaks of these.
    return any(
        word in table.optional and not (behind and word in table.ahead)
        for word, behind in zip(near, [*near[1:], ""], strict=False)
    )


def _words(text: str) -> list[str]:
    # The French and Italian "d'" and "l'" are no part of a word.
    return [word[2:] if word[1:2] in ("'", "’") else word for word in _WORD.findall(text)]


@cache
def words() -> Words:
    """The table, read once."""
    raw = msgspec.json.decode((files("scoring") / "data" / "durations.json").read_bytes())
    for name in ("units", "numbers"):
        raw[name] = {each: value for line, value in raw[name].items() for each in line.split()}
    return msgspec.convert(raw, Words)


@cache
def _label() -> re.Pattern[str]:
    """What names years of experience and gives their number behind it."""
    experience = _any(words().experience)
    of_years = rf"(?:years?|yrs)'?(?:\s[^\W\d_]+){{0,4}}?\s(?:{experience})(?:\s(?:required|needed))?"
    in_years = r"(?:(?<=experience [(])|(?<=exp [(])|(?<=experience in )|(?<=exp in ))(?:years?|yrs)\)?"
    return re.compile(
        rf"(?:(?:{of_years}|{in_years}|{_LABEL})\s?[:=]|{in_years}\s)\s?(?P<number>[0-9]{{1,2}}(?:[.,][0-9])?)(?![0-9/%])"
        r"\+?(?:\s?(?:[-–—]|to)\s?[0-9]{1,2}\+?)?\s?"
    )


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(words().units)})(?![^\W\d_])")


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
