"""The words by which qualifications are called."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct


class Vocabulary(Struct, frozen=True):
    """What qualifications are called, as `data/qualifications.json` has it; `about` there says what each part is for."""

    about: str
    same: dict[str, str]
    phrases: dict[str, str]
    covers: dict[str, tuple[str, ...]]
    unlike: dict[str, frozenset[str]]
    levels: dict[str, int]
    steps: frozenset[str]
    idle: frozenset[str]
    proof: frozenset[str]
    kinds: frozenset[str]
    subjects: tuple[frozenset[str], ...]
    wide: frozenset[str]
    vague: frozenset[str]
    plain: frozenset[str]
    studied: frozenset[str]
    foreign: tuple[frozenset[str], ...]


@cache
def vocabulary() -> Vocabulary:
    """The table in `data/qualifications.json`, read once."""
    return msgspec.json.decode((files("scoring") / "data" / "qualifications.json").read_bytes(), type=Vocabulary)
