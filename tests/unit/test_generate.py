"""What is trained on is balanced, varied, and apart from what is measured with."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain

import pytest

from training.bias import Term, measuring_sentences, read_identity, read_terms
from training.generate import (
    Generated,
    Group,
    generate,
    group_names,
    joined,
    lowered,
    read_groups,
    read_lists,
    read_people,
    varied,
    without_full_stop,
)
from training.templates import slots

ATTRIBUTES = (
    "TOXICITY",
    "SEVERE_TOXICITY",
    "IDENTITY_ATTACK",
    "INSULT",
    "PROFANITY",
    "THREAT",
    "SPAM",
)
SENTENCES = generate()
TALK = generate(["talk"])
GROUPS = [(name, group) for name in group_names() for group in read_groups(name)]
TERM_SLOTS = {"person", "people", "being"}
WORD = re.compile(r"[\w']+")
RUN = 5


def sentence(text: str, group: str = "g", term: str = "", **labels: float) -> Generated:
    """One sentence with these labels."""
    return Generated(text=text, labels=labels, group=group, term=term)


def harmful(one: Generated) -> bool:
    """Whether its toxicity is nearer to 1."""
    return one.labels.get("TOXICITY", 0.0) >= 0.5


def words(text: str) -> list[str]:
    """Its words in lower case."""
    return WORD.findall(text.lower())


def naming(terms: Iterable[Term]) -> set[str]:
    """Every word that terms are named with, and the articles before them."""
    named = (words(f"{one.person} {one.people} {one.being}") for one in terms)
    return {*chain.from_iterable(named), "a", "an"}


def aside(text: str, term: Term) -> str:
    """The text without its term, whichever form that has."""
    forms = sorted({term.person, term.people, term.being}, key=len, reverse=True)
    pattern = rf"\b(?:an? )?(?:{'|'.join(map(re.escape, forms))})\b"
    return re.sub(pattern, "", text, flags=re.IGNORECASE)


def runs(text: str, without: set[str]) -> set[tuple[str, ...]]:
    """Every stretch of five words, when some words are taken out."""
    left = [word for word in words(text) if word not in without]
    return {tuple(left[start : start + RUN]) for start in range(len(left) - RUN + 1)}


def test_there_are_many_sentences_each_once() -> None:
    """Enough to matter among the public data, and not so many as to drown them."""
    assert 15_000 <= len(SENTENCES) <= 75_000
    assert len({one.text for one in SENTENCES}) == len(SENTENCES)


def test_the_same_sentences_are_made_every_time() -> None:
    """In the same order."""
    assert generate() == SENTENCES


def test_one_file_may_be_had_alone() -> None:
    """With the groups of that file and no others."""
    groups = {group.name for group in read_groups("spam")}

    assert {one.group for one in generate(["spam"])} == groups


def test_a_group_with_few_words_is_filled_up_with_pairs_of_its_sentences() -> None:
    """So that a template without slots counts as much as one with many."""
    [group] = [group for _, group in GROUPS if group.name == "rude_looking_words"]
    assert not any(map(slots, group.templates))

    texts = [one.text.lower() for one in SENTENCES if one.group == group.name]

    assert len(texts) >= 0.9 * group.most * len(group.templates)
    for template in group.templates:
        assert sum(template.lower().removesuffix(".") in text for text in texts) >= group.most / 2


def test_a_file_that_is_not_there_is_refused() -> None:
    """By its name."""
    with pytest.raises(FileNotFoundError, match="sonnets"):
        generate(["sonnets"])


@pytest.mark.parametrize(("name", "group"), GROUPS, ids=[group.name for _, group in GROUPS])
def test_a_group_is_well_formed(name: str, group: Group) -> None:
    """Its slots have lists, its labels are attributes in [0, 1], and it says what it is for."""
    known = read_lists(name).keys() | TERM_SLOTS

    assert {slot for template in group.templates for slot in slots(template)} <= known
    assert group.labels.keys() <= set(ATTRIBUTES)
    assert all(0 <= label <= 1 for label in group.labels.values())
    assert {"TOXICITY", "SPAM"} <= group.labels.keys()
    assert len(set(group.templates)) == len(group.templates)
    assert group.most > 0
    assert group.why


@pytest.mark.parametrize("name", group_names())
def test_no_list_hides_a_term(name: str) -> None:
    """A list named like a slot for terms would never be used, nor a word be worth its repeat."""
    lists = read_lists(name)

    assert TERM_SLOTS.isdisjoint(lists)
    assert [key for key, entries in lists.items() if len(set(entries)) < len(entries)] == []


def test_group_names_are_not_used_twice() -> None:
    """The group tells where a sentence came from."""
    names = [group.name for _, group in GROUPS]

    assert len(set(names)) == len(names)


def test_there_are_insults_and_terms_enough() -> None:
    """A hundred insults, slurs aside, and 120 terms of ten groups and more."""
    lists = read_lists("insults")
    terms = read_people()

    assert len(lists["insult"]) >= 100
    assert len({term.name for term in terms}) == len(terms) >= 120
    assert len({term.group for term in terms}) >= 10


def test_every_term_has_about_two_harmless_sentences_for_each_attack() -> None:
    """So that the term itself tells nothing."""
    counts = Counter((one.term, harmful(one)) for one in SENTENCES if one.term)

    for term in read_people():
        harmless, attacks = counts[term.name, False], counts[term.name, True]
        assert attacks >= 25
        assert 1.6 <= harmless / attacks <= 2.5


def test_no_term_has_more_of_a_group_than_another() -> None:
    """Give or take two: one from the dealing, one from a text that came twice."""
    names = [term.name for term in read_people()]
    for group in (group for _, group in GROUPS):
        had = Counter(one.term for one in SENTENCES if one.group == group.name)
        counts = [had[name] for name in names]

        assert max(counts) - min(counts) <= 2


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_every_attribute_is_shown_on_both_sides(attribute: str) -> None:
    """At least three hundred times each."""
    labels = [one.labels[attribute] for one in SENTENCES if attribute in one.labels]

    assert sum(label >= 0.5 for label in labels) >= 300
    assert sum(label < 0.5 for label in labels) >= 300


def test_nothing_of_five_words_is_shared_with_what_is_measured() -> None:
    """Whether each sentence's own term is taken out or every word of every term."""
    content = read_identity("measure.toml")
    ours = {term.name: term for term in read_people()}
    theirs = read_terms(content["terms"] | {"": content["background"]})
    measured = {term.name: term for term in theirs}
    every = naming(chain(ours.values(), measured.values()))

    for without, own in ((set[str](), True), (every, False)):
        known = set[tuple[str, ...]]()
        for each in measuring_sentences():
            known |= runs(aside(each.text, measured[each.term]) if own else each.text, without)
        shared = {
            one.text
            for one in SENTENCES
            if runs(aside(one.text, ours[one.term]) if own and one.term else one.text, without)
            & known
        }

        assert shared == set()


def test_no_sentence_has_a_slot_left_or_the_wrong_article() -> None:
    """Read from the finished sentences, by letters that leave no doubt."""
    wrong = re.compile(r"[{}]|\b(?:a [aeio]|an [^aeiou8FHLMNRSX\W])", re.IGNORECASE)

    assert [one.text for one in SENTENCES if wrong.search(one.text)] == []


def test_shape_tells_no_label() -> None:
    """Harmful and harmless comments are as often long, and as often in lower case."""
    for shape in (lambda text: len(text.split()) >= 20, str.islower):
        shares = [
            sum(shape(one.text) for one in SENTENCES if harmful(one) is side)
            / sum(harmful(one) is side for one in SENTENCES)
            for side in (False, True)
        ]
        assert min(shares) > 0.1
        assert max(shares) < 1.5 * min(shares)


def test_longer_comments_are_of_80_words_at_most() -> None:
    """And some are of 40 and more."""
    lengths = [len(one.text.split()) for one in SENTENCES]

    assert max(lengths) <= 80
    assert sum(length >= 20 for length in lengths) > 3000
    assert sum(length >= 40 for length in lengths) > 300


def test_lower_case_and_a_missing_stop_change_nothing_else() -> None:
    """The labels stay."""
    one = sentence("The Sikhs of Leeds.", TOXICITY=0.0)

    assert lowered(one) == sentence("the sikhs of leeds.", TOXICITY=0.0)
    assert without_full_stop(one) == sentence("The Sikhs of Leeds", TOXICITY=0.0)
    assert without_full_stop(sentence("Why?")) == sentence("Why?")


def test_harmful_and_harmless_together_are_harmful() -> None:
    """In either order, and the group is that of the harmful one."""
    kind = sentence("Thanks.", "talk", TOXICITY=0.0, INSULT=0.0)
    rude = sentence("You oaf.", "insult", TOXICITY=1.0, INSULT=1.0)

    assert joined(kind, rude) == sentence("Thanks. You oaf.", "insult", TOXICITY=1.0, INSULT=1.0)
    assert joined(rude, kind) == sentence("You oaf. Thanks.", "insult", TOXICITY=1.0, INSULT=1.0)


def test_what_one_of_two_does_not_tell_is_known_only_where_it_is_there() -> None:
    """A threat is one beside anything; no threat beside something unknown is unknown."""
    unknown = sentence("Hm.", TOXICITY=0.0)

    assert joined(unknown, sentence("I will.", TOXICITY=1.0, THREAT=1.0)).labels["THREAT"] == 1.0
    assert "THREAT" not in joined(unknown, sentence("Hello.", TOXICITY=0.0, THREAT=0.0)).labels


def test_a_joined_comment_keeps_the_term() -> None:
    """Also where the other sentence is the more harmful one."""
    about = sentence("Sikhs vote.", "identity", term="Sikh", TOXICITY=0.0)
    rude = sentence("You oaf.", "insult", TOXICITY=1.0)

    both = joined(rude, about)

    assert (both.term, both.group, both.labels) == ("Sikh", "identity", {"TOXICITY": 1.0})


def test_a_varied_sentence_keeps_its_labels_its_group_and_its_words() -> None:
    """Whatever the shape."""
    for number in range(60):
        one = sentence(f"Number {number} is a Crook.", "g", "t", TOXICITY=1.0)

        other = varied(one, TALK)

        assert (other.labels, other.group, other.term) == (one.labels, "g", "t")
        assert f"number {number} is a crook" in other.text.lower()


def test_comments_have_one_sentence_or_two_or_more() -> None:
    """Some are joined with a single one, and some with as many as make them long."""
    talk = [sentence(text, TOXICITY=0.0) for text in ("Fine rain.", "Good bread.")]

    added = {
        sum(other.text in varied(sentence(f"Number {number}!"), talk).text for other in talk)
        for number in range(60)
    }

    assert added == {0, 1, 2}


def test_without_talk_nothing_is_longer() -> None:
    """There is nothing to join with."""
    for number in range(60):
        one = sentence(f"Number {number}.")

        assert len(varied(one, ()).text.split()) == 2
