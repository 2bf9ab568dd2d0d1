"""Batches scored again under other names, by the local analyzer and before a stand-in model."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from scoring.audit.names import known_names
from scoring.audit.report import swap_report
from scoring.audit.shift import Shift, Swap, shift
from scoring.audit.swap import AS_IT_WAS, RUNS, SwapFailed, price_of, some_of, swap_names
from scoring.events import Analysed
from scoring.models import BatchRequest, Candidate, Job
from scoring.options import Options
from scoring.prices import Price
from scoring.requests import decode_request
from scoring.settings import EngineSettings
from tests.conftest import ROOT
from tests.fakes.provider import FakeProvider, Fault, answer_for, completion, error
from tests.server.test_reuse import made

SAMPLE = ROOT / "static" / "sample.json"
LOCAL = EngineSettings(analyzer="local")
NAMES = [AS_IT_WAS, *(group.name for group in known_names().groups)]


def settings(fake: FakeProvider, **fields: Any) -> EngineSettings:
    return EngineSettings(analyzer="openai", base_url=fake.base_url, **fields)


def scored(pair: int, score: int, *, passed: bool) -> Analysed:
    event = made(pair)
    return replace(event, passed=passed, analysis=replace(event.analysis, matchScore=score))


def test_scores_are_compared_pair_by_pair() -> None:
    before = {0: scored(0, 50, passed=True), 1: scored(1, 49, passed=False), 2: scored(2, 60, passed=True)}
    now = {0: scored(0, 44, passed=False), 1: scored(1, 52, passed=True), 3: scored(3, 1, passed=False)}
    # pair 2 has no other score and pair 3 none before; (-6 + 3) / 2 = -1.5
    assert shift("x", before, now) == Shift("x", 2, 2, -1.5, -6, 1, 1)
    assert shift("x", before, {}) == Shift("x", 0, 0, 0.0, 0, 0, 0)


def batch(jobs: int, candidates: int) -> BatchRequest:
    people = tuple(
        Candidate(candidateId=f"C{n}", name=f"Ada Person{n}", technical_skills=("Python", f"Tool {n}"))
        for n in range(candidates)
    )
    return BatchRequest(
        jobs=tuple(Job(job_id=f"J{n}", technical_skills=("Python",)) for n in range(jobs)), candidates=people
    )


PARTS = {
    "all": (3, 10, 30, 3, list(range(10))),
    "more than there are": (3, 10, 1000, 3, list(range(10))),
    "every other candidate": (2, 10, 10, 2, [0, 2, 4, 6, 8]),
    "no more than asked for": (3, 10, 8, 3, [0, 5]),
    "fewer than there are jobs": (5, 10, 2, 2, [0]),
    "one": (1, 1, 1, 1, [0]),
}


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_batch_is_taken_from_all_over_it(name: str) -> None:
    jobs, candidates, pairs, jobs_left, left = PARTS[name]
    part = some_of(batch(jobs, candidates), pairs)
    assert len(part.jobs or ()) == jobs_left
    assert [each.candidateId for each in part.candidates or ()] == [f"C{n}" for n in left]
    assert part.pair_count <= pairs


def test_of_nothing_there_is_no_part() -> None:
    assert some_of(BatchRequest(jobs=None, candidates=None), 5).pair_count == 0


async def test_the_local_analyzers_scores_do_not_move_at_all() -> None:
    request = decode_request(SAMPLE.read_bytes())
    told: list[int] = []
    found = await swap_names(request, replace(LOCAL, minimum_eligible_score=0), Options(), lambda: told.append(1))
    assert [each.names for each in found.shifts] == NAMES
    for each in found.shifts:
        assert (each.pairs, each.differing, each.mean, each.largest) == (request.pair_count, 0, 0.0, 0)
        assert (each.now_pass, each.no_longer) == (0, 0)
    assert (found.moved, found.read_differently) == (False, 0)
    assert len(told) == RUNS * request.pair_count


async def test_texts_that_name_the_candidate_are_read_alike_under_any_name() -> None:
    text = "Ada Lovelace\nada@x.example\nMs. Lovelace led a team; Ada built services in Python and SQL."
    people = (Candidate(name="Ada Lovelace", email="ada@x.example", resume_text=text),)
    request = BatchRequest(jobs=(Job(technical_skills=("Python", "SQL")),), candidates=people)
    assert not (await swap_names(request, LOCAL, Options())).moved


async def test_a_name_that_hides_a_skill_is_found_out() -> None:
    people = (Candidate(name="Ruby Smith", technical_skills=("Ruby",)), Candidate(name="A B", technical_skills=("Ruby",)))
    request = BatchRequest(jobs=(Job(technical_skills=("Ruby",)),), candidates=people)
    found = await swap_names(request, LOCAL, Options())
    assert found.read_differently in (0, 1), "none, where skills are kept whatever the name is"
    assert found.moved is bool(found.read_differently)


def swaying(number: int, body: dict[str, Any]) -> Fault:
    """A model that gives each of its runs over two pairs four points less for experience, within its leeway."""
    score = 80 - 4 * ((number - 1) // 2)  # of the formula's 70, so that matchScore is 84, 83, 82, ...
    scores = {"coreSkillsScore": score, "experienceScore": score, "culturalFitScore": score}
    return Fault(body=completion(json.dumps(answer_for(body) | scores)))


async def test_a_model_is_asked_anew_each_time_and_its_own_swaying_is_told() -> None:
    async with FakeProvider(swaying) as fake:
        found = await swap_names(replace(batch(1, 2), threshold=82), settings(fake), Options())
        assert len(fake.calls) == RUNS * 2
    first, *others = found.shifts
    assert (first.names, first.pairs, first.differing) == (AS_IT_WAS, 2, 2)
    assert first.mean == first.largest < 0
    assert [each.largest for each in others] == sorted((each.largest for each in others), reverse=True)
    assert others[-1].no_longer == 2
    assert (found.read_differently, found.model) == (0, "gpt-4o-mini")


async def test_a_budget_holds_for_all_runs_together() -> None:
    price = Price(1000, 1000, 1000)  # 1.2 USD a call of 900 and 300 tokens
    async with FakeProvider() as fake:
        asked = settings(fake, model_price=price, max_output_tokens=300, concurrent_limit=1)
        with pytest.raises(SwapFailed, match=r"ended failed \(budget_exhausted\)"):
            await swap_names(batch(1, 2), asked, Options(budgetUsd=5.0))
        assert len(fake.calls) <= 4


async def test_a_run_that_fails_leaves_nothing_to_compare() -> None:
    async with FakeProvider(lambda number, body: error(401) if number > 2 else None) as fake:
        with pytest.raises(SwapFailed, match=r"ended failed \(unauthorized\), so there is nothing to compare"):
            await swap_names(batch(1, 2), settings(fake), Options())


FRUITLESS = {
    "from the first run on": (0, 2, "All pairs failed or were turned away by the filter, so"),
    "in the second run": (2, 4, "No pair of the first run was analysed again in 'as they are, again', so"),
}


@pytest.mark.parametrize(("good", "calls", "sentence"), FRUITLESS.values(), ids=FRUITLESS)
async def test_pairs_that_all_fail_are_no_sign_that_names_move_nothing(good: int, calls: int, sentence: str) -> None:
    refusal = Fault(body=completion(None, refusal="no"))
    async with FakeProvider(lambda number, body: refusal if number > good else None) as fake:
        with pytest.raises(SwapFailed, match=sentence):
            await swap_names(batch(1, 2), settings(fake, concurrent_limit=1), Options())
        assert len(fake.calls) == calls


async def test_what_it_would_take_is_told_before_anything_is_called() -> None:
    async with FakeProvider() as fake:
        told = await price_of(batch(2, 5), settings(fake, embedding_model="e"), Options(repeats=2))
        unpriced = await price_of(batch(1, 1), settings(fake, model="mine"), Options())
        free = await price_of(batch(1, 1), settings(fake, model_price=Price(0, 0, 0)), Options())
        assert fake.calls == []
    assert told is not None
    assert told.startswith("This scores 10 pairs 6 times, with up to 120 calls of gpt-4o-mini, for 0.")
    assert unpriced == "This scores 1 pair 6 times, with up to 6 calls of mine, at a price that is not known."
    assert (free, await price_of(batch(1, 1), LOCAL, Options())) == (None, None)


FOUND = {
    "none moved": (Swap("local", "rubric", 3, 3, 0, (Shift("x", 3, 0, 0.0, 0, 0, 0),)), "No name moved a score."),
    "the local one moved": (Swap("local", "", 3, 3, 1, (Shift("x", 3, 1, -0.5, -2, 0, 1),)), "is to exclude"),
    "a model moved": (Swap("openai", "m", 3, 3, 0, (Shift("x", 3, 1, 0.5, 2, 1, 0),)), "how far the model sways by itself"),
    "some failed": (
        Swap("openai", "m", 5, 5, 0, (Shift("x", 4, 0, 0.0, 0, 0, 0), Shift("y", 3, 0, 0.0, 0, 0, 0))),
        "Not all of the 5 pairs were analysed in each run: 3 could be compared in the fewest cases.",
    ),
}


READ = {
    (34, 0): "The analyzer reads none of the 34 candidates differently under another name.",
    (34, 2): "The analyzer reads 2 of the 34 candidates differently under another name.",
    (1, 0): "The analyzer reads the one candidate alike under another name.",
    (1, 1): "The analyzer reads the one candidate differently under another name.",
}


@pytest.mark.parametrize(("counts", "sentence"), READ.items())
def test_the_report_says_of_how_many_something_else_is_read(counts: tuple[int, int], sentence: str) -> None:
    swap = Swap("local", "", 3, *counts, (Shift("x", 3, 0, 0.0, 0, 0, 0),))
    assert sentence in " ".join(swap_report(swap, "").split())


@pytest.mark.parametrize("name", FOUND)
def test_the_report_says_what_was_found_in_lines_of_a_terminal(name: str) -> None:
    swap, words = FOUND[name]
    text = swap_report(swap, known_names().source)
    assert words in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 100


async def process(directory: Path, *arguments: str, **variables: str) -> tuple[int | None, bytes, bytes]:
    made_ = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scoring", "audit", "--swap-names", *arguments),
        cwd=directory,
        env={"PYTHONPATH": str(ROOT), **variables},
        stdout=PIPE,
        stderr=PIPE,
    )
    out, err = await asyncio.wait_for(made_.communicate(), 60)
    return made_.returncode, out, err


async def test_the_command_swaps_names_with_the_local_analyzer_unasked(tmp_path: Path) -> None:
    code, out, err = await process(tmp_path, str(SAMPLE), MINIMUM_ELIGIBLE_SCORE="0")
    assert (code, err) == (0, b"")
    assert out.count(b"102       0       0        0         0          0\n") == RUNS - 1


async def test_the_command_calls_nothing_that_is_paid_for_without_a_yes(tmp_path: Path) -> None:
    async with FakeProvider() as fake:
        code, out, err = await process(tmp_path, str(SAMPLE), "--pairs", "3", OPENAI_BASE_URL=fake.base_url)
        assert fake.calls == []
        assert (code, out) == (2, b"")
        assert b"up to 18 calls of gpt-4o-mini" in err
        assert b"Nothing was called: add --yes" in err
        environment = {"OPENAI_BASE_URL": fake.base_url, "MINIMUM_ELIGIBLE_SCORE": "0"}
        code, out, _ = await process(tmp_path, str(SAMPLE), "--pairs", "3", "--yes", **environment)
        assert (code, len(fake.calls)) == (0, 18)
    assert b"No name moved a score." in out


async def test_the_command_ends_with_1_when_a_run_fails(tmp_path: Path) -> None:
    async with FakeProvider(lambda number, body: error(401)) as fake:
        code, out, err = await process(tmp_path, str(SAMPLE), "--pairs", "3", "--yes", OPENAI_BASE_URL=fake.base_url)
    assert (code, out) == (1, b"")
    assert err.endswith(b"A run ended failed (unauthorized), so there is nothing to compare.\n")


async def test_the_command_can_be_stopped_and_leaves_no_call_behind(tmp_path: Path) -> None:
    async with FakeProvider(lambda number, body: Fault(hang=True)) as fake:
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "scoring", "audit", "--swap-names", str(SAMPLE), "--yes"),
            cwd=tmp_path,
            env={"PYTHONPATH": str(ROOT), "OPENAI_BASE_URL": fake.base_url, "BATCH_CONCURRENT_LIMIT": "3"},
            stdout=PIPE,
            stderr=PIPE,
        )
        async with asyncio.timeout(60):
            while fake.in_flight < 3:
                await asyncio.sleep(0.01)
            running.send_signal(signal.SIGINT)
            out, err = await running.communicate()
            while fake.in_flight:
                await asyncio.sleep(0.01)
        assert (fake.abandoned, len(fake.calls)) == (3, 3)
    assert (running.returncode, out) == (130, b"")
    assert err.endswith(b"Stopped.\n")


WRONG = {
    "no file": (("none",), {}, b"none: No such file or directory.\n"),
    "no request": (("r",), {}, b"r: body.candidates: This field is required.\n"),
    "no pairs": (("empty",), {}, b"empty: There is no pair in it.\n"),
    "an odd setting": ((str(SAMPLE),), {"TEMPERATURE": "warm"}, b"TEMPERATURE='warm' makes no sense"),
    "an odd number": ((str(SAMPLE), "--pairs", "0"), {}, b"expected a whole number from 1, got '0'"),
    "an option of the other kind": ((str(SAMPLE), "--csv", "x"), {}, b"--csv goes with --groups, not with --swap-names\n"),
    "its default as well": ((str(SAMPLE), "--selected", "passed"), {}, b"--selected goes with --groups, not with --swap"),
    "groups as well": ((str(SAMPLE), "--groups", "x"), {}, b"not allowed with argument"),
    "a budget without a price": (
        ("budget", "--yes"),
        {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "MODEL": "mine"},
        b"budget: body.options.budgetUsd: The price of model 'mine' is not known",
    ),
}


@pytest.mark.parametrize("name", WRONG)
async def test_bad_input_exits_with_2_and_a_sentence(name: str, tmp_path: Path) -> None:
    arguments, variables, sentence = WRONG[name]
    (tmp_path / "r").write_text('{"jobs": []}')
    (tmp_path / "empty").write_text('{"jobs": [], "candidates": []}')
    (tmp_path / "budget").write_text('{"jobs": [{}], "candidates": [{}], "options": {"budgetUsd": 1}}')
    code, out, err = await process(tmp_path, *arguments, **variables)
    assert (code, out) == (2, b"")
    assert sentence in err
