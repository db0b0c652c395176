"""Short reactions: comments that say nothing to speak about, which is no fault of theirs."""

from typing import Final

from service.moderation.context.tokens import COMMON, Tokens, tokens, word_set

MOST_WORDS: Final = 5
"""Words of a comment that may be a mere reaction."""

_REACTIONS: Final = word_set(
    "agree agreed amen bravo brilliant congrats congratulations correct cool disagree exactly "
    "excellent fantastic finally first good great haha hahaha hear hell hmm hooray indeed "
    "interesting lmao lol nice nonsense ok okay omg perfect please point right rofl rubbish sad "
    "said same shame so spot sure terrible terrific thank thanks thx true ugh well what "
    "whatever wonderful word wow wtf wrong yeah yep yup really absolutely totally awesome "
    "amazing boring fake news article read piece job done comment post bump follow following "
    "subscribed nope nah meh bingo cheers like love loved"
)


def is_reaction(text: str) -> bool:
    """Whether a comment is a short reaction: "Well said", "+1", an emoji.

    A few words, each of which is one that reactions are made of or says nothing by itself.
    """
    if len(text) > 40 * MOST_WORDS:
        return False
    return _reacts(tokens(text))


def _reacts(found: Tokens) -> bool:
    """Whether all words of a short text are those of a reaction."""
    if len(found) > MOST_WORDS:
        return False
    return all(
        word in _REACTIONS or word in COMMON or word.isdigit() or word in {"you", "your"}
        for word in found.words
    )
