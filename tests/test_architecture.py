"""Which way imports may point, and what importing may not do."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    path.relative_to(ROOT)
    for package in ("service", "training")
    for path in (ROOT / package).rglob("*.py")
)
MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 30

WEB_LIBRARIES = {"flask", "werkzeug", "marshmallow", "apispec", "sqlalchemy", "http", "gunicorn"}

IMPORT_EVERYTHING = """
import os, sys
forbidden = []
ours = tuple(sys.argv[2:])

def from_ours(frame):
    while frame is not None:
        if frame.f_code.co_filename.startswith(ours):
            return True
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return False
        frame = frame.f_back
    return False

class Watched(dict):
    def __getitem__(self, key):
        note("environment", key)
        return super().__getitem__(key)
    def get(self, key, default=None):
        note("environment", key)
        return super().get(key, default)
    def __contains__(self, key):
        note("environment", key)
        return super().__contains__(key)

# click lets gettext look up the language of its own messages.
gettext = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}

def note(kind, what):
    if what not in gettext and from_ours(sys._getframe(1)):
        forbidden.append((kind, str(what)))

def audit(event, arguments):
    if event == "open":
        note(event, arguments[0])

os.environ = Watched(os.environ)
sys.addaudithook(audit)
__import__(sys.argv[1])
print(forbidden)
"""


def module_name(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path: Path) -> set[str]:
    """Those imports that are our own."""
    return {name for name in imports(path) if name.split(".")[0] in {"service", "training"}}


def below(package: str) -> list[Path]:
    """The files of a package."""
    return [path for path in MODULES if f"{module_name(path)}.".startswith(f"{package}.")]


def strays(package: str, allowed: tuple[str, ...]) -> dict[str, set[str]]:
    """Files of a package that import something of ours besides what is allowed."""
    found = {
        str(path): {
            name
            for name in ours(path)
            if not any(f"{name}.".startswith(f"{each}.") for each in (package, *allowed))
            and name != "service"
        }
        for path in below(package)
    }
    return {path: names for path, names in found.items() if names}


def test_the_service_never_imports_training() -> None:
    """What serves has no need of what trains."""
    guilty = [
        str(path)
        for path in below("service")
        if any(name.split(".")[0] == "training" for name in imports(path))
    ]

    assert guilty == []


def test_training_imports_the_heart_and_the_errors_alone() -> None:
    """It shares the text rules, and no web."""
    assert strays("training", ("service.moderation", "service.errors")) == {}


def test_the_heart_imports_itself_and_the_errors_alone() -> None:
    """It could live without the rest."""
    assert strays("service.moderation", ("service.errors",)) == {}


def test_the_heart_knows_no_web() -> None:
    """No Flask, no marshmallow, no SQL, no HTTP."""
    guilty = {
        str(path): {name.split(".")[0] for name in imports(path)} & WEB_LIBRARIES
        for path in below("service.moderation")
    }

    assert {path: names for path, names in guilty.items() if names} == {}


def test_the_errors_import_nothing_of_ours() -> None:
    """Everybody imports them."""
    assert ours(Path("service/errors.py")) == set()


def test_the_edge_imports_no_factory_and_no_command() -> None:
    """Arrows point from the app to the edge, never back."""
    inner = ("service.parts", "service.settings", "service.errors", "service.moderation")

    assert strays("service.api", (*inner, "service.metrics", "service.faults")) == {}
    assert strays("service.web", (*inner, "service.api")) == {}


def test_policies_and_stores_import_the_heart_and_the_errors_alone() -> None:
    """They serve its ports."""
    heart = ("service.moderation", "service.errors")

    assert strays("service.policies", (*heart, "service.faults")) == {}
    assert strays("service.storage", heart) == {}


def test_the_parts_import_neither_edge_nor_factory() -> None:
    """They are what the edge stands on."""
    allowed = ("service.moderation", "service.errors", "service.settings")

    assert strays("service.parts", (*allowed, "service.logs", "service.metrics")) == {}


def test_only_commands_and_fakes_import_the_factory() -> None:
    """``create_app`` knows all the others, and few know it."""
    knowing = {
        module_name(path)
        for path in MODULES
        if "service.app" in ours(path) and module_name(path) != "service.app"
    }

    assert knowing <= {"service.cli", "service.wsgi", "service.testing"}


def test_nothing_that_serves_imports_the_fakes() -> None:
    """They ship for tests."""
    fakes = {"service.testing", "service.running"}

    guilty = [str(path) for path in MODULES if fakes & ours(path)]

    assert guilty == []


def watched_import(name: str, folder: Path) -> str:
    """What the code in a folder opened and read while a module was imported."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING, name, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder.parent,
    )
    assert done.stderr == ""
    return done.stdout.strip()


@pytest.mark.parametrize("path", below("service"), ids=str)
def test_importing_opens_no_file_reads_no_variable_and_loads_no_model(path: Path) -> None:
    """In a process of its own, watched by an audit hook."""
    found = watched_import(module_name(path), ROOT / "service")

    assert found == "[]"


def test_the_watch_sees_what_it_is_there_for(tmp_path: Path) -> None:
    """A module that does all of it is caught."""
    package = tmp_path / "guilty"
    package.mkdir()
    (package / "__init__.py").write_text(
        "import os, pathlib\n"
        "pathlib.Path('/dev/null').read_text()\n"
        "os.environ.get('HOME')\n"
        "os.getenv('PATH')\n"
    )

    found = watched_import("guilty", package)

    assert found == "[('open', '/dev/null'), ('environment', 'HOME'), ('environment', 'PATH')]"


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_modules_and_functions_stay_short(path: Path) -> None:
    """Under 300 and 30 lines."""
    source = (ROOT / path).read_text(encoding="utf-8")

    long = [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and int(node.end_lineno or 0) - node.lineno + 1 >= MAX_FUNCTION_LINES
    ]

    assert len(source.splitlines()) < MAX_MODULE_LINES
    assert long == []
