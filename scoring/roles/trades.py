"""The table of titles, `data/titles.json`: the fields that work belongs to, and the phrases and names that tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

_COMPOUND = re.compile(
    r"\b(?:(back|front|full)[ -](end|stack)|(front|chief|clerk|engineer) (?:of|in) (house|staff|works|test))\b"
)
"""Words that are one name, though it is written in two or holds what else parts a title."""


class Table(Struct, frozen=True):
    """The table `data/titles.json`; `about` says what it holds."""

    about: str
    occupations: frozenset[str]
    beside: frozenset[str]
    settings: frozenset[str]
    praise: frozenset[str]
    means: dict[str, tuple[str, ...]]
    fields: dict[str, dict[str, tuple[str, ...]]]
    alone: dict[str, tuple[str, ...]]
    joined: frozenset[str]
    also: dict[str, tuple[str, ...]]
    helping: frozenset[str]
    helpers: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    borrowed: dict[str, frozenset[str]]
    neighbours: dict[str, frozenset[str]]


@cache
def table() -> Table:
    """The table, read once."""
    return msgspec.json.decode((files("scoring") / "data" / "titles.json").read_bytes(), type=Table)


@cache
def fields_by_phrase() -> Mapping[str, tuple[str, str]]:
    """For each phrase that tells one the field, and the family of fields that this is of."""
    return {
        joined(phrase): (field, family)
        for family, fields in table().fields.items()
        for field, phrases in fields.items()
        for phrase in phrases
    }


@cache
def names_by_phrase() -> Mapping[str, list[str]]:
    """For each other name of a work the words of the one that stands for it."""
    return {joined(other): name.split() for name, others in table().means.items() for other in others}


@cache
def names_alone() -> Mapping[str, list[str]]:
    """For each short form that is a name only where it stands alone the words of the name, as of OT."""
    return {short: name.split() for name, shorts in table().alone.items() for short in shorts}


@cache
def joining_phrases() -> tuple[str, ...]:
    """The names and phrases that join two words, as "research and development"."""
    return tuple(phrase for phrase in (*names_by_phrase(), *fields_by_phrase(), *table().joined) if " and " in phrase)


@cache
def helpers_by_phrase() -> Mapping[str, tuple[list[int], list[int]]]:
    """For each phrase of the rows those in which it stands for the trade, and for who helps in it."""
    out: dict[str, tuple[list[int], list[int]]] = {}
    for row, sides in enumerate(table().helpers):
        for side, phrases in enumerate(sides):
            for phrase in phrases:
                out.setdefault(joined(phrase), ([], []))[side].append(row)
    return out


def joined(text: str) -> str:
    """The text with each name of two words as one."""
    return _COMPOUND.sub(r"\1\2\3\4", text)
