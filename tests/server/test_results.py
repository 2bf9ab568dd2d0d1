"""Pages of a batch's analyses, read while it runs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from server.app import App
from server.log import database, store
from server.log.base import NewEvent
from server.log.transaction import Change, Work, transact
from server.settings import Settings

RESULTS = "/ai/batches/b/results"


def write(path: Path, *works: Work) -> None:
    """Write to the log as another process may, beside the server."""
    with closing(database.open_beside(path, 1, "rw")) as beside:
        assert all(isinstance(result, Change) for result in transact(beside, works))


def analyses(*scored: tuple[int, int]) -> Work:
    """Commits analyses of these pairs with these scores; the `id` of each is its pair."""
    events = []
    for pair, score in scored:
        analysed = {"pair": pair, "job_id": "J", "analysis": {"matchScore": score, "id": pair}}
        events.append(NewEvent("analysis", msgspec.json.encode(analysed), pair))
    return partial(store.append, batch_id="b", events=events, status="running", code=None, finished_at=None, fence=0)


def create(connection: sqlite3.Connection) -> Change:
    return store.create(connection, "b", b"{}", b"{}", pairs=9, durable=True, created_at=1.0, key=None)


def pairs(page: dict[str, Any]) -> list[int]:
    return [each["id"] for each in page["results"]]


@pytest.mark.parametrize(("sort", "first", "second"), [("score", [2, 4], [8, 6]), ("pair", [2, 4], [6, 8])])
async def test_pages_of_a_batch_that_goes_on_neither_repeat_nor_leave_out(
    tmp_path: Path, sort: str, first: list[int], second: list[int]
) -> None:
    path = tmp_path / "batches.db"
    app = App(Settings.parse({"DATABASE_URL": f"sqlite:///{path}", "ANALYZER": "local"}))
    transport = httpx.ASGITransport(app)
    async with app.opened(), httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:

        async def page(**query: str) -> dict[str, Any]:
            answer = await client.get(RESULTS, params={"sort": sort, "limit": "2"} | query)
            assert answer.status_code == 200
            content: dict[str, Any] = answer.json()
            return content

        write(path, create, analyses((2, 90), (4, 80), (6, 60), (8, 70)))
        one = await page()
        assert pairs(one) == first
        write(path, analyses((1, 95), (3, 75), (7, 65), (9, 10)))
        two = await page(cursor=one["next"])
        assert pairs(two) == second
        assert two["next"] is None
        assert sorted(pairs(await page(limit="9"))) == [1, 2, 3, 4, 6, 7, 8, 9]


@pytest.mark.parametrize("cursor", ["x", "-1", "1-", "-", "1-2-3", "1" * 11, "\u0661", "0-999"])
def test_a_cursor_of_another_kind_is_refused(cursor: str, server_url: str) -> None:
    batch = httpx.post(f"{server_url}/ai/batches", json={"jobs": [], "candidates": []}).json()
    answer = httpx.get(server_url + batch["results"], params={"cursor": cursor})
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert (problem["loc"], problem["msg"]) == (["query", "cursor"], f"Expected a `next` of these results, got {cursor!r}.")


@pytest.mark.parametrize(
    "cursor",
    ["x", "nan", "inf:b", "nan:b", "-1.0:b", "1.0", "1.0:", ":b", "1e3:b", "1_0.0:b", "1.0:b:c", "\u0661.0:b", "9" * 5000],
    ids=lambda cursor: cursor[:8],
)
def test_a_cursor_of_no_list_of_batches_is_refused_and_not_told_at_length(cursor: str, server_url: str) -> None:
    answer = httpx.get(f"{server_url}/ai/batches", params={"cursor": cursor})
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    expected = f"Expected a `next` of this list, got {cursor[:64]!r}."
    assert (problem["loc"], problem["msg"]) == (["query", "cursor"], expected)
