"""How each analysis came about is in its event, and in the log: an auditor's record."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scoring.events import Record
from scoring.prompts import PROMPT_HASH
from scoring.rubric import RUBRIC_VERSION
from tests.server.world import REQUEST, Start, post, stored, url_of, world

pytestmark = pytest.mark.usefixtures("unmeasured")

CALL = {"input": 900, "output": 300, "cached": 100}
TWINS = REQUEST | {"candidates": [REQUEST["candidates"][0] | {"candidateId": name} for name in ("A", "B")]}


def kept(directory: Path) -> list[dict[str, Any]]:
    """The records in the log's file."""
    with closing(sqlite3.connect(directory / "batches.db")) as connection:
        rows = connection.execute("SELECT data FROM events WHERE event = 'analysis' ORDER BY rowid").fetchall()
    return [msgspec.json.decode(data)["record"] for (data,) in rows]


async def records(start: Start, tmp_path: Path, *bodies: dict[str, Any], **environment: str) -> list[list[dict[str, Any]]]:
    """The records of these batches' events, one batch after the other; they are those in the log."""
    told = []
    async with world(lambda number, body: None) as (fake, client):
        url = await url_of(start(fake.base_url, **environment))
        for body in bodies:
            events = await stored(client, url + (await post(client, url, body))["events"])
            told.append([event["data"]["record"] for event in events if event["event"] == "analysis"])
    assert [record for batch in told for record in batch] == kept(tmp_path)
    return told


def check_model(record: dict[str, Any]) -> None:
    assert set(record) == set(Record.__struct_fields__)
    assert (record["analyzer"], record["model"]) == ("openai", "gpt-4o-mini")
    assert (record["rubric"], record["promptHash"]) == (RUBRIC_VERSION, PROMPT_HASH)
    assert record["provider"].startswith("127.0.0.1:")
    assert record["seconds"] > 0


async def test_a_models_record(start: Start, tmp_path: Path) -> None:
    ((*each,),) = await records(start, tmp_path, REQUEST)
    for record in each:
        check_model(record)
        assert (record["tokens"], record["costUsd"], record["repeats"]) == (CALL, 0.0003075, None)


async def test_a_cached_analysis_has_the_record_of_its_making(start: Start, tmp_path: Path) -> None:
    first, again = await records(start, tmp_path, REQUEST, REQUEST)
    of = {record["fingerprint"]: record for record in first}
    assert [of[record["fingerprint"]] for record in again] == again


async def test_who_shares_a_call_has_its_record_and_says_so(start: Start, tmp_path: Path) -> None:
    ((one, other),) = await records(start, tmp_path, TWINS)
    assert {one["shared"], other["shared"]} == {False, True}
    assert one | {"shared": True} == other | {"shared": True}
    check_model(one)


async def test_a_repeated_pairs_record_has_all_its_calls(start: Start, tmp_path: Path) -> None:
    ((one, other),) = await records(start, tmp_path, TWINS | {"options": {"repeats": 3}})
    for record in (one, other):
        check_model(record)
        assert record["tokens"] == {name: 3 * count for name, count in CALL.items()}
        assert (record["repeats"]["n"], len(record["repeats"]["scores"])) == (3, 3)


@pytest.mark.parametrize("options", [{}, {"repeats": 2}], ids=str)
async def test_the_local_analyzers_record(options: dict[str, Any], start: Start, tmp_path: Path) -> None:
    (each,) = await records(start, tmp_path, REQUEST | {"options": options}, ANALYZER="local")
    assert len(each) == len(REQUEST["candidates"])
    for record in each:
        assert set(record) == set(Record.__struct_fields__)
        assert (record["analyzer"], record["rubric"], record["promptHash"]) == ("local", RUBRIC_VERSION, "")
        assert record["model"]
        assert (record["tokens"], record["costUsd"]) == ({"input": 0, "output": 0, "cached": 0}, 0)
        assert record["seconds"] >= 0
