"""Selection rates and impact ratios of groups. Pure functions over counts, in exact fractions.

Two bodies of rules, whose arithmetic is the same:

- The four-fifths rule, 29 CFR 1607.4(D): a group's selection rate below four fifths (80 %) of the rate of the group with the
  highest rate is generally regarded as evidence of adverse impact. Smaller differences may be such where they are
  significant, and greater ones may not be where numbers are small and the difference is not significant.
- New York City's Local Law 144, 6 RCNY 5-300 and 5-301: the impact ratio is a category's selection rate divided by that of
  the most selected category or, for a tool that scores, its scoring rate (how many of it score above the sample's median)
  divided by the highest. It is asked for by sex, by race and by both at once; who is of an unknown category is counted
  apart; a category of less than 2 % of the data may be left out of the ratios, its numbers being told all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import exp, lgamma
from statistics import median
from typing import Literal, NamedTuple

from msgspec import Struct

FOUR_FIFTHS = Fraction(4, 5)
SMALL_SAMPLE = 30
"""Below so many candidates a rate says little: the rule itself warns of small numbers and leaves the bound open."""
LEAST_SHARE = Fraction(2, 100)
"""Groups with less of the sample may be left out of the ratios: 6 RCNY 5-301."""
_TIE = 1e-7
"""Relative: tables as likely as the one seen, but for rounding, count as no more likely. R and SciPy do the same."""

Group = tuple[str, ...]
"""Its value in each column of a grouping."""
Kind = Literal["analysis", "skipped", "failed", "absent"]
Rule = Literal["passed", "median"] | float
"""Who counts as selected: whoever reached the batch's threshold, scored above the sample's median, or has this score."""


class Decision(Struct, frozen=True):
    """What a batch came to about one candidate for one job.

    `kind`: skipped candidates were turned away by the filter, and absent ones have no result. `score` is 0-100, None where
    there is none; `passed` is None where the results do not say.
    """

    job_id: str
    candidate_id: str
    kind: Kind = "analysis"
    score: float | None = None
    passed: bool | None = None


class Impact(Struct, frozen=True):
    """One group's numbers: `selected` of `n` decisions about so many `candidates`.

    `ratio` is that to the highest rate, None where nobody was selected or the group is `left_out` of ratios;
    `p` is that of the difference to the group with the highest rate (see `fisher`), None for that group itself and where
    there are several decisions about one candidate: these are not independent, as the test would have it.
    """

    group: Group
    n: int
    selected: int
    candidates: int
    ratio: Fraction | None = None
    p: float | None = None
    left_out: bool = False

    @property
    def rate(self) -> Fraction | None:
        """The selection rate, 0-1."""
        return Fraction(self.selected, self.n) if self.n else None

    @property
    def is_below(self) -> bool:
        """Whether the ratio is below four fifths."""
        return self.ratio is not None and self.ratio < FOUR_FIFTHS

    @property
    def is_small(self) -> bool:
        """Whether there are too few people for the rate to say much, however many decisions there are about each."""
        return self.candidates < SMALL_SAMPLE


class Table(Struct, frozen=True):
    """The groups of one grouping, the highest rate first, and those who did not state theirs."""

    columns: tuple[str, ...]
    groups: tuple[Impact, ...]
    not_stated: Impact


class Sample(Struct, frozen=True):
    """Decisions of one job, or of all (`job_id` None), about so many `candidates`.

    `undecided` ones are in no table; `median` is that of all scores.
    """

    job_id: str | None
    decided: int
    candidates: int
    undecided: int
    median: float | None
    tables: tuple[Table, ...]


def sample(
    job_id: str | None,
    decisions: Sequence[Decision],
    groups: Mapping[str, Mapping[str, str]],
    groupings: Sequence[tuple[str, ...]],
    rule: Rule,
    *,
    least_share: Fraction = LEAST_SHARE,
) -> Sample:
    """What these decisions come to, group by group.

    Args:
        groups: by candidate and column the group, nothing where it is not stated.
        groupings: the columns of each table.
        least_share: groups with less of those who stated theirs are left out of the ratios.
    """
    scores = [decision.score for decision in decisions if decision.score is not None]
    middle = float(median(scores)) if scores else None
    selections = [(each, selects(rule, each, middle)) for each in decisions]
    decided = [(each.candidate_id, chosen) for each, chosen in selections if chosen is not None]
    candidates = len({candidate_id for candidate_id, _ in decided})
    tables = [_table(columns, decided, groups, least_share) for columns in groupings]
    return Sample(job_id, len(decided), candidates, len(decisions) - len(decided), middle, tuple(tables))


def selects(rule: Rule, decision: Decision, middle: float | None) -> bool | None:
    """Whether a decision selects; None when it decides nothing: the pair failed or, by the median, has no score.

    A candidate whom the filter turned away was not selected: it is the whole of the process that is to be looked at
    (29 CFR 1607.4(C)).

    Args:
        middle: the median of the sample's scores, None when there are none.
    """
    if rule == "median":
        return None if decision.score is None or middle is None else decision.score > middle
    match decision.kind:
        case "failed":
            return None
        case "skipped" | "absent":
            return False
        case _:
            return decision.passed if rule == "passed" else decision.score is not None and decision.score >= rule


def _table(
    columns: tuple[str, ...],
    decided: Iterable[tuple[str, bool]],
    groups: Mapping[str, Mapping[str, str]],
    least_share: Fraction,
) -> Table:
    by_group: dict[Group, list[tuple[str, bool]]] = {}
    unknown: list[tuple[str, bool]] = []
    for each in decided:
        stated = groups.get(each[0], {})
        if all(column in stated for column in columns):
            by_group.setdefault(tuple(stated[column] for column in columns), []).append(each)
        else:
            unknown.append(each)
    counts = {group: _count(members) for group, members in by_group.items()}
    n, selected, candidates = _count(unknown)
    return Table(columns, tuple(impacts(counts, least_share=least_share)), Impact((), n, selected, candidates))


class Count(NamedTuple):
    """`selected` of `n` decisions, about so many candidates."""

    n: int
    selected: int
    candidates: int


def _count(decided: Sequence[tuple[str, bool]]) -> Count:
    return Count(len(decided), sum(chosen for _, chosen in decided), len({candidate_id for candidate_id, _ in decided}))


def impacts(counts: Mapping[Group, Count], *, least_share: Fraction = LEAST_SHARE) -> list[Impact]:
    """Each group's ratio to the highest rate, that group first; those left out of the ratios come last.

    Args:
        counts: by group, 1 or more decisions each.
        least_share: of all, 0-1.
    """
    total = sum(count.n for count in counts.values())
    ranked = sorted(counts.items(), key=lambda item: (-Fraction(item[1].selected, item[1].n), -item[1].selected, item[0]))
    in_ratios = [item for item in ranked if item[1].n >= least_share * total]
    left_out = [Impact(group, *count, left_out=True) for group, count in ranked if count.n < least_share * total]
    return [_impact(*each, in_ratios[0]) for each in in_ratios] + left_out


def _impact(group: Group, count: Count, highest: tuple[Group, Count]) -> Impact:
    highest_group, most = highest
    ratio = Fraction(count.selected * most.n, count.n * most.selected) if most.selected else None
    is_tested = group != highest_group and all(each.n == each.candidates for each in (count, most))
    p = fisher(count.selected, count.n, most.selected, most.n) if is_tested else None
    return Impact(group, *count, ratio, p)


def fisher(selected: int, n: int, other_selected: int, other_n: int) -> float:
    """How probable so uneven a selection or a more uneven one is when the groups do not differ, 0-1.

    Fisher's exact test, two-sided: of all ways to spread the selected over both groups, the probabilities of those that are
    no more likely than the one seen, added up (hypergeometric distribution; as R's fisher.test and SciPy's fisher_exact).
    """
    total_selected = selected + other_selected
    all_ways = _log_choose(n + other_n, total_selected)

    def log_probability(k: int) -> float:
        return _log_choose(n, k) + _log_choose(other_n, total_selected - k) - all_ways

    most = log_probability(selected) + _TIE
    possible = range(max(0, total_selected - other_n), min(n, total_selected) + 1)
    logs = (log_probability(k) for k in possible)
    return min(1.0, sum(exp(each) for each in logs if each <= most))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
