"""The blocking answer: rows in order, or the cause when there are none."""

from __future__ import annotations

import asyncio
import json
from typing import Any, cast

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from scoring.engine.tally import Tally
from scoring.errors import Code
from scoring.events import Done, DoneStatus, Failed, encode
from scoring.prices import Tokens
from server.compat import collect_list
from server.log.base import Following
from server.runner import Runner
from tests.server.test_stream import FakeLog
from tests.virtual_time import in_virtual_time

NewEvent = tuple[str, bytes]
SKIPPED: NewEvent = ("skipped", b"{}")


def analysed(pair: int, *, passed: bool = True) -> NewEvent:
    """An outcome whose row is not how we would encode it, so that a re-encoded one shows."""
    return "analysis", b'{"pair":%d,"passed":%b,"analysis":{"id": "c%d"}}' % (pair, json.dumps(passed).encode(), pair)


def failed(code: Code, message: str = "no") -> NewEvent:
    event = Failed(pair=0, jobIndex=0, candidateIndex=0, job_id="J", candidateId="C", code=code, message=message, attempts=1)
    return event.event, encode(event)


def done(outcomes: list[NewEvent], status: DoneStatus = "completed", code: Code | None = None) -> NewEvent:
    """The end of a batch with these outcomes."""
    names = [name for name, _ in outcomes]
    event = Done(
        status=status,
        code=code,
        pairs=len(names),
        analysed=names.count("analysis"),
        passed=0,
        skipped=names.count("skipped"),
        failed=names.count("failed"),
        notAttempted=0,
        cached=0,
        elapsedSeconds=1.0,
        tokens=Tokens(),
        costUsd=None,
    )
    return event.event, encode(event)


class FakeRunner:
    """Runs nothing: it knows a batch's tally, and cancelling ends the batch in the log."""

    def __init__(self, log: FakeLog, retry_after_s: float | None) -> None:
        self.cancelled = 0
        self.draining = False
        self._log = log
        self._tally = Tally(1)
        self._tally.retry_after_s = retry_after_s

    def tally(self, batch_id: str) -> Tally:
        return self._tally

    def cancel(self, batch_id: str) -> None:
        self.cancelled += 1
        self._log.commit(done([], "cancelled", "cancelled"))


class Call:
    """A blocking call whose client stays until `leave()`."""

    def __init__(self, retry_after_s: float | None = None) -> None:
        self.log = FakeLog()
        self.runner = FakeRunner(self.log, retry_after_s)
        self._left = asyncio.Event()

    def leave(self) -> None:
        self._left.set()

    async def answer(self) -> Response:
        request = Request({"type": "http", "method": "POST", "path": "/", "headers": []}, self._receive)
        return await collect_list(request, cast("Following", self.log), cast("Runner", self.runner), "batch")

    async def _receive(self) -> Message:
        await self._left.wait()
        return {"type": "http.disconnect"}


async def answer_to(*outcomes: NewEvent, retry_after_s: float | None = None) -> Response:
    call = Call(retry_after_s)
    call.log.commit(*outcomes, done(list(outcomes)))
    return await call.answer()


def detail(response: Response) -> str:
    content: dict[str, Any] = json.loads(bytes(response.body))
    return str(content["detail"])


@in_virtual_time
async def test_rows_come_in_input_order_byte_for_byte() -> None:
    response = await answer_to(analysed(2), analysed(0), analysed(1))
    assert response.status_code == 200
    assert response.body == b'[{"id": "c0"},{"id": "c1"},{"id": "c2"}]'
    assert response.headers["content-type"] == "application/json"


@in_virtual_time
async def test_a_row_below_the_threshold_is_left_out() -> None:
    assert (await answer_to(analysed(0, passed=False), analysed(1))).body == b'[{"id": "c1"}]'


@in_virtual_time
async def test_a_failed_pair_does_not_spoil_the_others() -> None:
    response = await answer_to(failed("timeout"), SKIPPED, analysed(2), failed("internal"))
    assert (response.status_code, response.body) == (200, b'[{"id": "c2"}]')
    counts = {name: response.headers[f"x-batch-{name}"] for name in ("id", "failed", "skipped")}
    assert counts == {"id": "batch", "failed": "2", "skipped": "1"}


@in_virtual_time
async def test_success_is_a_pair_that_was_analysed_whether_it_passed_or_not() -> None:
    response = await answer_to(failed("timeout"), analysed(1, passed=False))
    assert (response.status_code, response.body) == (200, b"[]")


@in_virtual_time
async def test_a_batch_of_which_all_was_skipped_is_an_empty_list() -> None:
    response = await answer_to(SKIPPED, SKIPPED)
    assert (response.status_code, response.body, response.headers["x-batch-skipped"]) == (200, b"[]", "2")


CAUSES: dict[str, tuple[list[Code], int]] = {
    "rate limit": (["rate_limited"], 429),
    "quota": (["quota_exhausted"], 429),
    "both": (["rate_limited", "quota_exhausted", "rate_limited"], 429),
    "time-outs": (["timeout", "timeout"], 504),
    "ours": (["internal", "internal"], 500),
    "key": (["unauthorized"], 502),
    "provider": (["provider_error"], 502),
    "invalid output": (["invalid_output"], 502),
    "refusal": (["refused"], 502),
    "too long": (["too_long"], 502),
    "rate limit and time-out": (["rate_limited", "timeout"], 502),
    "ours and time-out": (["internal", "timeout"], 502),
    "time-out and what it stopped": (["cancelled", "timeout", "cancelled"], 504),
    "quota and what it stopped": (["cancelled", "quota_exhausted"], 429),
}


@pytest.mark.parametrize("name", CAUSES)
@in_virtual_time
async def test_when_no_pair_succeeds_the_status_is_their_cause(name: str) -> None:
    codes, status = CAUSES[name]
    response = await answer_to(SKIPPED, *(failed(code) for code in codes))
    assert response.status_code == status
    assert (response.headers["x-batch-failed"], response.headers["x-batch-skipped"]) == (str(len(codes)), "1")


@in_virtual_time
async def test_the_answer_quotes_the_first_cause_that_is_not_a_consequence() -> None:
    response = await answer_to(
        failed("cancelled", "stopped"), failed("unauthorized", "Wrong key."), failed("timeout", "late")
    )
    assert detail(response) == "None of the 3 attempted pairs succeeded (unauthorized): Wrong key."


STOPPED = failed("cancelled", "stopped")
ENDED: dict[str, tuple[list[NewEvent], DoneStatus, Code, int]] = {
    "cancelled before any call": ([], "cancelled", "cancelled", 503),
    "cancelled in the middle": ([STOPPED, SKIPPED, STOPPED], "cancelled", "cancelled", 503),
    "broken before any call": ([SKIPPED], "failed", "internal", 500),
    "broken in the middle": ([STOPPED], "failed", "internal", 500),
}


@pytest.mark.parametrize("name", ENDED)
@in_virtual_time
async def test_a_batch_that_was_ended_before_any_analysis_is_no_empty_list(name: str) -> None:
    outcomes, ended, code, status = ENDED[name]
    call = Call()
    call.log.commit(*outcomes, done(outcomes, ended, code))
    response = await call.answer()
    assert response.status_code == status
    assert detail(response) == f"The batch was ended before any pair was analysed ({code})."


@in_virtual_time
async def test_what_was_analysed_before_a_batch_was_ended_is_told() -> None:
    call = Call()
    call.log.commit(analysed(0), STOPPED, done([analysed(0), STOPPED], "cancelled", "cancelled"))
    response = await call.answer()
    assert (response.status_code, response.body) == (200, b'[{"id": "c0"}]')


@pytest.mark.parametrize(
    ("code", "retry_after_s", "expected"),
    [
        pytest.param("rate_limited", 1.2, "2", id="rounded up"),
        pytest.param("rate_limited", 3600.0, "3600", id="an hour"),
        pytest.param("quota_exhausted", 5.0, "5", id="quota"),
        pytest.param("rate_limited", None, None, id="not known"),
        pytest.param("timeout", 5.0, None, id="not a limit"),
    ],
)
@in_virtual_time
async def test_retry_after_is_told_with_a_429_when_it_is_known(
    code: Code, retry_after_s: float | None, expected: str | None
) -> None:
    response = await answer_to(failed(code), retry_after_s=retry_after_s)
    assert response.headers.get("retry-after") == expected


@in_virtual_time
async def test_a_batch_that_is_deleted_under_the_call_is_503() -> None:
    call = Call()
    call.log.commit(analysed(0))
    call.log.close()
    response = await call.answer()
    assert (response.status_code, response.headers["x-batch-id"]) == (503, "batch")
    assert detail(response) == "The batch was ended before it was finished."


@in_virtual_time
async def test_the_answer_waits_for_the_last_pair() -> None:
    call = Call()
    loop = asyncio.get_running_loop()
    loop.call_at(2.0, call.log.commit, analysed(0))
    loop.call_at(40.0, call.log.commit, done([analysed(0)]))
    assert (await call.answer()).body == b'[{"id": "c0"}]'
    assert loop.time() == 40.0
    assert call.log.followers == 0


@in_virtual_time
async def test_a_client_that_goes_away_cancels_its_batch_at_once() -> None:
    call = Call()
    loop = asyncio.get_running_loop()
    loop.call_at(3.0, call.leave)
    await call.answer()
    assert loop.time() == 3.0
    assert call.runner.cancelled
    assert call.log.followers == 0


@in_virtual_time
async def test_a_call_that_is_cancelled_cancels_its_batch() -> None:
    call = Call()
    calling = asyncio.create_task(call.answer())
    await asyncio.sleep(1.0)
    assert call.log.followers == 1
    calling.cancel()
    await asyncio.wait({calling})
    assert calling.cancelled()
    assert call.runner.cancelled
    assert (call.log.followers, asyncio.all_tasks()) == (0, {asyncio.current_task()})
