"""Amounts of time in words, as experience: what a job asks for and what a resume states. Pure functions.

"5+ years of experience", "over a decade in nursing", "10 Jahre Berufserfahrung"; not "18 years or older", "a 3-year
contract" or "our company has 20 years of history".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from scoring.dates import fold
from scoring.folding import places
from scoring.titles import is_occupation
from scoring.vocabulary import vocabulary

MOST_YEARS = 50.0
"""More are no person's experience."""
_BEFORE_CHARS, _AFTER_CHARS, _NEAR_WORDS = 120, 90, 7
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
_WORKED = ("work", "serv", "arbeit", "gearbeit", "travail", "trabaj", "lavor", "gewerkt")
_THOUSANDS = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{3})+")


class Amount(Struct, frozen=True):
    """An amount of time in a text: `years` are the fewest it may mean. `is_compound`: "3-year". Places are in characters."""

    start: int
    end: int
    years: float
    is_compound: bool


class _Table(Struct, frozen=True):
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


_ARTICLES = frozenset(["a", "an", "per", "un", "une", "ein", "eine", "einem", "una", "um", "uma", "een", "al", "par", "pro"])
_COUNTED = re.compile(r"[^\W\d_]{3,}s\s\Z")
"""Things in the plural."""


class _Setting(Struct, frozen=True):
    """The words of the sentence around an amount. `near` is the last before it without "at least", "over" and the like.

    `is_wish`: what stands before it says so of what follows, as "ideally" does, and "preferred" without a comma behind it.
    """

    before: tuple[str, ...]
    near: str
    is_least: bool
    is_wish: bool
    behind: tuple[str, ...]


def stated(text: str) -> float | None:
    """The years of experience that a resume states of itself, the most where there are several; None when none.

    One statement may be about one skill, and is then fewer years than all.
    """
    folded = _flat(text)
    return max((each.years for each in _amounts(folded) if _is_own(each, _setting(each, folded))), default=None)


def asked(text: str) -> float | None:
    """The years of experience that a job asks for, the fewest that it takes; None when it says nothing.

    Of several requirements the highest counts, as in "5+ years in all, 2 of them with Kubernetes"; wishes do not.
    """
    folded = _flat(text)
    settings = [(each.years, each, _setting(each, folded)) for each in _amounts(folded)]
    return max((years for years, each, setting in settings if _is_asked(each, setting)), default=None)


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
        years = (number if low is None or low > number else low) * _table().units[text[start:end]] / 12
        last = end
        if years <= MOST_YEARS:
            yield Amount(found.start("number" if low is None else "low"), end, years, "-" in found["link"])


def _is_rate(text: str, found: re.Match[str]) -> bool:
    """Whether an amount says how often, as in "45 positions a year", and not how long."""
    before = text[: found.start("number")]
    return found["number"] in _ARTICLES and _COUNTED.search(before, max(0, len(before) - _AMOUNT_CHARS)) is not None


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Where units of time stand behind what may be a number: digits, or a word."""
    for beginning in _table().beginnings:
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
    return word is not None and (word[0] in _table().numbers or word[0].endswith(_BEHIND_NUMBER))


def _value(number: str) -> float | None:
    if not number[0].isdecimal():
        return _table().numbers.get(number)
    if _THOUSANDS.fullmatch(number) or number.count(",") + number.count(".") > 1:
        return None
    return float(number.replace(",", "."))


def _setting(each: Amount, text: str) -> _Setting:
    floor, table = max(0, each.start - _BEFORE_CHARS), _table()
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
    return _Setting(before, kept[-1] if kept else "", is_least, is_wish, tuple(behind))


def _is_wish(text: str, word: re.Match[str]) -> bool:
    table = _table()
    return word[0] in table.ahead or (word[0] in table.optional and text[word.end() : word.end() + 1] != ",")


def _words(text: str) -> list[str]:
    # The French and Italian "d'" and "l'" are no part of a word.
    return [word[2:] if word[1:2] in ("'", "’") else word for word in _WORD.findall(text)]


def _is_own(each: Amount, setting: _Setting) -> bool:
    table = _table()
    if _is_alien(each, setting) or _has(setting.before, table.company) or _has(setting.behind[:_NEAR_WORDS], table.combined):
        return False
    behind = setting.behind
    if _has(behind[:_NEAR_WORDS], table.experience):
        return True
    if setting.before and setting.near in table.experience:  # "experience: 5 years"
        return True
    is_role = bool(behind) and behind[0] in table.role
    is_field = bool(behind) and behind[0] in table.field and (not setting.near or setting.near in table.having)
    has_worked = setting.near in table.passing and (_ends_in_occupation(setting) or _has_worked(setting))
    return not each.is_compound and (is_role or is_field or has_worked)


def _has_worked(setting: _Setting) -> bool:
    return any(
        word.startswith(_WORKED) or word in ("taught", "nursed", "cooked", "driven", "drove") for word in setting.before
    )


def _ends_in_occupation(setting: _Setting) -> bool:
    """Whether what goes on "for 12 years" is somebody's work, as in "high school teacher for 12 years"."""
    kept = setting.before[: len(setting.before) - setting.before[::-1].index(setting.near) - 1]
    verbs = vocabulary()
    # "Managed a nurse for 12 years" is of another one.
    does = any(word in verbs.past or (word.endswith("ed") and word not in verbs.never_past) for word in kept)
    return bool(kept) and is_occupation(kept[-1]) and not does


def _is_asked(each: Amount, setting: _Setting) -> bool:
    table = _table()
    near = setting.behind[:_NEAR_WORDS]
    # "5 years, ideally in retail" asks for five years: with words behind it "ideally" speaks of these.
    wished = (
        word for word, following in zip(near, (*near[1:], ""), strict=False) if not (following and word in table.ahead)
    )
    if _is_alien(each, setting) or _has(wished, table.optional) or setting.is_wish:
        return False
    if _has(setting.before, table.company) and not _has(setting.before, table.asker):
        return False
    if _has(near, table.experience) or setting.is_least:
        return True
    return not each.is_compound and setting.near not in table.passing


def _is_alien(each: Amount, setting: _Setting) -> bool:
    """Whether the amount is an age, or how long something else than work goes on."""
    table, behind = _table(), setting.behind
    if _has(behind[:3], table.age) or setting.near in table.age or (behind[:1] and behind[0] in table.alien):
        return True
    if _has(behind[:_NEAR_WORDS], table.experience):
        return False
    return _has(behind[:3], table.alien)


def _has(found: Iterable[str], wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(found)


@cache
def _table() -> _Table:
    raw = msgspec.json.decode((files("scoring") / "data" / "durations.json").read_bytes())
    for name in ("units", "numbers"):
        raw[name] = {each: value for line, value in raw[name].items() for each in line.split()}
    return msgspec.convert(raw, _Table)


@cache
def _unit() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(_table().units)})(?![^\W\d_])")


def _any(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
