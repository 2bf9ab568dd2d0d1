"""`python -m tests.bench.ranking.collection FILE.csv`: how well the local analyzer ranks somebody's collection of resumes.

The file has a column with a resume's category and one with its text, as UpdatedResumeDataSet.csv has with its 25
categories. Each of the invented adverts in `adverts.json` ranks all resumes, as an advert and as a form; relevant are those
of its category. A text that comes again is dropped, for that collection repeats each of its texts several times. Figures
are means over jobs, beside two baselines; intervals are 95 %, by bootstrap over jobs.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from scoring.models import Candidate, Job
from tests.bench.ranking import rankers
from tests.bench.ranking.adverts import FORMS, Advert, adverts
from tests.bench.ranking.measures import auc, ndcg
from tests.bench.ranking.rankers import Ranker
from tests.bench.ranking.tables import print_by_job, print_missing, print_totals

MEASURES = ("nDCG@10", "AUC")
Figures = tuple[float, float]
"""One job's, in the order of `MEASURES`."""


class Unusable(Exception):
    """The file cannot be measured by; the message is a sentence that says why."""


class Resume(Struct, frozen=True):
    """A text of the collection and the category that it has there."""

    category: str
    text: str


def read(path: Path, category: str, text: str) -> list[Resume]:
    """The rows that have both, from the columns of those names; bytes that are not UTF-8 become U+FFFD.

    Raises:
        Unusable: it cannot be read, is not CSV, or has no such column.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.DictReader(file)
            columns = rows.fieldnames or ()
            if missing := [name for name in (category, text) if name not in columns]:
                lacking = " or ".join(map(repr, missing))
                raise Unusable(f"{path} has no column {lacking}; its columns: {_list(columns) or 'none'}.")
            found = [Resume((row[category] or "").strip(), row[text] or "") for row in rows]
    except OSError as exc:
        raise Unusable(f"{path} cannot be read: {exc.strerror}.") from exc
    except csv.Error as exc:
        raise Unusable(f"{path} cannot be read as CSV: {exc}.") from exc
    return [resume for resume in found if resume.category and resume.text.strip()]


def distinct(resumes: Iterable[Resume]) -> list[Resume]:
    """Each text once, in the category that it has first; white space does not make it another."""
    first: dict[str, Resume] = {}
    for resume in resumes:
        first.setdefault(" ".join(resume.text.split()), resume)
    return list(first.values())


def wanted(pool: Sequence[Resume]) -> list[Advert]:
    """The adverts that have a resume of their category in the pool.

    Raises:
        Unusable: there is none, or there are no others to tell theirs from.
    """
    there = {_same(resume.category) for resume in pool}
    found = [advert for advert in adverts() if _same(advert.category) in there]
    if not found:
        known = _list(advert.category for advert in adverts())
        raise Unusable(f"No resume is of a category that has an advert; the adverts' categories: {known}.")
    if len(there) == 1:
        raise Unusable(f"All resumes are of one category, {found[0].category!r}, so there are no others to rank them above.")
    return found


def figures(rank: Ranker, job: Job, category: str, pool: Sequence[Resume]) -> Figures:
    """All measures of one job; both resumes of the category and others must be there."""
    relevant = [_same(resume.category) == _same(category) for resume in pool]
    scores = rank(job, [_candidate(resume) for resume in pool])
    return ndcg([int(each) for each in relevant], scores), auc(relevant, scores)


def print_contents(resumes: Sequence[Resume], pool: Sequence[Resume]) -> None:
    """How many resumes stayed, and what has no counterpart: categories without an advert, adverts without a resume."""
    counts = Counter(resume.category for resume in pool)
    known = {_same(advert.category) for advert in adverts()}
    there = {_same(category) for category in counts}
    print(f"{len(pool)} different resumes of {len(resumes)}, in {len(counts)} categories")
    if strange := [f"{category} ({count})" for category, count in counts.items() if _same(category) not in known]:
        print(f"Without an advert, ranked all the same: {', '.join(strange)}")
    if idle := [advert.category for advert in adverts() if _same(advert.category) not in there]:
        print(f"Adverts without a resume, left out: {', '.join(idle)}")


def print_form(title: str, jobs: dict[str, Job], pool: Sequence[Resume], *, by_category: bool) -> None:
    """The totals of jobs, which are named by their category, and if wanted a row for each."""
    contenders = rankers.contenders([*jobs.values(), *map(_candidate, pool)])
    taken = {
        name: {category: figures(rank, job, category, pool) for category, job in jobs.items()}
        for name, rank in contenders.items()
    }
    print_totals(title, MEASURES, {name: np.array(list(rows.values())) for name, rows in taken.items()})
    if by_category:
        print_by_job(MEASURES, taken)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; `arguments` are the command line's where they are `None`. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="the collection")
    parser.add_argument(
        "--category", default="Category", metavar="COLUMN", help="where a resume's category is (%(default)s)"
    )
    parser.add_argument("--text", default="Resume", metavar="COLUMN", help="where its text is (%(default)s)")
    parser.add_argument("--by-category", action="store_true", help="a row for each job")
    given = parser.parse_args(arguments)
    try:
        resumes = read(given.file, given.category, given.text)
        pool = distinct(resumes)
        of = wanted(pool)
    except Unusable as why:
        print(why, file=sys.stderr)
        return 2
    print_contents(resumes, pool)
    for title, job in FORMS.items():
        jobs = {advert.category: job(advert) for advert in of}
        print_form(title.capitalize(), jobs, pool, by_category=given.by_category)
    print_missing()
    return 0


def _candidate(resume: Resume) -> Candidate:
    return Candidate(resume_text=resume.text)


def _same(category: str) -> str:
    """What categories are compared by: other collections have theirs in capitals."""
    return category.casefold()


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))


if __name__ == "__main__":
    sys.exit(main())
