"""How far scores moved from one run of a batch to another. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from scoring.events import Analysed


class Shift(Struct, frozen=True):
    """How a run's scores differ from those of the first, pair by pair.

    Only `pairs` that were analysed in both are compared. `mean` and `largest` are scores minus those as they were;
    `now_pass` and `no_longer` count pairs that crossed the threshold.
    """

    names: str
    pairs: int
    differing: int
    mean: float
    largest: int
    now_pass: int
    no_longer: int


class Swap(Struct, frozen=True):
    """All runs beside the first. `pairs` were asked for, of so many candidates.

    `read_differently`: candidates of whom the analyzer reads something else under a name.
    """

    analyzer: str
    model: str
    pairs: int
    candidates: int
    read_differently: int
    shifts: tuple[Shift, ...]

    @property
    def moved(self) -> bool:
        """Whether any score moved."""
        return any(shift.differing for shift in self.shifts)


def shift(names: str, before: Mapping[int, Analysed], now: Mapping[int, Analysed]) -> Shift:
    """How the scores of one run differ from those of another, by pair."""
    both = [(before[pair], now[pair]) for pair in before if pair in now]
    differences = [new.analysis.matchScore - old.analysis.matchScore for old, new in both]
    return Shift(
        names,
        pairs=len(both),
        differing=sum(each != 0 for each in differences),
        mean=sum(differences) / len(differences) if differences else 0.0,
        largest=max(differences, key=abs, default=0),
        now_pass=sum(new.passed and not old.passed for old, new in both),
        no_longer=sum(old.passed and not new.passed for old, new in both),
    )
