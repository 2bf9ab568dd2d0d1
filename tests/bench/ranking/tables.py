"""The tables that are printed of rankers' figures, in Markdown: means over jobs, and each job a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tests.bench.ranking.measures import interval
from tests.bench.ranking.rankers import OURS, TF_IDF, has_tf_idf


def print_totals(title: str, measures: Sequence[str], taken: Mapping[str, NDArray[np.float64]]) -> None:
    """Means over jobs of each ranker's figures (n_jobs, n_measures), and what ours has over each baseline."""
    mine = taken[OURS]
    print(f"\n## {title}, {len(mine)} jobs\n\n| ranked by | {' | '.join(measures)} |\n|---|{'---|' * len(measures)}")
    for name, rows in taken.items():
        print(f"| {name} | {' | '.join(f'{mean:.3f}' for mean in rows.mean(axis=0))} |")
    for name, rows in taken.items():
        if name != OURS:
            print(f"| ours over {name} | {' | '.join(map(_difference, (mine - rows).T))} |")


def print_by_job(measures: Sequence[str], taken: Mapping[str, Mapping[str, Sequence[float]]]) -> None:
    """Each job a row with its figures by each ranker, the worst of ours by the first measure first."""
    heads = (f"{name}: {', '.join(measures)}" for name in taken)
    print(f"\n| job | {' | '.join(heads)} |\n|---|{'---|' * len(taken)}")
    for job in sorted(taken[OURS], key=lambda job: taken[OURS][job][0]):
        cells = (", ".join(f"{figure:.2f}" for figure in rows[job]) for rows in taken.values())
        print(f"| {job} | {' | '.join(cells)} |")


def print_missing() -> None:
    """Which baseline is not there, and how to get it; nothing where all are."""
    if not has_tf_idf():
        print(f"\n{TF_IDF}: not installed (`pip install -e '.[bench]'`)")


def _difference(values: NDArray[np.float64]) -> str:
    low, high = interval(values)
    return f"{values.mean():+.3f} ({low:+.3f} to {high:+.3f})"
