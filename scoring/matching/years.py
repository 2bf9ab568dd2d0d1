"""How many of somebody's years were spent in a job's line of work, by the titles of the dated positions. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from scoring.career.positions import Position
from scoring.career.spans import union_months
from scoring.matching.relevance import SHARES, Relevance
from scoring.notes.findings import Source
from scoring.roles.levels import is_in_training
from scoring.roles.relations import Relation, have_fields, helps, is_elsewhere, relation


def years_in_line(
    asked: str,
    positions: Sequence[Position],
    found: Relevance,
    years: float | None,
    source: Source,
    *,
    after_qualification: bool = False,
) -> float | None:
    """The years of experience that are of a job's line of work, to a tenth; None where it is not told.

    It is told where one of the dated positions is of that line, or where each is of another one though the candidate's own
    title is of it, or their text is near to it. Of other positions those in a neighbouring line count half, and those whose
    title tells no line like the profile as a whole. Years beyond those that positions show were spent as these were. Who
    helped in the trade or learned it and then rose to it keeps those years in full.

    Args:
        asked: the job's title.
        found: what the candidate's work as a whole has to do with the job's.
        years: of experience, from the `source`.
        after_qualification: only those are asked for, and positions in training are of none.
    """
    if not positions or years is None or source in ("level", "nothing") or not found.is_backed:
        return None
    relations: list[Relation] = []
    has_risen = found.relation in ("same", "field")
    for each in positions:  # the latest first
        told = _relation(asked, each.title, found.relation)
        if after_qualification and is_in_training(each.title):
            told = "other"
        elif has_risen and helps(asked, each.title):
            told = "field"
        has_risen |= told in ("same", "field") and bool(each.title)
        relations.append(told)

    is_dated = any(told in ("same", "field") and each.title for told, each in zip(relations, positions, strict=True))
    if not is_dated and found.relation not in ("same", "field"):  # as in most pairs
        return _beyond(asked, positions, years) if found.relation == "related" else None

    shares = [SHARES[told] for told in relations]

    def shown(least: float) -> float:
        return union_months(each for share, each in zip(shares, positions, strict=True) if share >= least) / 12

    of_all = shown(0.0)
    in_line = of_all if min(shares) == 1.0 else (shown(1.0) + shown(0.5)) / 2
    if is_dated:
        return round(min(years, in_line + max(0.0, years - of_all) * in_line / of_all), 1)
    return None if in_line else round(max(0.0, years - of_all), 1)


def _beyond(asked: str, positions: Sequence[Position], years: float) -> float | None:
    """The years of a related field where all positions are plainly elsewhere: half of those beyond them. Else None."""
    if not all(is_elsewhere(asked, each.title) for each in positions):
        return None
    return round(max(0.0, years - union_months(positions) / 12) * SHARES["related"], 1)


@lru_cache(maxsize=16384)
def _relation(asked: str, title: str, whole: Relation) -> Relation:
    # Of a title without a field of its own, as Associate or Team Manager, only the rest of the profile tells.
    own = relation(asked, title)
    return own if own in ("same", "field") or have_fields(asked, title) else whole
