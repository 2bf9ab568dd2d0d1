"""The graded jobs and candidates of the folders beside this file, and which of them may be looked at one by one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from scoring.models import Candidate, Job

Split = Literal["dev", "held out", "later", "latest", "adversarial"]
RELEVANT = 2
"""The lowest grade that counts as relevant; grades are 0 to 3."""
_HERE = Path(__file__).parent


class Graded(Struct, frozen=True):
    """A candidate with the grade 0 to 3 for a job. `because` is "" for those of other jobs, whose grade is 0."""

    grade: int
    because: str
    candidate: Candidate


class Trade(Struct, frozen=True):
    """A job with those that were graded for it. `near` names trades whose candidates have no grade for it."""

    name: str
    split: Split
    near: frozenset[str]
    job: Job
    own: tuple[Graded, ...]


class _Row(Struct, frozen=True):
    grade: Literal[0, 1, 2, 3]
    because: str
    candidate: dict[str, str | float | list[str]]


class _File(Struct, frozen=True):
    near: frozenset[str]
    job: dict[str, str | list[str]]
    candidates: list[_Row]


@cache
def trades() -> tuple[Trade, ...]:
    """The first 32, by name; they go in turns: dev, held out, dev."""
    paths = sorted((_HERE / "jobs").glob("*.json"))
    return tuple(_trade(path, "held out" if number % 2 else "dev") for number, path in enumerate(paths))


@cache
def later() -> tuple[Trade, ...]:
    """Those that were written when the first had been worked with, of other trades; all are held out."""
    return _written("later")


@cache
def latest() -> tuple[Trade, ...]:
    """Those that were written blind, when all others had been measured with, as applications come; all are held out."""
    return _written("latest")


@cache
def adversarial() -> tuple[Trade, ...]:
    """Those that were written to mislead: the weak have the advert's words, the good have others."""
    return _written("adversarial")


def everything() -> tuple[Trade, ...]:
    """All that there are."""
    return *trades(), *later(), *adversarial(), *latest()


def pool(trade: Trade) -> Iterator[Graded]:
    """Its own candidates, then those of all trades that are not near, as grade 0, among those that were there with it."""
    yield from trade.own
    of: dict[Split, tuple[Trade, ...]] = {
        "later": (*trades(), *later()),
        "adversarial": (*trades(), *later(), *adversarial()),
        "latest": everything(),
    }
    for other in of.get(trade.split, trades()):
        if other.name != trade.name and other.name not in trade.near:
            yield from (Graded(0, "", each.candidate) for each in other.own)


def _written(split: Split) -> tuple[Trade, ...]:
    return tuple(_trade(path, split) for path in sorted((_HERE / split).glob("*.json")))


def _trade(path: Path, split: Split) -> Trade:
    file = msgspec.json.decode(path.read_bytes(), type=_File)
    job = msgspec.convert(file.job | {"description": _joined(file.job["description"])}, Job)
    own = tuple(Graded(row.grade, row.because, _candidate(row.candidate)) for row in file.candidates)
    return Trade(path.stem, split, file.near, job, own)


def _candidate(fields: dict[str, str | float | list[str]]) -> Candidate:
    if lines := fields.get("resume_text"):
        fields = fields | {"resume_text": _joined(lines)}
    return msgspec.convert(fields, Candidate)


def _joined(lines: str | float | list[str]) -> str:
    assert isinstance(lines, list)
    return "\n".join(lines)
