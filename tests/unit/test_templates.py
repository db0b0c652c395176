"""Sentences from templates are well formed, spread over the lists, and the same each time."""

import pytest

from training.templates import expand, fill, slots, with_article

LISTS = {"insult": ["oaf", "lout", "dolt"], "who": ["the mayor", "my uncle"]}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("gay man", "a gay man"),
        ("elderly Muslim woman", "an elderly Muslim woman"),
        ("Arab", "an Arab"),
        ("European", "a European"),
        ("Ukrainian", "a Ukrainian"),
        ("Ugandan", "a Ugandan"),
        ("Uzbek", "an Uzbek"),
        ("US-born man", "a US-born man"),
        ("Unitarian", "a Unitarian"),
        ("university graduate", "a university graduate"),
        ("unhoused man", "an unhoused man"),
        ("undocumented worker", "an undocumented worker"),
        ("upper-class woman", "an upper-class woman"),
        ("one-armed veteran", "a one-armed veteran"),
        ("LGBT teenager", "an LGBT teenager"),
        ("FTM man", "an FTM man"),
        ("Roma woman", "a Roma woman"),
        ("HIV-positive man", "an HIV-positive man"),
        ("80-year-old", "an 80-year-old"),
        ("18-year-old", "an 18-year-old"),
        ("118-year-old", "a 118-year-old"),
        ("70-year-old", "a 70-year-old"),
        ("Indigenous person", "an Indigenous person"),
        ("hearing person", "a hearing person"),
        ("heir", "an heir"),
        ("honest man", "an honest man"),
        ("honey farmer", "a honey farmer"),
        ("F-150", "an F-150"),
    ],
)
def test_the_article_goes_by_the_sound(phrase: str, expected: str) -> None:
    """Not by the letter."""
    assert with_article(phrase) == expected


def test_slots_are_listed_once_in_order() -> None:
    """Whatever their article or capital."""
    assert slots("{A insult} and {who} and {Who}.") == ("insult", "who")


def test_a_capital_in_the_slot_starts_a_sentence() -> None:
    """With and without an article."""
    words = {"insult": "oaf", "who": "the mayor"}

    assert fill("{Who} is {a insult}.", words) == "The mayor is an oaf."
    assert fill("{A insult}, said {who}.", words) == "An oaf, said the mayor."


def test_a_slot_without_a_list_is_refused() -> None:
    """By its name."""
    with pytest.raises(KeyError, match="crime"):
        list(expand("{Who} and the {crime}.", LISTS, most=3))


def test_all_combinations_come_where_there_is_room() -> None:
    """Each once."""
    sentences = list(expand("{Who} is {a insult}.", LISTS, most=100))

    assert len(sentences) == len(set(sentences)) == 6


def test_fewer_sentences_come_from_different_words_and_always_the_same() -> None:
    """As many as were asked for."""
    sentences = list(expand("{Who} is {a insult}.", LISTS, most=4))

    assert len(set(sentences)) == 4
    assert sentences == list(expand("{Who} is {a insult}.", LISTS, most=4))


def test_a_template_without_slots_is_one_sentence() -> None:
    """As it stands."""
    assert list(expand("Good morning.", LISTS, most=5)) == ["Good morning."]
