"""This API as an OpenAPI 3.1 document, made of the very Structs that the server decodes and encodes.

An endpoint's summary is its handler's docstring; what else there is to say is its entry in `OPERATIONS`.
The form: https://spec.openapis.org/oas/v3.1.1
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field
from starlette.routing import BaseRoute, Route

from scoring.engine.quote import Quote
from scoring.errors import Problem
from scoring.events import Accepted, Analysed, Done, Event, Failed, Progress, Skipped, encode
from scoring.models import Analysis, BatchRequest
from scoring.options import OptionedRequest
from scoring.sheet import COLUMNS, lines
from server.answers import BatchesPage, BatchSummary, CreatedBatch, Health, PairView, Ready
from server.results import Sort
from server.stream import Sse

Schema = dict[str, Any]
Tag = Literal["Blocking call", "Batches", "Server"]

_PACKAGE = "resume-stream"
_DOUBLED = "/api/v1"
"""A prefix under which an endpoint may be met again."""
_EVENTS: tuple[type[Event | Progress], ...] = (Accepted, Analysed, Skipped, Failed, Progress, Done)


class ResultsPage(Struct, frozen=True):
    """Some of a batch's analyses. `next` is the cursor of the following page, null on the last."""

    results: tuple[Analysis, ...]
    next: str | None


class Detail(Struct, frozen=True):
    """What went wrong, in a sentence."""

    detail: str


class Problems(Struct, frozen=True):
    """What is wrong with the request's body, the first problem at least."""

    detail: tuple[Problem, ...]


class KeyHeaders(Struct, frozen=True):
    """The request headers of a batch's making."""

    idempotency_key: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=255,
                description="A key makes one batch, however often it comes.",
            ),
        ]
        | UnsetType
    ) = field(name="Idempotency-Key", default=UNSET)


class DryRunQuery(Struct, frozen=True):
    """The query of a batch's making."""

    dryRun: Annotated[
        bool, Meta(description="Only tell what the batch would take: nothing is kept, and no analysis is asked for.")
    ] = False


class BatchesQuery(Struct, frozen=True):
    """The query of a page of batches."""

    limit: Annotated[int, Meta(ge=1, le=1000, description="Batches on a page, at most.")] = 100
    cursor: Annotated[str, Meta(description="`next` of the page before.")] | UnsetType = UNSET


class EventsQuery(Struct, frozen=True):
    """The query of an event stream."""

    after: Annotated[
        int, Meta(ge=0, description="Send what follows this event; 0, or an id that is not the batch's, sends all.")
    ] = 0


class EventsHeaders(Struct, frozen=True):
    """The request headers of an event stream."""

    last_event_id: (
        Annotated[str, Meta(description="As `after`, and wins over it; browsers send it by themselves.")] | UnsetType
    ) = field(name="Last-Event-ID", default=UNSET)


class ResultsQuery(Struct, frozen=True):
    """The query of a page of analyses."""

    job_id: Annotated[str, Meta(description="Only this job's analyses.")] | UnsetType = UNSET
    min_score: Annotated[int, Meta(ge=0, le=100, description="Only analyses with at least this `matchScore`.")] = 0
    sort: Annotated[Sort, Meta(description="Best first, or in input order.")] = "score"
    limit: Annotated[
        int, Meta(ge=1, le=1000, description="Analyses on a page, at most. A sheet that is asked for none has all of them.")
    ] = 100
    cursor: Annotated[str, Meta(description="`next` of the page before.")] | UnsetType = UNSET


class Answer(Struct, frozen=True):
    """One answer of an endpoint: when it is given, what it holds by content type, and its headers."""

    description: str
    content: Mapping[str, Any] = {}
    """A type, or a schema written out."""
    headers: tuple[str, ...] = ()


class Operation(Struct, frozen=True, kw_only=True):
    """What a handler's docstring leaves unsaid. Errors that follow from the path or the body come by themselves."""

    answers: Mapping[int, Answer]
    tag: Tag = "Batches"
    notes: str = ""
    query: type[Struct] | None = None
    headers: type[Struct] | None = None
    body: type[Struct] | None = None


def _json(description: str, content: Any, *headers: str) -> Answer:
    return Answer(description, {"application/json": content}, headers)


_ID = "0f8fad5bd9cb469fa165708677289501"
_REQUEST: dict[str, Any] = {
    "jobs": [{"job_id": "BE-101", "title": "Backend Engineer", "technical_skills": ["Python"], "job_tag": ["python"]}],
    "candidates": [
        {
            "candidateId": "c-1",
            "name": "Ada Example",
            "experience_year": 6,
            "technical_skills": ["Python"],
            "candidate_tag": ["python"],
        }
    ],
    "threshold": 50,
}
_EXAMPLES: dict[type[Struct], Any] = {
    BatchRequest: _REQUEST,
    OptionedRequest: _REQUEST | {"options": {"budgetUsd": 0.5}},
    CreatedBatch: {
        "id": _ID,
        "status": "queued",
        "url": f"/ai/batches/{_ID}",
        "events": f"/ai/batches/{_ID}/events",
        "results": f"/ai/batches/{_ID}/results",
        "pairs": 1,
    },
    Problems: {"detail": [{"type": "missing", "loc": ["body", "candidates"], "msg": "This field is required."}]},
}


def _sse_example() -> str:
    framing = Sse(rand=lambda: 0.5)
    accepted = Accepted(batchId=_ID, jobs=1, candidates=1, pairs=1, analyzer="local", threshold=50)
    return (framing.opening + framing.frame(1, accepted.event, encode(accepted))).decode()


_HEADERS: dict[str, Schema] = {
    "X-Batch-Id": {"description": "The batch's id.", "schema": {"type": "string"}},
    "X-Batch-Failed": {"description": "Pairs that failed and are left out.", "schema": {"type": "integer"}},
    "X-Batch-Skipped": {"description": "Pairs that were not worth a call and are left out.", "schema": {"type": "integer"}},
    "Location": {"description": "The batch's URL, relative.", "schema": {"type": "string"}},
    "Retry-After": {"description": "When to try again, in seconds, where it is known.", "schema": {"type": "integer"}},
}
_LIST_HEADERS = ("X-Batch-Id", "X-Batch-Failed", "X-Batch-Skipped")
_PATH: dict[str, tuple[str, Schema]] = {
    "id": ("The batch's id.", {"type": "string"}),
    "pair": ("The pair's number: jobIndex x number of candidates + candidateIndex.", {"type": "integer", "minimum": 0}),
}

_HTML: Schema = {"type": "string"}
_SHEET: Schema = {"type": "string", "examples": [lines([COLUMNS])]}
_EVENT_LINE: Schema = {"$ref": "#/components/schemas/EventLine"}
_STREAM: dict[str, Any] = {
    "text/event-stream": {
        "type": "string",
        "description": "Server-sent events. `id`, `event` and `data` are those of an EventLine, `data` as one line of JSON.",
        "examples": [_sse_example()],
    },
    "application/x-ndjson": {
        **_EVENT_LINE,
        "description": "The same events, one EventLine a line; an empty line every 15 s of silence.",
    },
}

_MISDIRECTED = _json("The server does not answer for this Host; see ALLOWED_HOSTS.", Detail)
_OTHER = _json("Any other error.", Detail)
_NOT_FOUND = _json("There is no such batch.", Detail)
_UNAVAILABLE = _json("The log cannot be written now, or the server is being stopped.", Detail, "Retry-After")
_BODY_ERRORS = {
    408: _json("The body stalled for 30 s, or came at less than 4 KB a second after the first 30 s.", Detail),
    413: _json("The body is larger than MAX_BODY_BYTES.", Detail),
    415: _json("The Content-Type is not application/json.", Detail),
    422: _json("The body is not a batch, or has more than MAX_PAIRS pairs.", Problems),
}
_BODY_NOTES = (
    "Every job is paired with every candidate. Each field of a job or candidate may be null or missing, and fields that "
    "are not known are ignored. Numbers may come as numeric strings. Null or empty lists make a batch of no pairs."
)

OPERATIONS: dict[str, Operation] = {
    "GET /": Operation(tag="Server", answers={200: Answer("The page.", {"text/html": _HTML})}),
    "GET /health": Operation(tag="Server", answers={200: _json("It lives.", Health)}),
    "GET /ready": Operation(tag="Server", answers={200: _json("It is ready.", Ready), 503: _UNAVAILABLE}),
    "GET /openapi.json": Operation(tag="Server", answers={200: _json("The document.", {"type": "object"})}),
    "GET /docs": Operation(tag="Server", answers={200: Answer("The page.", {"text/html": _HTML})}),
    "POST /ai/batch-analyze-resumes": Operation(
        tag="Blocking call",
        notes=f"{_BODY_NOTES} `Accept` chooses the answer's form. If the client goes away, the batch is cancelled.",
        body=BatchRequest,
        answers={
            200: Answer(
                "The analyses that reach the threshold, in the order jobs x candidates; or the events as they happen, "
                "of which only X-Batch-Id is told beforehand.",
                {"application/json": list[Analysis], **_STREAM},
                _LIST_HEADERS,
            ),
            429: _json("No pair succeeded: rate limit or quota.", Detail, *_LIST_HEADERS, "Retry-After"),
            500: _json("No pair succeeded: the server failed.", Detail, *_LIST_HEADERS),
            502: _json("No pair succeeded: the provider failed, refused, or gave nothing valid.", Detail, *_LIST_HEADERS),
            503: _json("No new work is taken now, or the batch was ended before it was finished.", Detail, "Retry-After"),
            504: _json("No pair succeeded: time-outs.", Detail, *_LIST_HEADERS),
        },
    ),
    "POST /ai/batches": Operation(
        notes=f"{_BODY_NOTES} A key that comes again with another body or other options is 422 and names its batch. "
        "An option or a query that is not known is 422, and so is a budget where the model's price is not known. A dry run "
        "calls nothing but the EMBEDDING_MODEL, where one is set, for the filter.",
        query=DryRunQuery,
        headers=KeyHeaders,
        body=OptionedRequest,
        answers={
            200: _json("A dry run: what it would take.", Quote),
            202: _json("It was made.", CreatedBatch, "Location", "X-Batch-Id"),
            422: _json("The body is not a batch, has more than MAX_PAIRS pairs, or the query makes no sense.", Problems),
            503: _UNAVAILABLE,
        },
    ),
    "GET /ai/batches": Operation(
        query=BatchesQuery,
        answers={200: _json("One page of them.", BatchesPage), 422: _json("The query makes no sense.", Problems)},
    ),
    "DELETE /ai/batches/{id}": Operation(
        notes="Its streams close, and its Idempotency-Key is free again.",
        answers={204: Answer("It is gone."), 503: _UNAVAILABLE},
    ),
    "GET /ai/batches/{id}": Operation(answers={200: _json("Where it stands.", BatchSummary, "X-Batch-Id")}),
    "GET /ai/batches/{id}/events": Operation(
        notes="`Accept` chooses the form. A stream that ends before `done` is to be opened again.",
        query=EventsQuery,
        headers=EventsHeaders,
        answers={
            200: Answer("The events.", _STREAM, ("X-Batch-Id",)),
            204: Answer("The batch has ended, and its last event is the one that the reader has.", {}, ("X-Batch-Id",)),
        },
    ),
    "GET /ai/batches/{id}/results": Operation(
        notes="`Accept` chooses a page of JSON or a sheet: UTF-8 with a byte-order mark, a header row and a row an "
        "analysis, with its record. An apostrophe stands before what a spreadsheet would take for a formula, and what is "
        "longer than its cells, 32,767 characters, ends in an ellipsis.",
        query=ResultsQuery,
        answers={
            200: Answer(
                "One page of them, or the sheet, as an attachment.",
                {"application/json": ResultsPage, "text/csv": _SHEET},
                ("X-Batch-Id",),
            ),
            422: _json("The query makes no sense.", Problems),
        },
    ),
    "GET /ai/batches/{id}/pairs/{pair}": Operation(
        notes="The evidence's `field`, `start` and `end` point into `profile`.",
        answers={
            200: _json("The pair.", PairView, "X-Batch-Id"),
            404: _json("There is no such batch, or no such pair in it.", Detail),
        },
    ),
    "POST /ai/batches/{id}/cancel": Operation(
        notes="Nothing more is called. A restart does not forget it.",
        answers={
            202: _json("The batch, ended; or about to, when that takes longer than 5 s.", BatchSummary, "X-Batch-Id"),
            503: _json("It could not be written down in time: send it again.", Detail, "Retry-After"),
        },
    ),
}


def document(routes: Iterable[BaseRoute]) -> dict[str, object]:
    """The whole document for these routes; what is mounted (files) is left out.

    Raises:
        KeyError: a route has no entry in `OPERATIONS`.
    """
    paths: dict[str, dict[str, object]] = {}
    for route in routes:
        if isinstance(route, Route):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                paths.setdefault(route.path_format, {})[method.lower()] = _operation(method, route)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": _PACKAGE,
            "version": version(_PACKAGE),
            "description": "Every candidate before every job, each analysis as soon as it is finished.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in get_args(Tag)],
        "paths": paths,
        "components": {"schemas": _components(), "headers": _HEADERS},
    }


def _operation(method: str, route: Route) -> dict[str, object]:
    path = route.path_format
    entry = OPERATIONS[f"{method} {path.removeprefix(_DOUBLED)}"]
    summary, _, rest = (inspect.getdoc(route.endpoint) or "").partition("\n\n")
    made: dict[str, object] = {
        "operationId": route.name + ("_v1" if path.startswith(_DOUBLED) else ""),
        "tags": [entry.tag],
        "summary": summary.removesuffix("."),
        "responses": {str(status): _response(answer) for status, answer in _answers(entry, route).items()},
    }
    if description := f"{rest}\n\n{entry.notes}".strip():
        made["description"] = description
    if parameters := [*_path_parameters(route), *_parameters("query", entry.query), *_parameters("header", entry.headers)]:
        made["parameters"] = parameters
    if entry.body:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": _schema(entry.body)}}}
    return made


def _answers(entry: Operation, route: Route) -> dict[int | str, Answer]:
    """The entry's answers, and those that follow from the path and the body; by status, `default` the last."""
    derived = {421: _MISDIRECTED}
    if route.param_convertors:
        derived[404] = _NOT_FOUND
    if entry.body:
        derived |= _BODY_ERRORS
    return {**dict(sorted({**derived, **entry.answers}.items())), "default": _OTHER}


def _response(answer: Answer) -> Schema:
    made: Schema = {"description": answer.description}
    if answer.headers:
        made["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in answer.headers}
    if answer.content:
        made["content"] = {media_type: {"schema": _schema(content)} for media_type, content in answer.content.items()}
    return made


def _path_parameters(route: Route) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "description": description, "schema": schema}
        for name, (description, schema) in ((name, _PATH[name]) for name in route.param_convertors)
    ]


def _parameters(place: str, fields: type[Struct] | None) -> list[Schema]:
    """A Struct's fields as parameters, all of them optional."""
    if fields is None:
        return []
    schemas = _named(fields)[fields.__name__]["properties"]
    return [
        {"name": name, "in": place, "description": schema.pop("description"), "schema": schema}
        for name, schema in schemas.items()
    ]


def _schema(content: Any) -> Schema:
    if isinstance(content, dict):
        return content
    (schema,), _ = msgspec.json.schema_components((content,), ref_template="#/components/schemas/{name}")
    return schema


def _named(*types: Any) -> dict[str, Schema]:
    """The schemas of the Structs that these types are made of, by name."""
    _, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    return components


def _components() -> dict[str, Schema]:
    answers = [answer for entry in OPERATIONS.values() for answer in (*entry.answers.values(), *_BODY_ERRORS.values())]
    told = [content for answer in answers for content in answer.content.values() if not isinstance(content, dict)]
    asked = [entry.body for entry in OPERATIONS.values() if entry.body]
    schemas = _named(*asked, *told, *_EVENTS)
    may_be_missing, closed = _named(*asked), _named(Analysis)
    for name, schema in schemas.items():
        if name not in may_be_missing:  # we send every field, also one that has its default
            schema["required"] = list(schema["properties"])
        if name in closed:
            schema["additionalProperties"] = False
        schema["description"] = schema["description"].replace("is None", "is null")
    for example_of, example in _EXAMPLES.items():
        schemas[example_of.__name__]["examples"] = [example]
    schemas["EventLine"] = {
        "description": "An event with its id, which counts 1, 2, 3, ... within its batch.",
        "oneOf": [_line(event) for event in _EVENTS],
    }
    return schemas


def _line(event: type[Event | Progress]) -> Schema:
    stored = event is not Progress
    return {
        "title": event.event,
        "type": "object",
        "properties": {
            "id": {"type": "integer", "minimum": 1} if stored else {"type": "null"},
            "event": {"const": event.event},
            "data": _schema(event),
        },
        "required": ["id", "event", "data"],
    }
