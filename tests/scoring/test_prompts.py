"""What a model is told."""

from __future__ import annotations

from scoring.models import Job
from scoring.prompts import BYTES_A_TOKEN, SYSTEM, judgement_schema, shared_tokens


def test_what_all_candidates_of_a_job_share_is_the_rubric_the_schema_and_the_job() -> None:
    without = shared_tokens(Job())
    assert without > (len(SYSTEM) + len(str(judgement_schema())) // 2) // BYTES_A_TOKEN
    assert shared_tokens(Job(description="x" * 400)) - without == (400 + len('"description":""')) // BYTES_A_TOKEN
