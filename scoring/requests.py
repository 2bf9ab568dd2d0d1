"""From the bytes of a request to a `BatchRequest`, or to a list of what is wrong with it.

A null in a list of a job or candidate is left out, as null fields are. A number may come as a numeric string.

The kinds of problem are those that clients of the blocking endpoint already know: missing, string_type,
list_type, int_type, int_from_float, float_type, model_attributes_type, value_error, json_invalid.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from typing import Any, TypeVar

import msgspec
from email_validator import EmailNotValidError, validate_email
from msgspec import UNSET
from msgspec.structs import replace

from scoring.errors import InvalidRequest, Problem
from scoring.models import BatchRequest, Candidate, Job
from scoring.options import MOST_REPEATS, OptionedRequest, Options

MAX_ECHOED_BYTES = 16 * 1024
"""The longest echoed field, in bytes of UTF-8."""

_Request = TypeVar("_Request", bound=BatchRequest)
_ECHOED = ("candidateId", "currentTitle", "name", "phone", "email")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
_EXPECTED = re.compile(r"Expected `(\w+)[^`]*`, got `(\w+)`")
_NULL_ITEM = re.compile(r"Expected `str`, got `null` - at `\$\.(?:jobs|candidates)\[\d+\]\.\w+\[\d+\]`")
_ODD_NUMBER = re.compile(r"Expected `(?:int \| null`, got `(?:str|float)`|float \| null`, got `str`)")
_UNKNOWN = re.compile(r"contains unknown field `(.*?)`(?: - at |$)", re.DOTALL)
_OPTIONS = ("body", "options")
_MISSING = re.compile(r"missing required field `(\w+)`")
_TYPES = {
    "str": "string_type",
    "array": "list_type",
    "int": "int_type",
    "float": "float_type",
    "object": "model_attributes_type",
}


class _RawRequest(BatchRequest, frozen=True, kw_only=True):
    options: msgspec.Raw = msgspec.Raw(b"null")


# Strict: otherwise "null" and "NULL" in quotes would pass for null, in lists too.
_decoder = msgspec.json.Decoder(BatchRequest)
_raw_decoder = msgspec.json.Decoder(_RawRequest)
_options = msgspec.json.Decoder(Options | None)
_untyped = msgspec.json.Decoder(float_hook=float)  # infinite beyond a float, where there is no path yet to tell it by


def decode_request(body: bytes) -> BatchRequest:
    """Decode and check a request's body (UTF-8 JSON, a byte-order mark is ignored).

    Raises:
        InvalidRequest: with the first problem found and its path, beginning at "body".
    """
    return check_request(_decode(body, _decoder))


def decode_optioned(body: bytes) -> OptionedRequest:
    """The same with the body's `options`, of which none may be unknown: ignoring one could spend money not meant to be.

    Raises:
        InvalidRequest: see `decode_request`.
    """
    raw = check_request(_decode(body, _raw_decoder))
    options = decode_options(raw.options)
    return OptionedRequest(
        jobs=raw.jobs,
        candidates=raw.candidates,
        threshold=raw.threshold,
        options=UNSET if options == Options() else options,
    )


def encode_request(request: BatchRequest | Mapping[str, Any]) -> bytes:
    """A request of Python values as the body that is sent over HTTP, so that both are checked alike.

    Numbers may be of any type, as NumPy's; one that is not finite is told by the decoder, with its path.

    Raises:
        InvalidRequest: something in it is no text, number, list or mapping with names, or is nested too deeply.
    """
    try:
        return msgspec.json.encode(_finite(msgspec.to_builtins(request, enc_hook=_plain)))
    except UnicodeEncodeError as exc:
        raise _invalid("json_invalid", ("body",), f"A text has a lone surrogate, {exc.object[exc.start]!r}.") from exc
    except RecursionError as exc:
        raise _invalid("json_invalid", ("body",), "The body is nested too deeply.") from exc
    except (TypeError, ValueError, OverflowError) as exc:
        raise _invalid("json_invalid", ("body",), f"{exc}.") from exc


def _plain(value: object) -> object:
    """A number or text of a type that the encoder does not know, as the built-in one."""
    match value:
        case Integral():
            return int(value)
        case Real():
            return float(value)
        case str():
            return str(value)
        case Mapping():
            return dict(value)
    raise TypeError(f"Expected texts, numbers, lists and mappings, got {type(value).__name__}")


def _finite(value: Any) -> Any:
    """The value with a number beyond a float for each that is not finite, for which JSON has no word."""
    match value:
        case dict():
            return {name: _finite(each) for name, each in value.items()}
        case list() | tuple():
            return list(map(_finite, value))
        case float() if not math.isfinite(value):
            return msgspec.Raw(b"1e999")
    return value


def decode_options(encoded: bytes | msgspec.Raw) -> Options:
    """Decode and check options (JSON; null has none). A number is a number here, and never a string of one.

    Raises:
        InvalidRequest: with the path of what is wrong, beginning at "body", "options".
    """
    try:
        options = _options.decode(encoded) or Options()
    except msgspec.ValidationError as exc:
        raise InvalidRequest([_odd_option(str(exc))]) from exc
    except UnicodeDecodeError as exc:
        raise _invalid("json_invalid", _OPTIONS, "The options are not valid UTF-8.") from exc
    if options.budgetUsd is not None and options.budgetUsd < 0:
        message = f"Expected a number of USD from 0, or null for no limit, got {options.budgetUsd:g}."
        raise _invalid("greater_than_equal", (*_OPTIONS, "budgetUsd"), message)
    if not 1 <= options.times <= MOST_REPEATS:
        kind = "less_than_equal" if options.times > MOST_REPEATS else "greater_than_equal"
        message = f"Expected a whole number from 1 to {MOST_REPEATS}, or null for once, got {options.repeats}."
        raise _invalid(kind, (*_OPTIONS, "repeats"), message)
    return options


def _odd_option(message: str) -> Problem:
    known = ", ".join(Options.__struct_fields__)
    if unknown := _UNKNOWN.search(message):
        return Problem("extra_forbidden", (*_OPTIONS, unknown[1]), f"There is no such option here. Known are {known}.")
    problem = _translate(message, _OPTIONS)
    if problem.loc[-1] == "priority":
        return replace(problem, msg=f"{problem.msg} Expected interactive, bulk or null.")
    return problem


def _decode(body: bytes, decoder: msgspec.json.Decoder[_Request]) -> _Request:
    body = body.removeprefix(_BYTE_ORDER_MARK)
    if not body.strip() or body.strip() == b"null":
        raise _invalid("missing", ("body",), "A request body is required: an object with jobs and candidates.")
    try:
        return _decoded(body, decoder)
    except msgspec.ValidationError as exc:
        raise InvalidRequest([_translate(str(exc))]) from exc
    except UnicodeDecodeError as exc:
        raise _invalid("json_invalid", ("body", _bad_byte(body, exc)), "The body is not valid UTF-8.") from exc
    except RecursionError as exc:
        raise _invalid("json_invalid", ("body",), "The body is nested too deeply.") from exc
    except msgspec.DecodeError as exc:
        position = _position(str(exc), body)
        message = f"The JSON ends too early, at byte {position}." if "truncated" in str(exc) else f"{exc}."
        raise _invalid("json_invalid", ("body", position), message) from exc


def _bad_byte(body: bytes, error: UnicodeDecodeError) -> int:
    """Where the body is no UTF-8; the error, which names a byte of one text in it, will do where it is all the same."""
    try:
        body.decode()
    except UnicodeDecodeError as exc:
        return exc.start
    return error.start


def _decoded(body: bytes, decoder: msgspec.json.Decoder[_Request]) -> _Request:
    try:
        return _decoded_without_nulls(body, decoder)
    except msgspec.ValidationError as exc:
        if not _ODD_NUMBER.search(str(exc)):
            raise
    # Few bodies have one, so that the others are decoded in one go.
    return _decoded_without_nulls(msgspec.json.encode(_finite(_numbered(_untyped.decode(body)))), decoder)


def _numbered(request: dict[str, Any]) -> dict[str, Any]:
    """The request with numbers for the texts that are some, where numbers are expected."""
    if isinstance(candidates := request.get("candidates"), list):
        request = request | {"candidates": list(map(_with_years, candidates))}
    if "threshold" in request:
        request = request | {"threshold": _whole(request["threshold"])}
    return request


def _with_years(candidate: Any) -> Any:
    if isinstance(candidate, dict) and isinstance(text := candidate.get("experience_year"), str):
        return candidate | {"experience_year": _converted(text, float)}
    return candidate


def _whole(value: Any) -> Any:
    """A whole number that came as a text or with a point; anything else, an exponent in a text too, as it is."""
    is_odd = isinstance(value, float) or (isinstance(value, str) and "e" not in value.lower())
    return _converted(value, int) if is_odd else value


def _converted(value: str | float, kind: type[int] | type[float]) -> Any:
    """The value as a number, or as it is where it is none; one beyond a float as infinite."""
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as exc:
        return math.inf if "out of range" in str(exc) else value


def _decoded_without_nulls(body: bytes, decoder: msgspec.json.Decoder[_Request]) -> _Request:
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as exc:
        if not _NULL_ITEM.search(str(exc)):
            raise
    # Few bodies have one here either.
    request = _finite(_untyped.decode(body))
    # With a blank for each null first: what is wrong behind one is told by its place in the body.
    decoder.decode(msgspec.json.encode(_listed(request, lambda items: ["" if item is None else item for item in items])))
    return decoder.decode(msgspec.json.encode(_listed(request, lambda items: [item for item in items if item is not None])))


def _listed(request: dict[str, Any], change: Callable[[list[Any]], list[Any]]) -> dict[str, Any]:
    """The request with another list for each that a job or candidate has."""

    def changed(entry: Any) -> Any:
        if not isinstance(entry, dict):
            return entry
        return {name: change(value) if isinstance(value, list) else value for name, value in entry.items()}

    lists = {part: request[part] for part in ("jobs", "candidates") if isinstance(request.get(part), list)}
    return request | {part: list(map(changed, entries)) for part, entries in lists.items()}


def check_request(request: _Request) -> _Request:
    """Check what types alone cannot say: e-mail syntax, finite numbers, sizes, text that can be encoded.

    Raises:
        InvalidRequest: see `decode_request`.
    """
    for index, job in enumerate(request.jobs or ()):
        _check_job(job, ("body", "jobs", index))
    for index, candidate in enumerate(request.candidates or ()):
        _check_candidate(candidate, ("body", "candidates", index))
    return request


def _check_job(job: Job, loc: tuple[str | int, ...]) -> None:
    _check_echoed(job.job_id, (*loc, "job_id"))
    _check_echoed(job.title, (*loc, "title"))


def _check_candidate(candidate: Candidate, loc: tuple[str | int, ...]) -> None:
    for name in _ECHOED:
        _check_echoed(getattr(candidate, name), (*loc, name))
    years = candidate.experience_year
    if years is not None and not math.isfinite(years):
        raise _invalid("finite_number", (*loc, "experience_year"), f"Expected a finite number, got {years!r}.")
    if candidate.email is not None and (reason := _email_problem(candidate.email)):
        raise _invalid("value_error", (*loc, "email"), f"Not a valid e-mail address: {reason}")


def _check_echoed(value: str | None, loc: tuple[str | int, ...]) -> None:
    if value is None:
        return
    size_bytes = len(value.encode())
    if size_bytes > MAX_ECHOED_BYTES:
        message = f"Expected at most {MAX_ECHOED_BYTES} bytes, got {size_bytes}."
        raise _invalid("string_too_long", loc, message)


def _email_problem(email: str) -> str | None:
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError as exc:
        return str(exc)
    return None


def _translate(message: str, at: tuple[str, ...] = ("body",)) -> Problem:
    what, _, path = message.partition(" - at ")
    loc = (*at, *_steps(path.strip("`")))
    if missing := _MISSING.search(what):
        return Problem("missing", (*loc, missing[1]), "This field is required.")
    if wrong := _EXPECTED.search(what):
        expected, got = wrong[1], wrong[2]
        kind = "int_from_float" if (expected, got) == ("int", "float") else _TYPES.get(expected, "value_error")
        return Problem(kind, loc, f"{what}.")
    if "out of range" in what:
        return Problem("finite_number", loc, "Expected a finite number.")
    return Problem("value_error", loc, f"{what}.")


def _steps(path: str) -> list[str | int]:
    return [name or int(index) for name, index in _STEP.findall(path)]


def _position(message: str, body: bytes) -> int:
    found = re.search(r"\(byte (\d+)\)", message)
    return int(found[1]) if found else len(body)


def _invalid(kind: str, loc: tuple[str | int, ...], message: str) -> InvalidRequest:
    return InvalidRequest([Problem(kind, loc, message)])
