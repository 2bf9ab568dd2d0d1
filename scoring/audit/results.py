"""What a batch decided, read from whatever of its results somebody has kept. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from scoring.audit.files import Row, Sheet, sheet_of, text_of
from scoring.audit.groups import ID_NAMES
from scoring.audit.impact import Decision
from scoring.errors import UnusableFile

Form = Literal["events", "list", "page", "sheet"]
"""The lines of a stream or of the terminal, the blocking call's list, a page of results, or the results as CSV."""


class Results(Struct, frozen=True):
    """Decisions, the form in which they came, and what is to be said of them.

    A list holds those who passed and nobody else; a page does not say who did.
    """

    form: Form
    decisions: tuple[Decision, ...]
    notes: tuple[str, ...] = ()


class _Line(Struct, frozen=True):
    event: str
    data: msgspec.Raw


class _Accepted(Struct, frozen=True):
    batchId: str


_MatchScore = Annotated[int, Meta(ge=0, le=100)]


class _Score(Struct, frozen=True):
    matchScore: _MatchScore


class _Outcome(Struct, frozen=True):
    pair: int
    job_id: str
    candidateId: str
    jobIndex: int = 0
    passed: bool | None = None
    analysis: _Score | None = None


class _Done(Struct, frozen=True):
    status: str
    notAttempted: int


class _Analysis(Struct, frozen=True):
    job_id: str
    id: str
    matchScore: _MatchScore


class _Page(Struct, frozen=True):
    results: tuple[_Analysis, ...]
    next: str | None


class _Request(Struct, frozen=True):
    jobs: Any
    candidates: Any


_line = msgspec.json.Decoder(_Line)
_accepted = msgspec.json.Decoder(_Accepted)
_outcome = msgspec.json.Decoder(_Outcome)
_done = msgspec.json.Decoder(_Done)
_SSE = re.compile(r":|(?:retry|id|event|data):")
"""How a line of an event stream begins: https://html.spec.whatwg.org/multipage/server-sent-events.html"""
_TRUTH = {"true": True, "false": False, "": None}


def read_results(name: str, data: bytes) -> Results:
    """Read results in any form that there is.

    Args:
        name: the file's, for messages.

    Raises:
        UnusableFile: they are none, or only a part of them.
    """
    try:
        results = _read(name, text_of(name, data))
    except RecursionError as exc:
        raise UnusableFile(f"{name}: The JSON in it is nested too deeply to be a batch's.") from exc
    if not results.decisions:
        raise UnusableFile(f"{name}: There is no analysis in it.")
    return results


def _read(name: str, text: str) -> Results:
    start = text.lstrip()
    if start.startswith("["):
        analyses = _decode(name, start, tuple[_Analysis, ...])
        return Results("list", tuple(_passed(each, passed=True) for each in analyses))
    if page := _try(start, _Page):
        if page.next is not None:
            raise UnusableFile(
                f"{name}: This is a page of the results, and there are more. Ask with Accept: text/csv, which gives all."
            )
        return Results("page", tuple(_passed(each, passed=None) for each in page.results))
    if start.startswith("{"):
        if _try(start, _Request):
            raise UnusableFile(f"{name}: This is a request. Expected its results, or --swap-names.")
        return _Events(name).read(text)
    if _SSE.match(start):
        raise UnusableFile(f"{name}: This is a stream of text/event-stream. Ask with Accept: application/x-ndjson.")
    return Results("sheet", tuple(_sheet(name, sheet_of(name, text))))


def _passed(analysis: _Analysis, *, passed: bool | None) -> Decision:
    return Decision(analysis.job_id, analysis.id.strip(), score=analysis.matchScore, passed=passed)


class _Events:
    """Reads a batch's events, or those of several, each outcome once however often it comes."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._batch = ""
        self._decisions: dict[tuple[str, int], Decision] = {}
        self._nameless: dict[tuple[str, int], int] = {}
        self._notes: list[str] = []
        self._is_open = True

    def read(self, text: str) -> Results:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():  # a stream's sign of life is an empty one
                try:
                    self._take(_line.decode(line))
                except msgspec.DecodeError as exc:
                    raise UnusableFile(f"{self._name}: Line {number} is no event: {exc}.") from exc
        if self._is_open:
            self._notes.append("The events end before the batch does: what is missing is not counted.")
        self._tell_jobs_apart()
        return Results("events", tuple(self._decisions.values()), tuple(dict.fromkeys(self._notes)))

    def _take(self, line: _Line) -> None:
        match line.event:
            case "accepted":
                self._batch, self._is_open = _accepted.decode(line.data).batchId, True
            case "analysis" | "skipped" | "failed":
                outcome = _outcome.decode(line.data)
                score = outcome.analysis.matchScore if outcome.analysis else None
                decision = Decision(outcome.job_id, outcome.candidateId.strip(), line.event, score, outcome.passed)
                self._decisions[self._batch, outcome.pair] = decision
                if not outcome.job_id:
                    self._nameless[self._batch, outcome.pair] = outcome.jobIndex
            case "done":
                done, self._is_open = _done.decode(line.data), False
                if done.status != "completed":
                    self._notes.append(f"A batch ended {done.status}: {done.notAttempted} of its pairs were not attempted.")

    def _tell_jobs_apart(self) -> None:
        """Call jobs without an id by their place in the request, where there are several."""
        if len(set(self._nameless.values())) > 1:
            for pair, place in self._nameless.items():
                self._decisions[pair] = replace(self._decisions[pair], job_id=f"no. {place + 1}, without an id")


def _sheet(name: str, sheet: Sheet) -> Iterable[Decision]:
    job, candidate, passed = sheet.find("job_id"), sheet.find(*ID_NAMES), sheet.find("passed")
    score = sheet.find("matchScore")
    if candidate is None or score is None:
        raise UnusableFile(
            f"{name}: Expected the columns candidateId and matchScore, or JSON, got {', '.join(sheet.header)[:200]}."
        )
    for row in sheet.rows:
        yield Decision(
            job_id="" if job is None else row.cells[job],
            candidate_id=row.cells[candidate],
            score=_number(name, row, row.cells[score]),
            passed=None if passed is None else _truth(name, row, row.cells[passed]),
        )


def _number(name: str, row: Row, cell: str) -> float:
    try:
        score = float(cell)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 100:
        raise UnusableFile(f"{name}: Line {row.line}: Expected a matchScore from 0 to 100, got {cell[:64]!r}.")
    return score


def _truth(name: str, row: Row, cell: str) -> bool | None:
    if cell.lower() not in _TRUTH:
        raise UnusableFile(f"{name}: Line {row.line}: Expected true or false in passed, got {cell[:64]!r}.")
    return _TRUTH[cell.lower()]


def absent(decisions: Sequence[Decision], candidate_ids: Iterable[str]) -> list[Decision]:
    """A decision for each job and candidate without one, as having no result."""
    jobs = dict.fromkeys(decision.job_id for decision in decisions)
    known = {(decision.job_id, decision.candidate_id) for decision in decisions}
    return [Decision(job, each, "absent") for each in candidate_ids for job in jobs if (job, each) not in known]


def _decode(name: str, text: str, type_: type[Any]) -> Any:
    try:
        return msgspec.json.decode(text, type=type_)
    except msgspec.DecodeError as exc:
        raise UnusableFile(f"{name}: These are no analyses: {exc}.") from exc


def _try(text: str, type_: type[Any]) -> Any:
    """What the text holds if it is of this type, else None."""
    try:
        return msgspec.json.decode(text, type=type_)
    except msgspec.DecodeError:
        return None
