from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.audit.impact import Decision
from scoring.audit.results import absent, read_results
from scoring.errors import UnusableFile
from scoring.sheet import BYTE_ORDER_MARK, COLUMNS, lines, row
from tests.server.test_reuse import made


def line(number: int | None, event: str, **data: Any) -> str:
    return json.dumps({"id": number, "event": event, "data": data})


def outcome(number: int, event: str, pair: int, **data: Any) -> str:
    return line(number, event, pair=pair, job_id="J", candidateId=f"C{pair}", **data)


ACCEPTED = line(1, "accepted", batchId="b", pairs=3)
ANALYSED = outcome(2, "analysis", 0, passed=True, analysis={"matchScore": 70})
SKIPPED = outcome(3, "skipped", 1, eligibilityScore=3.5)
FAILED = outcome(4, "failed", 2, code="timeout")
PROGRESS = line(None, "progress", done=1)
DONE = line(5, "done", status="completed", notAttempted=0)
THREE = (
    Decision("J", "C0", score=70, passed=True),
    Decision("J", "C1", "skipped"),
    Decision("J", "C2", "failed"),
)
OPEN = "The events end before the batch does: what is missing is not counted."
STREAMS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "whole": ([ACCEPTED, ANALYSED, SKIPPED, FAILED, DONE], ()),
    "with signs of life": ([ACCEPTED, "", PROGRESS, ANALYSED, "\r", SKIPPED, FAILED, DONE, ""], ()),
    "twice": ([ACCEPTED, ANALYSED, SKIPPED, FAILED, DONE] * 2, ()),
    "from the middle on": ([ANALYSED, SKIPPED, FAILED, DONE], ()),
    "cut off": ([ACCEPTED, ANALYSED, SKIPPED, FAILED], (OPEN,)),
    "cancelled": (
        [ACCEPTED, ANALYSED, SKIPPED, FAILED, line(5, "done", status="cancelled", notAttempted=7)],
        ("A batch ended cancelled: 7 of its pairs were not attempted.",),
    ),
}


@pytest.mark.parametrize(("stream", "notes"), STREAMS.values(), ids=STREAMS)
def test_the_events_of_a_batch_are_read(stream: list[str], notes: tuple[str, ...]) -> None:
    results = read_results("r", "\n".join(stream).encode())
    assert (results.form, results.decisions, results.notes) == ("events", THREE, notes)


def test_those_of_several_batches_count_each() -> None:
    other = ACCEPTED.replace('"b"', '"c"')
    results = read_results("r", "\n".join([ACCEPTED, ANALYSED, DONE, other, ANALYSED, DONE]).encode())
    assert results.decisions == THREE[:1] * 2


def test_a_line_may_hold_what_some_take_for_its_end() -> None:
    text = json.dumps({"event": "progress", "data": {"waitingFor": "a\u2028b"}}, ensure_ascii=False)
    assert len(read_results("r", f"{text}\n{ANALYSED}\n{DONE}".encode()).decisions) == 1


ANALYSES = [{"job_id": "J", "id": "C0", "matchScore": 70, "aiInsights": {}}, {"job_id": "K", "id": "C1", "matchScore": 5}]


def test_the_list_of_the_blocking_call_holds_those_who_passed() -> None:
    results = read_results("r", json.dumps(ANALYSES).encode())
    decisions = (Decision("J", "C0", score=70, passed=True), Decision("K", "C1", score=5, passed=True))
    assert (results.form, results.decisions) == ("list", decisions)


def test_a_page_of_results_does_not_say_who_passed() -> None:
    results = read_results("r", json.dumps({"results": ANALYSES, "next": None}, indent=2).encode())
    assert results.form == "page"
    assert {each.passed for each in results.decisions} == {None}


def test_the_sheet_is_read_as_it_was_written() -> None:
    events = [made(number) for number in range(3)]
    text = BYTE_ORDER_MARK + lines([COLUMNS, *map(row, events)])
    results = read_results("r", text.encode())
    assert results.form == "sheet"
    assert results.decisions == tuple(
        Decision(each.job_id, each.candidateId, score=each.analysis.matchScore, passed=each.passed) for each in events
    )


SAVED = {
    "by a spreadsheet": "candidateId;matchScore;passed\r\nC0;70;TRUE\r\nC1;5;False\r\n",
    "by hand": "id,MatchScore,passed\nC0,70.0,true\nC1, 5 ,false\n",
}


@pytest.mark.parametrize("text", SAVED.values(), ids=SAVED)
def test_a_sheet_may_have_been_saved_again(text: str) -> None:
    decisions = (Decision("", "C0", score=70, passed=True), Decision("", "C1", score=5, passed=False))
    assert read_results("r", text.encode()).decisions == decisions


BAD = {
    "empty": ("", "r: The file is empty."),
    "no lines": ("{}", "r: Line 1 is no event: Object missing required field `event`."),
    "no event": (f"{ANALYSED}\nx", "r: Line 2 is no event: JSON is malformed: invalid character (byte 0)."),
    "a line that was cut": (f"{ANALYSED}\n{DONE[:20]}", "r: Line 2 is no event: Input data was truncated."),
    "an odd event": (
        line(1, "analysis", pair=0),
        "r: Line 1 is no event: Object missing required field `job_id`.",
    ),
    "no analyses": ("[1]", "r: These are no analyses: Expected `object`, got `int` - at `$[0]`."),
    "an empty list": ("[]", "r: There is no analysis in it."),
    "nothing decided": (f"{ACCEPTED}\n{DONE}", "r: There is no analysis in it."),
    "a part": (
        '{"results": [], "next": "100"}',
        "r: This is a page of the results, and there are more. Ask with Accept: text/csv, which gives all.",
    ),
    "a request": ('{"jobs": [], "candidates": []}', "r: This is a request. Expected its results, or --swap-names."),
    "a deep list": ('[{"x":' + "[" * 100_000, "r: The JSON in it is nested too deeply to be a batch's."),
    "a deep event": ('{"event":' + "[" * 100_000, "r: The JSON in it is nested too deeply to be a batch's."),
    "an event stream": (
        f"retry: 1000\n\n: hello\n\nid: 2\nevent: analysis\ndata: {json.dumps({})}\n\n",
        "r: This is a stream of text/event-stream. Ask with Accept: application/x-ndjson.",
    ),
    "an event with too high a score": (
        outcome(2, "analysis", 0, passed=True, analysis={"matchScore": 101}),
        "r: Line 1 is no event: Expected `int` <= 100 - at `$.analysis.matchScore`.",
    ),
    "a list with too low a score": (
        '[{"job_id": "J", "id": "C", "matchScore": -1}]',
        "r: These are no analyses: Expected `int` >= 0 - at `$[0].matchScore`.",
    ),
    "another table": ("a,b\n1,2\n", "r: Expected the columns candidateId and matchScore, or JSON, got a, b."),
    "no score": ("id,matchScore\n1,x\n", "r: Line 2: Expected a matchScore from 0 to 100, got 'x'."),
    "too high a score": ("id,matchScore\n1,101\n", "r: Line 2: Expected a matchScore from 0 to 100, got '101'."),
    "not a number": ("id,matchScore\n1,nan\n", "r: Line 2: Expected a matchScore from 0 to 100, got 'nan'."),
    "neither": ("id,matchScore,passed\n1,1,maybe\n", "r: Line 2: Expected true or false in passed, got 'maybe'."),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_results("r", text.encode())
    assert str(caught.value) == sentence


def test_who_has_no_result_for_a_job_is_absent_there() -> None:
    made_ = [Decision("J", "a", score=1), Decision("K", "b", score=1)]
    assert absent(made_, ["a", "b"]) == [Decision("K", "a", "absent"), Decision("J", "b", "absent")]
