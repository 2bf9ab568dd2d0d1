"""How a batch is to be run: what may be asked for, and what is refused by name."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from scoring.errors import InvalidRequest
from scoring.models import BatchRequest, Candidate, Job
from scoring.options import INTERACTIVE_PAIRS, OptionedRequest, Options
from scoring.requests import decode_optioned, decode_request

REQUEST = BatchRequest(jobs=(Job(title="Engineer"),), candidates=(Candidate(),))
PLAIN = msgspec.json.encode(REQUEST)


def body(options: str) -> bytes:
    return PLAIN[:-1] + b',"options":' + options.encode() + b"}"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("null", Options()),
        ("{}", Options()),
        ('{"budgetUsd": null, "priority": null}', Options()),
        ('{"budgetUsd": 0}', Options(budgetUsd=0.0)),
        ('{"budgetUsd": 1.25, "priority": "bulk"}', Options(budgetUsd=1.25, priority="bulk")),
        ('{"repeats": 10}', Options(repeats=10)),
    ],
)
def test_options_are_read_beside_the_batch(options: str, expected: Options) -> None:
    request = decode_optioned(body(options))
    assert request.asked == expected
    assert (request.jobs, request.candidates, request.threshold) == (REQUEST.jobs, REQUEST.candidates, 50)


def test_a_batch_without_options_has_none() -> None:
    assert decode_optioned(PLAIN).asked == Options()


@pytest.mark.parametrize(
    ("options", "loc", "kind", "said"),
    [
        ('{"budgetUsd": -1}', ["budgetUsd"], "greater_than_equal", "from 0, or null for no limit, got -1."),
        ('{"budgetUsd": "1"}', ["budgetUsd"], "float_type", "got `str`"),
        ('{"budgetUsd": "NaN"}', ["budgetUsd"], "float_type", "got `str`"),
        ('{"budgetUsd": true}', ["budgetUsd"], "float_type", "got `bool`"),
        ('{"budgetUsd": 1e999}', ["budgetUsd"], "finite_number", "a finite number"),
        ('{"priority": "first"}', ["priority"], "value_error", "'first'. Expected interactive, bulk or null."),
        ('{"priority": 1}', ["priority"], "string_type", "Expected interactive, bulk or null."),
        ('{"repeat": 3}', ["repeat"], "extra_forbidden", "Known are budgetUsd, priority, repeats."),
        ('{"repeats": 0}', ["repeats"], "greater_than_equal", "from 1 to 10, or null for once, got 0."),
        ('{"repeats": -1}', ["repeats"], "greater_than_equal", "got -1."),
        ('{"repeats": 11}', ["repeats"], "less_than_equal", "got 11."),
        ('{"repeats": 1.5}', ["repeats"], "int_from_float", "got `float`"),
        ('{"repeats": "3"}', ["repeats"], "int_type", "got `str`"),
        ('{"repeats": true}', ["repeats"], "int_type", "got `bool`"),
        ('{"budgetUSD": 3}', ["budgetUSD"], "extra_forbidden", "There is no such option here."),
        ("[]", [], "model_attributes_type", "got `array`"),
        ('"cheap"', [], "model_attributes_type", "got `str`"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(options: str, loc: list[str], kind: str, said: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        decode_optioned(body(options))
    (problem,) = refused.value.problems
    assert (problem.loc, problem.type) == (("body", "options", *loc), kind)
    assert said in problem.msg


@pytest.mark.parametrize("options", ['{"budgetUsd": NaN}', '{"budgetUsd": Infinity}', '{"a": ', '{"\udcff": 1}'])
def test_options_that_are_no_json_are_refused(options: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        decode_optioned(PLAIN[:-1] + b',"options":' + options.encode(errors="surrogateescape") + b"}")
    assert refused.value.problems[0].type == "json_invalid"


@pytest.mark.parametrize("options", ["null", "{}", '{"priority": null}'])
def test_options_that_say_nothing_leave_a_batch_the_same_as_one_without(options: str) -> None:
    assert msgspec.json.encode(decode_optioned(body(options))) == PLAIN


def test_what_is_kept_is_read_again() -> None:
    request = decode_optioned(body('{"priority": "bulk", "budgetUsd": 1}'))
    encoded = msgspec.json.encode(request)
    assert msgspec.json.decode(encoded, type=OptionedRequest) == request
    assert msgspec.json.encode(decode_optioned(body('{"budgetUsd": 1.0, "priority": "bulk"}'))) == encoded


def test_where_no_options_are_meant_they_are_ignored() -> None:
    assert decode_request(body('{"budgetUsd": -1}')) == REQUEST


@pytest.mark.parametrize(
    ("priority", "pairs", "interactive"),
    [
        (None, INTERACTIVE_PAIRS, True),
        (None, INTERACTIVE_PAIRS + 1, False),
        ("interactive", 10_000, True),
        ("bulk", 1, False),
    ],
)
def test_a_small_batch_is_interactive_unless_it_says_otherwise(priority: Any, pairs: int, interactive: bool) -> None:
    assert Options(priority=priority).is_interactive(pairs) is interactive
