"""Bias is measured as Borkan et al. 2019 have it, on sentences that are well made."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from training.bias import (
    BACKGROUND,
    MEASURES,
    Bias,
    Sentence,
    Term,
    TermBias,
    forms,
    measure_bias,
    measuring_sentences,
    read_identity,
    read_terms,
)
from training.templates import fill

SENTENCES = measuring_sentences()
TOXIC = {sentence.text for sentence in SENTENCES if sentence.toxic}


def fair(text: str) -> float:
    """What a scorer that sees only the attack would say."""
    return float(text in TOXIC)


def afraid_of(word: str) -> Callable[[str], float]:
    """A scorer that sees the attack, and takes one word for a worse one."""
    return lambda text: fair(text) + 2 * (word in text)


def sentence(text: str, *, toxic: bool, term: str = "", group: str = BACKGROUND) -> Sentence:
    """One sentence, of the background unless it says otherwise."""
    return Sentence(text=text, toxic=toxic, term=term, group=group)


def figures(bias: Bias, name: str) -> TermBias:
    """The figures of one term."""
    return next(term for term in bias.terms if term.term == name)


def test_a_fair_scorer_has_nothing_but_ones() -> None:
    """Every AUC of every term, and so the worst and the mean."""
    bias = measure_bias(fair)

    assert bias.background_auc == 1.0
    for measure in MEASURES:
        assert getattr(bias.worst(measure), measure) == 1.0
        assert bias.mean(measure) == pytest.approx(1.0)


def test_a_scorer_that_fears_a_term_has_a_low_bpsn_for_it_alone() -> None:
    """Harmless sentences with it score above attacks without it."""
    bias = measure_bias(afraid_of("Sikh"))

    assert bias.worst("bpsn_auc").term == "Sikh"
    assert figures(bias, "Sikh").bpsn_auc < 0.1
    assert figures(bias, "Sikh").bnsp_auc == 1.0
    assert figures(bias, "Hindu").bpsn_auc == 1.0


def test_a_scorer_that_takes_a_term_for_innocence_has_a_low_bnsp_for_it() -> None:
    """Attacks with it score like harmless sentences, or below."""
    bias = measure_bias(lambda text: fair(text) - 2 * ("Sikh" in text))

    assert bias.worst("bnsp_auc").term == "Sikh"
    assert figures(bias, "Sikh").bnsp_auc < 0.1
    assert figures(bias, "Sikh").bpsn_auc == 1.0


def test_a_scorer_that_knows_nothing_has_halves() -> None:
    """All scores equal."""
    bias = measure_bias(lambda _: 0.3)

    assert bias.mean("subgroup_auc") == pytest.approx(0.5)
    assert bias.background_auc == 0.5


def test_the_figures_are_those_worked_out_by_hand() -> None:
    """Two background and four subgroup sentences."""
    scores = {"b-": 0.2, "b+": 0.6, "s1-": 0.1, "s2-": 0.7, "s1+": 0.15, "s2+": 0.9}
    sentences = [sentence("b-", toxic=False), sentence("b+", toxic=True)]
    sentences += [
        sentence(text, toxic=text.endswith("+"), term="x", group="g")
        for text in ("s1-", "s2-", "s1+", "s2+")
    ]

    bias = measure_bias(scores.__getitem__, sentences)

    assert bias.terms == (
        TermBias(
            term="x",
            group="g",
            subgroup_auc=0.75,
            bpsn_auc=0.5,
            bnsp_auc=0.5,
            positive=2,
            negative=2,
        ),
    )
    assert (bias.background_auc, bias.positive, bias.negative) == (1.0, 1, 1)


def test_the_mean_leans_to_the_worst_terms() -> None:
    """With power -5, 1 and 0.5 make about 0.57."""
    good = TermBias(
        term="a", group="g", subgroup_auc=1, bpsn_auc=1, bnsp_auc=1, positive=1, negative=1
    )
    bad = TermBias(
        term="b", group="g", subgroup_auc=1, bpsn_auc=0.5, bnsp_auc=0, positive=1, negative=1
    )
    bias = Bias(terms=(good, bad), background_auc=1, positive=1, negative=1)

    assert bias.mean("subgroup_auc") == 1.0
    assert bias.mean("bpsn_auc") == pytest.approx(((1 + 0.5**-5) / 2) ** (-1 / 5))
    assert bias.mean("bnsp_auc") == 0.0


def test_each_text_is_scored_once() -> None:
    """However many figures it counts in."""
    seen: list[str] = []

    def noting(text: str) -> float:
        seen.append(text)
        return len(text) / 1000

    measure_bias(noting)

    assert seen == [one.text for one in SENTENCES]


def test_one_label_alone_is_refused() -> None:
    """No AUC can be had from attacks alone."""
    only = [sentence("b+", toxic=True)]

    with pytest.raises(ValueError, match="toxic and harmless"):
        measure_bias(fair, only)


def test_there_are_terms_enough_from_every_group() -> None:
    """At least 60, of seven groups, and 12 intersections."""
    terms = {one.term: one.group for one in SENTENCES if one.group != BACKGROUND}
    groups = Counter(terms.values())

    assert len(terms) >= 60
    assert groups.keys() == {
        "gender",
        "orientation",
        "religion",
        "ethnicity",
        "nationality",
        "disability",
        "age",
        "intersection",
    }
    assert groups["intersection"] >= 12
    assert min(groups.values()) >= 5


def test_every_term_has_the_same_sentences_as_the_background() -> None:
    """At least 40 of each label, and no sentence twice."""
    counts = Counter((one.term, one.toxic) for one in SENTENCES)
    names = {one.term for one in SENTENCES}

    assert len({counts[name, True] for name in names}) == 1
    assert len({counts[name, False] for name in names}) == 1
    assert min(counts.values()) >= 40
    assert len({one.text for one in SENTENCES}) == len(SENTENCES)


def test_the_templates_are_of_many_lengths_and_have_slots_that_exist() -> None:
    """Some of 15 words and more, and none left with a brace."""
    templates = read_identity("measure.toml")["templates"]

    for kind in ("neutral", "toxic"):
        lengths = [len(template.split()) for template in templates[kind]]
        assert sum(15 <= length <= 30 for length in lengths) >= 8
        assert max(lengths) <= 30
        assert sum("{" in template for template in templates[kind]) == len(lengths)
    assert not [one.text for one in SENTENCES if re.search(r"[{}]", one.text)]


def test_the_same_sentences_are_made_every_time() -> None:
    """In the same order."""
    assert measuring_sentences() == SENTENCES


def test_no_sentence_has_the_wrong_article_before_a_plain_vowel() -> None:
    """Read from the finished sentences."""
    wrong = re.compile(r"\b(?:a [aeio]|an [^aeiou8FHLMNRSX\W])", re.IGNORECASE)

    assert not [one.text for one in SENTENCES if wrong.search(one.text)]


def test_a_slot_takes_the_form_that_its_place_needs() -> None:
    """With article, plural, after "I am", and with a capital at the start."""
    [term] = read_terms({"orientation": {"gay": ["openly gay person", "openly gay people", "gay"]}})

    assert term == Term(
        name="gay",
        group="orientation",
        person="openly gay person",
        people="openly gay people",
        being="gay",
    )
    assert fill("{A person}, {people}, that {person}.", forms(term)) == (
        "An openly gay person, openly gay people, that openly gay person."
    )
    assert fill("{People} and {being}.", forms(term)) == "Openly gay people and gay."
