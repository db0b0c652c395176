"""The report of an evaluation: one page that is whole, says all it should, and trusts no text."""

import re
import tomllib
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from service.errors import TrainingFailedError
from training import charts
from training.report import render
from training.targets import TARGETS, Target, with_interval

EVALUATION = Path(__file__).parents[2] / "training/evaluation.toml"
CANDIDATE = "2026-11-25-candidate"
CURRENT = "2026-10-01-current"
PEER = "tfidf-pipeline"
SECTIONS = (
    "Quality by set",
    "Calibration",
    "Review load",
    "Bias",
    "Disguise",
    "Functions",
    "Speed",
    "Spans",
    "Rows left out",
    "Worst mistakes",
)
NO_END_TAG = {"meta", "br", "hr", "img", "link", "input"}
HOSTILE = '<script>alert(1)</script><img src="http://evil.example/x.png"> you worthless scum'


class Page(HTMLParser):
    """What a test asks of a page: its tags in balance, its attributes, headings and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.tags.append((tag, dict(attrs)))
        if tag not in NO_END_TAG:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as SVG has them."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        """Keep the headings' words."""
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            self.headings.append((int(self.open[-1][1]), data.strip()))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of one kind."""
        return [attributes for name, attributes in self.tags if name == tag]


def scorer(name: str, kind: str) -> dict[str, Any]:
    """One of those that are compared."""
    return {"name": name, "kind": kind, "attributes": ["TOXICITY"]}


def each(figures: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same figures for every scorer."""
    return dict.fromkeys(names or (CANDIDATE, CURRENT, PEER), figures)


def ranking(auc: float = 0.93) -> dict[str, Any]:
    """The figures of one scorer on one set."""
    return {
        "auc": auc,
        "auc_low": auc - 0.02,
        "auc_high": auc + 0.02,
        "average_precision": 0.41,
        "roc": [[0, 0], [0.1, 0.8], [1, 1]],
        "pr": [[0, 1], [0.8, 0.5], [1, 0.01]],
    }


def stopped() -> dict[str, Any]:
    """How many plain statements one scorer stops."""
    counts = {"Christian": 0, "Muslim": 2}
    terms = [
        {"term": name, "group": "religion", "asked": 5, "stopped": n, "low": 0.01, "high": 0.77}
        for name, n in counts.items()
    ]
    share = {"share": 0.2, "share_low": 0.05, "share_high": 0.5}
    return {"asked": 10, "stopped": 2, **share, "terms": terms}


def measured_set(name: str, auc: float = 0.93) -> dict[str, Any]:
    """One set with the same figures for everybody."""
    figures = each(ranking(auc))
    return {"name": name, "attribute": "TOXICITY", "rows": 9937, "positive": 58, "figures": figures}


def calibrated() -> dict[str, Any]:
    """The calibration of one attribute, with an empty bin."""
    bins = [
        {"score": 0.05, "share": 0.04, "low": 0.03, "high": 0.05, "rows": 900},
        {"score": 0.8, "share": 0.75, "low": 0.6, "high": 0.9, "rows": 40},
        {"score": None, "share": None, "low": None, "high": None, "rows": 0},
    ]
    figures = {"ece": 0.012, "ece_low": 0.008, "ece_high": 0.016, "brier": 0.05, "bins": bins}
    return {"attribute": "TOXICITY", "rows": 940, "positive": 66, "figures": each(figures)}


def biased() -> dict[str, Any]:
    """The bias of one scorer: harmless sentences about Muslims score like attacks."""
    terms = [
        {
            "term": term,
            "group": group,
            "subgroup_auc": 0.95,
            "bpsn_auc": bpsn,
            "bnsp_auc": 0.97,
        }
        for term, group, bpsn in (("Christian", "religion", 0.98), ("Muslim", "religion", 0.87))
    ]
    worst = {"term": "Muslim", "value": 0.87}
    names = ("subgroup_auc", "bpsn_auc", "bnsp_auc")
    return {
        "background_auc": 0.97,
        "terms": terms,
        "worst": dict.fromkeys(names, worst),
        "mean": dict.fromkeys(names, 0.94),
    }


def disguised() -> dict[str, Any]:
    """How one scorer does on two disguises."""
    return {
        "threshold": 0.5,
        "caught": 120,
        "kinds": [
            {"kind": "leet", "kept": 0.97, "low": 0.94, "high": 0.99},
            {"kind": "zero_width", "kept": 0.81, "low": 0.75, "high": 0.87},
        ],
        "worst": {"kind": "zero_width", "kept": 0.81},
        "clean_held": 0.02,
        "clean_held_as_it_stands": 0.01,
    }


def function_rates() -> dict[str, Any]:
    """One function that works and one that does not."""
    return {
        "mean": 0.6,
        "tested": [
            {
                "name": "threat: direct",
                "group": "threats",
                "hold": True,
                "cases": 10,
                "passed": 9,
                "rate": 0.9,
                "reason": "Somebody may act on it.",
            },
            {
                "name": "criticism: of a politician",
                "group": "criticism",
                "hold": False,
                "cases": 10,
                "passed": 3,
                "rate": 0.3,
                "reason": "Debate is what comments are for.",
            },
        ],
    }


def mistaken(text: str = HOSTILE) -> list[dict[str, Any]]:
    """The worst mistakes of one attribute."""
    comment = {"text": text, "score": 0.02, "label": 1.0, "set": "olid"}
    return [{"attribute": "TOXICITY", "missed": [comment], "false": []}]


def evaluation(**changes: object) -> dict[str, Any]:
    """A small evaluation with every part; name a part to change it."""
    load = {"recall_95": 0.12, "recall_99": 0.4, "curve": [[0, 0], [0.12, 0.95], [1, 1]]}
    spans = {"f1": 0.66, "f1_low": 0.63, "f1_high": 0.69}
    return {
        "format": 1,
        "created": "2026-11-25T10:30:00+00:00",
        "candidate": CANDIDATE,
        "current": CURRENT,
        "configuration": "default",
        "scorers": [
            scorer(PEER, "peer"),
            scorer(CURRENT, "current"),
            scorer(CANDIDATE, "candidate"),
        ],
        "sets": [measured_set("wikipedia_talk_natural"), measured_set("olid", 0.8)],
        "spans": {"set": "toxic_spans", "rows": 680, "figures": each(spans, CANDIDATE)},
        "calibration": [calibrated()],
        "bias": each(biased()),
        "statements": each(stopped()),
        "disguise": each(disguised()),
        "functions": each(function_rates()),
        "speed": each({"p50_ms": 0.1, "p99_ms": 0.4, "comments_per_second": 9000.4}),
        "review_load": [{"set": "olid", "attribute": "TOXICITY", "figures": each(load)}],
        "mistakes": mistaken(),
        "notes": ["absent is left out: there is no absent.csv in data."],
        **changes,
    }


@pytest.fixture(scope="module")
def whole() -> str:
    """The page of the whole evaluation: drawing it takes a second or two."""
    return render(evaluation())


def verdict_of(page: str, name: str) -> str:
    """The row of one headline figure, without its tags."""
    row = page[page.index(f'<th scope="row">{name}') :].partition("</tr>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def test_every_tag_is_closed_in_its_turn(whole: str) -> None:
    """The drawings too."""
    page = Page(whole)

    assert page.faults == []
    assert page.open == []


def test_the_page_needs_nothing_else(whole: str) -> None:
    """No script, and every address is a place in the page that exists."""
    page = Page(whole)

    addresses = {
        str(value)
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in {"src", "href", "xlink:href", "srcset", "action", "data"}
    }
    places = {f"#{attributes['id']}" for _, attributes in page.tags if "id" in attributes}
    assert addresses
    assert addresses <= places
    assert "<script" not in whole.lower()
    assert "@import" not in whole
    assert set(re.findall(r"url\(([^)]*)\)", whole)) <= places


def test_a_hostile_comment_stays_text(whole: str) -> None:
    """It is shown as it was written, and does nothing."""
    page = Page(whole)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in whole
    assert page.all("script") == page.all("img") == []


@pytest.mark.parametrize("name", ["$x^$", "_quiet", '"><b>bold</b>', "a & b"])
def test_a_hostile_name_stays_text(name: str) -> None:
    """In tables and in drawings, where it is no formula and no markup either."""
    given = evaluation(
        scorers=[scorer(CANDIDATE, "candidate"), scorer(name, "peer")],
        sets=[],
        calibration=[],
        bias={},
        functions={},
        disguise=each(disguised(), CANDIDATE, name),
        spans={"set": name, "rows": 9, "figures": each({"f1": 0.5}, name)},
        review_load=[],
    )

    page = render(given)

    assert Page(page).faults == []
    assert Page(page).all("b") == []
    drawn = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert [name in _text(svg) for svg in drawn] == [True]


def _text(svg: str) -> str:
    """The words of a drawing."""
    words: list[str] = []
    parser = HTMLParser()
    parser.handle_data = words.append  # type: ignore[method-assign]
    parser.feed(svg)
    return "".join(words)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b", "a\u202eb"])
def test_a_character_that_breaks_pages_is_replaced(text: str) -> None:
    """NUL, escape, half a surrogate pair and text that runs backwards; and it can be written."""
    given = evaluation(
        sets=[], calibration=[], bias={}, functions={}, disguise={}, mistakes=mistaken(text)
    )

    page = render(given)

    assert "a\ufffdb" in page
    assert page.encode()


def test_each_section_is_there_and_in_the_contents(whole: str) -> None:
    """In the order in which they are read."""
    page = Page(whole)

    assert [text for level, text in page.headings if level == 2] == [
        "Verdict",
        "Contents",
        *SECTIONS,
    ]
    for name in SECTIONS:
        assert re.search(rf'<a href="#[a-z-]+">{name}</a>', whole)


def test_headings_skip_no_level(whole: str) -> None:
    """One first heading, and each next one at most a level deeper."""
    levels = [level for level, _ in Page(whole).headings]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_and_drawings_can_be_read_aloud(whole: str) -> None:
    """A language, captions, scopes, and a name and words for every drawing."""
    page = Page(whole)

    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("caption")) == len(page.all("table"))
    assert {attributes.get("scope") for attributes in page.all("th")} == {"col", "row"}
    assert len(page.all("figcaption")) == len(page.all("svg"))
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in page.all("svg"))


def test_no_two_elements_share_an_id(whole: str) -> None:
    """Though matplotlib calls the parts of all its drawings alike."""
    names = [attributes["id"] for _, attributes in Page(whole).tags if "id" in attributes]

    assert len(names) == len(set(names))


def test_the_verdict_says_in_words_what_is_met(whole: str) -> None:
    """With the figure, the target and whether the candidate is better."""
    assert verdict_of(whole, "AUC, Wikipedia talk (natural)") == (
        "AUC, Wikipedia talk (natural) TOXICITY at least 0.920 met within the interval "
        "0.930 0.910 to 0.950 0.930 0.910 to 0.950 0.000 noise not measured tfidf-pipeline 0.930"
    )
    assert " not met " in verdict_of(whole, "AUC, OLID")
    assert " not measured " in verdict_of(whole, "AUC, ETHOS")
    assert " 0.0120 0.0080 to 0.0160 " in verdict_of(whole, "Calibration error (ECE)")


@pytest.mark.parametrize(
    ("mean", "shown"), [(0.7496, "not met 0.7496"), (0.75, "met 0.750"), (0.7312, "not met 0.731")]
)
def test_a_figure_that_misses_its_target_never_looks_as_if_it_met_it(
    mean: float, shown: str
) -> None:
    """Rounded to three digits it would: then it has four."""
    rates = function_rates() | {"mean": mean}

    page = render(evaluation(functions=each(rates, CANDIDATE)))

    assert f"at least 0.750 {shown} " in verdict_of(page, "Functions, mean pass rate")


def test_large_numbers_are_in_groups_of_three(whole: str) -> None:
    """Comments a second without a fraction."""
    assert '<td class="number">9,000</td>' in whole
    assert '<td class="number">9,937</td>' in whole


@pytest.mark.parametrize(
    ("low", "high", "of_auc", "of_error"),
    [
        (0.002, 0.09, "better", "worse"),
        (-0.09, -0.002, "worse", "better"),
        (-0.01, 0.03, "within noise", "within noise"),
        (0.0, 0.03, "within noise", "within noise"),
        (0.00002, 0.03, "better", "worse"),
    ],
)
def test_better_and_worse_are_said_of_more_than_noise_alone(
    low: float, high: float, of_auc: str, of_error: str
) -> None:
    """By the interval of the difference, whatever the figures; of errors the lower is better."""
    bounds = {"difference": {"low": low, "high": high}}
    ethos, error = measured_set("ethos"), calibrated()
    ethos["figures"] = each(ranking(0.85) | bounds, CANDIDATE) | each(ranking(0.8), CURRENT)
    error["figures"] = each({"ece": 0.02} | bounds, CANDIDATE) | each({"ece": 0.01}, CURRENT)

    page = render(evaluation(sets=[ethos], calibration=[error], bias={}, functions={}))

    assert re.search(rf"\+0\.050 \S+ to \S+ {of_auc}", verdict_of(page, "AUC, ETHOS"))
    told = verdict_of(page, "Calibration error (ECE)")
    assert re.search(rf"\+0\.0100 \S+ to \S+ {of_error}", told)


def test_each_headline_says_which_score_it_is_made_of() -> None:
    """That of ETHOS is the higher of two, and the page claims nothing else for all."""
    ethos = measured_set("ethos") | {"scored": ["TOXICITY", "IDENTITY_ATTACK"]}

    page = render(evaluation(sets=[ethos], calibration=[], bias={}, functions={}))

    assert " the higher of TOXICITY and IDENTITY_ATTACK at least" in verdict_of(page, "AUC, ETHOS")
    assert " by the default policy at least" in verdict_of(page, "Functions, mean pass rate")
    assert "all for TOXICITY" not in page


def test_plain_statements_that_are_stopped_are_told_by_term(whole: str) -> None:
    """With the share of all, its interval, and the terms that are stopped most often."""
    part = whole[whole.index("Plain statements stopped") :].partition("</section>")[0]

    assert "Muslim (2 of 5)" in part
    assert "Christian (0 of 5)" not in part
    assert "20.0\N{NO-BREAK SPACE}%" in part
    assert "5.0\N{NO-BREAK SPACE}% to 50.0\N{NO-BREAK SPACE}%" in part
    assert part.index('<th scope="row">Muslim') < part.index('<th scope="row">Christian')


def test_rows_that_were_left_out_are_counted_with_the_reason() -> None:
    """And sets that were not there are named."""
    counts = {"rows": 9999, "blank": 1, "unknown": 2, "repeated": 3, "trained": 4}
    one = measured_set("olid") | {"left_out": counts}

    page = render(evaluation(sets=[one], calibration=[], bias={}, functions={}))

    part = page[page.index('id="rows"') :].partition("</section>")[0]
    numbers = re.findall(r'<td class="number">([0-9,]+)</td>', part)
    assert numbers == ["9,999", "1", "2", "3", "4", "9,937"]
    assert "absent is left out" in part


def test_a_remark_on_a_peer_is_read_before_its_figures() -> None:
    """With the verdict, and with the sets."""
    seen = scorer(PEER, "peer") | {"remark": "It has seen these comments."}
    given = evaluation(
        scorers=[scorer(CANDIDATE, "candidate"), seen], calibration=[], bias={}, functions={}
    )

    page = render(given)

    assert page.count("tfidf-pipeline: It has seen these comments.") == 2


def test_the_current_version_alone_is_not_compared_with_itself() -> None:
    """The page says so instead of its name a second time."""
    given = evaluation(
        current=CANDIDATE,
        scorers=[scorer(CANDIDATE, "candidate")],
        mistakes=mistaken("You idiot."),
    )

    page = render(given)

    assert "the candidate itself, so that there is no other version" in page
    assert f"<dd>{CANDIDATE}</dd>" in page
    assert page.count(f"<dd>{CANDIDATE}</dd>") == 1
    assert "Differences are candidate" not in page


def test_a_long_table_says_that_it_scrolls() -> None:
    """Where it has more rows than are shown at once, and not elsewhere."""
    many = function_rates()
    many["tested"] = [many["tested"][0] | {"name": f"threat {n}"} for n in range(30)]

    page = render(evaluation(sets=[], calibration=[], bias={}, functions=each(many)))

    assert page.count("30 rows: scroll inside the table to see them all.") == 1
    assert page.count("scroll inside the table") == 1


def test_the_worst_terms_and_functions_come_first(whole: str) -> None:
    """Functions below 0.50 with the reason why they matter."""
    assert whole.index('<th scope="row">Muslim') < whole.index('<th scope="row">Christian')
    weak = whole[whole.index("Functions below 0.50") :].partition("</table>")[0]
    assert "Debate is what comments are for." in weak
    assert "threat: direct" not in weak


def test_alone_a_candidate_has_a_page_too() -> None:
    """Without a current version and peers their columns are left out."""
    given = evaluation(
        current=None, scorers=[scorer(CANDIDATE, "candidate")], mistakes=mistaken("You idiot.")
    )

    page = render(given)

    assert Page(page).faults == []
    assert CURRENT not in page
    assert PEER not in page
    assert "there is nothing to compare with" in page
    assert "within noise" not in page
    assert "none were installed" in page


@pytest.mark.parametrize("empty", [None, []])
def test_what_was_not_measured_is_said(empty: object) -> None:
    """A sentence in each section, and no target is met."""
    parts = ("sets", "spans", "calibration", "bias", "statements", "disguise", "functions", "speed")
    given = evaluation(**dict.fromkeys((*parts, "review_load", "mistakes", "notes"), empty))

    page = render(given)

    assert Page(page).faults == []
    assert page.count("no figures for this section") == len(SECTIONS)
    assert f"0 of {len(TARGETS)} targets are met; {len(TARGETS)} could not" in page


def test_a_peer_that_lacks_an_attribute_is_left_out_there() -> None:
    """It has no figures on that set, and a null for its review load."""
    lacking = measured_set("olid")
    del lacking["figures"][PEER]
    load = {"set": "olid", "attribute": "TOXICITY"}
    load["figures"] = each({"recall_95": None, "recall_99": None, "curve": []}, PEER)

    page = render(evaluation(sets=[lacking], review_load=[load], bias=each(biased(), PEER)))

    assert Page(page).faults == []
    assert "tfidf-pipeline n/a" not in verdict_of(page, "AUC, OLID")


def test_the_same_evaluation_gives_the_same_page(whole: str) -> None:
    """No date of today, no random ids."""
    assert render(evaluation()) == whole


def test_another_format_is_refused() -> None:
    """An old file says what to do."""
    with pytest.raises(TrainingFailedError, match="has format 2 and this version reads 1"):
        render(evaluation(format=2))


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an optional extra."""
    monkeypatch.setattr(charts, "find_spec", lambda _: None)

    with pytest.raises(TrainingFailedError, match=r"pip install 'below-the-line\[report\]'"):
        render(evaluation())


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_target_has_one_bound_and_meets_it(target: Target) -> None:
    """The bound itself is enough; beyond it is not."""
    beyond = target.bound + (-0.001 if target.at_most is None else 0.001)

    assert (target.at_least is None) != (target.at_most is None)
    assert target.met(target.bound)
    assert not target.met(beyond)


@pytest.mark.parametrize(
    ("name", "set_name"),
    [
        ("AUC, Wikipedia talk (natural)", "wikipedia_talk_natural"),
        ("AUC, Wikipedia talk (with parent)", "wikipedia_talk_with_parent"),
        ("AUC, unhealthy: hostile", "unhealthy_hostile"),
        ("AUC, unhealthy: not healthy", "unhealthy_not_healthy"),
        ("AUC, ETHOS", "ethos_binary"),
        ("AUC, OLID", "olid_test"),
    ],
)
def test_a_target_finds_its_set(name: str, set_name: str) -> None:
    """Among those that are measured, whose names are nearly alike."""
    names = [each["name"] for each in tomllib.loads(EVALUATION.read_text("utf-8"))["evaluation"]]
    given = {"sets": [measured_set(each, 0.9 if each == set_name else 0.5) for each in names]}
    target = next(target for target in TARGETS if target.name == name)

    found = target.find(given, CANDIDATE)

    assert found == with_interval(ranking(0.9), "auc")
