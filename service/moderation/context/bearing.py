"""Of whom a comment says the words of its source: of a reader, of a group, of somebody else.

"A bunch of idiots" may stand in the article; who writes "you are a bunch of idiots", or says it of
a people of whom the article does not, says it himself, with marks of quotation or without.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from service.moderation.context.peoples import peoples
from service.moderation.context.source import Source
from service.moderation.context.tokens import COMMON, SAYING, SECOND, Tokens, word_set

_PRONOUNS: Final = word_set(
    "i me he him she her they them it this that these those here there who which whom we us what"
)
_JOINING: Final = word_set("is are was were be been being am")
_BETWEEN: Final = (
    COMMON
    | word_set(
        "really just truly such like sir madam mate pal dear complete total absolute real typical "
        "actually literally clearly obviously simply nothing bloody damn pure utter little old "
        "look looks sound sounds act acts become became remain plain oh hey"
    )
) - _PRONOUNS
_BACK: Final = word_set(
    "that is it what exactly just like sounds describes for indeed fits suits means are and so "
    "all who this"
)
_AFTER_YOU: Final = word_set("are is were all too indeed exactly lot people guys sir")
_FARTHEST: Final = 6
_AUTHORS: Final = word_set("author journalist reporter writer columnist editor")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bearing:
    """The words of a comment and which of them are attributed to somebody.

    ``attributed`` tells of each word whether its sentence has named a speaker and a word of saying
    before it, ``addressed`` which words speak to a reader.
    """

    words: Tokens
    attributed: Sequence[bool]
    addressed: frozenset[int]

    def is_thrown(self, begin: int, end: int, thrown: AbstractSet[int]) -> bool:
        """Whether the words from ``begin`` to ``end`` are said of a reader, before or behind them.

        ``thrown`` are the last words of earlier stretches that were.
        """
        return self._follows_a_reader(begin, thrown) or self._leads_to_a_reader(end)

    def is_of_another(self, begin: int, places: Sequence[int], found: Source) -> bool:
        """Whether the words from ``begin`` on are said of somebody of whom the source does not.

        ``places`` are those where they stand in the source.
        """
        at, joined = self._subject(begin)
        if at is None:
            return False
        word = self.words.words[at]
        if word in peoples():
            named = any(word in found.sentence_words[found.tokens.sentences[p]] for p in places)
            return not (self.attributed[begin] and named)
        if not joined or self.attributed[begin] or word in _PRONOUNS:
            return False
        if word in found.people:
            return not any(found.told_of[place] == word for place in places)
        return word in _AUTHORS or word not in found.single

    def _subject(self, begin: int) -> tuple[int | None, bool]:
        """The word that the words from ``begin`` on are said of, and whether a verb joins them."""
        every, sentences = self.words.words, self.words.sentences
        joined = every[begin] in _JOINING
        for at in range(begin - 1, max(-1, begin - 1 - _FARTHEST), -1):
            if sentences[at] != sentences[begin]:
                return None, joined
            joined = joined or every[at] in _JOINING
            if every[at] not in _BETWEEN:
                return at, joined
        return None, joined

    def _follows_a_reader(self, begin: int, thrown: AbstractSet[int]) -> bool:
        """Whether nothing but joining words stands between a reader and the words."""
        every, sentences = self.words.words, self.words.sentences
        for at in range(begin - 1, max(-1, begin - 1 - _FARTHEST), -1):
            if at in self.addressed or at in thrown:
                return True
            if sentences[at] != sentences[begin] or every[at] not in _BETWEEN:
                return False
        return False

    def _leads_to_a_reader(self, end: int) -> bool:
        """Whether the words are followed by "that is what you are" or its like."""
        every, sentences, many = self.words.words, self.words.sentences, len(self.words)
        for at in range(end, min(many, end + _FARTHEST)):
            if at in self.addressed:
                rest = at + 1
                while rest < many and rest <= at + 2 and every[rest] in _AFTER_YOU:
                    rest += 1
                return rest == many or sentences[rest] != sentences[at]
            if every[at] not in _BACK:
                return False
        return False


def bearing(words: Tokens, speakers: frozenset[str]) -> Bearing:
    """Read of a comment whom it speaks to and who is said to have spoken. Linear."""
    text = words.text
    addressed = frozenset(
        at
        for at, word in enumerate(words.words)
        if word in SECOND or text[max(0, words.begins[at] - 1) : words.begins[at]] == "@"
    )
    return Bearing(words=words, attributed=_attributed(words, speakers), addressed=addressed)


def _attributed(words: Tokens, speakers: frozenset[str]) -> list[bool]:
    """Of each word, whether a speaker and a word of saying stand before it in its sentence."""

    def further(state: tuple[int, bool, bool], at: int) -> tuple[int, bool, bool]:
        number, word = words.sentences[at], words.words[at]
        same = number == state[0]
        speaker = (same and state[1]) or word in speakers
        return number, speaker, (same and state[2]) or (speaker and word in SAYING)

    states = accumulate(range(len(words)), further, initial=(-1, False, False))
    return [said for _, _, said in states][:-1]
