"""Precision and recall of the match by meaning, on the labelled pairs in `tests/scoring/skills/likeness.tsv`.

    python -m tests.bench.likeness

The rows marked "calibration" chose the rules and the thresholds. Those "held out" were written when both were settled, and
say what they are worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from scoring.skills import likeness

TABLE = Path(__file__).parents[1] / "scoring" / "skills" / "likeness.tsv"


class Row(Struct, frozen=True):
    """What a job asks, what a profile shows, and whether a recruiter would take one for the other."""

    asked: str
    shown: str
    same: bool
    is_held_out: bool


def rows() -> Iterator[Row]:
    """The labelled pairs."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        half, label, asked, shown = line.split("\t")
        yield Row(asked, shown, label == "same", half == "held out")


def measure(of: Iterable[Row]) -> tuple[float, float]:
    """Precision and recall, 0-1, of `likeness.is_near`."""
    judged = [(row.same, likeness.is_near(row.asked, row.shown)) for row in of]
    hits = sum(same and near for same, near in judged)
    return hits / max(1, sum(near for _, near in judged)), hits / max(1, sum(same for same, _ in judged))


if __name__ == "__main__":
    for name, half in (("calibration", False), ("held out", True)):
        own = [row for row in rows() if row.is_held_out == half]
        print(f"{name}: {len(own)} pairs, precision {measure(own)[0]:.3f}, recall {measure(own)[1]:.3f}")
    for row in rows():
        if likeness.is_near(row.asked, row.shown) and not row.same:
            print(f"taken for the same: {row.asked} | {row.shown}")
