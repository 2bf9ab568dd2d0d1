"""Amounts of time in a text, each with the words around it: "5+ years", "over a decade", "10 Jahre". Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from scoring.dates import fold
from scoring.folding import places

MOST_YEARS = 50.0
"""More are no person's experience."""
_BEFORE_CHARS, _AFTER_CHARS = 120, 90
_AMOUNT_CHARS = 36

_SENTENCE = re.compile(r"[;!?•·|]|\.(?=\s)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = r"[0-9]{1,4}(?:[.,][0-9]{1,3})*|(?<![^\W\d_])[^\W\d_]{1,12}(?:-five)?"
_MORE = ("plus", "or more", "and more", "oder mehr", "ou plus", "o mas", "of meer")
_WHOLE = ("full", "solid", "complete", "consecutive", "progressive", "volle")
_BEHIND_NUMBER = tuple(each.split()[-1] for each in (*_MORE, *_WHOLE))
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?:(?P<low>{_NUMBER})\s?\+?\s?(?:[-–—~]|to|bis|a|or|oder|o|ou|tot|ate|and|bis zu)\s?)?"
    rf"(?P<number>(?!(?:more|mehr|plus|mas|meer)\b)(?:{_NUMBER}))"
    rf"(?:\s?\((?:{_NUMBER})\+?\)|\))?[\s-]?(?:\+|{'|'.join(_MORE)})?"
    rf"(?P<link>[\s-]{{0,2}})(?:(?:{'|'.join(_WHOLE)})\s)?\Z"
)
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_WORD_CHARS = 16
"""Longer words are no numbers."""
_THOUSANDS = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{3})+")
_ARTICLES = frozenset(["a", "an", "per", "un", "une", "ein", "eine", "einem", "una", "um", "uma", "een", "al", "par", "pro"])
_COUNTED = re.compile(r"[^\W\d_]{3,}s\s\Z")
"""Things in the plural."""


class Amount(Struct, frozen=True):
    """An amount of time in a text: `years` are the fewest it may mean. `is_compound`: "3-year". Places are in characters."""

    start: int
    end: int
    years: float
    is_compound: bool


class Setting(Struct, frozen=True):
    """The words of the sentence around an amount. `near` is the last before it without "at least", "over" and the like.

    `is_wish`: what stands before it says so of what follows, as "ideally" does, and "preferred" without a comma behind it.
    """

    before: tuple[str, ...]
    near: str
    is_least: bool
    is_wish: bool
    behind: tuple[str, ...]


class Words(Struct, frozen=True):
    """The words of `data/durations.json`, where `about` says what they are for; all are folded."""

    about: str
    units: dict[str, int]
    beginnings: tuple[str, ...]
    numbers: dict[str, int]
    experience: frozenset[str]
    role: frozenset[str]
    field: frozenset[str]
    having: frozenset[str]
    more: frozenset[str]
    least: frozenset[str]
    combined: frozenset[str]
    age: frozenset[str]
    alien: frozenset[str]
    passing: frozenset[str]
    company: frozenset[str]
    asker: frozenset[str]
    optional: frozenset[str]
    ahead: frozenset[str]


def read(text: str) -> Iterator[tuple[Amount, Setting]]:
    """The amounts of time in a text, in order, each with its setting."""
    folded = _flat(text)
    return ((each, _setting(each, folded)) for each in _amounts(folded))


def _flat(text: str) -> str:
    """The text folded, in one line: where a line was broken says nothing."""
    return " ".join(fold(text).split())


def _amounts(text: str) -> Iterator[Amount]:
    """Amounts of time in a folded text, in order."""
    last = 0
    for start, end in sorted(set(_named(text))):
        found = _AMOUNT.search(text, max(last, start - _AMOUNT_CHARS), start)
        number = _value(found["number"]) if found else None
        if not found or number is None or _is_rate(text, found):
            continue
        low = _value(found["low"]) if found["low"] else None
        years = (number if low is None or low > number else low) * words().units[text[start:end]] / 12
        last = end
        if years <= MOST_YEARS:
            yield Amount(found.start("number" if low is None else "low"), end, years, "-" in found["link"])


def _is_rate(text: str, found: re.Match[str]) -> bool:
    """Whether an amount says how often, as in "45 positions a year", and not how long."""
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
    last = text[at - 2 : at].strip(" -")[-1:]
    if not last.isalpha():
        return last.isalnum() or last in ("+", ")")
    end = at if text[at - 1].isalpha() else at - 1
    word = _LAST_WORD.search(text, max(0, end - _WORD_CHARS), end)
    return word is not None and (word[0] in words().numbers or word[0].endswith(_BEHIND_NUMBER))


def _value(number: str) -> float | None:
    if not number[0].isdecimal():
        return words().numbers.get(number)
    if _THOUSANDS.fullmatch(number) or number.count(",") + number.count(".") > 1:
        return None
    return float(number.replace(",", "."))


def _setting(each: Amount, text: str) -> Setting:
    floor, table = max(0, each.start - _BEFORE_CHARS), words()
    for end in _SENTENCE.finditer(text, floor, each.start):
        floor = end.end()
    ceiling = min(len(text), each.end + _AFTER_CHARS)
    behind_end = _SENTENCE.search(text, each.end, ceiling)
    before = tuple(_words(text[floor : each.start]))
    kept = list(before)
    while kept and kept[-1] in table.more:
        kept.pop()
    is_least = not table.least.isdisjoint(before[len(kept) :]) or "+" in text[each.start : each.end]
    behind = _words(text[each.end : behind_end.start() if behind_end else ceiling])
    is_wish = not table.optional.isdisjoint(before) and any(
        _is_wish(text, word) for word in _WORD.finditer(text, floor, each.start)
    )
    return Setting(before, kept[-1] if kept else "", is_least, is_wish, tuple(behind))


def _is_wish(text: str, word: re.Match[str]) -> bool:
    table = words()
    return word[0] in table.ahead or (word[0] in table.optional and text[word.end() : word.end() + 1] != ",")


def _words(text: str) -> list[str]:
    # The French and Italian "d'" and "l'" are no part of a word.
    return [word[2:] if word[1:2] in ("'", "’") else word for word in _WORD.findall(text)]


@cache
def words() -> Words:
    raw = msgspec.json.decode((files("scoring") / "data" / "durations.json").read_bytes())
    for name in ("units", "numbers"):
        raw[name] = {each: value for line, value in raw[name].items() for each in line.split()}
    return msgspec.convert(raw, Words)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(words().units)})(?![^\W\d_])")


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
