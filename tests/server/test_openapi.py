"""The document says what the server does: its routes, its answers, its bounds."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import aiohttp
import httpx
import pytest
from httpx_sse import connect_sse
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from scoring.models import Analysis, BatchRequest
from scoring.prices import Tokens
from server.openapi import document
from server.operations import OPERATIONS
from server.routes import Api
from server.runner import Runner
from server.settings import Settings
from tests.conftest import ROOT, ServerProcess
from tests.fakes.provider import FakeProvider, Fault, error

SAMPLE: dict[str, Any] = json.loads((ROOT / "static" / "sample.json").read_text())
ANALYZE = "/ai/batch-analyze-resumes"
BAD: dict[str, Any] = {"jobs": []}
STREAMS = ("text/event-stream", "application/x-ndjson")
TOLD = ("x-batch-id", "x-batch-failed", "x-batch-skipped", "location", "retry-after")


class Spec:
    """The document, and a judge of what is said to follow it."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        # Stricter than it is for clients: here a field that the document does not name is a mistake.
        components = json.loads(json.dumps(content["components"]))
        for schema in components["schemas"].values():
            if schema.get("type") == "object":
                schema["additionalProperties"] = False
        self._root = {"components": components}

    def operation(self, method: str, path: str) -> dict[str, Any]:
        return cast("dict[str, Any]", self.content["paths"][path][method.lower()])

    def check(self, schema: dict[str, Any], value: Any) -> None:
        self._validator(schema).validate(value)

    def allows(self, schema: dict[str, Any], value: Any) -> bool:
        return bool(self._validator(schema).is_valid(value))

    def _validator(self, schema: dict[str, Any]) -> Draft202012Validator:
        return Draft202012Validator(self._root | schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    def check_answer(self, method: str, path: str, answer: httpx.Response) -> None:
        """Its status, headers and body are documented, and it holds all that is; a stream cannot tell its counts."""
        responses = self.operation(method, path)["responses"]
        documented = responses["default" if answer.status_code == 405 else str(answer.status_code)]
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        told = {name for name in TOLD if name in answer.headers}
        promised = {name.lower() for name in documented.get("headers", {})}
        assert told == ({"x-batch-id"} if media_type in STREAMS else promised)
        assert told <= promised
        if media_type == "application/json":
            self.check(documented["content"][media_type]["schema"], answer.json())
        else:
            assert media_type in documented.get("content", {"": None})

    def check_event(self, event_id: int | None, event: str, data: Any) -> None:
        self.check({"$ref": "#/components/schemas/EventLine"}, {"id": event_id, "event": event, "data": data})


@pytest.fixture(scope="module")
def spec(server_url: str) -> Spec:
    return Spec(httpx.get(f"{server_url}/openapi.json").json())


@pytest.fixture(scope="module")
def finished(server_url: str) -> dict[str, Any]:
    batch: dict[str, Any] = httpx.post(f"{server_url}/ai/batches", json=SAMPLE).json()
    httpx.get(server_url + batch["events"], timeout=30)
    return batch


def api() -> Api:
    """The endpoints, never called."""
    return Api(Settings.parse({}), cast("Any", None), cast("Runner", None), cast("Any", None))


def served() -> set[str]:
    return {
        f"{method} {route.path_format}"
        for route in api().routes()
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }


async def unheard_of(_: Request) -> Response:
    return Response()


# The document by itself


def test_the_document_is_valid(spec: Spec) -> None:
    validate(spec.content)


def test_every_route_is_documented_and_nothing_else(spec: Spec) -> None:
    documented = {f"{m.upper()} {path}" for path, methods in spec.content["paths"].items() for m in methods}
    assert documented == served()
    assert set(OPERATIONS) == {name.replace(" /api/v1/", " /") for name in served()}


def test_a_route_without_an_entry_is_named() -> None:
    with pytest.raises(KeyError, match="GET /unheard"):
        document([Route("/unheard", unheard_of)])


def test_every_operation_and_parameter_is_described(spec: Spec) -> None:
    for methods in spec.content["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert all(parameter["description"] for parameter in operation.get("parameters", ()))


def test_requests_and_analyses_are_the_structs_themselves(spec: Spec) -> None:
    schemas = spec.content["components"]["schemas"]
    request, analysis = schemas["BatchRequest"], schemas["Analysis"]
    assert set(request["properties"]) == set(BatchRequest.__struct_fields__)
    assert request["required"] == ["jobs", "candidates"]
    assert analysis["required"] == list(Analysis.__struct_fields__)
    assert analysis["additionalProperties"] is False
    assert schemas["Tokens"]["required"] == list(Tokens.__struct_fields__)
    assert "additionalProperties" not in schemas["Record"], "what is ours may grow"


def test_the_words_are_those_of_json(spec: Spec) -> None:
    assert "`costUsd` is null when" in spec.content["components"]["schemas"]["Record"]["description"]
    assert "is None" not in json.dumps(spec.content)


def test_examples_follow_their_schemas(spec: Spec) -> None:
    schemas = spec.content["components"]["schemas"]
    examples = [(name, example) for name, schema in schemas.items() for example in schema.get("examples", ())]
    assert len(examples) >= 3
    for name, example in examples:
        spec.check({"$ref": f"#/components/schemas/{name}"}, example)


def test_the_example_of_a_stream_is_one(spec: Spec) -> None:
    events = spec.operation("GET", "/ai/batches/{id}/events")["responses"]["200"]["content"]["text/event-stream"]
    (text,) = events["schema"]["examples"]
    fields = dict(line.split(": ", 1) for line in text.splitlines() if line)
    assert int(fields["retry"]) > 0
    spec.check_event(int(fields["id"]), fields["event"], json.loads(fields["data"]))


def test_the_document_may_be_kept_for_a_while(server_url: str) -> None:
    answer = httpx.get(f"{server_url}/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "max-age=300"


# The document beside the server


def test_the_example_request_is_analysed(spec: Spec, server_url: str) -> None:
    (example,) = spec.content["components"]["schemas"]["BatchRequest"]["examples"]
    (row,) = httpx.post(server_url + ANALYZE, json=example | {"threshold": 0}).json()
    assert row["id"] == example["candidates"][0]["candidateId"]


@pytest.mark.parametrize(
    ("field", "value", "is_taken"),
    [
        ("candidate_tag", ["python", None], True),
        ("technical_skills", [None], True),
        ("technical_skills", ["Python", 3], False),
        ("email", "ada@example.com", True),
        ("email", "", False),
        ("email", "no sign", False),
    ],
)
def test_a_candidate_is_taken_where_the_document_says_so(
    spec: Spec, server_url: str, field: str, value: object, is_taken: bool
) -> None:
    (example,) = spec.content["components"]["schemas"]["BatchRequest"]["examples"]
    body = example | {"candidates": [example["candidates"][0] | {field: value}]}
    assert httpx.post(server_url + ANALYZE, json=body).status_code == (200 if is_taken else 422)
    assert spec.allows({"$ref": "#/components/schemas/BatchRequest"}, body) == is_taken


def test_the_example_problem_is_what_the_server_says(spec: Spec, server_url: str) -> None:
    assert [httpx.post(server_url + ANALYZE, json=BAD).json()] == spec.content["components"]["schemas"]["Problems"][
        "examples"
    ]


POSTED = {
    "list": (SAMPLE, {}, 200),
    "events": (SAMPLE, {"Accept": "text/event-stream"}, 200),
    "lines": (SAMPLE, {"Accept": "application/x-ndjson"}, 200),
    "no candidates": (BAD, {}, 422),
    "another host": (SAMPLE, {"Host": "evil.example"}, 421),
    "another type": (SAMPLE, {"Content-Type": "text/plain"}, 415),
    "compressed": (SAMPLE, {"Content-Encoding": "gzip"}, 415),
    "compressed twice": (SAMPLE, {"Content-Encoding": "identity, br"}, 415),
    "as it is": (SAMPLE, {"Content-Encoding": "Identity"}, 200),
}


@pytest.mark.parametrize("path", [ANALYZE, f"/api/v1{ANALYZE}"])
@pytest.mark.parametrize("name", POSTED)
def test_the_blocking_call_answers_as_documented(spec: Spec, server_url: str, path: str, name: str) -> None:
    body, headers, status = POSTED[name]
    answer = httpx.post(server_url + path, json=body, headers=headers, timeout=30)
    assert answer.status_code == status
    assert answer.headers.get("Accept-Encoding") == ("identity" if "compressed" in name else None)
    spec.check_answer("POST", path, answer)


CALLS: dict[str, tuple[str, str, dict[str, Any], int]] = {
    "create": ("POST", "/ai/batches", {"json": SAMPLE}, 202),
    "create badly": ("POST", "/ai/batches", {"json": BAD}, 422),
    "create in text": ("POST", "/ai/batches", {"content": "x"}, 415),
    "create compressed": ("POST", "/ai/batches", {"json": SAMPLE, "headers": {"Content-Encoding": "gzip"}}, 415),
    "create dearly": ("POST", "/ai/batches", {"json": SAMPLE | {"options": {"budgetUsd": 0.1, "priority": "bulk"}}}, 202),
    "create oddly": ("POST", "/ai/batches", {"json": SAMPLE | {"options": {"repeats": 11}}}, 422),
    "create an unknown way": ("POST", "/ai/batches", {"json": SAMPLE | {"options": {"speed": 3}}}, 422),
    "create often": ("POST", "/ai/batches", {"json": SAMPLE | {"options": {"repeats": 3}}}, 202),
    "dry run": ("POST", "/ai/batches", {"json": SAMPLE, "params": {"dryRun": "true"}}, 200),
    "odd dry run": ("POST", "/ai/batches", {"json": SAMPLE, "params": {"dryRun": "x"}}, 422),
    "show": ("GET", "/ai/batches/{id}", {}, 200),
    "events": ("GET", "/ai/batches/{id}/events", {}, 200),
    "lines": ("GET", "/ai/batches/{id}/events", {"headers": {"Accept": "application/x-ndjson"}}, 200),
    "results": ("GET", "/ai/batches/{id}/results", {}, 200),
    "few results": ("GET", "/ai/batches/{id}/results", {"params": {"limit": "1"}}, 200),
    "sheet": ("GET", "/ai/batches/{id}/results", {"headers": {"Accept": "text/csv"}}, 200),
    "odd results": ("GET", "/ai/batches/{id}/results", {"params": {"limit": "x"}}, 422),
    "pair": ("GET", "/ai/batches/{id}/pairs/0", {}, 200),
    "no pair": ("GET", "/ai/batches/{id}/pairs/x", {}, 404),
    "cancel": ("POST", "/ai/batches/{id}/cancel", {}, 202),
    "health": ("GET", "/health", {}, 200),
    "document": ("GET", "/openapi.json", {}, 200),
    "app": ("GET", "/", {}, 200),
    "page": ("GET", "/docs", {}, 200),
    "another host": ("GET", "/health", {"headers": {"Host": "evil.example"}}, 421),
    "another method": ("PUT", "/health", {}, 405),
}


@pytest.mark.parametrize("name", CALLS)
def test_an_endpoint_answers_as_documented(spec: Spec, server_url: str, finished: dict[str, Any], name: str) -> None:
    method, path, arguments, status = CALLS[name]
    answer = httpx.request(method, server_url + path.replace("{id}", finished["id"]), timeout=30, **arguments)
    assert answer.status_code == status
    spec.check_answer("GET" if status == 405 else method, re.sub(r"(?<=/pairs/)\w+", "{pair}", path), answer)


def test_a_reader_that_has_all_is_answered_as_documented(spec: Spec, server_url: str, finished: dict[str, Any]) -> None:
    last = httpx.get(server_url + finished["url"]).json()["lastEventId"]
    answer = httpx.get(server_url + finished["events"], params={"after": last})
    assert answer.status_code == 204
    spec.check_answer("GET", "/ai/batches/{id}/events", answer)


def test_an_unknown_batch_is_answered_as_documented(spec: Spec, server_url: str) -> None:
    asked = [(path, method) for path, methods in spec.content["paths"].items() if "{id}" in path for method in methods]
    assert len(asked) >= 4
    for path, method in asked:
        answer = httpx.request(method, server_url + path.replace("{id}", "nothing"))
        assert answer.status_code == 404
        spec.check_answer(method, path, answer)


def test_too_large_a_body_is_answered_as_documented(spec: Spec, tmp_path: Path) -> None:
    process = ServerProcess(tmp_path, MAX_BODY_BYTES="10")
    try:
        for path in (ANALYZE, "/ai/batches"):
            answer = httpx.post(process.url + path, json=SAMPLE)
            assert answer.status_code == 413
            spec.check_answer("POST", path, answer)
    finally:
        process.stop()


def bounded(spec: dict[str, Any]) -> Iterator[tuple[str, int, bool]]:
    """Numbers on and beyond a parameter's bounds, and whether they are allowed."""
    schema = spec["schema"]
    for bound, step in ((schema["minimum"], -1), (schema["maximum"], 1)):
        yield spec["name"], bound, True
        yield spec["name"], bound + step, False


def test_a_documented_bound_is_the_servers_own(spec: Spec, server_url: str, finished: dict[str, Any]) -> None:
    parameters = spec.operation("GET", "/ai/batches/{id}/results")["parameters"]
    cases = [case for each in parameters if "maximum" in each["schema"] for case in bounded(each)]
    assert len(cases) == 8
    for name, number, allowed in cases:
        answer = httpx.get(server_url + finished["results"], params={name: str(number)})
        assert (name, number, answer.status_code) == (name, number, 200 if allowed else 422)


def test_a_documented_default_is_the_servers_own(spec: Spec, server_url: str, finished: dict[str, Any]) -> None:
    parameters = spec.operation("GET", "/ai/batches/{id}/results")["parameters"]
    defaults = {each["name"]: each["schema"]["default"] for each in parameters if "default" in each["schema"]}
    assert defaults == {"min_score": 0, "sort": "score", "limit": 100}
    url = server_url + finished["results"]
    assert httpx.get(url, params=defaults).json() == httpx.get(url).json()


def test_server_sent_events_are_as_documented(spec: Spec, server_url: str, finished: dict[str, Any]) -> None:
    with httpx.Client() as client, connect_sse(client, "GET", server_url + finished["events"]) as source:
        events = [(int(event.id), event.event, event.json()) for event in source.iter_sse()]
    assert {name for _, name, _ in events} >= {"accepted", "analysis", "skipped", "done"}
    for event in events:
        spec.check_event(*event)


def of_candidate(name: str, body: dict[str, Any]) -> bool:
    return name in json.dumps(body["messages"])


def trouble(number: int, body: dict[str, Any]) -> Fault | None:
    """One candidate fails, one is never answered."""
    if of_candidate("Cobol", body):
        return error(400, None, "no")
    return Fault(hang=True) if of_candidate("Erlang", body) else None


async def test_every_kind_of_line_in_a_stream_is_as_documented(spec: Spec, tmp_path: Path) -> None:
    job = {"job_id": "J", "technical_skills": ["Python"], "job_tag": ["python"]}
    near = [{"technical_skills": [name], "candidate_tag": ["python"]} for name in ("Python", "Cobol", "Erlang")]
    request = {"jobs": [job], "candidates": [*near, {"candidate_tag": ["nursing"]}], "threshold": 0}
    async with FakeProvider(trouble) as fake, aiohttp.ClientSession() as client:
        process = ServerProcess(tmp_path, OPENAI_BASE_URL=fake.base_url)
        try:
            url = await asyncio.to_thread(lambda: process.url)
            async with client.post(f"{url}/ai/batches", json=request) as answer:
                batch = await answer.json()
            async with client.get(url + batch["events"], headers={"Accept": "application/x-ndjson"}) as answer:
                await check_lines(spec, answer, {"accepted", "analysis", "skipped", "failed", "progress"})
                await check_summary(spec, client, url + batch["url"], "running")
                await client.post(f"{url}{batch['url']}/cancel")
                await check_lines(spec, answer, {"done"})
            await check_summary(spec, client, url + batch["url"], "cancelled")
        finally:
            await asyncio.to_thread(process.stop)


async def check_lines(spec: Spec, answer: aiohttp.ClientResponse, awaited: set[str]) -> None:
    """Check line after line until each of these events has come."""
    while awaited:
        line = json.loads(await answer.content.readline())
        spec.check_event(line["id"], line["event"], line["data"])
        awaited = awaited - {line["event"]}


async def check_summary(spec: Spec, client: aiohttp.ClientSession, url: str, status: str) -> None:
    async with client.get(url) as answer:
        content = await answer.json()
    assert content["status"] == status
    spec.check({"$ref": "#/components/schemas/BatchSummary"}, content)
