"""The page in a real browser, over a real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request, Route, ViewportSize, expect, sync_playwright

from tests.conftest import ROOT, ServerProcess
from tests.fakes.provider import FakeProvider, Fault, answer_for, completion, error, on_a_thread

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("unmeasured")]

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SAMPLE = json.loads((ROOT / "static" / "sample.json").read_text())
PAIRS = len(SAMPLE["jobs"]) * len(SAMPLE["candidates"])
PATIENCE_MS = 20_000
HANG = Fault(hang=True)
Start = Callable[..., ServerProcess]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Debian's chromium is not installed")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose scripts throw nothing and load nothing from elsewhere."""
    context = browser.new_context()
    page = context.new_page()
    thrown: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert thrown == []
    assert {url for url in asked if not url.startswith(("http://127.0.0.1:", "data:,"))} == set()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a server of the test's own before `provider`; all of them keep their batches in one database."""
    running: list[ServerProcess] = []

    def start(provider: FakeProvider, limit: int = 4, port: int = 0, **more: str) -> ServerProcess:
        settings = {"OPENAI_BASE_URL": provider.base_url, "BATCH_CONCURRENT_LIMIT": str(limit), **more}
        running.append(ServerProcess(tmp_path, port, **settings))
        return running[-1]

    yield start
    for process in running:
        if process.process.poll() is None:
            process.stop()


def batch(candidates: int, jobs: int = 1, **fields: Any) -> dict[str, Any]:
    """A request of so many jobs and candidates, each with these fields besides its id and skills, and none like another."""
    return {
        "jobs": [{"job_id": f"BE-{n}", "technical_skills": ["Python"], "job_tag": ["backend"]} for n in range(jobs)],
        "candidates": [
            {"candidateId": f"C{n}", "technical_skills": ["Python", f"Tool {n:02}"], **fields} for n in range(candidates)
        ],
        "threshold": 0,
    }


def choose(page: Page, request: object) -> None:
    """Score a file with this request, once files are taken."""
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    page.locator("[data-file]").set_input_files({"name": "batch.json", "mimeType": "application/json", "buffer": body})


def expect_text(page: Page, text: str) -> None:
    expect(page.locator("[data-text]")).to_contain_text(text)


def score_the_sample(page: Page, server_url: str) -> None:
    page.goto(server_url)
    page.get_by_role("button", name="Score the sample").click()
    expect_text(page, f"{PAIRS} of {PAIRS} pairs, completed")


def shown_scores(page: Page) -> list[int]:
    return [int(text) for text in page.locator(".score").all_text_contents()]


def shown_pairs(page: Page) -> list[str]:
    pairs: list[str] = page.locator("[data-results] > li").evaluate_all("rows => rows.map((row) => row.dataset.pair)")
    return pairs


def scoring(*scores: int) -> Callable[[int, dict[str, Any]], Fault | None]:
    """A provider whose n-th answer has the n-th of these scores."""

    def answer(number: int, body: dict[str, Any]) -> Fault | None:
        judged = answer_for(body)
        scored = {key: scores[number - 1] for key in judged if key.endswith("Score")}
        return Fault(body=completion(json.dumps(judged | scored)))

    return answer


# -- a batch, from its start to its end ------------------------------------------------------------------------


def test_one_button_streams_ranked_analyses(page: Page, server_url: str) -> None:
    score_the_sample(page, server_url)
    scores = shown_scores(page)
    assert len(scores) > 10
    assert scores == sorted(scores, reverse=True)
    assert "batch=" in page.url
    expect(page).to_have_title("Completed · Resume analysis")


def test_reloading_restores_the_batch(page: Page, server_url: str) -> None:
    score_the_sample(page, server_url)
    before = page.locator("[data-results]").inner_text()
    page.reload()
    expect_text(page, "completed")
    assert page.locator("[data-results]").inner_text() == before


def test_a_row_opens_to_its_insights(page: Page, server_url: str) -> None:
    score_the_sample(page, server_url)
    page.locator("[data-results] summary").first.click()
    body = page.locator("[data-results] .body").first
    expect(body).to_contain_text("Core skills")
    expect(body).to_contain_text("Evidence")


def test_a_job_filters_the_rows_and_keeps_their_order(page: Page, server_url: str) -> None:
    score_the_sample(page, server_url)
    whole = shown_pairs(page)
    page.locator("[data-job]").select_option("ICU-202")
    assert set(page.locator(".id").all_inner_texts()) == {"ICU-202"}
    scores = shown_scores(page)
    assert scores == sorted(scores, reverse=True)
    page.locator("[data-job]").select_option("All jobs")
    assert shown_pairs(page) == whole


def test_rows_arrive_while_the_batch_runs_and_cancel_ends_its_calls(page: Page, start: Start) -> None:
    with on_a_thread(FakeProvider(lambda number, body: HANG if number > 6 else None)) as provider:
        page.goto(start(provider).url)
        page.get_by_role("button", name="Score the sample").click()
        expect(page.locator("[data-results] > li")).to_have_count(6)
        expect(page.locator("[data-text]")).to_have_text(re.compile(rf"\d+ of {PAIRS} pairs, about \d+ (s|min) left"))
        expect(page).to_have_title(re.compile(r"^\d+ % · "))
        page.get_by_role("button", name="Cancel").click()
        expect_text(page, f"of {PAIRS} pairs, cancelled")
        expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
        expect(page.get_by_role("status")).to_have_text(re.compile("cancelled"))
        assert (len(provider.calls), provider.abandoned) == (10, 4)
        expect(page.locator("[data-results] > li")).to_have_count(6)


def test_what_a_batch_waits_for_is_told(page: Page, start: Start) -> None:
    with on_a_thread(FakeProvider()) as provider:
        page.goto(start(provider, LIMIT_RPM="2").url)
        choose(page, batch(3))
        expect(page.locator("[data-text]")).to_have_text(
            re.compile(r"1 of 3 pairs, about \d+ (s|min) left, waiting for requests per minute, \d+\.\d s")
        )


def test_a_refused_key_fails_the_batch_and_the_page_says_so(page: Page, start: Start) -> None:
    with on_a_thread(FakeProvider(lambda number, body: error(401, message="no such key"))) as provider:
        page.goto(start(provider, limit=1).url)
        choose(page, batch(3))
        expect_text(page, "1 of 3 pairs, failed (unauthorized)")
    expect(page.get_by_role("alert")).to_have_text("The batch failed: the provider refused the key.")
    page.get_by_text("0 skipped, 1 failed.").click()
    expect(page.locator("[data-reasons] li")).to_have_text(
        [re.compile(r"1 × unauthorized: The provider answered 401: 'no such key' \(.+\). Check OPENAI_API_KEY, .+\.")]
    )


def test_what_is_left_out_is_counted_by_its_reason(page: Page, server_url: str) -> None:
    page.goto(server_url)
    request = batch(3, candidate_tag=["pastry cook"])
    request["candidates"][0]["candidate_tag"] = ["backend"]
    choose(page, request)
    expect_text(page, "3 of 3 pairs, completed")
    page.get_by_text("2 skipped, 0 failed. More than half were skipped: check the tags.").click()
    expect(page.locator("[data-reasons] li")).to_have_text(["2 × The candidate's tags are too far from the job's."])
    request["candidates"][1]["candidate_tag"] = ["backend"]
    choose(page, request)
    expect(page.locator("[data-left-out-text]")).to_have_text("1 skipped, 0 failed.")


# -- rows ------------------------------------------------------------------------------------------------------


def test_an_open_row_stays_open_and_focused_while_others_arrive_above_it(page: Page, start: Start) -> None:
    with on_a_thread(FakeProvider(scoring(60, 90, 70, 50), held=True)) as provider:
        page.goto(start(provider, limit=1).url)
        choose(page, batch(4))
        provider.release(1)
        page.locator("[data-results] summary").click()
        expect(page.locator("[data-results] .body")).to_be_visible()
        page.evaluate("window.blurs = 0; document.activeElement.addEventListener('blur', () => { window.blurs += 1; })")
        provider.release(3)
        expect_text(page, "4 of 4 pairs, completed")
    assert shown_pairs(page) == ["1", "2", "0", "3"]
    focused = "document.activeElement.closest('li')?.dataset.pair"
    assert (page.evaluate(focused), page.evaluate("window.blurs")) == ("0", 0)
    expect(page.locator("[data-results] details[open]")).to_have_count(1)
    expect(page.locator("[data-results] .body")).to_be_visible()


def test_a_row_fades_in_and_the_lists_inside_it_do_not(page: Page, server_url: str) -> None:
    page.goto(server_url)
    choose(page, batch(2))
    expect_text(page, "completed")
    page.locator("[data-results] summary").first.click()
    animation = "items => items.map((item) => getComputedStyle(item).animationName)"
    assert page.locator("[data-results] > li").evaluate_all(animation) == ["arrive", "arrive"]
    assert set(page.locator("[data-results] .body li").evaluate_all(animation)) == {"none"}


def test_two_thousand_analyses_are_ranked_without_holding_the_page_up(page: Page, server_url: str) -> None:
    page.add_init_script("""
        window.handlers = [];
        window.ends = new Set();
        const note = (text) => text.includes("completed") && window.ends.add(text);
        addEventListener("DOMContentLoaded", () => {
            const text = document.querySelector("[data-text]");
            new MutationObserver(() => note(text.textContent)).observe(text, { childList: true });
        });
        const request = requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (work) => request((time) => {
            const began = performance.now();
            work(time);
            window.handlers.push(performance.now() - began);
        });
    """)
    request = batch(50, jobs=40)
    for years, candidate in enumerate(request["candidates"]):
        candidate["experience_year"] = years
    page.goto(server_url)
    choose(page, request)
    expect_text(page, "2000 of 2000 pairs, completed")
    _tell_frames(page, "as they come")
    page.reload()
    expect_text(page, "2000 of 2000 pairs, completed")
    _tell_frames(page, "all at once")
    assert page.evaluate("[...window.ends]") == ["2000 of 2000 pairs, completed"]
    ranked = [(-score, int(pair)) for score, pair in zip(shown_scores(page), shown_pairs(page), strict=True)]
    assert len(ranked) == 2000
    assert len({score for score, _ in ranked}) > 3
    assert ranked == sorted(ranked)


def _tell_frames(page: Page, how: str) -> None:
    handlers_ms = page.evaluate("window.handlers")
    print(f"2000 analyses {how}: {len(handlers_ms)} frames, the longest handler took {max(handlers_ms):.0f} ms")


HOSTILE = "<img src=x onerror=document.title='owned'>"


def test_hostile_text_stays_text(page: Page, server_url: str) -> None:
    page.goto(server_url)
    choose(page, {"jobs": [{"job_id": HOSTILE}], "candidates": [{"name": HOSTILE}]})
    expect_text(page, "1 of 1 pairs, completed")
    assert HOSTILE in page.locator(".name").inner_text()
    assert page.locator("[data-results] img").count() == 0
    assert "owned" not in page.title()


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.js")), ids=lambda path: path.name)
def test_no_script_makes_markup_of_text(path: Path) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|https?://", path.read_text())


# -- what can go wrong -----------------------------------------------------------------------------------------


def test_bad_input_is_told_in_a_sentence(page: Page, server_url: str) -> None:
    page.goto(server_url)
    choose(page, {"jobs": []})
    expect(page.get_by_role("alert")).to_contain_text("body.candidates: This field is required.")
    choose(page, b"{jobs")
    expect(page.get_by_role("alert")).to_contain_text("JSON is malformed")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda route: route.abort(), "The server could not be reached."),
        (lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"), "The server answered 502."),
        (lambda route: route.fulfill(status=413, json={"detail": "Too large."}), "Too large."),
    ],
    ids=["unreachable", "gateway", "refused"],
)
def test_a_batch_that_cannot_be_started_is_told(
    page: Page, server_url: str, answer: Callable[[Route], None], sentence: str
) -> None:
    page.goto(server_url)
    page.route("**/ai/batches", answer)
    choose(page, batch(1))
    expect(page.get_by_role("alert")).to_have_text(sentence)
    page.unroute("**/ai/batches")
    choose(page, batch(1))
    expect_text(page, "1 of 1 pairs, completed")
    expect(page.get_by_role("alert")).to_have_count(0)


def double_click(page: Page) -> None:
    button = page.get_by_role("button", name="Score the sample")
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 60"))  # far enough ahead to be so when it gets there
    with page.expect_response("**/ai/batches"):
        button.click()
    expect(button).to_be_enabled()
    button.click()
    page.clock.resume()


def hold_enter(page: Page) -> None:
    page.get_by_role("button", name="Score the sample").focus()
    page.clock.install()
    for _ in range(3):
        page.keyboard.down("Enter")
        page.clock.fast_forward(1000)
    page.keyboard.up("Enter")


def click_while_the_first_is_on_its_way(page: Page) -> None:
    button = page.get_by_role("button", name="Score the sample")
    held: list[Route] = []
    page.route("**/ai/batches", lambda route: held.append(route))
    page.clock.install()
    with page.expect_request("**/ai/batches"):
        button.click()
    page.clock.fast_forward(1000)  # no double click
    button.dispatch_event("click")
    expect(page.locator("[data-file]")).to_be_disabled()
    held[0].continue_()


@pytest.mark.parametrize("act", [double_click, hold_enter, click_while_the_first_is_on_its_way])
def test_one_wish_starts_one_batch(page: Page, server_url: str, act: Callable[[Page], None]) -> None:
    posts: list[Request] = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    page.goto(server_url)
    act(page)
    expect_text(page, f"{PAIRS} of {PAIRS} pairs, completed")
    assert len(posts) == 1
    assert page.evaluate("history.length") == 2 + 1  # about:blank, the empty page, the batch


def test_a_cancel_that_fails_is_told_and_can_be_repeated(page: Page, start: Start) -> None:
    asked: list[Route] = []

    def refuse(route: Route) -> None:
        asked.append(route)
        route.fulfill(status=503, json={"detail": "Not now."})

    with on_a_thread(FakeProvider(lambda number, body: HANG)) as provider:
        page.goto(start(provider).url)
        choose(page, batch(12))
        cancel = page.get_by_role("button", name="Cancel", exact=True)
        page.route("**/cancel", refuse)
        cancel.evaluate("button => { button.click(); button.click(); }")
        expect(page.get_by_role("alert")).to_have_text("The batch could not be cancelled. Not now.")
        assert len(asked) == 1
        page.unroute("**/cancel")
        cancel.click()
        expect_text(page, "4 of 12 pairs, cancelled")
        expect(page.get_by_role("alert")).to_have_count(0)


# -- the connection --------------------------------------------------------------------------------------------


def test_the_page_reconnects_to_a_restarted_server_without_hole_or_double(page: Page, start: Start) -> None:
    with on_a_thread(FakeProvider(held=True)) as provider:
        server = start(provider)
        page.goto(server.url)
        choose(page, batch(12))
        provider.release(5)
        expect(page.locator("[data-results] > li")).to_have_count(5)
        server.stop(signal.SIGKILL)
        expect_text(page, "5 of 12 pairs, the connection is lost, reconnecting…")
        expect(page.get_by_role("status")).to_have_text(re.compile("reconnecting"))
        start(provider, port=int(server.url.rpartition(":")[2]))
        provider.release(100)
        expect_text(page, "12 of 12 pairs, completed")
        kept = httpx.get(f"{server.url}/ai/batches/{page.url.rpartition('=')[2]}/results").json()["results"]
    assert sorted(shown_pairs(page), key=int) == [str(n) for n in range(12)]
    assert len(kept) == 12


def test_a_finished_batch_does_not_miss_its_server(page: Page, start: Start) -> None:
    page.add_init_script("""
        window.sources = [];
        window.EventSource = class extends EventSource {
            constructor(url) {
                super(url);
                window.sources.push(this);
            }
        };
    """)
    with on_a_thread(FakeProvider()) as provider:
        server = start(provider)
        page.goto(server.url)
        choose(page, batch(12))
        expect_text(page, "12 of 12 pairs, completed")
        assert page.evaluate("window.sources.map((source) => source.readyState === EventSource.CLOSED)") == [True]
        server.stop(signal.SIGKILL)
        start(provider, port=int(server.url.rpartition(":")[2])).url  # noqa: B018
        page.reload()
        expect_text(page, "12 of 12 pairs, completed")
    assert sorted(shown_pairs(page), key=int) == [str(n) for n in range(12)]


@pytest.fixture
def finished(server_url: str) -> tuple[str, str]:
    """The id and the whole stream of a finished batch of 12 pairs."""
    made = httpx.post(f"{server_url}/ai/batches", json=batch(12)).json()
    return made["id"], httpx.get(server_url + made["events"], timeout=30).text


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_a_stream_that_is_cut_goes_on_where_it_was(
    page: Page, server_url: str, finished: tuple[str, str], share: float
) -> None:
    batch_id, stream = finished
    part = "retry: 1\n" + stream[: int(len(stream) * share)]
    page.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=part), times=1)
    page.goto(f"{server_url}/?batch={batch_id}")
    expect_text(page, "12 of 12 pairs, completed")
    assert sorted(shown_pairs(page), key=int) == [str(n) for n in range(12)]


def test_a_stream_that_begins_again_shows_nothing_twice(page: Page, server_url: str, finished: tuple[str, str]) -> None:
    batch_id, stream = finished
    bodies = ["retry: 1\n" + stream[: len(stream) // 2], stream]
    page.route("**/events?*", lambda route: route.fulfill(content_type="text/event-stream", body=bodies.pop(0)), times=2)
    page.goto(f"{server_url}/?batch={batch_id}")
    expect_text(page, "12 of 12 pairs, completed")
    assert len(shown_pairs(page)) == 12


def test_a_stream_that_a_gateway_refuses_is_tried_again(page: Page, start: Start) -> None:
    with on_a_thread(FakeProvider(held=True)) as provider:
        server = start(provider)
        made = httpx.post(f"{server.url}/ai/batches", json=batch(12)).json()
        page.route("**/events?*", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
        page.goto(f"{server.url}/?batch={made['id']}")
        expect(page.locator("[data-text]")).to_have_text("The connection is lost, reconnecting…")
        page.unroute("**/events?*")
        provider.release(1)
        expect(page.locator("[data-text]")).to_have_text(re.compile(r"^1 of 12 pairs(, about \d+ (s|min) left)?$"))


def test_a_page_that_was_put_away_goes_on_when_it_is_shown_again(page: Page, start: Start) -> None:
    with on_a_thread(FakeProvider(held=True)) as provider:
        server = start(provider)
        page.goto(server.url)
        choose(page, batch(12))
        provider.release(1)
        rows = page.locator("[data-results] > li")
        expect(rows).to_have_count(1)
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
        provider.release(11)
        url = f"{server.url}/ai/batches/{page.url.rpartition('=')[2]}/events"
        assert httpx.get(url, timeout=30).text.count("event: analysis") == 12
        assert rows.count() == 1
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        expect(rows).to_have_count(12)


def test_a_page_out_of_sight_goes_on_in_its_tab(page: Page, server_url: str) -> None:
    page.add_init_script("""
        window.requestAnimationFrame = () => 1;  // a hidden page has no frames
        Object.defineProperty(document, "hidden", { value: true });
        window.updates = 0;
        addEventListener("DOMContentLoaded", () => {
            const text = document.querySelector("[data-text]");
            new MutationObserver(() => { window.updates += 1; }).observe(text, { childList: true });
        });
    """)
    page.goto(server_url)
    choose(page, batch(50, jobs=4))
    expect(page).to_have_title("Completed · Resume analysis")
    assert len(shown_pairs(page)) == 200
    page.reload()
    expect(page).to_have_title("Completed · Resume analysis")
    assert len(shown_pairs(page)) == 200
    assert page.evaluate("window.updates") < 5  # 40 rows at a time would take five


# -- the address -----------------------------------------------------------------------------------------------


def expect_empty(page: Page) -> None:
    expect(page.locator("[data-status]")).to_be_hidden()
    expect(page.locator("[data-left-out]")).to_be_hidden()
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    expect(page.locator("[data-results] > li")).to_have_count(0)
    expect(page).to_have_title("Resume analysis")


def test_back_and_forward_show_the_batch_of_the_address(page: Page, server_url: str) -> None:
    page.goto(server_url)
    expect_empty(page)
    for size in (2, 3):
        choose(page, {**batch(size), "jobs": [{"job_id": f"of {size}"}]})
        expect_text(page, f"{size} of {size} pairs, completed")
        assert page.locator("[data-job] option").all_text_contents() == ["All jobs", f"of {size}"]
    page.go_back()
    expect_text(page, "2 of 2 pairs, completed")
    assert len(shown_pairs(page)) == 2
    page.go_back()
    expect_empty(page)
    page.go_forward()
    page.go_forward()
    expect_text(page, "3 of 3 pairs, completed")
    assert len(shown_pairs(page)) == 3


def test_an_unknown_batch_is_told_in_a_sentence(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/?batch=nothing")
    expect(page.get_by_role("alert")).to_have_text("There is no batch with this id. It may have been erased.")
    expect_empty(page)
    choose(page, batch(1))
    expect_text(page, "1 of 1 pairs, completed")
    expect(page.get_by_role("alert")).to_have_count(0)


# -- for everybody ---------------------------------------------------------------------------------------------


def test_the_count_is_read_out_now_and_then_and_the_end_at_once(page: Page, start: Start) -> None:
    page.clock.install()
    with on_a_thread(FakeProvider(held=True)) as provider:
        page.goto(start(provider).url)
        page.evaluate("""() => {
            window.heard = [];
            const voice = document.querySelector("[role=status]");
            new MutationObserver(() => window.heard.push(voice.textContent)).observe(voice, { childList: true });
        }""")
        choose(page, batch(12))
        expect_text(page, "0 of 12 pairs")
        page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
        for done in range(1, 12):
            provider.release(1)
            _run_until(page, f"{done} of 12 pairs")
        assert [text.partition(" ")[0] for text in page.evaluate("window.heard")] == ["0"]
        page.clock.run_for(5000)
        assert [text.partition(" ")[0] for text in page.evaluate("window.heard")] == ["0", "11"]
        provider.release(1)
        _run_until(page, "12 of 12 pairs, completed")
        assert page.evaluate("window.heard.at(-1)") == "12 of 12 pairs, completed"


def _run_until(page: Page, text: str) -> None:
    """Let the page's frames go by, with little time passing, until it shows this."""
    for _ in range(10_000):
        if text in (page.locator("[data-text]").text_content() or ""):
            return
        page.clock.run_for(4)
    raise AssertionError(text)


PHONE: ViewportSize = {"width": 390, "height": 800}


def test_on_a_phone_ids_stay_in_one_piece(page: Page, server_url: str) -> None:
    page.set_viewport_size(PHONE)
    score_the_sample(page, server_url)
    pieces = page.locator(".id").evaluate_all("""ids => ids.map((id) => {
        const range = document.createRange();
        range.selectNodeContents(id);
        return range.getClientRects().length;
    })""")
    assert set(pieces) == {1}


@pytest.mark.parametrize("width", [390, 1100])
def test_nothing_reaches_over_the_edge(page: Page, server_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(server_url)
    request = batch(2, name="W" * 400, currentTitle="X" * 400)
    request["jobs"][0] |= {"job_id": "J" * 400, "technical_skills": ["Python", "S" * 400]}
    choose(page, request)
    expect_text(page, "completed")
    page.locator("[data-results] summary").first.click()
    expect(page.locator("[data-results] .body")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width


CONTRAST = """(element) => {
    const channels = (color) => color.match(/[\\d.]+/g).map(Number);
    const luminance = (color) => {
        const [r, g, b] = channels(color).map((c) => (c / 255 <= 0.04045 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let behind = element;
    while (channels(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
    const pair = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor].map(luminance);
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_either_scheme(page: Page, server_url: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    score_the_sample(page, server_url)
    page.locator("[data-results] summary").first.click()
    choose(page, {"jobs": []})
    for name in (
        "h1",
        ".primary",
        ".error",
        "[data-text]",
        ".score.high",
        ".score.low",
        ".title",
        ".advice",
        ".body .muted",
    ):
        # WCAG 2.2, 1.4.3: 4.5 to 1
        assert page.locator(f"{name}:visible").first.evaluate(CONTRAST) >= 4.5, name
