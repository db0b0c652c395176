"""Words run together: the likeliest way to part letters into words, by frequency and by grammar.

A word's cost is its rarity; two words that English often has side by side, "are a" or "of the",
cost less together, so that "youarea" is "you are a" and not "you area".
"""

from collections.abc import Mapping, Sequence
from typing import Final

_LONGEST: Final = 20
_CLOSE: Final = 2.0
_LOOSE: Final = 1.0
_SLACK: Final = 0.5
_CONTRACTED: Final = "dont doesnt didnt cant wont"
_BEING: Final = "isnt arent wasnt im youre hes shes theyre whats thats"
_CLASSES: Final = {
    "subject": "i you he she it we they u who there this that these those everyone nobody",
    "be": "am are is was were be been " + _BEING,
    "auxiliary": "do does did can could will would should must have has had " + _CONTRACTED,
    "article": "a an the my your his her our their its some no every another any",
    "preposition": "of in on at to for with from by off up out into about like",
    "conjunction": "and or but so because if when than then",
    "adverb": "so very really just not too such all as only both",
    "question": "what who why how where which",
    "object": "me him them us it you yourself yourselves himself myself",
}
_FOLLOWS: Final = {
    "subject": "be auxiliary adverb",
    "be": "article adverb subject preposition",
    "auxiliary": "subject adverb be",
    "preposition": "article object question",
    "conjunction": "subject article",
    "adverb": "article adverb",
    "question": "be auxiliary article subject preposition",
}


def _words_of(names: str) -> frozenset[str]:
    """All words of some classes."""
    return frozenset(word for name in names.split() for word in _CLASSES[name].split())


FUNCTION: Final = _words_of(" ".join(_CLASSES))
"""Words that hold a sentence together, and say little by themselves."""

ARTICLES: Final = _words_of("article")
"""Words that need another one behind them."""

_PARTICLES: Final = frozenset({"you", "off", "up", "of", "yourself"})
_BEHIND: Final = _words_of("preposition conjunction object")
_AHEAD: Final = _words_of("preposition conjunction auxiliary be adverb subject")
_AFTER: Final = {
    word: frozenset().union(
        *(_words_of(after) for name, after in _FOLLOWS.items() if word in _CLASSES[name].split())
    )
    for word in FUNCTION
}

CONTRACTED: Final = frozenset([*_CONTRACTED.split(), *_BEING.split()])
"""Words without their apostrophe, which no list of words has."""


def tie(before: str, word: str) -> float:
    """How much likelier two words are side by side than apart, in nats."""
    if word in FUNCTION:
        if before in FUNCTION:
            return _CLOSE * (word in _AFTER[before])
        return _CLOSE if word in _PARTICLES else _SLACK * (word in _BEHIND)
    if before in ARTICLES:
        return _LOOSE
    return _SLACK * (before in _AHEAD)


def parted(letters: str, costs: Mapping[str, float], *, left_over: float = 0) -> list[str] | None:
    """The likeliest words that letters are made of, or None.

    ``costs`` tells how unlikely each word is, in nats; a letter that is no word costs what is
    ``left_over``, where that is allowed. Viterbi over pairs of words; linear, as no word has more
    than 20 letters.
    """
    ways: list[dict[int, Way]] = [{} for _ in range(len(letters) + 1)]
    ways[0] = {0: (0.0, 0)}
    for end in range(1, len(letters) + 1):
        found = ways[end]
        for begin in range(max(0, end - _LONGEST), end):
            if ways[begin]:
                word = letters[begin:end]
                cost = costs.get(word) or (left_over if end - begin == 1 else 0)
                if cost:
                    found[begin] = min(
                        (sofar - tie(letters[first:begin], word) + cost, first)
                        for first, (sofar, _) in ways[begin].items()
                    )
    return _traced(letters, ways)


Way = tuple[float, int]
"""What the words up to a place cost, and where the last but one of them begins."""


def _traced(letters: str, ways: Sequence[Mapping[int, Way]]) -> list[str] | None:
    """The words of the cheapest way to the end."""
    end = len(letters)
    if not end or not ways[end]:
        return None
    begin = min(ways[end], key=lambda begin: ways[end][begin])
    words: list[str] = []
    while end:
        words.append(letters[begin:end])
        end, begin = begin, ways[end][begin][1]
    return words[::-1]
