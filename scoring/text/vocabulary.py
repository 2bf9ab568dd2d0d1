"""Plain English words that the notes need to know: one table, `data/words.json`, kept by hand, and the words of trades."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class Vocabulary(Struct, frozen=True):
    """Sets of lower-case words; `about` in the file says what each is for."""

    about: str
    proper: frozenset[str]
    common: frozenset[str]
    ordinary: frozenset[str]
    titled: frozenset[str]
    acronyms: frozenset[str]
    past: frozenset[str]
    present: frozenset[str]
    never_past: frozenset[str]
    doubtful: frozenset[str]
    levels: frozenset[str]
    mastery: frozenset[str]
    roles: frozenset[str]
    goes_on: frozenset[str]
    small: frozenset[str]
    filler: frozenset[str]
    personal: frozenset[str]
    addressing: frozenset[str]
    gendered_titles: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """The table, read once. Acronyms are in capitals."""
    return msgspec.json.decode((files("scoring") / "data" / "words.json").read_bytes(), type=Vocabulary)


@cache
def trade_words() -> frozenset[str]:
    """Words in the tasks of occupations, read once: tokens of the embedded model, in lower case."""
    return frozenset((files("scoring") / "data" / "tradewords.tsv").read_text(encoding="utf-8").split())
