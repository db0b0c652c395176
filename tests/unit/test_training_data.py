"""Bad data is refused before any work, naming the file, the row and the remedy."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import ConfigError, TrainingDataError
from training import config_file
from training.data import read
from training.labels import MAX_FAULTS
from training.split import arrange

CONFIG = """
name = "test"
fit = {{ folds = 2 }}
attributes = ["TOXICITY"]
[[sources]]
name = "own"
file = "{file}"
text = "text"
licence = "ours"
[sources.labels]
TOXICITY = {rule}
"""
COLUMN = '{ column = "toxic" }'
VOTES = '{ votes = ["yes"], of = ["yes", "no"] }'
GOOD = "text,toxic\nhello,0\nthe end,0\nyou idiot,1\nyou liar,1\n"

Reading = Callable[..., tuple[object, object]]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Read one file of given bytes under a configuration that names it."""

    def read_bytes(content: bytes, *, file: str = "own.csv", rule: str = COLUMN) -> object:
        (tmp_path / file).write_bytes(content)
        settings = tmp_path / "config.toml"
        settings.write_text(CONFIG.format(file=file, rule=rule), encoding="utf-8")
        return read(config_file.load(settings), tmp_path)

    return read_bytes


@pytest.mark.parametrize(
    ("content", "place", "remedy"),
    [
        (b"", "own.csv", "give it a header"),
        (b"text,toxic\n", "own.csv", "give it some"),
        (b"text,other\nhello,0\n", "own.csv, line 1", "no column 'toxic'"),
        (b"text;toxic\nhello;0\n", "own.csv, line 1", "separated by ';' here"),
        (b"text,toxic,toxic\nhello,0,0\n", "own.csv, line 1", "rename one"),
        (b"text,toxic\nhello,0\ncaf\xe9,1\n", "own.csv, line 3", "save the file as UTF-8"),
        (b"text,toxic\nhello,0\nhel\0lo,1\n", "own.csv, line 3", "NUL"),
        (b"text,toxic\nhello,0\nidiot,yes\n", "own.csv, row 2 (line 3)", "correct the cell"),
        (b"text,toxic\nhello,0\nidiot,nan\n", "own.csv, row 2 (line 3)", "correct the cell"),
        (b"text,toxic\nhello,0\nidiot,1.5\n", "own.csv, row 2 (line 3)", "correct the cell"),
        (b"text,toxic\nhello,0\nidiot,-1\n", "own.csv, row 2 (line 3)", "correct the cell"),
        (b"text,toxic\nhello,0\nyou, idiot,1\n", "own.csv, row 2 (line 3)", "quote cells"),
        (b'text,toxic\nhello,0\n"you idiot,1\n', "own.csv, row 2 (line 3)", "never closed"),
        (b'text,toxic\nhello,0\n"you" idiot,1\n', "own.csv, row 2 (line 3)", "double it"),
        (b"text,toxic\nhello,0\nyou\ridiot,1\n", "own.csv, row 2 (line 3)", "carriage return"),
    ],
)
def test_a_bad_csv_file_is_refused(
    reading: Reading, content: bytes, place: str, remedy: str
) -> None:
    """Each fault names where it stands and what to do."""
    with pytest.raises(TrainingDataError) as caught:
        reading(content)

    assert any(place in fault.field and remedy in fault.message for fault in caught.value.faults), (
        caught.value.faults
    )


@pytest.mark.parametrize(
    "line",
    [
        b"[1]",
        b"{",
        b'{"text": "hello"}',
        b'{"text": 3, "toxic": 1}',
        b'{"text": "x", "toxic": 7}',
        b'{"text": "a\\u0000b", "toxic": 1}',
        b'{"text": "a\\ud800b", "toxic": 1}',
    ],
)
def test_a_bad_json_line_is_refused_with_its_row(reading: Reading, line: bytes) -> None:
    """The second row is at fault, and named."""
    good = b'{"text": "hello", "toxic": 0}\n'

    with pytest.raises(TrainingDataError) as caught:
        reading(good + line + b"\n", file="own.jsonl")

    (fault,) = caught.value.faults
    assert fault.field.startswith("own.jsonl, row 2 (line 2)")


def test_votes_cannot_exceed_what_they_are_of(reading: Reading) -> None:
    """Two of minus one voters is no fraction."""
    with pytest.raises(TrainingDataError) as caught:
        reading(b"text,yes,no\nhello,2,-1\nidiot,1,0\n", rule=VOTES)

    assert caught.value.faults[0].field == "own.csv, row 1 (line 2), TOXICITY"


@pytest.mark.parametrize("cell", ["0", "1"])
def test_an_attribute_with_one_class_is_refused(reading: Reading, cell: str) -> None:
    """There is nothing to tell apart."""
    with pytest.raises(TrainingDataError) as caught:
        reading(f"text,toxic\nhello,{cell}\nworld,{cell}\n".encode())

    assert "TOXICITY" in str([caught.value.faults, caught.value.sentence])


def test_a_cut_gzip_file_is_refused(reading: Reading) -> None:
    """What can still be read of it does not count."""
    with pytest.raises(TrainingDataError) as caught:
        reading(gzip.compress(GOOD.encode())[:-9], file="own.csv.gz")

    assert any("copy or export it again" in fault.message for fault in caught.value.faults)


def test_a_file_that_only_claims_to_be_gzipped_is_refused(reading: Reading) -> None:
    """Plain text under a .gz name."""
    with pytest.raises(TrainingDataError) as caught:
        reading(GOOD.encode(), file="own.csv.gz")

    assert caught.value.faults[0].field == "own.csv.gz"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """With the folder that was searched and three ways out."""
    settings = tmp_path / "config.toml"
    settings.write_text(CONFIG.format(file="gone.csv", rule=COLUMN), encoding="utf-8")

    with pytest.raises(TrainingDataError) as caught:
        read(config_file.load(settings), tmp_path)

    assert "remove the source own" in caught.value.faults[0].message


@pytest.mark.parametrize("file", ["../own.csv", "/own.csv", "a/../../own.csv", ""])
def test_a_source_stays_inside_the_data_folder(tmp_path: Path, file: str) -> None:
    """Whoever wrote the configuration need not be whoever runs it."""
    settings = tmp_path / "config.toml"
    settings.write_text(CONFIG.format(file=file, rule=COLUMN), encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        config_file.load(settings)

    assert [fault.field for fault in caught.value.faults] == ["sources.0.file"]


def test_the_list_of_faults_ends(reading: Reading) -> None:
    """A file that is wrong throughout does not fill the screen."""
    with pytest.raises(TrainingDataError) as caught:
        reading(b"text,toxic\n" + b"hello,x\n" * 500)

    assert len(caught.value.faults) == MAX_FAULTS


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ('colour = "red"\n', "colour"),
        ('changes = " "\n', "changes"),
        ('changes = """\nNew:\n\n ## Model details\n"""\n', "changes"),
        (f'changes = "{"x" * 4_001}"\n', "changes"),
        ("changes = 3\n", "changes"),
        ("[features]\nspeed = 3\n", "features.speed"),
        ("[features]\nbits = 99\n", "features.bits"),
    ],
)
def test_a_configuration_fault_names_its_key(tmp_path: Path, entry: str, field: str) -> None:
    """Unknown keys and impossible values, nested ones by their path."""
    settings = tmp_path / "config.toml"
    settings.write_text(entry + CONFIG.format(file="own.csv", rule=COLUMN), encoding="utf-8")
    if entry.startswith("["):
        settings.write_text(CONFIG.format(file="own.csv", rule=COLUMN) + entry, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        config_file.load(settings)

    assert [fault.field for fault in caught.value.faults] == [field]


@pytest.mark.parametrize(
    ("file", "pack"), [("own.csv", bytes), ("own.csv.gz", gzip.compress)], ids=["plain", "packed"]
)
def test_csv_is_read_plain_and_packed(
    reading: Reading, file: str, pack: Callable[[bytes], bytes]
) -> None:
    """The same rows, with a byte order mark and commas and newlines inside quotes."""
    content = (
        '\ufefftext,toxic\r\n"hello,\nworld",0\r\nbye,0\r\n"you ""idiot""",1\r\nliar,1\r\n'.encode()
    )

    examples, _ = reading(pack(content), file=file)

    assert [example.text for example in examples] == ["hello,\nworld", "bye", 'you "idiot"', "liar"]
    assert [example.labels["TOXICITY"] for example in examples] == [0, 0, 1, 1]


def test_rows_without_text_are_counted(reading: Reading) -> None:
    """They are skipped, and the report says how many there were."""
    _, (report,) = reading(GOOD.encode() + b",0\n   ,1\n")

    assert (report.rows, report.empty) == (6, 2)


def test_the_same_text_twice_becomes_one_row_with_the_mean(
    reading: Reading, tmp_path: Path
) -> None:
    """Case and punctuation do not tell texts apart; the disagreement is counted."""
    examples, _ = reading(GOOD.encode() + b"You idiot!,0\n")

    rows = arrange(config_file.load(tmp_path / "config.toml"), examples)

    assert rows.labels.ravel().tolist() == [0, 0, 0.5, 1]
    assert (rows.repeated, rows.disagreeing) == (1, 1)
