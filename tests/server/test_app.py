"""The server as its clients see it: a real process, real sockets."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import connect_sse

from tests.conftest import ROOT, ServerProcess

SAMPLE: dict[str, Any] = json.loads((ROOT / "static" / "sample.json").read_text())
ANALYZE = "/ai/batch-analyze-resumes"


def events_of(url: str, **headers: str) -> list[tuple[str, str, dict[str, Any]]]:
    with (
        httpx.Client(timeout=30) as client,
        connect_sse(client, "GET", url, headers=headers) as source,
    ):
        return [(event.id, event.event, event.json()) for event in source.iter_sse()]


def stored(events: list[tuple[str, str, dict[str, Any]]]) -> list[tuple[str, str, dict[str, Any]]]:
    return [event for event in events if event[1] != "progress"]


@pytest.fixture(scope="module")
def batch(server_url: str) -> dict[str, Any]:
    answer = httpx.post(f"{server_url}/ai/batches", json=SAMPLE)
    assert answer.status_code == 202
    content: dict[str, Any] = answer.json()
    assert answer.headers["location"] == content["url"]
    return content


def test_a_stream_has_dense_ids_and_one_outcome_a_pair(server_url: str, batch: dict[str, Any]) -> None:
    events = stored(events_of(server_url + batch["events"]))
    assert [event_id for event_id, _, _ in events] == [str(n) for n in range(1, len(events) + 1)]
    assert (events[0][1], events[-1][1]) == ("accepted", "done")
    assert sorted(data["pair"] for _, _, data in events[1:-1]) == list(range(batch["pairs"]))
    assert {name for _, name, _ in events[1:-1]} <= {"analysis", "skipped", "failed"}


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/ai/batches", "GET, HEAD, POST"),
        ("/ai/batches/b", "DELETE, GET, HEAD"),
        ("/ai/batches/b/cancel", "POST"),
        ("/health", "GET, HEAD"),
        ("/static/app.js", "GET, HEAD"),
    ],
)
def test_a_method_that_is_refused_is_told_which_are_not(server_url: str, path: str, methods: str) -> None:
    answer = httpx.put(server_url + path)
    assert (answer.status_code, answer.headers["allow"]) == (405, methods)
    assert answer.json() == {"detail": "Method Not Allowed"}


@pytest.mark.parametrize("after", [1, 5, 17])
def test_a_stream_continues_after_the_last_id_seen(server_url: str, batch: dict[str, Any], after: int) -> None:
    url = server_url + batch["events"]
    whole = stored(events_of(url))
    assert stored(events_of(url, **{"Last-Event-ID": str(after)})) == whole[after:]
    assert stored(events_of(f"{url}?after={after}")) == whole[after:]
    assert stored(events_of(f"{url}?after=3", **{"Last-Event-ID": str(after)})) == whole[after:]


@pytest.mark.parametrize("odd", ["", "abc", "-1", "1.5", "999999", "9" * 60, "x" * 4000])
def test_an_odd_last_event_id_replays_from_the_start(server_url: str, batch: dict[str, Any], odd: str) -> None:
    url = server_url + batch["events"]
    assert stored(events_of(url, **{"Last-Event-ID": odd})) == stored(events_of(url))


@pytest.mark.parametrize("accept", ["text/event-stream", "application/x-ndjson"])
def test_a_reader_that_has_the_terminal_id_gets_204(server_url: str, batch: dict[str, Any], accept: str) -> None:
    last = stored(events_of(server_url + batch["events"]))[-1][0]
    headers = {"Last-Event-ID": last, "Accept": accept}
    assert httpx.get(server_url + batch["events"], headers=headers).status_code == 204


def test_ndjson_is_the_same_stream(server_url: str, batch: dict[str, Any]) -> None:
    text = httpx.get(server_url + batch["events"], headers={"Accept": "application/x-ndjson"}).text
    lines = [json.loads(line) for line in text.splitlines() if line]
    events = stored(events_of(server_url + batch["events"]))
    assert [(str(line["id"]), line["event"], line["data"]) for line in lines] == events


def test_a_stream_opens_with_retry_and_is_not_buffered(server_url: str, batch: dict[str, Any]) -> None:
    answer = httpx.get(server_url + batch["events"])
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-accel-buffering"] == "no"
    retry, comment = answer.text.splitlines()[:2]
    assert 1000 <= int(retry.removeprefix("retry: ")) <= 3000
    assert comment.startswith(":")


def test_the_list_is_the_passed_analyses_of_the_stream_in_input_order(server_url: str) -> None:
    rows = httpx.post(server_url + ANALYZE, json=SAMPLE, timeout=30).json()
    with (
        httpx.Client(timeout=30) as client,
        connect_sse(client, "POST", server_url + ANALYZE, json=SAMPLE, headers={"Accept": "text/event-stream"}) as source,
    ):
        passed = [e.json() for e in source.iter_sse() if e.event == "analysis" and e.json()["passed"]]
    expected = [data["analysis"] for data in sorted(passed, key=lambda data: data["pair"])]
    assert rows
    for row in (*rows, *expected):
        del row["lastAnalyzedAt"]
    assert rows == expected


def test_a_finished_batch_shows_its_counts(server_url: str, batch: dict[str, Any]) -> None:
    done = stored(events_of(server_url + batch["events"]))[-1]
    shown = httpx.get(server_url + batch["url"]).json()
    assert (shown["status"], shown["code"], shown["done"]) == ("completed", None, batch["pairs"])
    assert shown["lastEventId"] == int(done[0])
    for name in ("analysed", "passed", "skipped", "failed"):
        assert shown[name] == done[2][name]


def test_results_are_ranked_and_paged(server_url: str, batch: dict[str, Any]) -> None:
    events_of(server_url + batch["events"])
    url = server_url + batch["results"]
    whole = httpx.get(url, params={"limit": 1000}).json()
    scores = [row["matchScore"] for row in whole["results"]]
    assert scores == sorted(scores, reverse=True)
    assert whole["next"] is None
    first = httpx.get(url, params={"limit": 5}).json()
    second = httpx.get(url, params={"limit": 5, "cursor": first["next"]}).json()
    assert first["results"] + second["results"] == whole["results"][:10]
    job = SAMPLE["jobs"][0]["job_id"]
    assert {row["job_id"] for row in httpx.get(url, params={"job_id": job}).json()["results"]} == {job}
    assert all(row["matchScore"] >= 70 for row in httpx.get(url, params={"min_score": 70}).json()["results"])


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "x"}, {"sort": "name"}, {"min_score": "101"}])
def test_an_odd_query_is_422_with_a_sentence(server_url: str, batch: dict[str, Any], query: dict[str, str]) -> None:
    answer = httpx.get(server_url + batch["results"], params=query)
    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert problem["loc"] == ["query", *query]
    assert problem["msg"].startswith("Expected")


@pytest.mark.parametrize("path", ["", "/events", "/results"])
def test_an_unknown_batch_is_404(server_url: str, path: str) -> None:
    assert httpx.get(f"{server_url}/ai/batches/nothing{path}").status_code == 404
    assert httpx.post(f"{server_url}/ai/batches/nothing/cancel").status_code == 404


def test_cancelling_a_finished_batch_leaves_it_as_it_is(server_url: str, batch: dict[str, Any]) -> None:
    events_of(server_url + batch["events"])
    for _ in range(2):
        answer = httpx.post(f"{server_url}{batch['url']}/cancel")
        assert (answer.status_code, answer.json()["status"]) == (202, "completed")


def test_the_log_speaks_the_words_dashboards_look_for(server: ServerProcess) -> None:
    httpx.post(server.url + ANALYZE, json=SAMPLE, timeout=30)
    text = "".join(server.lines)
    pairs = len(SAMPLE["jobs"]) * len(SAMPLE["candidates"])
    assert f"Processing {pairs} job-candidate pairs concurrently (max " in text
    assert f"Completed batch analysis: {pairs} processed, " in text


def test_health_and_the_page_are_there(server_url: str) -> None:
    assert httpx.get(f"{server_url}/health").json() == {"status": "ok"}
    assert "<script" in httpx.get(server_url).text


def test_too_large_a_body_and_too_many_pairs_are_refused(tmp_path: Path) -> None:
    process = ServerProcess(tmp_path, MAX_BODY_BYTES="2000", MAX_PAIRS="3")
    try:
        large = {"jobs": [], "candidates": [], "x": "x" * 3000}
        assert httpx.post(process.url + ANALYZE, json=large).status_code == 413
        many = httpx.post(process.url + ANALYZE, json={"jobs": [{}, {}], "candidates": [{}, {}]})
        assert many.status_code == 422
        assert "MAX_PAIRS" in many.json()["detail"][0]["msg"]
    finally:
        assert process.stop() in (0, -signal.SIGTERM)


def test_a_bad_setting_stops_the_start_with_its_name(tmp_path: Path) -> None:
    environment = {"BATCH_CONCURRENT_LIMIT": "0", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "server"]
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=30)
    assert ended.returncode == 2
    assert "BATCH_CONCURRENT_LIMIT='0'" in ended.stderr


@pytest.mark.parametrize("arguments", [["server"], ["scoring", "-"]], ids=["server", "scoring"])
def test_settings_are_read_from_the_env_file_where_it_is_started(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BATCH_CONCURRENT_LIMIT=0\n")
    environment = {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", *arguments]
    body = json.dumps({"jobs": [], "candidates": []})
    ended = subprocess.run(command, cwd=tmp_path, env=environment, input=body, capture_output=True, text=True, timeout=30)
    assert ended.returncode == 2
    assert "BATCH_CONCURRENT_LIMIT='0'" in ended.stderr


def test_a_file_of_settings_that_is_no_text_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("MODEL=m".encode("utf-16"))
    command = [sys.executable, "-m", "server"]
    ended = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=30)
    assert (ended.returncode, ended.stderr) == (1, f"{tmp_path / '.env'}: Not UTF-8 (byte 1). Save it as UTF-8.\n")


def test_ctrl_c_while_it_is_loaded_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("raise KeyboardInterrupt")  # as if it came in the middle of an import
    command = [sys.executable, "-m", "server"]
    ended = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, timeout=30)
    assert (ended.returncode, ended.stderr) == (130, b"")


def test_the_log_begins_with_where_resumes_go_and_why(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=secret\nMODEL=mine\n")
    process = ServerProcess(tmp_path, OPENAI_BASE_URL="http://me:secret@127.0.0.1:9/v1")
    try:
        assert process.listens()
    finally:
        process.stop()
    first = f"INFO: Analyzer openai, model mine at 127.0.0.1:9; settings from the environment and {tmp_path / '.env'}\n"
    assert process.lines[0] == first
    assert "secret" not in "".join(process.lines)
