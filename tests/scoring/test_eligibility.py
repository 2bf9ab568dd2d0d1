from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.eligibility import ROWS, LabelledPair, eligibility, load_calibration
from scoring.models import Candidate, Job
from scoring.requests import decode_request
from scoring.vectors.embeddings import BuiltInEmbedder

SAMPLE = Path(__file__).parents[2] / "static" / "sample.json"
MINIMUM = 60
RIGHT_TRADE = {
    "BE-101": {"C01", "C02", "C03", "C04", "C06", "C07", "C08", "C09", "C33"},
    "ICU-202": {"C12", "C13", "C14", "C15", "C17", "C18"},
    "ACC-303": {"C21", "C22", "C23", "C24", "C25", "C26", "C27"},
}


class FixedEmbedder:
    """Vectors by text, as a provider would give them."""

    built_in = False

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        known = {"a": (1.0, 0.0), "b": (0.6, 0.8), "c": (0.0, 1.0)}
        return np.array([known[text] for text in texts], dtype=np.float32)

    async def aclose(self) -> None:
        pass


class AxisEmbedder:
    """One axis a text: nothing is like anything else."""

    built_in = False

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.eye(len(texts), dtype=np.float32)

    async def aclose(self) -> None:
        pass


class BrokenEmbedder:
    built_in = False

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise OSError("no vectors today")

    async def aclose(self) -> None:
        pass


async def score(job: tuple[str, ...] | None, candidate: tuple[str, ...] | None) -> float | None:
    found = await eligibility([Job(job_tag=job)], [Candidate(candidate_tag=candidate)], BuiltInEmbedder())
    return found.score(0, 0)


@pytest.mark.parametrize("row", load_calibration().table, ids=str)
async def test_the_table_is_kept_and_separated(row: LabelledPair) -> None:
    mapped = await score(row.job, row.candidate)
    assert mapped is not None
    assert (mapped >= MINIMUM) == row.same_trade


def test_the_curve_rises() -> None:
    raw, mapped = zip(*load_calibration().curve, strict=True)
    assert list(raw) == sorted(set(raw))
    assert list(mapped) == sorted(set(mapped))


async def test_the_sample_loses_nobody_of_the_right_trade_and_turns_most_others_away() -> None:
    request = decode_request(SAMPLE.read_bytes())
    jobs, candidates = request.jobs or (), request.candidates or ()
    found = await eligibility(jobs, candidates, BuiltInEmbedder())
    others = kept = 0
    for j, job in enumerate(jobs):
        for c, candidate in enumerate(candidates):
            eligible = (found.score(j, c) or 0) >= MINIMUM
            if candidate.candidateId in RIGHT_TRADE[job.job_id or ""]:
                assert eligible, (job.title, candidate.currentTitle)
            else:
                others += 1
                kept += eligible
    assert kept / others < 0.15, json.dumps([kept, others])


async def test_equal_tags_count_fully_in_any_case_and_script() -> None:
    assert await score(("Python", "护理"), (" python ", "护理")) == 100


async def test_a_tag_without_tokens_matches_only_itself() -> None:
    assert await score(("พยาบาล",), ("python",)) == 0


async def test_an_alias_counts_fully() -> None:
    assert await score(("Kubernetes",), ("k8s",)) == 100


async def test_look_alikes_do_not_count() -> None:
    assert await score(("java",), ("javascript",)) == 0


@pytest.mark.parametrize(("job", "candidate"), [(None, ("a",)), (("a",), None), ((), ()), ((" ",), ("a",))])
async def test_without_tags_on_either_side_a_pair_is_included(
    job: tuple[str, ...] | None, candidate: tuple[str, ...] | None
) -> None:
    assert await score(job, candidate) is None


async def test_a_providers_vectors_are_scored_by_the_formula_alone() -> None:
    found = await eligibility([Job(job_tag=("a", "c"))], [Candidate(candidate_tag=("b",))], FixedEmbedder())
    assert found.score(0, 0) == 50.0  # (0.6^2 + 0.8^2) / 2 x 100


async def test_an_error_includes_every_pair_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    found = await eligibility([Job(job_tag=("a",))], [Candidate(candidate_tag=("b",))], BrokenEmbedder())
    assert found.score(0, 0) is None
    assert "no vectors today" in caplog.text


async def test_a_job_with_more_tags_than_are_compared_at_a_time_is_scored_over_all() -> None:
    tags = tuple(f"tag {number}" for number in range(3 * ROWS))
    # A third of the job's tags are carried, the rest have nothing alike: 1/3 x 100
    found = await eligibility([Job(job_tag=tags)], [Candidate(candidate_tag=tags[:ROWS])], AxisEmbedder())
    assert found.score(0, 0) == 33.3


async def test_candidates_with_and_without_tags_keep_their_places() -> None:
    candidates = [Candidate(), Candidate(candidate_tag=("b",)), Candidate(), Candidate(candidate_tag=("c", "a"))]
    jobs = [Job(), Job(job_tag=("a",))]
    found = await eligibility(jobs, candidates, FixedEmbedder())
    assert [found.score(0, c) for c in range(4)] == [None] * 4
    assert [found.score(1, c) for c in range(4)] == [None, 36.0, None, 100.0]  # 0.6^2 x 100
    assert (found.turned_away(1, 60), found.turned_away(0, 60)) == (1, 0)
