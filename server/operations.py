"""What the API's document says of each endpoint beyond its handler's docstring: its query and headers, and its answers.

`server.openapi` makes the document of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from scoring.engine.quote import Quote
from scoring.errors import Problem
from scoring.events import Accepted, encode
from scoring.models import Analysis, BatchRequest
from scoring.options import OptionedRequest
from scoring.sheet import COLUMNS, MOST_CHARS, lines
from server.answers import BatchesPage, BatchSummary, CreatedBatch, Health, PairView, Ready
from server.intake import MAX_KEY_CHARS
from server.results import DEFAULT_LIMIT, MAX_LIMIT, Sort
from server.runner import CANCEL_WAIT_S
from server.stream import HEARTBEAT_S, Sse

Schema = dict[str, Any]
Tag = Literal["Blocking call", "Batches", "Server"]


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
                max_length=MAX_KEY_CHARS,
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

    limit: Annotated[int, Meta(ge=1, le=MAX_LIMIT, description="Batches on a page, at most.")] = DEFAULT_LIMIT
    cursor: Annotated[str, Meta(description="`next` of the page before.")] | UnsetType = UNSET


class EventsQuery(Struct, frozen=True):
    """The query of an event stream."""

    after: Annotated[
        int, Meta(description="Send what follows this event; 0, or an id that is not the batch's, sends all.")
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
        int,
        Meta(ge=1, le=MAX_LIMIT, description="Analyses on a page, at most. A sheet that is asked for none has all of them."),
    ] = DEFAULT_LIMIT
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


def as_json(description: str, content: Any, *headers: str) -> Answer:
    """An answer whose body is `content` in JSON."""
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
EXAMPLES: dict[type[Struct], Any] = {
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


_LIST_HEADERS = ("X-Batch-Id", "X-Batch-Failed", "X-Batch-Skipped")

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
        "description": f"The same events, one EventLine a line; an empty line every {HEARTBEAT_S:g} s of silence.",
    },
}

_UNAVAILABLE = as_json("The log cannot be written now, or the server is being stopped.", Detail, "Retry-After")
_BODY_NOTES = (
    "Every job is paired with every candidate. Each field of a job or candidate may be null or missing, and fields that "
    "are not known are ignored. Numbers may come as numeric strings. Null or empty lists make a batch of no pairs."
)

OPERATIONS: dict[str, Operation] = {
    "GET /": Operation(tag="Server", answers={200: Answer("The page.", {"text/html": _HTML})}),
    "GET /health": Operation(tag="Server", answers={200: as_json("It lives.", Health)}),
    "GET /ready": Operation(tag="Server", answers={200: as_json("It is ready.", Ready), 503: _UNAVAILABLE}),
    "GET /openapi.json": Operation(tag="Server", answers={200: as_json("The document.", {"type": "object"})}),
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
            429: as_json("No pair succeeded: rate limit or quota.", Detail, *_LIST_HEADERS, "Retry-After"),
            500: as_json("No pair succeeded: the server failed.", Detail, *_LIST_HEADERS),
            502: as_json("No pair succeeded: the provider failed, refused, or gave nothing valid.", Detail, *_LIST_HEADERS),
            503: as_json(
                "No new work is taken now, or the batch was ended before it was finished: then with its id.",
                Detail,
                *("Retry-After", "X-Batch-Id"),
            ),
            504: as_json("No pair succeeded: time-outs.", Detail, *_LIST_HEADERS),
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
            200: as_json("A dry run: what it would take.", Quote),
            202: as_json("It was made.", CreatedBatch, "Location", "X-Batch-Id"),
            422: as_json("The body is not a batch, has more than MAX_PAIRS pairs, or the query makes no sense.", Problems),
            503: _UNAVAILABLE,
        },
    ),
    "GET /ai/batches": Operation(
        query=BatchesQuery,
        answers={200: as_json("One page of them.", BatchesPage), 422: as_json("The query makes no sense.", Problems)},
    ),
    "DELETE /ai/batches/{id}": Operation(
        notes="Its streams close, and its Idempotency-Key is free again.",
        answers={204: Answer("It is gone."), 503: _UNAVAILABLE},
    ),
    "GET /ai/batches/{id}": Operation(answers={200: as_json("Where it stands.", BatchSummary, "X-Batch-Id")}),
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
        f"longer than its cells, {MOST_CHARS:,} characters, ends in an ellipsis.",
        query=ResultsQuery,
        answers={
            200: Answer(
                "One page of them, or the sheet, as an attachment.",
                {"application/json": ResultsPage, "text/csv": _SHEET},
                ("X-Batch-Id",),
            ),
            422: as_json("The query makes no sense.", Problems),
        },
    ),
    "GET /ai/batches/{id}/pairs/{pair}": Operation(
        notes="The evidence's `field`, `start` and `end` point into `profile`.",
        answers={
            200: as_json("The pair.", PairView, "X-Batch-Id"),
            404: as_json("There is no such batch, or no such pair in it.", Detail),
        },
    ),
    "POST /ai/batches/{id}/cancel": Operation(
        notes="Nothing more is called. A restart does not forget it.",
        answers={
            202: as_json(
                f"The batch, ended; or about to, when that takes longer than {CANCEL_WAIT_S:g} s.",
                BatchSummary,
                "X-Batch-Id",
            ),
            503: as_json("It could not be written down in time: send it again.", Detail, "Retry-After"),
        },
    ),
}
