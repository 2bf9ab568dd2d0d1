"""A browser's own EventSource, and the page's stream over it, across the deaths of their server."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Request, sync_playwright

from tests.conftest import Lives
from tests.static.test_page import CHROMIUM, FLAGS

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("unmeasured")]

PAIRS = 12
REQUEST: dict[str, Any] = {
    "jobs": [{"job_id": "J1", "technical_skills": ["Python"]}],
    "candidates": [{"candidateId": f"C{n}", "technical_skills": ["Python", f"Skill {n}"]} for n in range(PAIRS)],
    "threshold": 0,
}
IDS = [str(number) for number in range(1, PAIRS + 3)]
WAIT_MS = 30_000
LONGEST_RETRY_MS = 3000
"""The longest delay that a stream's opening asks for."""
ALL = 1000

LISTEN = """url => {
    Object.assign(window, { ids: [], states: [], source: new EventSource(url) });
    for (const name of ["accepted", "analysis", "skipped", "failed", "done"])
        source.addEventListener(name, (event) => ids.push(event.lastEventId));
    source.onerror = () => states.push(source.readyState);
}"""

FOLLOW = """async url => {
    const { BatchStream } = await import("/static/stream.js");
    Object.assign(window, { names: [], pairs: [], lost: false });
    const take = (name, data) => {
        if (name === "progress") return;
        names.push(name);
        if ("pair" in data) pairs.push(data.pair);
    };
    const tell = { event: take, connected: () => {}, lost: () => { window.lost = true; } };
    window.stream = new BatchStream(url.replace("/events", ""), tell);
    stream.connect();
}"""


@pytest.fixture
def tab() -> Iterator[Page]:
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        try:
            yield browser.new_page()
        finally:
            browser.close()


def make_batch(url: str) -> str:
    answer = httpx.post(f"{url}/ai/batches", json=REQUEST)
    assert answer.status_code == 202
    return str(answer.json()["events"])


def wait_for(tab: Page, condition: str) -> None:
    tab.wait_for_function(condition, timeout=WAIT_MS)


def requests_for(tab: Page, path: str) -> list[Request]:
    """The requests for `path` from now on; the list goes on growing."""
    seen: list[Request] = []
    tab.on("request", lambda request: seen.append(request) if urlsplit(request.url).path == path else None)
    return seen


def open_batch(lives: Lives, tab: Page, script: str, calls: int) -> list[Request]:
    """Begin a life, make a batch, and follow it from a page that has no script of its own; returns its requests."""
    url = lives.begin(calls)
    path = make_batch(url)
    tab.goto(f"{url}/health")
    asked = requests_for(tab, path)
    tab.evaluate(script, path)
    return asked


def test_an_eventsource_sees_every_id_once_though_its_server_is_killed_twice(lives: Lives, tab: Page) -> None:
    asked = open_batch(lives, tab, LISTEN, 3)
    wait_for(tab, "ids.length === 4")
    lives.end()
    # The lost connection, and two knocks at an address where nobody answers: it goes on knocking.
    wait_for(tab, "states.length >= 3")
    lives.begin(4)
    wait_for(tab, "ids.length === 8")
    lives.end()
    lives.begin(ALL)
    wait_for(tab, f"ids.length === {len(IDS)}")
    assert tab.evaluate("ids") == IDS
    check_that_it_stops(tab, asked)


def check_that_it_stops(tab: Page, asked: list[Request]) -> None:
    """After the terminal event it asks once more, is told 204, and never again; it had not given up before."""
    wait_for(tab, "source.readyState === EventSource.CLOSED")
    states = tab.evaluate("states")
    assert (set(states[:-1]), states[-1]) == ({0}, 2)
    answer = asked[-1].response()
    assert answer is not None
    assert (answer.status, asked[-1].all_headers()["last-event-id"]) == (204, IDS[-1])
    number = len(asked)
    tab.wait_for_timeout(LONGEST_RETRY_MS)
    assert len(asked) == number


def test_an_eventsource_outlives_a_server_that_is_stopped(lives: Lives, tab: Page) -> None:
    open_batch(lives, tab, LISTEN, 3)
    wait_for(tab, "ids.length === 4")
    assert lives.end(signal.SIGTERM) == 0
    wait_for(tab, "states.length >= 1")
    lives.begin(ALL)
    wait_for(tab, f"ids.length === {len(IDS)}")
    assert tab.evaluate("ids") == IDS
    assert tab.evaluate("states[0] === EventSource.CONNECTING")


def test_an_eventsource_that_closes_at_done_asks_for_nothing_more(lives: Lives, tab: Page) -> None:
    closing = LISTEN.removesuffix("}") + "source.addEventListener('done', () => source.close()); }"
    asked = open_batch(lives, tab, closing, ALL)
    wait_for(tab, "source.readyState === EventSource.CLOSED")
    tab.wait_for_timeout(LONGEST_RETRY_MS)
    assert (tab.evaluate("ids"), len(asked)) == (IDS, 1)


def test_the_pages_stream_goes_on_where_the_browser_gives_up(lives: Lives, tab: Page) -> None:
    asked = open_batch(lives, tab, FOLLOW, 3)
    wait_for(tab, "names.length === 4")
    lives.end()
    with bad_gateway(lives.port) as turned_away:
        # A proxy's 502 ends an EventSource; the page asks whether the batch is there, and makes a new one.
        assert turned_away.acquire(timeout=WAIT_MS / 1000)
    lives.begin(ALL)
    wait_for(tab, f"names.length === {len(IDS)}")
    assert tab.evaluate("[names[0], names.at(-1), lost]") == ["accepted", "done", False]
    assert sorted(tab.evaluate("pairs")) == list(range(PAIRS))
    assert urlsplit(asked[-1].url).query == "after=4"
    number = len(asked)
    tab.wait_for_timeout(LONGEST_RETRY_MS)
    assert len(asked) == number


@contextmanager
def bad_gateway(port: int) -> Iterator[threading.Semaphore]:
    """What a proxy says while nothing is behind it; the semaphore counts who was told so of a batch's events."""
    told = threading.Semaphore(0)

    class BadGateway(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(502)
            if "/events" in self.path:
                told.release()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", port), BadGateway) as proxy:
        serving = threading.Thread(target=proxy.serve_forever)
        serving.start()
        try:
            yield told
        finally:
            proxy.shutdown()
            serving.join()
