"""What counts as the same analysis, and what becomes of one that is used again or shared while it is being made."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import aclosing

import pytest
from msgspec.structs import replace

from scoring.engine import BatchRun, Engine
from scoring.engine.reuse import Reuse
from scoring.engine.room import MAX_OPEN
from scoring.errors import AnalysisError, ProviderFailure, Refused, Unauthorized
from scoring.events import Accepted, Analysed, Done, Event, Failed
from scoring.models import BatchRequest, Candidate, Job
from scoring.prices import Tokens
from scoring.profile import blind
from scoring.settings import Configuration, EngineSettings
from tests.scoring.engine.test_engine import ScriptedAnalyzer, done_of, engine_of, settle

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


def fingerprint(job: Job, candidate: Candidate, settings: EngineSettings = SETTINGS, owner: str = "") -> str:
    return Reuse(MemoryCache(), settings.configuration()).fingerprint(job, blind(candidate), owner=owner)


WHO: dict[str, tuple[Job, Candidate]] = {
    "job id": (replace(JOB, job_id="J2"), ANN),
    "candidate id": (JOB, replace(ANN, candidateId="C9")),
    "name": (JOB, replace(ANN, name="Bob Ray")),
    "email": (JOB, replace(ANN, email="bob@example.com")),
    "phone": (JOB, replace(ANN, phone="2")),
    "place": (JOB, replace(ANN, location="Leeds")),
    "all of them": (replace(JOB, job_id="J2"), BOB),
}

WHAT: dict[str, tuple[Job, Candidate]] = {
    "job title": (replace(JOB, title="Head nurse"), ANN),
    "job description": (replace(JOB, description="Nights."), ANN),
    "job level": (replace(JOB, experience_level="senior"), ANN),
    "job skills": (replace(JOB, technical_skills=("ICU", "BLS")), ANN),
    "job soft skills": (replace(JOB, softSkills=("Calm",)), ANN),
    "job responsibilities": (replace(JOB, responsibilities=("Triage",)), ANN),
    "job qualification": (replace(JOB, qualification=("BSc",)), ANN),
    "job tags": (replace(JOB, job_tag=("nursing",)), ANN),
    "title": (JOB, replace(ANN, currentTitle="Nurse")),
    "level": (JOB, replace(ANN, experience_level="senior")),
    "years": (JOB, replace(ANN, experience_year=5.0)),
    "skills": (JOB, replace(ANN, technical_skills=("icu",))),
    "soft skills": (JOB, replace(ANN, softSkills=("Calm",))),
    "qualification": (JOB, replace(ANN, qualification=("BSc",))),
    "tags": (JOB, replace(ANN, candidate_tag=("nursing",))),
    "resume": (JOB, replace(ANN, resume_text="Five years in intensive care.")),
}


def test_what_was_seen_blind_is_not_used_where_it_is_not() -> None:
    assert fingerprint(JOB, ANN) != fingerprint(JOB, ANN, replace(SETTINGS, blind=False))


@pytest.mark.parametrize(("job", "candidate"), WHO.values(), ids=WHO)
def test_who_it_is_and_what_ids_it_has_make_no_difference(job: Job, candidate: Candidate) -> None:
    assert fingerprint(job, candidate) == fingerprint(JOB, ANN)


@pytest.mark.parametrize(("job", "candidate"), WHAT.values(), ids=WHAT)
def test_whatever_an_analyzer_reads_makes_a_difference(job: Job, candidate: Candidate) -> None:
    assert fingerprint(job, candidate) != fingerprint(JOB, ANN)


def test_every_field_of_a_job_and_a_candidate_is_in_one_of_the_tables() -> None:
    changed = {
        name
        for job, candidate in (*WHO.values(), *WHAT.values())
        for one, other in ((JOB, job), (ANN, candidate))
        for name in one.__struct_fields__
        if getattr(one, name) != getattr(other, name)
    }
    assert changed == {*JOB.__struct_fields__, *ANN.__struct_fields__}


def test_owners_share_nothing() -> None:
    assert len({fingerprint(JOB, ANN, owner=owner) for owner in ("", "a", "b")}) == 3


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


FILTER = {"minimum_eligible_score", "embedding_model"}


@pytest.mark.parametrize("name", Configuration.__struct_fields__)
def test_whatever_is_added_to_the_configuration_makes_a_difference_unless_it_only_chooses_the_pairs(name: str) -> None:
    made_with = SETTINGS.configuration()
    value = getattr(made_with, name)
    other_value = value + 1 if isinstance(value, float | int) else [*value, "x"]
    changed = replace(made_with, **{name: other_value})
    one, other = (Reuse(None, each).fingerprint(JOB, blind(ANN), owner="") for each in (made_with, changed))
    assert (one == other) is (name in FILTER)


def sharing_engine(analyzer: ScriptedAnalyzer, *, limit: int = 10) -> Engine:
    engine = engine_of(analyzer, limit=limit)
    engine.reuse = Reuse(None, SETTINGS.configuration())
    return engine


def run_of(engine: Engine, *candidates: Candidate, threshold: int = 0) -> BatchRun:
    return BatchRun(engine, BatchRequest(jobs=(JOB,), candidates=candidates, threshold=threshold))


async def read(batch_run: BatchRun) -> list[Event]:
    async with aclosing(batch_run.events()) as events:
        return [event async for event in events]


async def run(engine: Engine, *candidates: Candidate, threshold: int = 0) -> list[Event]:
    return await read(run_of(engine, *candidates, threshold=threshold))


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
    events = await run(engine, unlike, BOB, threshold=85)
    again = next(event for event in events if isinstance(event, Analysed) and event.pair == 1)
    assert len(analyzer.calls) == 2
    assert (again.cached, again.candidateId, again.candidateIndex, again.passed) == (True, "C2", 1, False)  # it has 84
    assert (again.analysis.firstName, again.analysis.email, again.analysis.phone) == ("Bob", "bob@example.com", "2")
    assert (again.analysis.aiInsights, again.record) == (first.analysis.aiInsights, first.record)
    done = events[-1]
    assert isinstance(done, Done)
    assert (done.cached, done.analysed, done.tokens) == (1, 2, Tokens(10, 5))


async def test_what_another_model_found_in_its_stead_is_not_used_again() -> None:
    refused, other = ScriptedAnalyzer(lambda pair, attempt: Unauthorized("no")), ScriptedAnalyzer()
    engine = sharing_engine(refused)
    _, first, _ = await run(sharing_engine(other), ANN)
    engine.routes = [*engine.routes, *engine_of(other).routes]
    _, second, _ = await run(engine, ANN)
    assert isinstance(first, Analysed)
    assert isinstance(second, Analysed)
    assert (bool(first.record.fingerprint), second.record.fingerprint, len(refused.calls)) == (True, "", 1)


async def test_what_was_analysed_before_comes_before_any_call_is_back() -> None:
    cache, analyzer = MemoryCache(), held()
    engine = sharing_engine(analyzer, limit=2)
    reuse = engine.reuse = Reuse(cache, SETTINGS.configuration())
    assert analyzer.hold
    analyzer.hold.set()
    _, made, _ = await run(engine, ANN)
    assert isinstance(made, Analysed)
    analyzer.hold.clear()
    candidates = [replace(ANN, resume_text="x" * length) for length in range(1, 501)]
    cache.kept = {
        reuse.fingerprint(JOB, blind(each), owner=""): made for each in candidates[:100]
    }  # the shortest: last in turn
    async with aclosing(run_of(engine, *candidates).events()) as events:
        cached = [await anext(events) for _ in range(101)][1:]
        assert sorted(event.pair for event in cached if isinstance(event, Analysed) and event.cached) == list(range(100))
        while analyzer.running < 2:
            await asyncio.sleep(0)
        assert len(analyzer.calls) == 1 + 2
        analyzer.hold.set()
        done = [event async for event in events][-1]
    assert isinstance(done, Done)
    assert (done.analysed, done.cached, len(analyzer.calls)) == (500, 100, 1 + 400)


# Sharing a call under way


def held() -> ScriptedAnalyzer:
    analyzer = ScriptedAnalyzer()
    analyzer.hold = asyncio.Event()
    return analyzer


async def until_waiting(engine: Engine, pairs: int) -> None:
    """Return once so many pairs make or wait for a call."""
    while sum(len(flight.seats) for flight in engine.flights._flying.values()) < pairs:
        await asyncio.sleep(0)


def analyses(events: list[Event]) -> list[Analysed]:
    return sorted((event for event in events if isinstance(event, Analysed)), key=lambda event: event.pair)


async def test_pairs_that_are_the_same_take_one_call_and_each_keeps_its_own_names() -> None:
    analyzer = ScriptedAnalyzer()
    events = await run(sharing_engine(analyzer), ANN, BOB, ANN)
    assert analyzer.calls == [0]
    assert [(each.cached, each.analysis.firstName, each.candidateId) for each in analyses(events)] == [
        (False, "Ann", "C1"),
        (True, "Bob", "C2"),
        (True, "Ann", "C1"),
    ]
    assert (done_of(events).cached, done_of(events).tokens) == (2, Tokens(10, 5))


async def test_pairs_that_only_wait_for_a_call_leave_the_places_to_others() -> None:
    analyzer = held()
    different = [replace(ANN, technical_skills=(f"Skill {n}",)) for n in range(200)]
    engine = sharing_engine(analyzer, limit=5)
    same = replace(ANN, resume_text="The longest goes first.")
    reading = asyncio.create_task(run(engine, *[same] * 400, *different))
    await until_waiting(engine, 404)
    assert analyzer.running == 5
    assert analyzer.hold
    analyzer.hold.set()
    assert done_of(await reading).cached == 399


async def test_more_may_wait_for_one_call_than_may_be_open() -> None:
    analyzer = held()
    engine = sharing_engine(analyzer)
    reading = asyncio.create_task(run(engine, *[ANN] * 3 * MAX_OPEN))
    await until_waiting(engine, MAX_OPEN)
    assert (len(analyzer.calls), analyzer.running) == (1, 1)
    assert analyzer.hold
    analyzer.hold.set()
    done = done_of(await reading)
    assert done.analysed == 3 * MAX_OPEN
    assert done.cached >= MAX_OPEN - 1


async def test_two_batches_at_a_time_share_their_calls() -> None:
    analyzer = held()
    engine = sharing_engine(analyzer)
    reading = [asyncio.create_task(run(engine, ANN, replace(ANN, resume_text="x"))) for _ in range(2)]
    await until_waiting(engine, 4)
    assert (analyzer.running, engine.gate.in_flight) == (2, 2)
    assert analyzer.hold
    analyzer.hold.set()
    first, second = [done_of(await each) for each in reading]
    assert (len(analyzer.calls), first.cached + second.cached) == (2, 2)


async def test_batches_of_different_owners_share_no_calls() -> None:
    analyzer = held()
    engine = sharing_engine(analyzer)
    request = BatchRequest(jobs=(JOB,), candidates=(ANN,), threshold=0)
    reading = [asyncio.create_task(read(BatchRun(engine, request, owner=owner))) for owner in ("a", "b")]
    await until_waiting(engine, 2)
    assert analyzer.running == 2
    assert analyzer.hold
    analyzer.hold.set()
    assert [done_of(await each).cached for each in reading] == [0, 0]


async def test_a_call_outlives_its_batch_when_another_waits_for_it_which_then_pays() -> None:
    analyzer = held()
    engine = sharing_engine(analyzer)
    first, second = run_of(engine, ANN), run_of(engine, BOB)
    reading = [asyncio.create_task(read(each)) for each in (first, second)]
    await until_waiting(engine, 2)
    first.cancel()
    done = done_of(await reading[0])
    assert (done.failed, done.tokens, analyzer.running) == (1, Tokens(), 1)
    assert analyzer.hold
    analyzer.hold.set()
    (analysed,) = analyses(await reading[1])
    assert (analysed.cached, analysed.analysis.firstName, second.tally.tokens) == (False, "Bob", Tokens(10, 5))
    assert len(analyzer.calls) == 1


async def test_the_last_batch_that_waits_for_a_call_closes_it() -> None:
    analyzer = held()
    engine = sharing_engine(analyzer)
    runs = [run_of(engine, ANN), run_of(engine, BOB)]
    reading = [asyncio.create_task(read(each)) for each in runs]
    await until_waiting(engine, 2)
    for each in runs:
        each.cancel()
    first, second = [done_of(await each) for each in reading]
    assert (first.failed, second.failed, second.notAttempted) == (1, 0, 1)
    assert (analyzer.running, engine.gate.in_flight) == (0, 0)
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


@pytest.mark.parametrize("error", [Refused("no"), ProviderFailure("odd")], ids=["refused", "provider"])
async def test_all_that_share_a_call_share_its_error(error: AnalysisError) -> None:
    analyzer = ScriptedAnalyzer(lambda pair, attempt: error)
    events = await run(sharing_engine(analyzer), ANN, BOB)
    failures = [(event.pair, event.code, event.attempts) for event in events if isinstance(event, Failed)]
    assert sorted(failures) == [(0, error.code, 1), (1, error.code, 1)]
    assert len(analyzer.calls) == 1


async def test_a_drained_batch_leaves_its_retries_to_those_that_wait() -> None:
    errors = [ProviderFailure(retryable=True)]
    analyzer = ScriptedAnalyzer(lambda pair, attempt: errors.pop() if errors else None)
    analyzer.hold = asyncio.Event()
    engine = sharing_engine(analyzer)
    first, second = run_of(engine, ANN, ANN), run_of(engine, BOB)
    reading = [asyncio.create_task(read(each)) for each in (first, second)]
    await until_waiting(engine, 3)
    first.drain()
    analyzer.hold.set()
    assert [type(event) for event in await reading[0]] == [Accepted]
    assert [each.cached for each in analyses(await reading[1])] == [False]
    assert len(analyzer.calls) == 2


async def test_a_batch_on_hold_holds_up_nobody_that_waits_for_the_same() -> None:
    analyzer = ScriptedAnalyzer()
    engine = sharing_engine(analyzer)
    first = run_of(engine, ANN)
    first.hold()
    reading = asyncio.create_task(read(first))
    await settle()
    (analysed,) = analyses(await run(engine, BOB))
    assert not analysed.cached
    (shared,) = analyses(await reading)  # it makes no call of its own, so its hold is kept
    assert (shared.cached, len(analyzer.calls)) == (True, 1)


async def test_a_batch_that_is_put_on_hold_during_a_call_leaves_its_retry_to_those_that_wait() -> None:
    errors = [ProviderFailure(retryable=True)]
    analyzer = ScriptedAnalyzer(lambda pair, attempt: errors.pop() if errors else None)
    analyzer.hold = asyncio.Event()
    engine = sharing_engine(analyzer)
    first, second = run_of(engine, ANN), run_of(engine, BOB)
    reading = [asyncio.create_task(read(each)) for each in (first, second)]
    await until_waiting(engine, 2)
    first.hold()
    analyzer.hold.set()
    assert [each.cached for each in analyses(await reading[1])] == [False]
    assert [each.cached for each in analyses(await reading[0])] == [True]
    assert len(analyzer.calls) == 2
