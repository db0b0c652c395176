"""The documents say what is so: what is made from the code is renewed, and examples are true.

``python tests/test_documentation.py`` writes the answers of the shipped model into the examples,
and the functions with their numbers of cases into their page.
"""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.cli import reference
from service.running import Running, start
from training.functional import Function, read_cases, read_functions

ROOT = Path(__file__).parents[1]
EXAMPLES = ("README.md", "docs/http.md", "docs/perspective.md")
EXCHANGE = re.compile(
    r"(?P<asked>curl -s [^`]*?)\n(?P<between>```\n[^`]*```json\n)?(?P<answer>\{\n.*?\n\})\n```",
    re.DOTALL,
)
FUNCTIONS = ROOT / "docs" / "functions.md"
TOTALS = re.compile(r"Now: [^`]*`hold`[^`]*`publish`\)\.")
LINK = re.compile(r"\[[^]]*\]\((?!https?:)([^)#]+)")


@pytest.fixture(scope="module")
def shipped() -> Iterator[Running]:
    """A real server with the shipped model."""
    running = start({"BTL_MODELS": ROOT / "models", "BTL_WORKERS": 1, "BTL_COPIES": "off"})
    yield running
    running.stop()


@pytest.mark.parametrize("name", ["openapi.json", "settings.md"])
def test_a_document_made_from_the_code_is_up_to_date(name: str) -> None:
    """``btl docs`` renews it."""
    committed = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert committed == reference()[name], "run: btl docs"


def test_the_page_of_functions_is_up_to_date() -> None:
    """Totals and tables are those of ``training/cases``."""
    page = FUNCTIONS.read_text(encoding="utf-8")

    assert page == with_functions(page), "run: python tests/test_documentation.py"


def test_the_page_of_functions_is_renewed_around_its_prose() -> None:
    """A row that is gone, a number that is wrong and a lost heading come back; prose stays."""
    page = FUNCTIONS.read_text(encoding="utf-8")
    prose, tables = page[: page.index("## Insult of a person")], "## Spam\n\nnothing\n"
    spoilt = re.sub(r"Now: \d+", "Now: 1", prose) + tables

    mended = with_functions(spoilt)

    assert mended.startswith(prose)
    assert sorted(mended.splitlines()) == sorted(page.splitlines())


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_are_answered_as_they_say(name: str, shipped: Running) -> None:
    """Each curl command with an answer, but for the random id and the last digits."""
    exchanges = list(EXCHANGE.finditer((ROOT / name).read_text(encoding="utf-8")))

    assert exchanges
    for found in exchanges:
        given = comparable(ask(shipped, found["asked"]))
        assert comparable(found["answer"]) == given, "run: python tests/test_documentation.py"


def test_the_quick_starts_newspaper_publishes_nothing_without_an_answer(
    shipped: Running, empty_service: Running
) -> None:
    """Its function is tried with a model, without a model and without a service."""
    decide = newspaper()

    kind = decide({"text": "Thank you for this article about the harbour."}, url(shipped))
    blank = decide({"text": " "}, url(shipped))
    without_a_model = decide({"text": "Thank you."}, url(empty_service))
    without_a_service = decide({"text": "Thank you."}, "http://127.0.0.1:1/v1/comments")

    assert kind[0] == "publish"
    assert blank == ("ask", "Please enter your comment!")
    assert (without_a_model[0], without_a_service[0]) == ("hold", "hold")


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{p.name}" for p in ROOT.glob("docs/*.md"))])
def test_links_between_documents_lead_somewhere(page: str) -> None:
    """To a file or a folder of the project."""
    found = LINK.findall((ROOT / page).read_text(encoding="utf-8"))

    assert [link for link in found if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_the_training_page_tells_where_each_source_comes_from() -> None:
    """Every file that a shipped configuration reads, but for the newsroom's own."""
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    configs = [tomllib.loads(p.read_text("utf-8")) for p in (ROOT / "training").glob("*.toml")]

    files = {source["file"] for config in configs for source in config.get("sources", ())}

    assert files
    assert [name for name in sorted(files) if f"`{name}`" not in page] == []


@pytest.mark.parametrize("name", ["default", "kaggle", "newsroom"])
def test_the_training_page_tells_of_every_key_of_a_shipped_configuration(name: str) -> None:
    """In the first column of a table; names of attributes are values, not keys."""
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    part = page.partition("## A configuration, entry by entry")[2].partition("\n## ")[0]
    firsts = re.findall(r"^\| (`[^|]*`) \|", part, re.MULTILINE)
    told = set(re.findall(r"[a-z_]+", " ".join(firsts)))

    found = {*keys(tomllib.loads((ROOT / "training" / f"{name}.toml").read_text("utf-8")))}

    assert {"name", "sources", "column"} <= found
    assert sorted(found - told) == []


def test_the_training_page_shows_what_a_dry_run_prints() -> None:
    """Run as the page says, from the project's root."""
    page = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")
    command, _, shown = page.partition("```console\n$ .venv/bin/")[2].partition("\n")
    words = command.split()

    told = subprocess.run(
        [Path(sys.executable).with_name(words[0]), *words[1:]],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert shown.partition("```")[0] == told


@pytest.fixture(scope="module")
def empty_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A real server without a model."""
    running = start({"BTL_MODELS": tmp_path_factory.mktemp("models"), "BTL_WORKERS": 1})
    yield running
    running.stop()


def keys(entries: object) -> Iterator[str]:
    """Every key of a TOML file at any depth, but for those that name an attribute."""
    if isinstance(entries, list):
        for each in entries:
            yield from keys(each)
    if isinstance(entries, dict):
        yield from (key for key in entries if not key.isupper())
        for each in entries.values():
            yield from keys(each)


def url(running: Running) -> str:
    """Where a server takes comments."""
    host, port = running.address
    return f"http://{host}:{port}/v1/comments"


def newspaper() -> Callable[[dict[str, str], str], tuple[str, str]]:
    """The function that decides, out of the page's own program."""
    page = (ROOT / "docs" / "quick-start.md").read_text(encoding="utf-8")
    names: dict[str, object] = {"__name__": "newspaper"}
    exec(page.partition("```python\n")[2].partition("```")[0], names)  # noqa: S102 - our own page
    decide = names["decide"]
    assert callable(decide)
    return decide


def ask(running: Running, command: str) -> str:
    """What a server answers to a curl command, which names another port."""
    words = shlex.split(command)
    body = words[words.index("-d") + 1] if "-d" in words else None
    target = next(word for word in words[1:] if ":8000/" in word)
    connection = HTTPConnection(*running.address, timeout=60)
    connection.request(
        "POST" if body else "GET",
        urlsplit(target if "//" in target else f"http://{target}").path,
        body,
        {"Content-Type": "application/json"} if body else {},
    )
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer


def comparable(answer: str) -> object:
    """A JSON answer without its random ids, numbers to six digits."""
    return json.loads(
        re.sub(r'"id": ?"[0-9a-f]{32}"', '"id":""', answer),
        parse_float=lambda digits: round(float(digits), 6),
    )


def renewed(text: str, running: Running) -> str:
    """A page with the answers that the server gives now."""

    def replaced(found: re.Match[str]) -> str:
        answer = json.dumps(json.loads(ask(running, found["asked"])), indent=2, ensure_ascii=False)
        return f"{found['asked']}\n{found['between'] or ''}{answer}\n```"

    return EXCHANGE.sub(replaced, text)


def with_functions(page: str) -> str:
    """The page of functions with the totals and the tables that they have now.

    Groups stay in the order in which the page has them; new ones come last.
    """
    cases, groups = Counter(case.function for case in read_cases()), dict[str, list[Function]]()
    for function in read_functions():
        groups.setdefault(function.group.capitalize(), []).append(function)
    headings = re.findall(r"^## (.*)$", page, re.MULTILINE)
    known = [heading for heading in headings if heading in groups]
    prose = page[: page.index(f"## {known[0]}\n")]
    tables = [
        functions_table(name, groups[name], cases) for name in dict.fromkeys([*known, *groups])
    ]
    return TOTALS.sub(functions_totals(groups, cases), prose) + "\n".join(tables)


def functions_totals(groups: dict[str, list[Function]], cases: Counter[str]) -> str:
    """How many functions and cases there are, and of which label."""
    every = [function for functions in groups.values() for function in functions]
    held = sum(cases[function.name] for function in every if function.hold)
    return (
        f"Now: {len(every)} functions, {cases.total():,} cases, of which {held:,} should be "
        f"stopped (`hold`) and {cases.total() - held:,} should go through\n(`publish`)."
    )


def functions_table(group: str, functions: list[Function], cases: Counter[str]) -> str:
    """The section of one group."""
    rows = "".join(
        f"| {each.name} | {'hold' if each.hold else 'publish'} | {cases[each.name]} "
        f"| {each.reason} |\n"
        for each in functions
    )
    return f"## {group}\n\n| function | label | cases | why |\n|---|---|---|---|\n{rows}"


def main() -> None:
    """Renew the page of functions, then the examples."""
    page_of_functions = FUNCTIONS.read_text(encoding="utf-8")
    FUNCTIONS.write_text(with_functions(page_of_functions), encoding="utf-8")
    running = start({"BTL_MODELS": ROOT / "models", "BTL_WORKERS": 1, "BTL_COPIES": "off"})
    for name in EXAMPLES:
        page = ROOT / name
        page.write_text(renewed(page.read_text(encoding="utf-8"), running), encoding="utf-8")
    running.stop()


if __name__ == "__main__":
    main()
