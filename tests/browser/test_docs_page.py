"""The interactive page, as people see it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from service.app import bare_app
from service.openapi import describe
from service.settings import Settings

OPERATIONS = [
    (path, method)
    for path, methods in describe(bare_app(Settings()))["paths"].items()
    for method in methods
]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about, or fetched from elsewhere."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    """The page, opened and drawn."""
    opened = browser.new_page()
    opened.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            complaints.append(request.url)
            if not request.url.startswith((address, "data:", "blob:"))
            else None
        ),
    )
    opened.goto(f"{address}/docs")
    yield opened
    opened.close()


def test_the_page_shows_every_operation(page: Page) -> None:
    """From the document of this very service."""
    expect(page.locator(".opblock-summary-path")).to_have_count(len(OPERATIONS))
    expect(page.get_by_text("Score one comment")).to_be_visible()


def test_the_page_needs_nothing_from_elsewhere_and_breaks_no_rule_of_its_own(
    page: Page, complaints: list[str]
) -> None:
    """No request leaves the service, and the Content-Security-Policy is kept."""
    expect(page.get_by_text("Score one comment")).to_be_visible()

    assert complaints == []


def test_a_comment_can_be_scored_from_the_page(page: Page, complaints: list[str]) -> None:
    """As a newcomer would try."""
    page.get_by_text("Score one comment").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".live-responses-table")).to_contain_text('"action": "publish"')
    assert complaints == []
