"""This API as an OpenAPI 3.1 document, made of the very Structs that the server decodes and encodes.

An endpoint's summary is its handler's docstring; what else there is to say is its entry in `server.operations.OPERATIONS`.
The form: https://spec.openapis.org/oas/v3.1.1
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from importlib.metadata import version
from itertools import chain
from typing import Any, get_args

import msgspec
from msgspec import Struct
from starlette.routing import BaseRoute, Route

from scoring.events import Accepted, Analysed, Done, Event, Failed, Progress, Skipped
from scoring.models import Analysis, Candidate, Job
from server.operations import EXAMPLES, OPERATIONS, Answer, Detail, Operation, Problems, Schema, Tag, as_json
from server.sockets import LEAST_BODY_RATE, REQUEST_TIMEOUT_S

_PACKAGE = "resume-stream"
_DOUBLED = "/api/v1"
"""A prefix under which an endpoint may be met again."""
_EVENTS: tuple[type[Event | Progress], ...] = (Accepted, Analysed, Skipped, Failed, Progress, Done)

_HEADERS: dict[str, Schema] = {
    "X-Batch-Id": {"description": "The batch's id.", "schema": {"type": "string"}},
    "X-Batch-Failed": {"description": "Pairs that failed and are left out.", "schema": {"type": "integer"}},
    "X-Batch-Skipped": {"description": "Pairs that were not worth a call and are left out.", "schema": {"type": "integer"}},
    "Location": {"description": "The batch's URL, relative.", "schema": {"type": "string"}},
    "Retry-After": {"description": "When to try again, in seconds, where it is known.", "schema": {"type": "integer"}},
}
_PATH: dict[str, tuple[str, Schema]] = {
    "id": ("The batch's id.", {"type": "string"}),
    "pair": ("The pair's number: jobIndex x number of candidates + candidateIndex.", {"type": "integer", "minimum": 0}),
}

_MISDIRECTED = as_json("The server does not answer for this Host; see ALLOWED_HOSTS.", Detail)
_OTHER = as_json("Any other error.", Detail)
_NOT_FOUND = as_json("There is no such batch.", Detail)
_BODY_ERRORS = {
    408: as_json(
        f"The body stalled for {REQUEST_TIMEOUT_S:g} s, or came at less than {LEAST_BODY_RATE // 1024} KB a second "
        f"after the first {REQUEST_TIMEOUT_S:g} s.",
        Detail,
    ),
    413: as_json("The body is larger than MAX_BODY_BYTES.", Detail),
    415: as_json(
        "The Content-Type is not application/json, or the body has a Content-Encoding, and is to be sent as it is.", Detail
    ),
    422: as_json("The body is not a batch, or has more than MAX_PAIRS pairs.", Problems),
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
    for sent in (Job, Candidate):
        _take_nulls(schemas[sent.__name__])
    schemas["Candidate"]["properties"]["email"]["anyOf"][0]["format"] = "email"
    for example_of, example in EXAMPLES.items():
        schemas[example_of.__name__]["examples"] = [example]
    schemas["EventLine"] = {
        "description": "An event with its id, which counts 1, 2, 3, ... within its batch.",
        "oneOf": [_line(event) for event in _EVENTS],
    }
    return schemas


def _take_nulls(schema: Schema) -> None:
    """Let a Struct's lists hold nulls, as they do before the decoder leaves these out."""
    for option in chain.from_iterable(each["anyOf"] for each in schema["properties"].values()):
        if option["type"] == "array":
            option["items"] = {"anyOf": [option["items"], {"type": "null"}]}


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
