"""The demonstration at ``/``, as readers see it, hear it and type into it."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

KIND, HARSH, RUDE = "Well said.", "That is stupid.", "You idiot."
ASKED = "**/v1/comments"
Open = Callable[..., Page]

CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  function channels(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }
  function light(colour) {
    const [r, g, b] = channels(colour).map((each) => each / 255).map((each) =>
      each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function behind(element) {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (channels(colour)[3] === 255) return colour;
    }
    return "white";
  }
  function ratio(one, other) {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }
  const own = (element) => [...element.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
  const texts = [...document.body.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && own(element))
    .map((element) => [element.outerHTML.slice(0, 80),
      ratio(getComputedStyle(element).color, behind(element)), 4.5]);
  const edges = [...document.querySelectorAll("textarea, input")]
    .map((element) => [element.id,
      ratio(getComputedStyle(element).borderTopColor, behind(element.parentElement)), 3]);
  return [...texts, ...edges];
}"""


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about, or fetched from elsewhere."""
    return []


@pytest.fixture
def visit(browser: Browser, address: str, complaints: list[str]) -> Iterator[Open]:
    """Open the page in a browser with some traits, and keep what goes wrong."""
    contexts: list[BrowserContext] = []

    def begin(**traits: Any) -> Page:  # noqa: ANN401 - what playwright takes
        context = browser.new_context(**traits)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(address) else complaints.append(request.url)
            ),
        )
        page.goto(address)
        return page

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture
def page(visit: Open) -> Page:
    """The page, opened."""
    return visit()


def marked(page: Page) -> list[str]:
    """The words that are marked."""
    return page.locator("#reading mark").all_text_contents()


def field(page: Page, name: str) -> Locator:
    """The field with this label."""
    return page.get_by_role("textbox", name=name, exact=True)


def decided(page: Page, action: str) -> None:
    """Wait until the page shows an action."""
    expect(page.locator("#verdict")).to_have_attribute("data-action", action)


def test_a_rude_comment_is_marked_while_it_is_typed(page: Page, complaints: list[str]) -> None:
    """With the verdict in words, the reasons, and the scores in numbers."""
    field(page, "Comment").press_sequentially(RUDE)

    decided(page, "reject")
    expect(page.get_by_role("status")).to_contain_text("It would be turned down.")
    expect(page.locator("#scores")).to_contain_text("Toxicity0.95")
    expect(page.locator("#reasons li")).to_have_count(2)
    assert marked(page) == ["idiot"]
    assert complaints == []


@pytest.mark.parametrize(
    "before",
    ["\U0001f600 ", "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001d4d0 ", "e\u0301\u00a0\n\n"],
)
def test_marks_stand_at_the_right_signs_after_others_of_any_width(page: Page, before: str) -> None:
    """The service counts code points, the browser something else."""
    text = f"{before}you idiot \U0001f44d"

    field(page, "Comment").fill(text)

    decided(page, "reject")
    assert marked(page) == ["idiot"]
    assert page.locator("#reading").text_content() == text


def test_a_kind_comment_would_be_published(page: Page, complaints: list[str]) -> None:
    """And has no marks, which its reader would take for blame."""
    field(page, "Comment").fill(KIND)

    decided(page, "publish")
    expect(page.get_by_role("status")).to_contain_text("It would be published.")
    expect(page.locator("#marked")).to_be_hidden()
    expect(page.locator("#why")).to_be_hidden()
    assert complaints == []


def test_what_is_quoted_from_the_article_is_shown(page: Page) -> None:
    """At the right signs, after one that is two to the browser."""
    words = "an end to years of looking away"

    field(page, "Comment").fill(f"\U0001f600 Not {words}!")

    decided(page, "publish")
    expect(page.locator("#quotations li")).to_have_text([words])
    field(page, "Comment").fill(KIND)
    expect(page.locator("#quoted")).to_be_hidden()


def test_the_verdict_follows_the_text(page: Page) -> None:
    """Milder, and then nothing left to check."""
    comment = field(page, "Comment")

    comment.fill(HARSH)
    decided(page, "hold")
    comment.fill(KIND)
    decided(page, "publish")
    comment.fill("")

    expect(page.get_by_role("status")).to_contain_text("Nothing to check yet.")
    expect(page.locator("#details")).to_be_hidden()


def test_the_service_is_told_of_the_article(page: Page) -> None:
    """Its text as the page shows it, its author, section and site, and the reader's name."""
    field(page, "Name").fill("Kim")
    with page.expect_request(ASKED) as asked:
        field(page, "Comment").fill(KIND)

    body = asked.value.post_data_json
    assert (body["text"], body["author"], body["explain"]) == (KIND, {"name": "Kim"}, True)
    assert body["article"]["title"] == page.locator("h1").text_content()
    assert "\n\nRussia has summoned its ambassador" in body["article"]["text"]
    assert body["article"]["section"] == "world"


def test_one_request_is_under_way_and_an_answer_to_an_older_text_is_dropped(page: Page) -> None:
    """Whoever types on gets the verdict on what stands there now."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(ASKED, hold)
    page.clock.install()
    with page.expect_request(ASKED):
        field(page, "Comment").fill(RUDE)
    field(page, "Comment").fill(KIND)
    page.clock.run_for(1_000)  # longer than the script's own pause
    during = len(held)

    with page.expect_request(ASKED) as second:
        held[0].continue_()
    between = page.locator("#verdict").get_attribute("data-action")
    held[1].continue_()

    decided(page, "publish")
    assert during == 1
    assert between is None
    assert second.value.post_data_json["text"] == KIND


def test_an_answer_that_does_not_come_publishes_nothing(page: Page) -> None:
    """The page says so, and the next one counts again."""
    page.route(ASKED, lambda route: route.abort())
    field(page, "Comment").fill(KIND)
    expect(page.get_by_role("status")).to_contain_text("could not be checked")

    page.unroute(ASKED)
    field(page, "Comment").fill(HARSH)

    decided(page, "hold")


def test_the_sentence_for_the_author_and_the_nudge_are_shown(page: Page) -> None:
    """Where the service sends them; as text, and announced."""

    def enrich(route: Route) -> None:
        response = route.fetch()
        answer = response.json()
        answer["reasons"] = [{**each, "for_author": "<b>Mild</b>"} for each in answer["reasons"]]
        answer["nudge"] = {"message": "Think <i>again</i>.", "spans": [{"begin": 0, "end": 4}]}
        route.fulfill(response=response, json=answer)

    page.route(ASKED, enrich)

    field(page, "Comment").fill(HARSH)

    expect(page.get_by_role("status")).to_contain_text("Think <i>again</i>.")
    assert page.locator("#reasons li").all_text_contents() == ["<b>Mild</b>"]
    assert marked(page) == ["That", "stupid"]


def test_blank_fields_have_their_messages_and_the_first_has_the_focus(
    page: Page, complaints: list[str]
) -> None:
    """Nothing is sent; a field that is filled loses its message."""
    field(page, "Comment").fill(" \u200b\n")
    page.get_by_role("button", name="Post comment").click()

    comment, name = field(page, "Comment"), field(page, "Name")
    expect(comment).to_be_focused()
    expect(comment).to_have_accessible_description(
        "Please enter your comment! It is checked while you type, and again when you post it."
    )
    expect(name).to_have_accessible_description("Please enter your name here")
    expect(name).to_have_attribute("aria-invalid", "true")
    name.fill("Kim")
    expect(page.locator("#name-error")).to_be_hidden()
    expect(page.locator("#comment-error")).to_be_visible()
    assert complaints == []


def test_a_blank_name_alone_has_the_focus(page: Page) -> None:
    """It is the first field at fault."""
    field(page, "Comment").fill(KIND)

    page.get_by_role("button", name="Post comment").click()

    expect(field(page, "Name")).to_be_focused()
    expect(page.locator("#comment-error")).to_be_hidden()


def test_all_can_be_done_with_the_keyboard(page: Page, complaints: list[str]) -> None:
    """From the skip link to the verdict, with the focus to be seen at each step."""
    rings = []

    def press(key: str) -> None:
        page.keyboard.press(key)
        rings.append(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))

    press("Tab")
    expect(page.get_by_role("link", name="Skip to the comments")).to_be_focused()
    page.keyboard.press("Enter")
    press("Tab")
    page.keyboard.type(HARSH)
    press("Tab")
    page.keyboard.type("Kim")
    press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#words")).to_contain_text("Held: a person will look at it")
    expect(page.locator("#verdict-heading")).to_be_focused()
    expect(page.locator("#verdict-heading")).to_be_in_viewport()
    assert rings == ["solid"] * 4
    assert complaints == []


def test_the_verdict_is_announced_in_a_region_that_was_there_before(page: Page) -> None:
    """Politely, as a whole, and without the scores, which change with every key."""
    region = page.get_by_role("status")

    expect(region).to_have_count(1)
    expect(region).to_be_visible()
    expect(region).to_have_attribute("aria-live", "polite")
    field(page, "Comment").fill(HARSH)
    expect(region).to_contain_text("It would be held")
    assert "0.50" not in str(region.text_content())


def test_the_page_has_landmarks_a_language_and_headings_in_order(page: Page) -> None:
    """For whoever finds the way by them."""
    for role in ("banner", "main", "contentinfo", "article"):
        expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]
    expect(page.get_by_role("region", name="Comments")).to_have_count(1)
    field(page, "Comment").fill(HARSH)
    decided(page, "hold")

    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => +h.tagName[1])")

    assert page.locator("html").get_attribute("lang") == "en"
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("text", [KIND, HARSH, RUDE])
def test_a_comment_is_posted_with_and_without_a_script(
    visit: Open, complaints: list[str], text: str, *, scripts: bool
) -> None:
    """The same page comes back, with the text in the form and its marks."""
    words = {KIND: "Published", HARSH: "Held", RUDE: "Turned down"}
    page = visit(java_script_enabled=scripts)
    field(page, "Comment").fill(text)
    field(page, "Name").fill("Kim")

    page.get_by_role("button", name="Post comment").click()

    expect(page.locator("#words")).to_contain_text(words[text])
    expect(field(page, "Comment")).to_have_value(text)
    expect(page.locator("#verdict-heading")).to_be_in_viewport()
    assert len(marked(page)) == (0 if text == KIND else 1)
    assert page.locator(".published li").count() == (1 if text == KIND else 0)
    assert complaints == []


def test_without_a_script_blank_fields_have_their_messages_too(visit: Open) -> None:
    """And the first one has the focus."""
    page = visit(java_script_enabled=False)

    page.get_by_role("button", name="Post comment").click()

    expect(page.get_by_text("Please enter your comment!")).to_be_visible()
    expect(page.get_by_text("Please enter your name here")).to_be_visible()
    expect(field(page, "Comment")).to_be_focused()


PROBES = [
    "<img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</mark><svg onload=alert(1)><style>*{display:none}</style>",
    '"><iframe srcdoc="<script>alert(1)</script>">',
    "javascript:alert(1) ${alert(1)} {{constructor.constructor('alert(1)')()}}",
]


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("rude", ["", " idiot"])
def test_what_was_written_is_never_run(
    page: Page, complaints: list[str], probe: str, rude: str
) -> None:
    """While it is typed and after it was posted, as comment and as name."""
    field(page, "Name").fill(probe)
    field(page, "Comment").fill(probe + rude)
    decided(page, "reject" if rude else "publish")
    assert page.locator("#reading").text_content() == probe + rude

    page.get_by_role("button", name="Post comment").click()

    expect(page.locator("#words")).to_contain_text("Turned down" if rude else "Published")
    expect(field(page, "Comment")).to_have_value(probe + rude)
    expect(field(page, "Name")).to_have_value(probe)
    assert page.locator("iframe, svg, img, style").count() == 0
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", [KIND, HARSH, RUDE, ""])
def test_everything_can_be_read_in_light_and_dark(visit: Open, scheme: str, text: str) -> None:
    """Text at 4.5 to 1 or better, the edges of fields at 3 to 1 (WCAG 2.2, level AA)."""
    page = visit(color_scheme=scheme)
    field(page, "Comment").fill(text)
    if text:
        expect(page.locator("#details")).to_be_visible()
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("Please enter your name here")).to_be_visible()

    found = page.evaluate(CONTRASTS)

    assert len(found) > 30
    assert [each for each in found if each[1] < each[2]] == []


def test_the_schemes_differ(visit: Open) -> None:
    """Or the test above looked at one of them twice."""
    colour = "getComputedStyle(document.body).backgroundColor"

    colours = {visit(color_scheme=scheme).evaluate(colour) for scheme in ("light", "dark")}

    assert len(colours) == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_a_narrow_screen_needs_no_scrolling_sideways(visit: Open, *, scripts: bool) -> None:
    """Nor do words that do not end, in the form, in the answer and in the name."""
    page = visit(java_script_enabled=scripts, viewport={"width": 320, "height": 640})
    field(page, "Comment").fill("idiot" + "w" * 600)
    field(page, "Name").fill("n" * 200)

    page.get_by_role("button", name="Post comment").click()

    expect(page.locator("#words")).to_contain_text("Turned down")
    rights = page.locator("body *:not(.skip)").evaluate_all(
        "all => Math.max(...all.map(e => e.getBoundingClientRect().right))"
    )
    assert rights <= 320


def test_nothing_moves(visit: Open) -> None:
    """So that nobody has to ask for less of it."""
    page = visit(reduced_motion="no-preference")

    moving = page.locator("html, body, body *").evaluate_all(
        """all => all.map(e => getComputedStyle(e)).filter(
            s => s.transitionDuration !== "0s" || s.animationName !== "none"
              || s.scrollBehavior === "smooth").length"""
    )

    assert moving == 0
