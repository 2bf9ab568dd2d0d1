"""The page of the HTTP API in a real browser, over a real server."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.static import test_page

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("unmeasured")]

browser, page = test_page.browser, test_page.page
HOSTILE = "<img src=x onerror=document.title='owned'>"
OPEN_ALL = """() => {
  const closed = [...document.querySelectorAll("details:not([open])")];
  for (const each of closed) each.open = true;
  return document.querySelectorAll("details:not([open]), details:not(:has(> .body))").length;
}"""


def documented(server_url: str) -> dict[str, Any]:
    content: dict[str, Any] = httpx.get(f"{server_url}/openapi.json").json()
    return content


def open_all(page: Page) -> None:
    while page.evaluate(OPEN_ALL):  # what opens fills itself, and holds more to open
        page.wait_for_timeout(20)


def test_every_operation_of_the_document_is_listed(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/docs")
    paths = documented(server_url)["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            summary = page.locator(f"#{operation['operationId']} > summary")
            expect(summary).to_contain_text(method.upper())
            expect(summary).to_contain_text(path)
    expect(page.locator(".operation")).to_have_count(sum(map(len, paths.values())))


def test_an_operation_opens_by_keyboard_down_to_a_schemas_fields(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/docs")
    operation = page.locator("#results")
    operation.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(operation).to_contain_text("min_score integer, 0 to 100, default 0, query, optional")
    for shown in ("next string or null", "matchScore integer"):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(operation).to_contain_text(shown)
    assert page.url.endswith("#results")


def test_a_link_opens_the_operation_it_names(page: Page, server_url: str) -> None:
    page.goto(f"{server_url}/docs#events")
    expect(page.locator("#events")).to_contain_text("Last-Event-ID string, header, optional")
    expect(page.locator("#events")).to_contain_text("text/event-stream")
    expect(page.locator("#show")).not_to_have_attribute("open", "")


def test_all_of_it_fits_a_phone(page: Page, server_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{server_url}/docs")
    expect(page.locator("#schema-EventLine")).to_be_visible()
    open_all(page)
    expect(page.locator("#schema-EventLine")).to_contain_text("accepted")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_nothing_is_asked_of_anybody_else(page: Page, server_url: str) -> None:
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text))
    page.goto(f"{server_url}/docs")
    expect(page.locator("#schema-EventLine")).to_be_visible()
    open_all(page)
    assert f"{server_url}/openapi.json" in asked
    assert [url for url in asked if not url.startswith((server_url, "data:"))] == []
    assert troubles == []


def test_hostile_text_in_the_document_stays_text(page: Page, server_url: str) -> None:
    content = documented(server_url)
    content["info"]["description"] = HOSTILE
    content["paths"]["/health"]["get"]["summary"] = f"`{HOSTILE}`"
    content["components"]["schemas"]["Health"]["description"] = HOSTILE
    content["components"]["schemas"]["Health"]["examples"] = [HOSTILE]
    page.route("**/openapi.json", lambda route: route.fulfill(json=content))
    page.goto(f"{server_url}/docs#health")
    expect(page.locator("[data-about]")).to_contain_text(HOSTILE)
    open_all(page)
    expect(page.locator("#schema-Health pre")).to_have_text(HOSTILE)
    assert page.locator("img").count() == 0
    assert page.title() == "Resume analysis: HTTP API"


def test_a_document_that_does_not_come_is_told_in_a_sentence(page: Page, server_url: str) -> None:
    page.route("**/openapi.json", lambda route: route.fulfill(status=500, body="{}"))
    page.goto(f"{server_url}/docs")
    expect(page.get_by_role("alert")).to_contain_text("The document could not be loaded: status 500")
