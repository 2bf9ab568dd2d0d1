"""The contract of the blocking endpoint: what existing clients send and are answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "contract_cases.json").read_text())["cases"]
PATHS = ("/ai/batch-analyze-resumes", "/api/v1/ai/batch-analyze-resumes")
URL = PATHS[0]
JSON = {"Content-Type": "application/json"}
MASKED = ("skills", "matchScore", "aiInsights", "lastAnalyzedAt")

# The one case that differs on purpose: a key missing inside a job or candidate is read as null.
DIFFERS = {"missing_optional_key"}


def body_of(case: dict[str, Any]) -> str:
    return case["rawBody"] if "rawBody" in case else json.dumps(case["request"])


def one_pair(**changes: Any) -> dict[str, Any]:
    request: dict[str, Any] = json.loads(json.dumps(CASES["single_word_name"]["request"]))
    return request | changes


def with_candidate(**changes: Any) -> dict[str, Any]:
    request = one_pair()
    request["candidates"][0] |= changes
    return request


def post(server_url: str, body: Any, **headers: str) -> httpx.Response:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return httpx.post(server_url + URL, content=content, headers=JSON | headers, timeout=30)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", sorted(CASES))
def test_a_recorded_request_is_answered_as_before(server_url: str, name: str, path: str) -> None:
    case = CASES[name]
    answer = httpx.post(server_url + path, content=body_of(case), headers=JSON, timeout=30)
    if name in DIFFERS:
        assert answer.status_code == 200
        return
    assert answer.status_code == case["status"], answer.text
    if case["status"] != 200:
        got = [{"type": problem["type"], "loc": problem["loc"]} for problem in answer.json()["detail"]]
        assert got == case["detail"]
        return
    rows = answer.json()
    assert len(rows) == len(case["rows"])
    for got_row, expected in zip(rows, case["rows"], strict=True):
        assert set(got_row) == set(expected) | {"job_id"}
        assert {k: v for k, v in got_row.items() if k in expected and k not in MASKED} == {
            k: v for k, v in expected.items() if k not in MASKED
        }


def test_an_analysis_has_exactly_its_fields_and_our_arithmetic(server_url: str) -> None:
    (row,) = post(server_url, one_pair()).json()
    insights = row["aiInsights"]
    assert set(insights) == {
        "coreSkillsScore",
        "experienceScore",
        "culturalFitScore",
        "strengths",
        "concerns",
        "uniqueQualities",
        "skillMatches",
        "skillGaps",
        "recommendation",
        "confidenceLevel",
        "reasoningSummary",
    }
    exact = 0.5 * insights["coreSkillsScore"] + 0.3 * insights["experienceScore"] + 0.2 * insights["culturalFitScore"]
    assert abs(row["matchScore"] - exact) <= 0.5 + 1e-9
    assert all(set(skill) == {"name", "level", "yearsOfExperience", "isVerified"} for skill in row["skills"])


def test_headers_name_the_batch_and_count_what_is_left_out(server_url: str) -> None:
    answer = post(server_url, one_pair())
    assert answer.headers["x-batch-id"]
    assert answer.headers["x-batch-failed"] == "0"
    assert answer.headers["x-batch-skipped"] == "0"


@pytest.mark.parametrize(
    ("threshold", "status"),
    [("7", 200), (-5, 200), (0, 200), (50.0, 200), (101, 200), (50.5, 422), ("x", 422), (True, 422), ([], 422)],
)
def test_a_threshold_is_a_whole_number(server_url: str, threshold: Any, status: int) -> None:
    assert post(server_url, one_pair(threshold=threshold)).status_code == status


def test_a_threshold_above_100_lets_nothing_pass(server_url: str) -> None:
    assert post(server_url, one_pair(threshold=101)).json() == []


@pytest.mark.parametrize("years", ['"nan"', '"inf"', '"-Infinity"', "NaN", "Infinity", "1e999", '"1e999"'])
def test_years_must_be_finite(server_url: str, years: str) -> None:
    body = json.dumps(with_candidate(experience_year="YEARS")).replace('"YEARS"', years)
    assert post(server_url, body).status_code == 422


def test_years_may_come_as_text(server_url: str) -> None:
    (row,) = post(server_url, with_candidate(experience_year="7")).json()
    assert row["experienceYears"] == 7.0


@pytest.mark.parametrize("field", ["candidateId", "name", "phone", "currentTitle"])
def test_an_echoed_field_over_16_kb_is_refused(server_url: str, field: str) -> None:
    answer = post(server_url, with_candidate(**{field: "x" * (16 * 1024 + 1)}))
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "candidates", 0, field]


def test_a_byte_order_mark_is_ignored(server_url: str) -> None:
    assert post(server_url, b"\xef\xbb\xbf" + json.dumps(one_pair()).encode()).status_code == 200


def test_a_lone_surrogate_is_refused(server_url: str) -> None:
    assert post(server_url, with_candidate(name="\ud800x")).status_code == 422


def test_invalid_utf8_is_refused(server_url: str) -> None:
    assert post(server_url, b'{"jobs":[],"candidates":[{"name":"\xff"}]}').status_code == 422


def test_every_field_may_be_null_or_missing(server_url: str) -> None:
    nulls = dict.fromkeys(one_pair()["candidates"][0])
    answer = post(server_url, {"jobs": [{}], "candidates": [{}, nulls], "threshold": 0})
    assert answer.status_code == 200
    for row in answer.json():
        assert (row["id"], row["firstName"], row["email"], row["experienceYears"]) == ("", "", "", 0.0)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_415(server_url: str, content_type: str) -> None:
    answer = httpx.post(server_url + URL, content=json.dumps(one_pair()), headers={"Content-Type": content_type})
    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


def test_an_unknown_host_is_421(server_url: str) -> None:
    assert post(server_url, one_pair(), Host="evil.example").status_code == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000"])
def test_loopback_names_are_known(server_url: str, host: str) -> None:
    assert post(server_url, one_pair(), Host=host).status_code == 200
