from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from scoring.errors import InvalidRequest
from scoring.models import BatchRequest, Candidate, Job
from scoring.requests import decode_optioned, decode_request, encode_request


def problem(body: bytes) -> tuple[str, tuple[str | int, ...]]:
    with pytest.raises(InvalidRequest) as caught:
        decode_request(body)
    (found,) = caught.value.problems
    assert found.msg
    assert ".".join(map(str, found.loc)) in str(caught.value)
    return found.type, found.loc


CASES = {
    "truncated": (b"{", "json_invalid", ("body", 1)),
    "malformed": (b'{"jobs": x}', "json_invalid", ("body", 9)),
    "empty": (b"  ", "missing", ("body",)),
    "null": (b"null", "missing", ("body",)),
    "a list": (b"[]", "model_attributes_type", ("body",)),
    "no jobs": (b'{"candidates": []}', "missing", ("body", "jobs")),
    "no candidates": (b'{"jobs": []}', "missing", ("body", "candidates")),
    "jobs a number": (b'{"jobs": 3, "candidates": []}', "list_type", ("body", "jobs")),
    "a job a string": (b'{"jobs": ["x"], "candidates": []}', "model_attributes_type", ("body", "jobs", 0)),
    "a skill a number": (
        b'{"jobs": [{"technical_skills": ["a", 3]}], "candidates": []}',
        "string_type",
        ("body", "jobs", 0, "technical_skills", 1),
    ),
    "a number behind a null skill": (
        b'{"jobs": [], "candidates": [{"softSkills": [null, 3]}]}',
        "string_type",
        ("body", "candidates", 0, "softSkills", 1),
    ),
    "a null job": (b'{"jobs": [{"job_tag": [null]}, null], "candidates": []}', "model_attributes_type", ("body", "jobs", 1)),
    "years not a number": (
        b'{"jobs": [], "candidates": [{"experience_year": "abc"}]}',
        "float_type",
        ("body", "candidates", 0, "experience_year"),
    ),
    "years beyond a float": (
        b'{"jobs": [], "candidates": [{"experience_year": 1e999}]}',
        "finite_number",
        ("body", "candidates", 0, "experience_year"),
    ),
    "years infinite text": (
        b'{"jobs": [], "candidates": [{"experience_year": "-inf"}]}',
        "finite_number",
        ("body", "candidates", 0, "experience_year"),
    ),
    "an e-mail": (
        b'{"jobs": [], "candidates": [{}, {"email": "a@@b"}]}',
        "value_error",
        ("body", "candidates", 1, "email"),
    ),
    "years of which one is beyond a float, behind one in quotes": (
        b'{"jobs": [], "candidates": [{"experience_year": "3", "softSkills": [null]}, {"experience_year": 1e999}]}',
        "finite_number",
        ("body", "candidates", 1, "experience_year"),
    ),
    "years beyond a float in quotes": (
        b'{"jobs": [], "candidates": [{"experience_year": "1e999"}]}',
        "finite_number",
        ("body", "candidates", 0, "experience_year"),
    ),
    "years null in quotes": (
        b'{"jobs": [], "candidates": [{"experience_year": "2"}, {"experience_year": "NULL"}]}',
        "float_type",
        ("body", "candidates", 1, "experience_year"),
    ),
    "jobs null in quotes": (b'{"jobs": "null", "candidates": []}', "list_type", ("body", "jobs")),
    "skills null in quotes": (
        b'{"jobs": [], "candidates": [{"technical_skills": "null", "experience_year": "2"}]}',
        "list_type",
        ("body", "candidates", 0, "technical_skills"),
    ),
    "a fraction": (b'{"jobs": [], "candidates": [], "threshold": 1.5}', "int_from_float", ("body", "threshold")),
    "not UTF-8": (b'{"jobs": [{"title": "\xc3\xa9 \xff"}], "candidates": []}', "json_invalid", ("body", 24)),
    "too deep": (b'{"jobs": [], "x": ' + b"[" * 5000 + b"]" * 5000 + b"}", "json_invalid", ("body",)),
}


THRESHOLDS: dict[str, int | str | None] = {
    "0": 0,
    "100": 100,
    "-5": -5,
    "101": 101,
    '"50"': 50,
    '"-5"': -5,
    '"50.0"': 50,
    "50.0": 50,
    "1e2": 100,
    "null": None,
    **dict.fromkeys(('"null"', '"NULL"', '"1e2"', '"1E2"', '"50.5"', '"abc"', '""', '"NaN"', "true", "[]"), "int_type"),
    "50.5": "int_from_float",
    "1e999": "finite_number",
}


@pytest.mark.parametrize("text", THRESHOLDS)
def test_a_threshold_is_a_whole_number_in_quotes_or_without(text: str) -> None:
    expected = THRESHOLDS[text]
    body = b'{"jobs": [], "candidates": [], "threshold": %b}' % text.encode()
    if isinstance(expected, str):
        assert problem(body) == (expected, ("body", "threshold"))
    else:
        assert decode_request(body).threshold == expected


def test_what_is_not_looked_at_may_be_anything_beside_a_number_in_quotes() -> None:
    request = decode_request(
        b'{"jobs": [], "candidates": [{"experience_year": "7", "x": 1e999, "name": "null"}], "y": "null"}'
    )
    assert request.candidates == (Candidate(experience_year=7.0, name="null"),)


@pytest.mark.parametrize("name", CASES)
def test_a_bad_body_is_told_with_its_kind_and_path(name: str) -> None:
    body, kind, loc = CASES[name]
    assert problem(body) == (kind, loc)


def test_a_body_that_ends_too_early_is_told_with_where() -> None:
    with pytest.raises(InvalidRequest, match=r"^body\.10: The JSON ends too early, at byte 10\.$"):
        decode_request(b'{"jobs": [')


def of(**fields: Any) -> dict[str, Any]:
    return {"jobs": [], "candidates": [fields]}


YEARS = {
    "NumPy's float": (np.float64(1.5), 1.5),
    "its whole number": (np.int64(3), 3.0),
    "a fraction": (Fraction(1, 2), 0.5),
    "a decimal": (Decimal("7.5"), 7.5),
    "a text": ("7", 7.0),
    "null": (None, None),
}


@pytest.mark.parametrize(("value", "years"), YEARS.values(), ids=YEARS)
def test_numbers_of_a_request_in_python_may_be_of_any_type(value: object, years: float | None) -> None:
    assert decode_request(encode_request(of(experience_year=value))).candidates == (Candidate(experience_year=years),)


def test_a_request_in_python_may_have_any_mapping_and_text_in_it() -> None:
    request = {"jobs": (), "candidates": [MappingProxyType({"name": np.str_("Ada"), "unknown": float("nan")})]}
    assert decode_request(encode_request(request)).candidates == (Candidate(name="Ada"),)


YEAR = "body.candidates.0.experience_year: "
DEEP: list[Any] = []
DEEP.append(DEEP)
ODD: dict[str, tuple[Any, str]] = {
    "not a number": (of(experience_year=float("nan")), f"{YEAR}Expected a finite number."),
    "infinite": (of(experience_year=np.float64("-inf")), f"{YEAR}Expected a finite number."),
    "not a decimal": (of(experience_year=Decimal("nan")), f"{YEAR}Expected a finite number."),
    "in a Struct": (
        BatchRequest(jobs=(), candidates=(Candidate(experience_year=math.nan),)),
        f"{YEAR}Expected a finite number.",
    ),
    "complex": (of(experience_year=1j), "body: Expected texts, numbers, lists and mappings, got complex."),
    "a missing value as pandas has it": (of(name=float("nan")), "body.candidates.0.name: Expected a finite number."),
    "an array": (of(softSkills=np.array(["a"])), "body: Expected texts, numbers, lists and mappings, got ndarray."),
    "a lone surrogate": (of(name="\ud800"), "body: A text has a lone surrogate, '\\ud800'."),
    "in itself": (of(name=DEEP), "body: The body is nested too deeply."),
    "without names": (of(x={("a",): 1}), "body: Only dicts with str-like or number-like keys are supported."),
    "nothing": (None, "body: A request body is required: an object with jobs and candidates."),
}


@pytest.mark.parametrize(("request_", "sentence"), ODD.values(), ids=ODD)
def test_what_cannot_be_sent_is_refused_from_python_too(request_: Any, sentence: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        decode_request(encode_request(request_))
    assert str(caught.value) == sentence


def test_nulls_in_lists_are_left_out() -> None:
    jobs, candidates = b'[{"technical_skills": ["a", null, "b"]}]', b'[{}, {"softSkills": [null]}]'
    request = decode_optioned(b'{"jobs": %b, "candidates": %b, "options": {"repeats": 2}}' % (jobs, candidates))
    assert request.jobs == (Job(technical_skills=("a", "b")),)
    assert request.candidates == (Candidate(), Candidate(softSkills=()))
    assert request.asked.repeats == 2


def test_a_null_threshold_lets_everything_pass() -> None:
    request = decode_request(b'{"jobs": null, "candidates": null, "threshold": null}')
    assert (request.minimum_score, request.pair_count) == (0, 0)


def test_a_missing_threshold_is_50() -> None:
    assert decode_request(b'{"jobs": [], "candidates": []}').minimum_score == 50
