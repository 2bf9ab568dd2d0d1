"""A real server before a stand-in provider: what reaches the client when calls go well, badly or not at all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from scoring import EngineSettings, generate_batch_analysis, generate_batch_analysis_async
from scoring.errors import InvalidRequest
from tests.conftest import ServerProcess
from tests.fakes.provider import FakeProvider, Fault, completion, error

pytestmark = pytest.mark.usefixtures("unmeasured")

ANALYZE = "/ai/batch-analyze-resumes"
REQUEST: dict[str, Any] = {
    "jobs": [{"job_id": "J1", "technical_skills": ["Python"]}],
    "candidates": [{"candidateId": f"C{n}", "technical_skills": ["Python", f"Skill {n}"]} for n in range(12)],
    "threshold": 0,
}
HANG = Fault(hang=True)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    running: list[ServerProcess] = []

    def start(base_url: str, **environment: str) -> ServerProcess:
        running.append(ServerProcess(tmp_path, OPENAI_BASE_URL=base_url, BATCH_CONCURRENT_LIMIT="4", **environment))
        return running[-1]

    yield start
    for process in running:
        process.stop()


async def url_of(process: ServerProcess) -> str:
    return await asyncio.to_thread(lambda: process.url)


async def test_analyses_come_through_and_the_limit_holds(start: Callable[..., ServerProcess]) -> None:
    async with FakeProvider(mean_s=0.01) as fake, aiohttp.ClientSession() as client:
        url = await url_of(start(fake.base_url))
        async with client.post(url + ANALYZE, json=REQUEST) as answer:
            rows = await answer.json()
    assert [row["id"] for row in rows] == [f"C{n}" for n in range(12)]
    assert fake.peak == 4
    # 0.5 x 100 + 0.3 x 75 + 0.2 x 50 = 82.5: the one skill asked for is shown, and no way of working is asked for
    assert {row["matchScore"] for row in rows} == {83}


CAUSES = {
    "quota": (error(429, "insufficient_quota"), 429, "quota_exhausted"),
    "key": (error(401), 502, "unauthorized"),
    "refused": (error(400, None, "what?"), 502, "provider_error"),
    "limit": (error(429, None, "slow down", retry_after="3600"), 429, "rate_limited"),
}


@pytest.mark.parametrize("name", CAUSES)
async def test_when_no_pair_succeeds_the_answer_is_the_cause(name: str, start: Callable[..., ServerProcess]) -> None:
    fault, status, code = CAUSES[name]
    async with FakeProvider(lambda number, body: fault) as fake, aiohttp.ClientSession() as client:
        url = await url_of(start(fake.base_url))
        async with client.post(url + ANALYZE, json=REQUEST) as answer:
            content = await answer.json()
            assert answer.status == status
            assert int(answer.headers["X-Batch-Failed"]) >= 1
            assert answer.headers.get("Retry-After") == ("3600" if name == "limit" else None)
    assert f"({code})" in content["detail"]


async def test_a_refused_key_ends_the_batch_after_a_few_calls(start: Callable[..., ServerProcess]) -> None:
    async with FakeProvider(lambda number, body: error(401)) as fake, aiohttp.ClientSession() as client:
        url = await url_of(start(fake.base_url))
        async with client.post(f"{url}/ai/batches", json=REQUEST) as answer:
            batch = await answer.json()
        async with client.get(url + batch["events"], headers={"Accept": "application/x-ndjson"}) as events:
            lines = [json.loads(line) for line in (await events.text()).splitlines() if line]
    assert (lines[-1]["data"]["status"], lines[-1]["data"]["code"]) == ("failed", "unauthorized")
    assert len(fake.calls) <= 8


MANY = {**REQUEST, "candidates": [{"candidateId": f"C{n}", "technical_skills": ["Python", f"Skill {n}"]} for n in range(60)]}
USELESS = {
    "a request that is not taken": (error(400, None, "what?"), "provider_error", 30),
    "an answer that is none": (Fault(body=completion("I cannot say.")), "invalid_output", 30),
    "an account without money": (error(400, None, "Your credit balance is too low"), "quota_exhausted", 8),
    "a redirect": (Fault(307, headers={"Location": "http://other.example/v1"}), "provider_error", 8),
}


@pytest.mark.parametrize("name", USELESS)
async def test_a_provider_that_takes_no_call_ends_the_batch(name: str, start: Callable[..., ServerProcess]) -> None:
    fault, code, calls = USELESS[name]
    async with FakeProvider(lambda number, body: fault) as fake, aiohttp.ClientSession() as client:
        url = await url_of(start(fake.base_url))
        async with client.post(url + ANALYZE, json=MANY, headers={"Accept": "application/x-ndjson"}) as answer:
            events = [json.loads(line) for line in (await answer.text()).splitlines() if line]
    assert (events[-1]["data"]["status"], events[-1]["data"]["code"]) == ("failed", code)
    assert len(fake.calls) <= calls


FLAGGED = error(403, None, "Your chosen model requires moderation and your input was flagged")
DOORS = {
    "flagged": (FLAGGED, [40], ("completed", None, 1)),
    "flagged twice": (FLAGGED, [40, 41], ("completed", None, 2)),
    "a firewall's": (Fault(403, b"<html>Forbidden</html>"), [40], ("completed", None, 1)),
    "from a time on": (Fault(403, b"<html>Forbidden</html>"), range(30, 60), ("failed", "unauthorized", 0)),
}


@pytest.mark.parametrize("name", DOORS)
async def test_one_resume_that_is_turned_away_does_not_end_a_batch(name: str, start: Callable[..., ServerProcess]) -> None:
    fault, resumes, expected = DOORS[name]

    def turn_away(number: int, body: dict[str, Any]) -> Fault | None:
        return fault if any(f'"Skill {resume}"' in body["messages"][2]["content"] for resume in resumes) else None

    async with FakeProvider(turn_away, mean_s=0.01) as fake, aiohttp.ClientSession() as client:
        url = await url_of(start(fake.base_url))
        async with client.post(url + ANALYZE, json=MANY, headers={"Accept": "application/x-ndjson"}) as answer:
            events = [json.loads(line) for line in (await answer.text()).splitlines() if line]
    refused = [event for event in events if event["event"] == "failed" and event["data"]["code"] == "refused"]
    done = events[-1]["data"]
    assert (done["status"], done["code"]) == expected[:2]
    assert len(refused) == expected[2] or done["status"] == "failed"


async def test_another_provider_answers_where_the_first_refuses_the_key(start: Callable[..., ServerProcess]) -> None:
    async with (
        FakeProvider(lambda number, body: error(401)) as first,
        FakeProvider() as second,
        aiohttp.ClientSession() as client,
    ):
        process = start(
            first.base_url, FALLBACK_1_BASE_URL=second.base_url, FALLBACK_1_MODEL="other", OPENAI_API_KEY="secret"
        )
        url = await url_of(process)
        async with client.post(url + ANALYZE, json=REQUEST, headers={"Accept": "application/x-ndjson"}) as answer:
            events = [json.loads(line) for line in (await answer.text()).splitlines() if line]
    assert events[-1]["data"]["status"] == "completed"
    records = [event["data"]["record"] for event in events if event["event"] == "analysis"]
    assert {(record["model"], record["provider"]) for record in records} == {("other", second.base_url.split("/")[2])}
    assert {call["model"] for call in second.calls} == {"other"}
    assert not any("Authorization" in headers for headers in second.headers)
    assert len(first.calls) <= 4


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_when_its_client_goes_away_nothing_more_is_called(accept: str, start: Callable[..., ServerProcess]) -> None:
    async with FakeProvider(lambda number, body: HANG) as fake, aiohttp.ClientSession() as client:
        url = await url_of(start(fake.base_url))
        call = asyncio.create_task(_read(client, url, accept))
        while fake.in_flight < 4:
            await asyncio.sleep(0)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        while fake.in_flight:
            await asyncio.sleep(0)
        assert len(fake.calls) == 4


async def _read(client: aiohttp.ClientSession, url: str, accept: str) -> None:
    async with client.post(url + ANALYZE, json=REQUEST, headers={"Accept": accept}) as answer:
        await answer.read()


async def test_cancel_ends_a_running_batch_with_one_terminal_event(start: Callable[..., ServerProcess]) -> None:
    async with FakeProvider(lambda number, body: HANG) as fake, aiohttp.ClientSession() as client:
        url = await url_of(start(fake.base_url))
        async with client.post(f"{url}/ai/batches", json=REQUEST) as answer:
            batch = await answer.json()
        while fake.in_flight < 4:
            await asyncio.sleep(0)
        for _ in range(2):
            async with client.post(f"{url}{batch['url']}/cancel") as answer:
                assert (answer.status, (await answer.json())["status"]) == (202, "cancelled")
        async with client.get(url + batch["events"], headers={"Accept": "application/x-ndjson"}) as events:
            lines = [json.loads(line) for line in (await events.text()).splitlines() if line]
        assert [line["event"] for line in lines].count("done") == 1
        assert (lines[-1]["data"]["failed"], lines[-1]["data"]["notAttempted"]) == (4, 8)
        assert len(fake.calls) == 4


async def test_the_blocking_function_works_where_a_loop_is_running() -> None:
    async with FakeProvider() as fake:
        settings = EngineSettings(analyzer="openai", base_url=fake.base_url)
        expected = await generate_batch_analysis_async(REQUEST, settings=settings)
        assert [row.id for row in expected] == [f"C{n}" for n in range(12)]
    local = generate_batch_analysis(REQUEST)
    assert [row.id for row in local] == [f"C{n}" for n in range(12)]


def test_the_blocking_function_raises_what_went_wrong() -> None:
    with pytest.raises(InvalidRequest):
        generate_batch_analysis({"jobs": []})
