"""`GET /ai/batches/{id}/pairs/{pair}`: a pair, its outcome, and the text into which its evidence points."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.server.world import HANG, REQUEST, Start, get, post, see, url_of, world

JOBS = [
    {"job_id": "J1", "title": "Backend", "technical_skills": ["Python"], "job_tag": ["python"]},
    {"technical_skills": ["Docker"], "job_tag": ["docker"], "softSkills": ["Teamwork"]},
]
CANDIDATES: list[dict[str, Any]] = [
    {
        "candidateId": "C1",
        "name": "Ada Lovelace",
        "technical_skills": ["Python", "Docker"],
        "candidate_tag": ["python", "docker"],
    },
    {
        "candidateId": "C2",
        "name": "Grace Hopper",
        "email": "grace@navy.example",
        "resume_text": "Grace Hopper, grace@navy.example. Ten years of Python, with 👩‍💻 and Docker.",
        "candidate_tag": ["python", "docker"],
    },
    {"candidateId": "C3", "name": "Julia Child", "technical_skills": ["Cooking"], "candidate_tag": ["cooking"]},
]


@pytest.fixture(scope="module")
def batch(server_url: str) -> str:
    made = httpx.post(f"{server_url}/ai/batches", json={"jobs": JOBS, "candidates": CANDIDATES}).json()
    httpx.get(server_url + made["events"], timeout=30)
    return f"{server_url}{made['url']}"


def known(sent: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in sent.items() if value is not None}


@pytest.mark.parametrize("pair", range(6))
def test_a_pair_is_its_own_job_and_candidate_as_they_were_sent(pair: int, batch: str) -> None:
    answer = httpx.get(f"{batch}/pairs/{pair}")
    shown = answer.json()
    job, candidate = divmod(pair, 3)
    assert (shown["pair"], shown["jobIndex"], shown["candidateIndex"]) == (pair, job, candidate)
    assert (known(shown["job"]), known(shown["candidate"])) == (JOBS[job], CANDIDATES[candidate])
    assert answer.headers["x-batch-id"] == batch.rpartition("/")[2]


def test_its_outcome_is_the_event_of_the_stream(batch: str) -> None:
    lines = httpx.get(f"{batch}/events", headers={"Accept": "application/x-ndjson"}).text.splitlines()
    shown = [httpx.get(f"{batch}/pairs/{pair}").json()["outcome"] for pair in range(6)]
    assert {outcome["event"] for outcome in shown} == {"analysis", "skipped"}
    for outcome in shown:
        assert json.loads(lines[outcome["id"] - 1]) == outcome


@pytest.mark.parametrize("pair", [0, 1, 3, 4])
def test_all_evidence_stands_where_it_says_in_a_profile_without_identity(pair: int, batch: str) -> None:
    shown = httpx.get(f"{batch}/pairs/{pair}").json()
    text = {line["field"]: line["text"] for line in shown["profile"]}
    evidence = shown["outcome"]["data"]["evidence"]
    assert evidence
    assert all(text[each["field"]][each["start"] : each["end"]] == each["quote"] for each in evidence)
    assert not any(name in line for line in text.values() for name in ("Grace", "Hopper", "navy", "Lovelace"))


@pytest.mark.parametrize("pair", ["6", "-1", "x", "1.0", "²", "9" * 40, "00000000000", "%00"])
def test_there_is_no_such_pair(pair: str, batch: str) -> None:
    answer = httpx.get(f"{batch}/pairs/{pair}")
    assert answer.status_code == 404
    assert answer.json()["detail"].endswith("in this batch; it has 6, from 0 on.")


def test_a_batch_of_no_pairs_has_none(server_url: str) -> None:
    made = httpx.post(f"{server_url}/ai/batches", json={"jobs": None, "candidates": []}).json()
    assert httpx.get(f"{server_url}{made['url']}/pairs/0").status_code == 404


def test_what_was_erased_is_not_shown(server_url: str) -> None:
    made = httpx.post(f"{server_url}/ai/batches", json={"jobs": JOBS, "candidates": CANDIDATES}).json()
    url = f"{server_url}{made['url']}"
    assert httpx.get(f"{url}/pairs/0").status_code == 200
    httpx.delete(url)
    answer = httpx.get(f"{url}/pairs/0")
    assert (answer.status_code, answer.json()["detail"]) == (404, f"There is no batch {made['id']!r}.")


async def test_a_pair_under_way_has_no_outcome_yet(start: Start) -> None:
    async with world(lambda number, body: HANG if number > 1 else None) as (fake, client):
        url = await url_of(start(fake.base_url, BATCH_CONCURRENT_LIMIT="1"))
        made = await post(client, url)
        await see(client, url + made["events"], 1)
        shown = [await get(client, f"{url}{made['url']}/pairs/{pair}") for pair in range(len(REQUEST["candidates"]))]
    assert [each["outcome"]["event"] for each in shown if each["outcome"]] == ["analysis"]
    assert all(each["profile"] for each in shown)
