"""What counts as the same analysis, and what becomes of one that is used again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing

import pytest
from msgspec.structs import replace

from scoring.analyzers.base import Tokens
from scoring.engine import Engine
from scoring.events import Analysed, Done, Event
from scoring.models import BatchRequest, Candidate, Job
from scoring.profile import blind
from scoring.reuse import Reuse
from scoring.settings import EngineSettings
from tests.scoring.test_engine import ScriptedAnalyzer, engine_of

SETTINGS = EngineSettings(analyzer="openai", base_url="http://localhost:1/v1")
JOB = Job(job_id="J1", title="Nurse", technical_skills=("ICU",))
ANN = Candidate(candidateId="C1", name="Ann Lee", email="ann@example.com", phone="1", technical_skills=("ICU",))
BOB = Candidate(candidateId="C2", name="Bob Ray", email="bob@example.com", phone="2", technical_skills=("ICU",))


class MemoryCache:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.kept: dict[str, Analysed] = {}

    async def find(self, fingerprints: Sequence[str]) -> Mapping[str, Analysed]:
        return {each: self.kept[each] for each in fingerprints if each in self.kept}


def fingerprint(job: Job, candidate: Candidate, settings: EngineSettings = SETTINGS) -> str:
    return Reuse(MemoryCache(), settings.configuration()).fingerprint(job, blind(candidate))


def test_who_it_is_and_what_ids_it_has_make_no_difference() -> None:
    assert fingerprint(JOB, ANN) == fingerprint(replace(JOB, job_id="J2"), BOB)


@pytest.mark.parametrize(
    ("job", "candidate"),
    [
        (replace(JOB, title="Head nurse"), ANN),
        (replace(JOB, technical_skills=("ICU", "BLS")), ANN),
        (JOB, replace(ANN, technical_skills=("icu",))),
        (JOB, replace(ANN, resume_text="Five years in intensive care.")),
        (JOB, replace(ANN, experience_year=5.0)),
    ],
)
def test_whatever_an_analyzer_reads_makes_a_difference(job: Job, candidate: Candidate) -> None:
    assert fingerprint(job, candidate) != fingerprint(JOB, ANN)


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (replace(SETTINGS, model="other"), False),
        (replace(SETTINGS, base_url="http://localhost:2/v1"), False),
        (replace(SETTINGS, temperature=0.9), False),
        (replace(SETTINGS, max_output_tokens=7), False),
        (replace(SETTINGS, minimum_eligible_score=1.0, embedding_model="e"), True),  # these only choose the pairs
        (replace(SETTINGS, concurrent_limit=1, total_timeout_s=1.0), True),
    ],
)
def test_settings_make_a_difference_when_analyses_depend_on_them(changed: EngineSettings, same: bool) -> None:
    assert (fingerprint(JOB, ANN, changed) == fingerprint(JOB, ANN)) is same


def test_another_rubric_or_prompt_makes_a_difference() -> None:
    made_with = SETTINGS.configuration()
    reuses = [
        Reuse(MemoryCache(), each) for each in (made_with, replace(made_with, rubric="2"), replace(made_with, prompt="x"))
    ]
    assert len({reuse.fingerprint(JOB, blind(ANN)) for reuse in reuses}) == 3


async def run(engine: Engine, *candidates: Candidate, threshold: int = 0) -> list[Event]:
    request = BatchRequest(jobs=(JOB,), candidates=candidates, threshold=threshold)
    async with aclosing(engine.run(request).events()) as events:
        return [event async for event in events]


async def test_a_pair_analysed_before_is_not_called_again_and_is_filled_in_anew() -> None:
    cache, analyzer = MemoryCache(), ScriptedAnalyzer()
    engine = engine_of(analyzer)
    engine.reuse = Reuse(cache, SETTINGS.configuration())
    _, first, done = await run(engine, ANN)
    assert isinstance(first, Analysed)
    assert isinstance(done, Done)
    assert (first.cached, done.cached, done.tokens) == (False, 0, Tokens(10, 5))
    cache.kept[first.record.fingerprint] = first

    unlike = replace(ANN, technical_skills=("Sales",))
    events = await run(engine, unlike, BOB, threshold=75)
    again = next(event for event in events if isinstance(event, Analysed) and event.pair == 1)
    assert len(analyzer.calls) == 2
    assert (again.cached, again.candidateId, again.candidateIndex, again.passed) == (True, "C2", 1, False)  # it has 74
    assert (again.analysis.firstName, again.analysis.email, again.analysis.phone) == ("Bob", "bob@example.com", "2")
    assert (again.analysis.aiInsights, again.record) == (first.analysis.aiInsights, first.record)
    done = events[-1]
    assert isinstance(done, Done)
    assert (done.cached, done.analysed, done.tokens) == (1, 2, Tokens(10, 5))
