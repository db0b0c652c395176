"""The demonstration at ``/`` as a browser without a script meets it."""

import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import create_app
from service.logs import make_log
from service.settings import Settings
from service.testing import BrokenScorer, FakeScorer, LogLines, fake_app
from service.web import marks
from service.web.article import article, story

FORM = "application/x-www-form-urlencoded"
BLANK_COMMENT = "Please enter your comment!"
BLANK_NAME = "Please enter your name here"
KIND, HARSH, RUDE = "Well said.", "That is stupid.", "You idiot."


class Seen(HTMLParser):
    """The tags of a page with their attributes, and the text inside those that have an id."""

    def __init__(self, page: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked: list[str] = []
        self._texts: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "input", "br"}:
            self._open.append((tag, str(dict(attrs).get("id", ""))))

    def handle_endtag(self, tag: str) -> None:
        """Leave the tag."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the text for each tag around it."""
        for _, name in self._open:
            self._texts[name] = self._texts.get(name, "") + data
        if self._open and self._open[-1][0] == "mark":
            self.marked.append(data)

    def text(self, name: str) -> str:
        """What stands in the tag with this id."""
        return self._texts.get(name, "")

    def attributes(self, name: str) -> dict[str, str | None]:
        """The attributes of the tag with this id."""
        return next(found for _, found in self.tags if found.get("id") == name)


def sent(client: FlaskClient, comment: str = KIND, name: str = "Kim") -> TestResponse:
    """The answer to the form."""
    return client.post("/", data={"comment": comment, "name": name})


def test_the_article_is_shown_with_an_empty_form(client: FlaskClient) -> None:
    """Headline, paragraphs, and two fields that have labels."""
    answer = client.get("/")

    seen = Seen(answer.text)
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    assert seen.text("headline") == story()["title"]
    assert all(paragraph in seen.text("article") for paragraph in story()["paragraphs"])
    assert seen.text("comment").strip() == ""
    assert {found["for"] for tag, found in seen.tags if tag == "label"} == {"comment", "name"}


def test_the_article_has_words_that_a_naive_scorer_punishes() -> None:
    """That is what it is there for."""
    text = article().text

    assert "“a killer”" in text
    assert "“pay the price”" in text
    assert 500 <= len(text.split()) <= 700


def test_a_kind_comment_is_shown_below_the_article(client: FlaskClient) -> None:
    """In this answer, and in no later one."""
    answer = sent(client, KIND, "Kim")
    later = client.get("/")

    seen = Seen(answer.text)
    assert answer.status_code == 200
    assert "Published" in seen.text("words")
    assert KIND in seen.text("comments").partition("Add a comment")[0]
    assert KIND not in later.text


def test_a_held_comment_is_not_shown_and_a_person_is_promised(client: FlaskClient) -> None:
    """With the reason and the words that caused it; the form keeps its text."""
    answer = sent(client, HARSH, "Kim")

    seen = Seen(answer.text)
    assert "a person will look at it" in seen.text("words")
    assert "No comments yet" in seen.text("comments")
    assert seen.text("comment").strip() == HARSH
    assert seen.attributes("name")["value"] == "Kim"
    assert seen.marked == ["stupid"]
    assert seen.text("reasons")


def test_a_rejected_comment_is_told_so_with_its_scores(client: FlaskClient) -> None:
    """In words and in numbers."""
    answer = sent(client, RUDE)

    seen = Seen(answer.text)
    assert "Turned down" in seen.text("words")
    assert "Toxicity0.95" in seen.text("scores")
    assert seen.marked == ["idiot"]


def test_marks_stand_at_code_points(client: FlaskClient) -> None:
    """After signs of several bytes and several code points, and over several lines."""
    text = "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301\nyou idiot \U0001f44d"

    answer = sent(client, text)

    seen = Seen(answer.text)
    assert seen.marked == ["idiot"]
    assert seen.text("reading") == text


@pytest.mark.parametrize(
    ("comment", "name", "at_fault"),
    [
        ("", "", {"comment": BLANK_COMMENT, "name": BLANK_NAME}),
        (" \r\n\u200b", "Kim", {"comment": BLANK_COMMENT}),
        (KIND, "\u00a0\u2800", {"name": BLANK_NAME}),
        ("x" * 20_481, "Kim", {"comment": "Shorten it to 20,480 bytes of UTF-8; it has 20,481."}),
        (KIND, "x" * 201, {"name": "Shorten it to 200 characters; it has 201."}),
        ("nul\0", "", {"comment": "Remove the NUL character (U+0000).", "name": BLANK_NAME}),
    ],
)
def test_a_field_at_fault_has_its_message_beside_it(
    client: FlaskClient, comment: str, name: str, at_fault: dict[str, str]
) -> None:
    """Tied to it for screen readers, and the first one has the focus."""
    answer = sent(client, comment, name)

    seen = Seen(answer.text)
    told = {field: seen.text(f"{field}-error") for field in ("comment", "name")}
    focused = [found.get("id") for _, found in seen.tags if "autofocus" in found]
    assert answer.status_code == 422
    assert {field: message for field, message in told.items() if message} == at_fault
    assert focused == [next(iter(at_fault))]
    for field in at_fault:
        assert seen.attributes(field)["aria-invalid"] == "true"
        assert f"{field}-error" in str(seen.attributes(field)["aria-describedby"]).split()
        assert "hidden" not in seen.attributes(f"{field}-error")
    assert "Published" not in answer.text


HOSTILE = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "{{ 7*7 }}{% raw %}<svg/onload=alert(1)>",
    "<!-- --><mark>fool</mark></p></section>",
    "\n\n  <b>blanks and lines stay</b>  ",
    "&lt;script&gt; &amp;amp; \u202efool\u2066",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("verdict", ["", " idiot", " stupid"])
def test_what_was_written_is_text_and_never_markup(tmp_path: Path, text: str, verdict: str) -> None:
    """As comment and as name, whatever the verdict: the page has the same tags as ever.

    Names are not examined here, as what is found of them would be shown.
    """
    (tmp_path / "default.toml").write_text("[authors]\nexamine = false")
    client = fake_app(Settings(policies=str(tmp_path))).test_client()
    plain = Seen(sent(client, f"x{verdict}", "x").text)

    answer = sent(client, text + verdict, text.strip())

    seen = Seen(answer.text)
    expected = [tag for tag, _ in plain.tags if tag != "mark"]
    assert [tag for tag, _ in seen.tags if tag != "mark"] == expected
    assert seen.text("comment") == f"\n{text}{verdict}"
    assert seen.attributes("name")["value"] == text.strip()
    assert not [found for _, found in seen.tags for key in found if key.startswith("on")]


def test_the_page_has_no_script_or_style_of_its_own(client: FlaskClient) -> None:
    """The policy forbids them, and no address leads elsewhere."""
    answer = sent(client, RUDE)

    seen = Seen(answer.text)
    scripts = [found.get("src") for tag, found in seen.tags if tag == "script"]
    addresses = [
        str(found[key])
        for _, found in seen.tags
        for key in ("src", "href", "action")
        if key in found
    ]
    assert scripts == ["/article/static/article.js"]
    assert not [tag for tag, found in seen.tags if tag == "style" or "style" in found]
    assert all(re.match(r"/|#", address) for address in addresses)


@pytest.mark.parametrize("comment", [KIND, RUDE, ""])
def test_the_policy_of_the_page_is_strict(client: FlaskClient, comment: str) -> None:
    """Its own files, its own form, nothing else; the same for an error."""
    policies = [
        client.get("/").headers["Content-Security-Policy"],
        sent(client, comment).headers["Content-Security-Policy"],
    ]

    expected = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    assert set(policies) == {expected}


@pytest.mark.parametrize("name", ["article.css", "article.js", "icon.svg"])
def test_the_files_of_the_page_are_served(client: FlaskClient, name: str) -> None:
    """From this service."""
    with client.get(f"/article/static/{name}") as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["../article.py", "%2e%2e/docs.js", "nothing.js", ""])
def test_nothing_beside_the_files_of_the_page_is_served(client: FlaskClient, path: str) -> None:
    """As everywhere, in the shape of a problem."""
    answer = client.get(f"/article/static/{path}")

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_the_page_can_be_switched_off() -> None:
    """With its files; everything else stays."""
    client = fake_app(Settings(article_page=False)).test_client()

    answers = [client.get("/"), sent(client), client.get("/article/static/article.js")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert client.post("/v1/comments", json={"text": KIND}).status_code == 200
    assert "/" not in client.get("/openapi.json").json["paths"]


def test_without_a_model_nothing_is_published(tmp_path: Path) -> None:
    """Status 503, when to come back, an honest message, and the text kept."""
    app = create_app(Settings(models=tmp_path), log=make_log("info", stream=LogLines().stream))

    answer = sent(app.test_client(), KIND, "Kim")

    seen = Seen(answer.text)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "could not be checked; nothing was published" in seen.text("problem")
    assert seen.text("comment").strip() == KIND
    assert str(tmp_path) not in answer.text
    assert "Published" not in answer.text


def test_a_failure_is_a_page_too_and_publishes_nothing() -> None:
    """Status 500, and the log does not quote the comment."""
    logs = LogLines()
    client = fake_app(scorer=BrokenScorer(), logs=logs).test_client()

    answer = sent(client, "a secret opinion", "Kim")

    seen = Seen(answer.text)
    assert answer.status_code == 500
    assert "nothing was published" in seen.text("problem")
    assert seen.text("comment").strip() == "a secret opinion"
    assert "secret" not in logs.text
    assert "Kim" not in logs.text


BODIES = {
    "json": ("application/json", b'{"comment": "Well said.", "name": "Kim"}', 415),
    "multipart": ("multipart/form-data; boundary=x", b"--x--", 415),
    "undeclared": ("", b"comment=Well+said&name=Kim", 415),
    "latin 1": (f"{FORM}; charset=latin-1", b"comment=a&name=b", 415),
    "bytes that are no UTF-8": (FORM, b"comment=%ff%fe&name=Kim", 400),
    "raw bytes": (FORM, "comment=caf\u00e9&name=Kim".encode(), 400),
    "two comments": (FORM, b"comment=a&comment=b&name=Kim", 400),
    "many fields": (FORM, b"&".join(b"f%d=1" % n for n in range(5_000)), 400),
    "nothing": (FORM, b"", 422),
    "no such fields": (FORM, b"x=1&y", 422),
    "too much": (FORM, b"comment=" + b"x" * 2_100_000, 413),
}


@pytest.mark.parametrize(("declared", "body", "status"), BODIES.values(), ids=BODIES.keys())
def test_a_body_that_is_no_form_is_answered_with_the_page(
    client: FlaskClient, declared: str, body: bytes, status: int
) -> None:
    """And the right status."""
    answer = client.post("/", data=body, content_type=declared)

    assert answer.status_code == status
    assert answer.content_type == "text/html; charset=utf-8"
    assert 'id="form"' in answer.text
    assert "Published" not in answer.text


def test_a_compressed_form_is_refused(client: FlaskClient) -> None:
    """Nobody unpacks what a stranger packed."""
    headers = {"Content-Encoding": "gzip"}

    answer = client.post("/", data=b"comment=a&name=b", content_type=FORM, headers=headers)

    assert answer.status_code == 415


def test_the_page_and_the_interface_agree(client: FlaskClient) -> None:
    """The same comment has the same scores by either way."""
    said = client.post("/v1/comments", json={"text": RUDE, "author": {"name": "Kim"}}).json

    seen = Seen(sent(client, RUDE).text)

    told = "".join(f"{marks.label(name)}{score:.2f}" for name, score in said["scores"].items())
    assert seen.text("scores") == told


def test_a_longest_comment_of_longest_signs_fits_into_the_form(client: FlaskClient) -> None:
    """Each takes twelve bytes on the way."""
    text = "\U0001f600" * 5_120

    answer = client.post("/", data=f"comment={quote_plus(text)}&name=Kim", content_type=FORM)

    assert answer.status_code == 200


def test_line_ends_are_counted_as_they_were_typed() -> None:
    """Browsers send two characters for each; the marks would stand one further on each line."""
    scorer = FakeScorer(words={"stupid": {"TOXICITY": 0.5}})
    client = fake_app(scorer=scorer).test_client()

    seen = Seen(sent(client, "one\r\ntwo\r\nstupid\r\n").text)

    assert seen.text("reading") == "one\ntwo\nstupid\n"
    assert seen.marked == ["stupid"]


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([], [("abcdef", False)]),
        ([(0, 6)], [("abcdef", True)]),
        ([(4, 5), (0, 1)], [("a", True), ("bcd", False), ("e", True), ("f", False)]),
        ([(1, 4), (2, 3), (3, 5)], [("a", False), ("bcde", True), ("f", False)]),
        ([(0, 2), (2, 3)], [("abc", True), ("def", False)]),
    ],
)
def test_stretches_that_touch_are_one_mark(
    stretches: list[tuple[int, int]], expected: list[tuple[str, bool]]
) -> None:
    """And the pieces together are the text."""
    spans = [{"begin": begin, "end": end} for begin, end in stretches]
    answer = {"action": "hold", "reasons": [{"attribute": "", "spans": spans}], "spans": []}

    assert marks.pieces("abcdef", answer) == expected


def test_reasons_for_the_author_and_the_nudge_are_shown_where_there_are_any() -> None:
    """The nudge's stretches are marked like those of a reason."""
    spans = [{"begin": 0, "end": 1}]
    answer = {"action": "hold", "reasons": [], "nudge": {"message": "Think.", "spans": spans}}

    assert marks.pieces("ab", answer) == [("a", True), ("b", False)]


def test_what_is_quoted_from_the_article_is_shown(client: FlaskClient) -> None:
    """At the right signs, after one of several bytes; without a quotation there is no such part."""
    words = "an end to years of looking away"

    quoting = Seen(sent(client, f"\U0001f600 Not {words}!").text)
    plain = Seen(sent(client, KIND).text)

    assert quoting.text("quotations") == words
    assert "hidden" not in quoting.attributes("quoted")
    assert "hidden" in plain.attributes("quoted")


def test_the_article_is_told_as_it_is_kept() -> None:
    """The text is the standfirst and the paragraphs."""
    kept = tomllib.loads(Path(str(marks.__file__)).with_name("article.toml").read_text("utf-8"))

    assert article().text == "\n\n".join([kept["standfirst"], *kept["paragraphs"]])
    assert (article().section, article().title) == ("world", kept["title"])


@pytest.mark.parametrize("required", [True, False])
def test_the_script_is_told_whether_the_interface_wants_a_name(*, required: bool) -> None:
    """Where it does, a comment is not checked before there is one."""
    client = fake_app(Settings(require_author_name=required)).test_client()

    answer = client.get("/")

    assert ("data-name-required" in Seen(answer.text).attributes("form")) is required
