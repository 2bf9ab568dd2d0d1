"""The page in a real browser, over a real server."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.conftest import ROOT

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SAMPLE = json.loads((ROOT / "static" / "sample.json").read_text())
PAIRS = len(SAMPLE["jobs"]) * len(SAMPLE["candidates"])


@pytest.fixture
def page() -> Iterator[Page]:
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        try:
            yield browser.new_page()
        finally:
            browser.close()


def score_the_sample(page: Page, server_url: str) -> None:
    page.goto(server_url)
    page.get_by_role("button", name="Score the sample").click()
    expect(page.locator("[data-text]")).to_contain_text(f"{PAIRS} of {PAIRS} pairs, completed", timeout=20_000)


def shown_scores(page: Page) -> list[int]:
    return [int(text) for text in page.locator(".score").all_inner_texts()]


def test_one_button_streams_ranked_analyses(page: Page, server_url: str) -> None:
    score_the_sample(page, server_url)
    scores = shown_scores(page)
    assert len(scores) > 10
    assert scores == sorted(scores, reverse=True)
    assert "batch=" in page.url


def test_reloading_restores_the_batch(page: Page, server_url: str) -> None:
    score_the_sample(page, server_url)
    before = page.locator("[data-results]").inner_text()
    page.reload()
    expect(page.locator("[data-text]")).to_contain_text("completed", timeout=20_000)
    assert page.locator("[data-results]").inner_text() == before


def test_a_row_opens_to_its_insights(page: Page, server_url: str) -> None:
    score_the_sample(page, server_url)
    page.locator("[data-results] summary").first.click()
    body = page.locator("[data-results] .body").first
    expect(body).to_contain_text("Core skills")
    expect(body).to_contain_text("Evidence")


def test_hostile_text_stays_text(page: Page, server_url: str, tmp_path: Path) -> None:
    hostile = "<img src=x onerror=document.title='owned'>"
    path = tmp_path / "batch.json"
    path.write_text(json.dumps({"jobs": [{"job_id": hostile}], "candidates": [{"name": hostile}]}))
    page.goto(server_url)
    page.locator("[data-file]").set_input_files(path)
    expect(page.locator("[data-text]")).to_contain_text("1 of 1 pairs, completed", timeout=20_000)
    assert hostile in page.locator(".name").inner_text()
    assert page.locator("[data-results] img").count() == 0
    assert page.title() == "Resume analysis"


def test_bad_input_is_told_in_a_sentence(page: Page, server_url: str, tmp_path: Path) -> None:
    path = tmp_path / "batch.json"
    path.write_text('{"jobs": []}')
    page.goto(server_url)
    page.locator("[data-file]").set_input_files(path)
    expect(page.get_by_role("alert")).to_contain_text("body.candidates: This field is required.")
