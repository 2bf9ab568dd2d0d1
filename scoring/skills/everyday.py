"""Words that name a way of being and as often a thing: initiative, and a council's initiative. Pure functions over a table.

What stands around such a word in its clause tells which it is. In doubt it is the way of being.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from scoring.skills.aliases import normalise
from scoring.text.clauses import clause

_OF_SOMEBODY = re.compile(r"(?: (?:and|or|&) [a-z-]+)? (?:abilit(?:y|ies)|experience|skills?)\b")
"""Behind such a word: it is a way of being, whatever stands before, as in "my organisation skills"."""
_POSSESSIVE = ("'s ", "’s ")
"""Behind such a word: what has something is a thing."""
_SPACE = re.compile(r"\s+")
_SMALL = r"(?:and|as|at|but|by|for|from|in|into|of|on|or|that|to|who|with)\b"
_GAP = rf"(?:(?!{_SMALL})[^\s,]+ ){{0,3}}"
"""Up to three words of one phrase; who has "a good sense of initiative" counts senses."""


class _Around(Struct, frozen=True):
    """A line of the table `data/everyday.json`; `about` there says what each part is for."""

    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    far: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


class _Table(Struct, frozen=True):
    """Words with their lines, or with the word whose line they share."""

    about: str
    words: dict[str, _Around | str]


class _Signs(Struct, frozen=True):
    """What is looked for before a word and behind it; None where nothing there decides."""

    before: re.Pattern[str] | None
    counted: re.Pattern[str] | None
    behind: re.Pattern[str] | None


def is_thing(text: str, start: int, end: int) -> bool:
    """Whether the words around `text[start:end]`, in characters, make an everyday word the name of a thing."""
    signs = _signs().get(normalise(text[start:end]))
    if signs is None:
        return False
    first, last = clause(text, start)
    before, behind = _flat(text[first:start]), _flat(text[end:last])
    if _OF_SOMEBODY.match(behind):
        return False
    if (
        behind.startswith(_POSSESSIVE)
        or (signs.behind and signs.behind.match(behind))
        or (signs.before and signs.before.search(before))
    ):
        return True
    # The organisation of something is what somebody does.
    return signs.counted is not None and not behind.startswith(" of ") and signs.counted.search(before) is not None


def _flat(text: str) -> str:
    """In lower case, with one space for any."""
    return _SPACE.sub(" ", text.lower())


@cache
def _signs() -> dict[str, _Signs]:
    table = msgspec.json.decode((files("scoring") / "data" / "everyday.json").read_bytes(), type=_Table)
    signs = {word: _signs_of(around) for word, around in table.words.items() if isinstance(around, _Around)}
    return signs | {word: signs[other] for word, other in table.words.items() if isinstance(other, str)}


def _signs_of(around: _Around) -> _Signs:
    before = [rf"{_one_of(around.before)}[ -]"] if around.before else []
    far = [rf"{_one_of(around.far)} {_GAP}"] if around.far else []
    return _Signs(
        before=re.compile(rf"(?<![^\s(-])(?:{'|'.join(before + far)})\Z") if before or far else None,
        counted=re.compile(rf"(?<!\S){_one_of(around.counted)} {_GAP}\Z") if around.counted else None,
        behind=re.compile(rf"[ -]{_one_of(around.behind)}(?!\w)") if around.behind else None,
    )


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words))})"
