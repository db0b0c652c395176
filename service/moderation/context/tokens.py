"""The words of a text with their places, compared as they are folded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from service.moderation.text import fold

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_END: Final = re.compile(r"[.!?\u2026]+[\"')\]]*(?=\s|$)|\n+")


def word_set(words: str) -> frozenset[str]:
    """The words of a text, for looking them up."""
    return frozenset(words.split())


SECOND: Final = word_set(
    "you your yours yourself yourselves you're youre you've you'll you'd u ur urself ya yall "
    "y'all thou thee thy"
)
"""Words that speak to whoever reads the comment."""

COMMON: Final = word_set(
    "a an the and or but if so as of to in on at by for from with without into over under about "
    "than then that this these those there here it its it's he him his she her hers they them "
    "their i me my mine we us our is are was were be been being am do does did done have has "
    "had having will would shall should can could may might must not no nor yes very just also "
    "too only even still what which who whom whose when where why how all any some each every "
    "both more most much many such same other another one two up down out off again ever never "
    "always"
)
"""Words that stand in every text, and tell of no source."""

SAYING: Final = word_set(
    "say says said saying call calls called calling tell tells told claim claims claimed agree "
    "agrees agreed think thinks thought believe believes believed state states stated announce "
    "announced warn warns warned threaten threatens threatened accuse accuses accused describe "
    "describes described reply replies replied answer answered ask asks asked admit admits "
    "admitted deny denies denied insist insists insisted declare declares declared promise "
    "promises promised vow vows vowed suggest suggests suggested label labels labelled labeled "
    "brand brands branded report reports reported mean means meant quote quotes quoted write "
    "writes wrote according refer refers referred name names named add adds added repeat "
    "repeats repeated"
)
"""Words that tell what somebody said."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """The words of a text: folded, without ``'s``; ``begins`` and ``ends`` are places in the text.

    ``sentences`` has the number of the sentence that each word stands in.
    """

    text: str
    words: Sequence[str]
    begins: Sequence[int]
    ends: Sequence[int]
    sentences: Sequence[int]

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.words)

    def by_sentence(self) -> list[list[str]]:
        """The words of each sentence by its number; numbers that no word has are empty ones."""
        here: list[list[str]] = [[] for _ in range(self.sentences[-1] + 1 if self.sentences else 0)]
        for word, number in zip(self.words, self.sentences, strict=True):
            here[number].append(word)
        return here


def tokens(text: str) -> Tokens:
    """Cut a text into words. Linear in its length."""
    signs, places = fold(text)
    stops = [found.start() for found in _END.finditer(signs)]
    words, begins, ends, sentences = [], [], [], []
    passed = 0
    for found in _WORD.finditer(signs):
        while passed < len(stops) and stops[passed] < found.start():
            passed += 1
        words.append(found[0].removesuffix("'s"))
        begins.append(places[found.start()])
        ends.append(places[found.end() - 1] + 1)
        sentences.append(passed)
    return Tokens(text=text, words=words, begins=begins, ends=ends, sentences=sentences)
