"""In which order a batch's pairs are taken: every job in turn, so that each shows results early, and the longest first, so
that no long call is left for the end. Pure functions; what they keep grows with jobs and candidates, not with pairs.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from scoring.models import Candidate, Job

LOOKED_AT = 64
"""Pairs looked at in one job's turn, at most: other jobs do not wait until all that are skipped are behind it."""


def longest_first(items: Sequence[Job] | Sequence[Candidate]) -> array[int]:
    """The places of jobs, or candidates, by the length of what is read of them; those of one length stay as they are."""
    sizes = np.fromiter((characters(item) for item in items), dtype=np.int64, count=len(items))
    return array("q", np.argsort(-sizes, kind="stable").astype(np.int64).tobytes())


def in_turn(
    jobs: Sequence[int], candidates: Sequence[int], is_called: Callable[[int, int], bool]
) -> Iterator[tuple[int, int]]:
    """Every pair once, as (job, candidate).

    Args:
        jobs, candidates: their places, in the order in which they come.
        is_called: whether a pair takes a call, which ends the job's turn.
    """
    begun = array("L", [0]) * len(jobs)  # by job, how many of its candidates are behind it
    live = array("L", jobs)
    while live:
        for job in live:
            for candidate in candidates[begun[job] : begun[job] + LOOKED_AT]:
                begun[job] += 1
                yield job, candidate
                if is_called(job, candidate):
                    break
        live = array("L", (job for job in live if begun[job] < len(candidates)))


class Warmth:
    """Which jobs have had a call come back, so that a provider which caches knows their prompts by now.

    Args:
        jobs: how many there are.
        is_worth_it: asked once for each job whether its first call should go ahead of its others.
    """

    def __init__(self, jobs: int, is_worth_it: Callable[[int], bool]) -> None:
        self._is_worth_it = is_worth_it
        self._is_begun, self._is_warm = bytearray(jobs), bytearray(jobs)  # by job

    def came_back(self, job: int) -> None:
        """A call of this job has come back."""
        self._is_warm[job] = True

    def choose(self, jobs: Iterable[int], most: int) -> list[int]:
        """Which pairs to call next, of those whose jobs are given: their places, at most `most`, in the order to call them.

        A job whose first call is out comes after all others, and all the same when there are too few others.
        """
        now: list[int] = []
        later: list[int] = []
        for place, job in enumerate(jobs):
            (later if self._is_to_wait(job) else now).append(place)
            if len(now) == most:
                break
        return (now + later)[:most]

    def _is_to_wait(self, job: int) -> bool:
        if not self._is_begun[job] and not self._is_warm[job]:
            self._is_begun[job], self._is_warm[job] = True, not self._is_worth_it(job)
            return False
        return not self._is_warm[job]


def characters(item: Job | Candidate) -> int:
    """The length of what is read of a job or candidate."""
    # Only what is read of it, so no names and ids. Spelt out: 100,000 of these are wanted before the first call.
    texts: tuple[str | None, ...]
    lists: tuple[tuple[str, ...] | None, ...]
    if isinstance(item, Job):
        texts, lists = (item.title, item.description), (item.responsibilities, item.job_tag)
    else:
        texts, lists = (item.currentTitle, item.resume_text), (item.candidate_tag,)
    lists = (*lists, item.technical_skills, item.softSkills, item.qualification)
    return sum(len(text) for text in texts if text) + sum(sum(map(len, each)) for each in lists if each)
