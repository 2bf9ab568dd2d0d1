"""The order in which a batch's pairs are taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine.order import LOOKED_AT, Warmth, in_turn, longest_first
from scoring.models import Candidate, Job

permutations = st.integers(0, 9).flatmap(lambda n: st.permutations(range(n)))


def test_the_longest_text_is_first_and_ids_and_names_count_for_nothing() -> None:
    candidates = [
        Candidate(name="A very long name indeed", candidateId="C" * 99, technical_skills=("ICU",)),
        Candidate(resume_text="x" * 50),
        Candidate(),
        Candidate(technical_skills=("x" * 30, "x" * 30), experience_year=5.0),
        Candidate(currentTitle="x" * 3),
    ]
    assert list(longest_first(candidates)) == [3, 1, 0, 4, 2]
    assert list(longest_first([Job(job_id="J" * 99), Job(description="x"), Job()])) == [1, 0, 2]
    assert not longest_first(())


def every(job: int, candidate: int) -> bool:
    return True


def test_jobs_have_their_turns() -> None:
    assert list(in_turn([1, 0], [2, 0, 1], every)) == [(1, 2), (0, 2), (1, 0), (0, 0), (1, 1), (0, 1)]


def test_a_turn_goes_on_until_there_is_something_to_call() -> None:
    pairs = list(in_turn([0, 1], [0, 1, 2], lambda job, candidate: job == 1 or candidate == 1))
    assert pairs == [(0, 0), (0, 1), (1, 0), (0, 2), (1, 1), (1, 2)]


def test_a_job_with_nothing_to_call_does_not_keep_the_others_waiting() -> None:
    pairs = list(in_turn([0, 1], range(1000), lambda job, candidate: job == 1))
    assert pairs[LOOKED_AT] == (1, 0)


@given(jobs=permutations, candidates=permutations, called=st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_every_pair_comes_once_each_job_in_the_candidates_order_and_every_job_in_the_first_round(
    jobs: list[int], candidates: list[int], called: set[tuple[int, int]]
) -> None:
    pairs = list(in_turn(jobs, candidates, lambda job, candidate: (job, candidate) in called))
    assert sorted(pairs) == [(job, candidate) for job in range(len(jobs)) for candidate in range(len(candidates))]
    for job in jobs:
        assert [candidate for each, candidate in pairs if each == job] == list(candidates)
    calls = [job for job, candidate in pairs if (job, candidate) in called]
    first_round = [job for job in jobs if job in calls]
    assert calls[: len(first_round)] == first_round


# One call of a job ahead of its others


@pytest.fixture
def warmth() -> Warmth:
    return Warmth(3, lambda job: True)


def test_one_of_each_job_goes_ahead_and_no_place_is_left_idle(warmth: Warmth) -> None:
    assert warmth.choose([0, 0, 1, 0, 1, 2], 4) == [0, 2, 5, 1]
    assert warmth.choose([0, 0], 2) == [0, 1]


def test_once_its_call_is_back_a_job_waits_for_nothing(warmth: Warmth) -> None:
    assert warmth.choose([0], 1) == [0]
    assert warmth.choose([0, 1, 0], 1) == [1]
    warmth.came_back(0)
    assert warmth.choose([0, 1, 0], 2) == [0, 2]


def test_a_job_that_gains_nothing_waits_for_nothing() -> None:
    asked: list[int] = []

    def nothing(job: int) -> bool:
        asked.append(job)
        return False

    assert Warmth(2, nothing).choose([0, 0, 1, 0], 3) == [0, 1, 2]
    assert asked == [0, 1]


@given(
    jobs=st.lists(st.integers(0, 5)),
    most=st.integers(1, 9),
    back=st.sets(st.integers(0, 5)),
    worth=st.sets(st.integers(0, 5)),
)
def test_as_many_are_chosen_as_there_are_places_and_none_twice(
    jobs: list[int], most: int, back: set[int], worth: set[int]
) -> None:
    warmth = Warmth(6, worth.__contains__)
    for job in back:
        warmth.came_back(job)
    chosen = warmth.choose(jobs, most)
    assert len(chosen) == len(set(chosen)) == min(most, len(jobs))
    assert set(chosen) <= set(range(len(jobs)))
