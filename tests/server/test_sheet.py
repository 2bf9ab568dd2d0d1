"""`GET /ai/batches/{id}/results` as text/csv: what a recruiter opens in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import httpx
import pytest

from scoring.sheet import COLUMNS
from tests.server.world import PAIRS, REQUEST, Start, get, post, stored, url_of, world

EVIL = '=HYPERLINK("http://evil.example";"x")\r\n+1'
PEOPLE = [
    {
        "candidateId": "-1",
        "name": EVIL,
        "phone": "+66 81 234 5678",
        "technical_skills": ["Python", "SQL"],
        "experience_year": 9,
    },
    {"candidateId": "C,2", "name": 'Zoë "Z" Wójcik', "currentTitle": EVIL, "technical_skills": ["Python"]},
    {"candidateId": "C3", "name": "李 小龙", "technical_skills": ["Cooking"]},
]
JOBS = [
    {"job_id": "J1", "technical_skills": ["Python", "SQL"]},
    {"job_id": "=J2", "technical_skills": ["Cooking"]},
]


@pytest.fixture(scope="module")
def results(server_url: str) -> str:
    body = {"jobs": JOBS, "candidates": PEOPLE, "threshold": 60}
    batch = httpx.post(f"{server_url}/ai/batches", json=body).json()
    httpx.get(server_url + batch["events"], timeout=30)
    return f"{server_url}{batch['results']}"


def sheet(url: str, **query: Any) -> list[dict[str, str]]:
    answer = httpx.get(url, params=query, headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding without"
    text = answer.content.decode("utf-8-sig")
    assert len(text.splitlines()) == text.count("\r\n"), "a row is a line"
    read = csv.DictReader(io.StringIO(text, newline=""))
    assert tuple(read.fieldnames or ()) == COLUMNS
    return list(read)


def test_it_is_an_attachment_with_a_name_that_no_cache_mixes_up(results: str) -> None:
    answer = httpx.get(results, headers={"Accept": "text/csv"})
    batch_id = results.split("/")[-2]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'attachment; filename="results-{batch_id}.csv"'
    assert (answer.headers["x-batch-id"], answer.headers["vary"]) == (batch_id, "Accept")


def test_it_says_what_the_page_says_in_the_same_order(results: str) -> None:
    analyses = httpx.get(results).json()["results"]
    rows = sheet(results)
    assert [int(row["matchScore"]) for row in rows] == [each["matchScore"] for each in analyses]
    assert [row["reasoningSummary"] for row in rows] == [each["aiInsights"]["reasoningSummary"] for each in analyses]
    assert [row["skillGaps"] for row in rows] == ["; ".join(each["aiInsights"]["skillGaps"]) for each in analyses]
    assert {row["passed"] for row in rows} == {"true", "false"}
    assert [row["passed"] == "true" for row in rows] == [each["matchScore"] >= 60 for each in analyses]


def test_nothing_that_was_written_into_it_is_computed(results: str) -> None:
    rows = sheet(results)
    assert {row["candidateId"] for row in rows} == {"'-1", "C,2", "C3"}
    assert {row["job_id"] for row in rows} == {"J1", "'=J2"}
    for row in rows:
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {row["phone"] for row in rows} == {"'+66 81 234 5678", ""}


QUERIES: dict[str, tuple[dict[str, Any], int]] = {
    "all": ({}, 6),
    "a job": ({"job_id": "J1"}, 3),
    "a job of none": ({"job_id": "J9"}, 0),
    "a page": ({"limit": 2}, 2),
    "the next page": ({"limit": 4, "cursor": 4}, 2),
    "from there on": ({"cursor": 1}, 5),
    "beyond the end": ({"cursor": 6}, 0),
}


@pytest.mark.parametrize("name", QUERIES)
def test_it_takes_the_same_query_and_is_whole_without_a_limit(name: str, results: str) -> None:
    query, count = QUERIES[name]
    rows = sheet(results, **query)
    assert len(rows) == count
    analyses = httpx.get(results, params=query).json()["results"]
    assert [row["lastAnalyzedAt"] for row in rows] == [each["lastAnalyzedAt"] for each in analyses]


def test_only_the_best_are_in_it_where_that_is_asked_for(results: str) -> None:
    best = int(sheet(results)[0]["matchScore"])
    assert {int(row["matchScore"]) for row in sheet(results, min_score=best)} == {best}


def test_in_input_order(results: str) -> None:
    assert [row["pair"] for row in sheet(results, sort="pair")] == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize("query", [{"limit": "0"}, {"sort": "name"}, {"cursor": "x"}, {"min_score": "101"}], ids=str)
def test_an_odd_query_is_refused_as_for_a_page(query: dict[str, str], results: str) -> None:
    answer = httpx.get(results, params=query, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["query", *query])


def test_a_page_is_what_a_browser_gets(results: str) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert httpx.get(results, headers=browser).headers["content-type"] == "application/json"


def test_its_head_alone_is_sent_to_whoever_asks_for_that(results: str) -> None:
    answer = httpx.head(results, headers={"Accept": "text/csv"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert "content-disposition" in answer.headers


async def test_a_models_record_is_in_it(start: Start) -> None:
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url))
        batch = await post(client, url)
        records = [event["data"]["record"] for event in (await stored(client, url + batch["events"]))[1:-1]]
        async with client.get(url + batch["results"], headers={"Accept": "text/csv"}) as answer:
            rows = list(csv.DictReader(io.StringIO((await answer.read()).decode("utf-8-sig"), newline="")))
        await get(client, url + batch["url"])
    assert len(rows) == PAIRS == len(REQUEST["candidates"])
    told = ("analyzer", "model", "provider", "rubric", "promptHash")
    assert {tuple(row[name] for name in told) for row in rows} == {tuple(each[name] for name in told) for each in records}
    assert {(row["inputTokens"], row["cachedTokens"], row["outputTokens"]) for row in rows} == {("900", "100", "300")}
    assert {float(row["costUsd"]) for row in rows} == {0.0003075}
    assert all(float(row["seconds"]) >= 0 for row in rows)
