"""Words about names: one table, `data/names.json`, kept by hand."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class Firms(Struct, frozen=True):
    """Names of firms and places that look like those of people: whole ones, and words that begin or end one."""

    whole: frozenset[str]
    begin: frozenset[str]
    end: frozenset[str]


class Table(Struct, frozen=True):
    """`data/names.json`; `about` there says what each is."""

    about: str
    titles: frozenset[str]
    particles: frozenset[str]
    everyday: frozenset[str]
    capitals: frozenset[str]
    headings: frozenset[str]
    openings: frozenset[str]
    letters: frozenset[str]
    degrees: frozenset[str]
    families: frozenset[str]
    placeholders: frozenset[str]
    professions: frozenset[str]
    posts: frozenset[str]
    surnames: str
    firms: Firms
    eponyms: frozenset[str]
    deeds: frozenset[str]
    done: frozenset[str]
    conditions: frozenset[str]
    latin: dict[str, str]


@cache
def table() -> Table:
    """The table, read once."""
    return msgspec.json.decode((files("scoring") / "data" / "names.json").read_bytes(), type=Table)
