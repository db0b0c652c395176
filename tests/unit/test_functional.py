"""The functional cases are many, well made and the same each time, and faults in them are told."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from training import functional
from training.functional import (
    Case,
    Functions,
    measure_functions,
    read_cases,
    read_functions,
)

CASES = read_cases()
FUNCTIONS = read_functions()
HELD = {case.text for case in CASES if case.hold}
DOCUMENT = Path(__file__).parents[2] / "docs" / "functions.md"

GROUPS = {
    "insult of a person": True,
    "attack on a group": True,
    "threats": True,
    "harassment": True,
    "disguise": True,
    "spam": True,
    "criticism": False,
    "news vocabulary": False,
    "figures of speech": False,
    "innocent names": False,
    "homonyms": False,
    "self-reference": False,
    "swearing": False,
    "disagreement": False,
    "counter-speech": False,
    "experience": False,
    "medicine and teaching": False,
    "identity, harmless": False,
    "like spam, harmless": False,
    "looks disguised, harmless": False,
}
MIXED = ("slurs", "negation", "sarcasm")

FINE = """
[words]
fool = ["oaf", "dolt"]

[[function]]
name = "insult"
group = "insults"
label = "hold"
reason = "It is one."
templates = ["You are {a fool}."]
"""


def written(folder: Path, content: str) -> Path:
    """A folder with one file of functions."""
    (folder / "some.toml").write_text(content, encoding="utf-8")
    return folder


def one(text: str, *, function: str, hold: bool) -> Case:
    """One case of a function."""
    return Case(text=text, function=function, hold=hold)


def test_there_are_enough_functions_and_cases() -> None:
    """At least 60 functions and 2,500 cases, and 25 to 70 of each function."""
    counts = Counter(case.function for case in CASES)

    assert len(FUNCTIONS) >= 60
    assert len({case.text for case in CASES}) >= 2500
    assert counts.keys() == {function.name for function in FUNCTIONS}
    assert [name for name, count in counts.items() if not 25 <= count <= 70] == []


def test_no_two_cases_say_the_same() -> None:
    """Also not in other capitals, but for the disguises that are nothing else."""
    told = [
        case.text.casefold()
        for case in CASES
        if case.function
        not in ("disguise: capital letters", "disguise: small and capital letters in turn")
    ]

    assert len(set(told)) == len(told)


@pytest.mark.parametrize("group", [*GROUPS, *MIXED])
def test_every_kind_of_comment_has_functions(group: str) -> None:
    """Each group the suite must have, with the labels that belong to it."""
    labels = {function.hold for function in FUNCTIONS if function.group == group}

    assert labels == ({True, False} if group in MIXED else {GROUPS[group]})


def test_there_are_no_other_groups() -> None:
    """A new one has to say here what it holds."""
    assert {function.group for function in FUNCTIONS} == {*GROUPS, *MIXED}


def test_both_answers_are_asked_for_alike() -> None:
    """So that neither holding nor publishing everything looks good."""
    assert 0.4 < len(HELD) / len(CASES) < 0.6


def test_every_function_tells_why() -> None:
    """In a sentence of its own."""
    reasons = [function.reason for function in FUNCTIONS]

    assert all(re.match(r"[A-Z\"'].{15,}[.\"]$", reason) for reason in reasons)
    assert len(set(reasons)) >= len(reasons) - 5


def test_the_cases_are_the_same_each_time() -> None:
    """In a process of its own, with another seed of hashes."""
    told = "from training.functional import read_cases; print(read_cases())"

    answers = {
        subprocess.run(
            [sys.executable, "-c", told],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=DOCUMENT.parents[1],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(answers) == 1
    assert read_cases() == CASES


def test_no_slot_and_no_mark_is_left() -> None:
    """Every brace was filled, and no word is still marked for its disguise."""
    assert [case.text for case in CASES if re.search(r"[{}]", case.text)] == []
    assert [case.text for case in CASES if re.search(r"<\w", case.text)] == []


def test_articles_go_with_their_words() -> None:
    """No "a idiot", no "an moron" and no "the the", but where a disguise splits the word."""
    wrong = re.compile(
        r"\b(?:a (?!u[ns]|one|eu)[aeiou]\w|a (?:honest|hour)|an (?![aeiou8]|honest|hour|[A-Z])"
        r"|(\w+) \1\b)"
    )
    plain = [case for case in CASES if not case.function.startswith("disguise: ")]

    found = [case.text for case in plain if wrong.search(case.text)]

    assert [text for text in found if "a useless" not in text] == []


def test_comments_are_of_all_lengths() -> None:
    """From four words to about forty-five."""
    lengths = [len(case.text.split()) for case in CASES]

    assert min(lengths) >= 4
    assert 38 <= max(lengths) <= 45
    assert sum(length > 20 for length in lengths) > 500
    assert sum(length < 9 for length in lengths) > 500


def test_the_disguises_share_their_sentences() -> None:
    """What a disguise costs is then its own doing."""
    texts: dict[str, list[str]] = {}
    for case in CASES:
        texts.setdefault(case.function, []).append(case.text)

    plain = texts["disguise: in plain letters"]

    assert texts["disguise: capital letters"] != plain
    assert [text.lower() for text in texts["disguise: capital letters"]] == [
        text.lower() for text in plain
    ]


def test_a_perfect_scorer_has_one() -> None:
    """For every function, and in the mean."""
    functions = measure_functions(HELD.__contains__)

    assert functions.mean == 1.0
    assert functions.below(1.0) == ()
    assert sum(tested.cases for tested in functions.tested) == len(CASES)


def test_a_scorer_that_is_always_wrong_has_zero() -> None:
    """For every function, and in the mean."""
    functions = measure_functions(lambda text: text not in HELD)

    assert functions.mean == 0.0
    assert len(functions.below(0.001)) == len(FUNCTIONS)


def test_a_scorer_that_holds_everything_passes_the_harmful_functions_only() -> None:
    """Which shows in the functions below any limit."""
    functions = measure_functions(lambda _: True)

    harmless = {function.name for function in FUNCTIONS if not function.hold}

    assert {tested.function for tested in functions.below(0.5)} == harmless


def test_functions_count_alike_in_the_mean() -> None:
    """However many cases each has."""
    cases = [one(f"fine {number}", function="many", hold=False) for number in range(9)]
    cases.append(one("awful", function="one", hold=True))

    functions = measure_functions(lambda _: False, cases)

    assert functions.tested == (
        functional.Tested(function="many", cases=9, passed=9, rate=1.0),
        functional.Tested(function="one", cases=1, passed=0, rate=0.0),
    )
    assert functions.mean == 0.5


def test_the_worst_function_comes_first() -> None:
    """And those at the limit are not below it."""
    rates = {"half": 0.5, "tenth": 0.1, "all": 1.0, "limit": 0.9}
    functions = Functions(
        tested=tuple(
            functional.Tested(function=name, cases=10, passed=int(10 * rate), rate=rate)
            for name, rate in rates.items()
        )
    )

    assert [tested.function for tested in functions.below(0.9)] == ["tenth", "half"]


def test_no_cases_are_no_success() -> None:
    """An empty list must not pass for a perfect one."""
    with pytest.raises(ValueError, match="no cases"):
        measure_functions(lambda _: True, [])


def test_a_folder_of_ones_own_is_read(tmp_path: Path) -> None:
    """The same way as ours."""
    cases = read_cases(written(tmp_path, FINE))

    assert sorted(case.text for case in cases) == ["You are a dolt.", "You are an oaf."]
    assert {(case.function, case.hold) for case in cases} == {("insult", True)}


def test_marked_words_are_disguised(tmp_path: Path) -> None:
    """And nothing else of the sentence."""
    content = FINE.replace("{a fool}", "like an <{fool}>") + 'disguise = "spaced"\n'

    cases = read_cases(written(tmp_path, content))

    assert sorted(case.text for case in cases) == [
        "You are like an d o l t.",
        "You are like an o a f.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[words]", "[wordz]", r"some.toml: 'wordz' is not a key"),
        ("group =", "groop =", r"insult: 'groop' is not a key"),
        ('group = "insults"', "", r"'insult' has no group"),
        ('reason = "It is one."', "", r"'insult' has no reason"),
        ('reason = "It is one."', 'reason = " "', r"'insult' has no reason"),
        ('name = "insult"', "", r"without a name' has no name"),
        ('label = "hold"', 'label = "reject"', r"'insult' needs a label: hold or publish"),
        ("{a fool}", "{a foool}", r"'insult' has a slot without a list: foool"),
        ('"dolt"]', '"oaf"]', r"the list 'fool' has a word twice"),
        ("[[function]]", 'lout = ["lout"]\n[[function]]', r"words from the list 'lout'"),
        ('["You are {a fool}."]', "[]", r"'insult' needs templates"),
        ("templates =", 'shared = "elsewhere" #', r"'insult' needs templates"),
        ("templates =", 'disguise = "hat"\ntemplates =', r"a disguise that is not known: hat"),
        ("templates =", 'disguise = "leet"\ntemplates =', r"marks no <word> to disguise"),
        ('."]', '.", "You are {a fool}."]', r"'insult' repeats a sentence of 'insult'"),
    ],
)
def test_a_fault_in_a_file_is_told(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    """In a sentence that names the function, the list or the file."""
    assert old in FINE

    with pytest.raises(ValueError, match=sentence):
        read_cases(written(tmp_path, FINE.replace(old, new)))


def test_a_function_stands_once(tmp_path: Path) -> None:
    """Two of the same name would be counted as one."""
    again = FINE[FINE.index("[[function]]") :].replace("You are", "He is")

    with pytest.raises(ValueError, match="Two functions are called 'insult'"):
        read_cases(written(tmp_path, FINE + again))


def test_a_list_stands_in_one_file(tmp_path: Path) -> None:
    """Or the order of the files would decide."""
    (tmp_path / "other.toml").write_text('[words]\nfool = ["lout"]\n', encoding="utf-8")

    with pytest.raises(ValueError, match="another file has a list 'fool'"):
        read_cases(written(tmp_path, FINE))


def test_the_document_lists_every_function() -> None:
    """With its label, its number of cases and its reason, and the totals."""
    counts = Counter(case.function for case in CASES)
    rows = [
        f"| {function.name} | {'hold' if function.hold else 'publish'} "
        f"| {counts[function.name]} | {function.reason} |"
        for function in FUNCTIONS
    ]

    document = DOCUMENT.read_text(encoding="utf-8").splitlines()

    assert sorted(line for line in document if line.count("|") == 5 and ": " in line) == sorted(
        rows
    )
    assert f"{len(FUNCTIONS)} functions, {len(CASES):,} cases" in "\n".join(document)
