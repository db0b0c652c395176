"""Policies as files: what they inherit, what is refused, and how changes are noticed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import InvalidRequestError, PolicyError
from service.moderation.policy import DEFAULT_POLICY, Moderation, Thresholds
from service.moderation.words import Article, Comment
from service.policies.book import LOOK_SECONDS, PolicyBook
from service.policies.files import read_policies, read_policy

SHIPPED = Path(__file__).parents[2] / "policies"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes policies by name, and tells their folder."""

    def written(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return written


def test_the_shipped_default_says_what_is_built_in() -> None:
    """So that a service without files decides alike."""
    assert read_policies(SHIPPED)["default"] == DEFAULT_POLICY


def test_a_policy_inherits_what_it_does_not_say(write: Write) -> None:
    """Entry by entry, through several files; sections are its own."""
    folder = write(
        strict='sections = ["politics"]\n[thresholds.INSULT]\nhold = 0.1\n[links]\nhold = 1',
        stricter='inherits = "strict"\nmoderation = "pre"\n[links]\nreject = 3',
    )

    found = read_policies(folder)["stricter"]

    assert found.thresholds["INSULT"] == Thresholds(hold=0.1, reject=0.9)
    assert found.thresholds["THREAT"] == DEFAULT_POLICY.thresholds["THREAT"]
    assert (found.links.hold, found.links.reject) == (1, 3)
    assert found.moderation is Moderation.PRE
    assert found.sections == ()


def test_a_list_replaces_the_inherited_one_or_goes_on_with_it(write: Write) -> None:
    """Three points at its beginning stand for what is inherited."""
    folder = write(
        default='[words]\nbanned = ["one", "two"]\nsuspect = ["three"]',
        other='[words]\nbanned = ["...", "four"]\nsuspect = ["five"]',
    )

    words = read_policies(folder)["other"].words

    assert words.banned == ("one", "two", "four")
    assert words.suspect == ("five",)


def test_the_version_tells_the_content(write: Write) -> None:
    """The same rules have the same version, others another."""
    folder = write(a="[links]\nhold = 4", b="[links]\nhold = 3", default="# nothing said")

    found = read_policies(folder)

    hashes = {name: policy.version.split("@")[1] for name, policy in found.items()}
    assert hashes["a"] == hashes["default"] == DEFAULT_POLICY.version.split("@")[1]
    assert hashes["b"] != hashes["a"]
    assert found["b"].version.startswith("b@")


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("[links]\nhols = 1", "x.toml links.hols", "did you mean hold?"),
        ("[lniks]\nhold = 1", "x.toml lniks", "did you mean links?"),
        ("links = 3", "x.toml links", "Write a table"),
        ("[links]\nhold = -1", "x.toml links.hold", "from 0 to 1,000"),
        ("[links]\nhold = 1.5", "x.toml links.hold", "whole number"),
        ("[links]\nbanned = 3", "x.toml links.banned", "Write a list"),
        ('[links]\nbanned = ["https://a.example/x"]', "x.toml links.banned.0", "bare domain"),
        ('[links]\nshortened = "maybe"', "x.toml links.shortened", "off, hold, reject"),
        ("[thresholds.INSULT]\nhold = 2", "x.toml thresholds.INSULT", "from 0 to 1"),
        ("[thresholds.INSULT]\nhold = 0.95", "x.toml thresholds.INSULT", "above reject"),
        ("[thresholds.RUDE]\nhold = 0.5", "x.toml thresholds.RUDE", "both thresholds"),
        ("[thresholds.insult]\nhold = 0.5\nreject = 0.6", "x.toml thresholds.insult", "capitals"),
        ('[patterns]\nbanned = ["(a"]', "x.toml patterns.banned.0", "RE2 cannot take"),
        ('[patterns]\nbanned = ["a*"]', "x.toml patterns.banned.0", "empty text"),
        ('[patterns]\nbanned = ["(?=a)b"]', "x.toml patterns.banned.0", "RE2 cannot take"),
        ('[words]\nbanned = ["..", "-"]', "x.toml words.banned.0", "letter or digit"),
        ('[words]\nbanned = ["a*b"]', "x.toml words.banned.0", "beginning or the end"),
        ('[words]\nbanned = [""]', "x.toml words.banned.0", "from 1 to 200"),
        ("[words]\nbanned = [3]", "x.toml words.banned.0", "between quotation marks"),
        ('[languages]\nallowed = ["English"]', "x.toml languages.allowed.0", "primary language"),
        ('moderation = "later"', "x.toml moderation", "post or pre"),
        ('inherits = "nobody"', "x.toml inherits", "no such policy"),
        ("inherits = 3", "x.toml inherits", "no such policy"),
        ('inherits = "x"', "x.toml inherits", "circle"),
        ("[links", "x.toml", "cannot be read as TOML"),
        ("[capitals]\nhold = nan", "x.toml capitals.hold", "from 0 to 1"),
        ("[copies]\nauthors = 1", "x.toml copies.authors", "from 2"),
    ],
)
def test_what_a_file_may_not_say_is_told_with_its_place(
    write: Write, text: str, field: str, message: str
) -> None:
    """And a remedy."""
    with pytest.raises(PolicyError) as caught:
        read_policies(write(x=text))

    told = [f"{fault.field}: {fault.message}" for fault in caught.value.faults]
    assert any(one.startswith(field) and message in one for one in told), told
    assert all(one in caught.value.sentence for one in told)


def test_every_fault_of_every_file_is_told(write: Write) -> None:
    """Nobody should have to start five times."""
    folder = write(a="[links]\nhold = -1\nrejects = 2", b="[links", c='moderation = "x"')

    with pytest.raises(PolicyError) as caught:
        read_policies(folder)

    assert len(caught.value.faults) == 4


def test_two_policies_may_not_want_the_same_comments(write: Write) -> None:
    """Nobody could tell which one decides."""
    with pytest.raises(PolicyError, match="same sections or sites"):
        read_policies(write(a='sections = ["Sport"]', b='sections = ["sport", "games"]'))


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """To decide by others than was meant would be worse."""
    with pytest.raises(PolicyError, match="BTL_POLICIES"):
        PolicyBook(tmp_path / "nowhere", "default")


def test_a_default_that_is_not_there_is_refused(write: Write) -> None:
    """Naming those that are."""
    with pytest.raises(PolicyError, match="BTL_POLICY to one of default, a"):
        PolicyBook(write(a=""), "b")


def test_without_a_folder_the_built_in_default_decides() -> None:
    """Alone."""
    book = PolicyBook(None, "default")

    assert book.names() == ("default",)
    assert book.default.policy == DEFAULT_POLICY


def test_one_file_is_read_with_those_beside_it(write: Write) -> None:
    """As ``btl review`` takes it, and faults elsewhere do not matter."""
    folder = write(a="[links]\nhold = 2", new='inherits = "a"', broken="[links")

    with pytest.raises(PolicyError):
        read_policy(folder / "new.toml")
    (folder / "broken.toml").unlink()

    assert read_policy(folder / "new.toml").links.hold == 2


@pytest.mark.parametrize(
    ("asked", "article", "name"),
    [
        ("", Article(), "default"),
        ("", Article(section="Sport "), "sport"),
        ("", Article(section="sport", site="north.example"), "northern_sport"),
        ("", Article(site="North.example"), "north"),
        ("", Article(url="https://www.north.example/a"), "north"),
        ("", Article(section="news", site="south.example"), "default"),
        ("", Article(url="https://[broken"), "default"),
        ("north", Article(section="sport"), "north"),
    ],
)
def test_a_comment_is_served_by_the_policy_that_fits_best(
    write: Write, asked: str, article: Article, name: str
) -> None:
    """What it asks for, else section and site, section, site, the installation's."""
    folder = write(
        sport='sections = ["sport"]',
        north='sites = ["north.example"]',
        northern_sport='sections = ["sport"]\nsites = ["north.example"]',
    )
    book = PolicyBook(folder, "default")

    found = book.serving(Comment(text="x", article=article, policy=asked))

    assert found.policy.name == name


def test_a_changed_file_is_noticed_and_a_broken_one_changes_nothing(write: Write) -> None:
    """Whoever is told learns both; what has not changed keeps its rulebook."""
    seconds, told = [0.0], []
    folder = write(a="[links]\nhold = 2", b="")
    book = PolicyBook(folder, "a", told=told.append, now=lambda: seconds[0])
    first, other = book.default, book.rulebooks["b"]

    write(a="[links]\nhold = 33")
    before = book.default
    seconds[0] += LOOK_SECONDS
    after = book.default
    write(a="[links]\nhold = none")
    seconds[0] += LOOK_SECONDS
    broken = book.default

    assert before is first
    assert after.policy.links.hold == 33
    assert broken is after
    assert book.rulebooks["b"] is other
    assert [error is None for error in told] == [True, False]


def test_a_policy_that_has_gone_since_it_was_asked_for_is_a_fault_of_the_request(
    write: Write,
) -> None:
    """Not a failure, and nothing is decided by another one."""
    seconds = [0.0]
    folder = write(a="", b="")
    book = PolicyBook(folder, "a", now=lambda: seconds[0])
    (folder / "b.toml").unlink()
    seconds[0] += LOOK_SECONDS

    with pytest.raises(InvalidRequestError):
        book.serving(Comment(text="x", policy="b"))
