"""`python -m tests.bench.ranking`: how well the local analyzer ranks candidates graded by hand, beside two baselines.

Each of the 32 jobs ranks its own ten candidates, and the whole pool: its ten and those of all trades that are not near.
More jobs, with eight candidates each, rank a pool of all before them: eight that were written later, sixteen that were
written to mislead, and sixteen that were written last.
Ours ranks by `matchScore` alone, as users do. Equal scores count by the expected value over their orders. Intervals are
95 %, by bootstrap over jobs. Half of the 32 are for development; of the others only the totals are shown unless
asked. `--worst` shows the pairs to learn from, `--forms` the totals of the same in the forms that others have. The floor
that our figures may not fall below is in test_ranking.py.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from math import nan

import numpy as np
from msgspec import Struct

from scoring.models import Analysis
from tests.bench.ranking import rankers
from tests.bench.ranking.forms import FORMS, through
from tests.bench.ranking.graded import RELEVANT, Graded, Split, Trade, everything, latest, pool, trades
from tests.bench.ranking.measures import auc, ndcg, spearman
from tests.bench.ranking.rankers import Ranker
from tests.bench.ranking.tables import print_by_job, print_missing, print_totals

MEASURES = ("nDCG@10, own", "AUC, own", "Spearman, own", "nDCG@10, pool", "AUC, pool")
Figures = tuple[float, float, float, float, float]
"""One job's, in the order of `MEASURES`."""


class Wrong(Struct, frozen=True):
    """A better candidate that got no higher score than a worse one."""

    trade: Trade
    better: Graded
    worse: Graded
    better_gets: Analysis
    worse_gets: Analysis

    @property
    def weight(self) -> tuple[int, int]:
        """Grades apart, then points apart the wrong way round."""
        return self.better.grade - self.worse.grade, self.worse_gets.matchScore - self.better_gets.matchScore


def figures(rank: Ranker, trade: Trade, *, of_pool: bool = True) -> Figures:
    """All measures of one job; those before the whole pool are NaN where it is left out."""
    everyone = list(pool(trade)) if of_pool else list(trade.own)
    grades = [each.grade for each in everyone]
    scores = rank(trade.job, [each.candidate for each in everyone])
    relevant, own = [grade >= RELEVANT for grade in grades], len(trade.own)
    return (
        ndcg(grades[:own], scores[:own]),
        auc(relevant[:own], scores[:own]),
        spearman(grades[:own], scores[:own]),
        ndcg(grades, scores) if of_pool else nan,
        auc(relevant, scores) if of_pool else nan,
    )


def contenders() -> dict[str, Ranker]:
    """Ours, and the baselines whose packages are installed."""
    candidates = (each.candidate for trade in everything() for each in trade.own)
    return rankers.contenders([*(trade.job for trade in everything()), *candidates])


def wrong(trade: Trade, everyone: Iterable[Graded]) -> Iterator[Wrong]:
    """The pairs of candidates that a job ranks the wrong way round, or alike."""
    judged = [(each, rankers.analysis(trade.job, each.candidate)) for each in everyone]
    for better, better_gets in judged:
        for worse, worse_gets in judged:
            if better.grade > worse.grade and better_gets.matchScore <= worse_gets.matchScore:
                yield Wrong(trade, better, worse, better_gets, worse_gets)


def worst(pairs: Iterable[Wrong], count: int) -> list[Wrong]:
    """The most wrongly ranked pairs; each candidate stands for one error only, so that the list shows many kinds."""
    seen: set[str | None] = set()
    kept: list[Wrong] = []
    for pair in sorted(pairs, key=lambda pair: pair.weight, reverse=True):
        ids = {pair.better.candidate.candidateId, pair.worse.candidate.candidateId}
        if not ids & seen:
            seen |= ids
            kept.append(pair)
    return kept[:count]


def print_forms() -> None:
    """Totals of the same jobs and candidates in other forms: of the development half, and of all others."""
    halves = {
        "development": [trade for trade in trades() if trade.split == "dev"],
        "held out and written later": [trade for trade in everything() if trade.split in ("held out", "later")],
        "written last": list(latest()),
    }
    for form in FORMS:
        for half, of in halves.items():
            taken = {name: [figures(through(rank, form), each) for each in of] for name, rank in contenders().items()}
            print_totals(f"{form}: {half}".capitalize(), MEASURES, {name: np.array(rows) for name, rows in taken.items()})


def print_by_trade(of: Sequence[Trade], taken: dict[str, dict[str, Figures]]) -> None:
    """nDCG of its own and AUC of the pool, each job a row, the worst of ours first."""
    shown = {
        name: {f"{trade.name}{_form(trade)}": (rows[trade.name][0], rows[trade.name][4]) for trade in of}
        for name, rows in taken.items()
    }
    print_by_job(("nDCG", "pool AUC"), shown)


def print_worst(pairs: Sequence[Wrong]) -> None:
    """Each pair with its scores: match, then core, experience, cultural, confidence."""
    for pair in pairs:
        print(f"\n{pair.trade.name}{_form(pair.trade)}: {pair.trade.job.title}")
        for each, gets in ((pair.better, pair.better_gets), (pair.worse, pair.worse_gets)):
            found, who = gets.aiInsights, each.candidate
            three = f"{found.coreSkillsScore:g}, {found.experienceScore:g}, {found.culturalFitScore:g}"
            said = f"{who.candidateId} {who.currentTitle or '(no title)'}; {each.because or 'of another trade'}"
            print(f"  grade {each.grade} got {gets.matchScore:3} ({three}; confidence {found.confidenceLevel:g})  {said}")
            print(f"      matched: {', '.join(match.jobRequirement for match in found.skillMatches) or 'nothing'}")


def _form(trade: Trade) -> str:
    return "" if trade.job.technical_skills else " (prose)"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--by-trade", action="store_true", help="a row for each job")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="the pairs that ours ranks most wrongly")
    parser.add_argument("--pool", action="store_true", help="take those pairs from the pool, not from a job's own")
    parser.add_argument("--held-out", action="store_true", help="show single jobs and pairs of those held out too")
    parser.add_argument("--forms", action="store_true", help="plain resumes and whole adverts instead of fields and lists")
    given = parser.parse_args()
    if given.forms:
        print_forms()
        return
    taken = {name: {trade.name: figures(rank, trade) for trade in everything()} for name, rank in contenders().items()}
    splits: tuple[tuple[str, tuple[Split, ...]], ...] = (
        ("Development", ("dev",)),
        ("Held out", ("held out",)),
        ("All", ("dev", "held out")),
        ("Written later", ("later",)),
        ("Written last", ("latest",)),
        ("Written to mislead", ("adversarial",)),
    )
    for title, wanted in splits:
        of = [trade for trade in everything() if trade.split in wanted]
        print_totals(title, MEASURES, {name: np.array([rows[trade.name] for trade in of]) for name, rows in taken.items()})
    print_missing()
    shown = [trade for trade in everything() if trade.split == "dev" or given.held_out]
    if given.by_trade:
        print_by_trade(shown, taken)
    if given.worst:
        pairs = (pair for trade in shown for pair in wrong(trade, pool(trade) if given.pool else trade.own))
        print_worst(worst(pairs, given.worst))


if __name__ == "__main__":
    main()
