"""Rude words in the name that a comment is signed with, and not in Dick Van Dyke's or Cockburn's.

A name is judged by whole words once it is parted and undressed, so that Scunthorpe passes. Words
that people are called by pass as they stand; disguised, or beside "suck my", they do not.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from service.moderation.lexicon import lexicon
from service.moderation.name_tables import name_tables
from service.moderation.name_words import NameWord, name_words, plain_words, unframed
from service.moderation.text import folded
from service.moderation.words import Action

_WORST: Final = re.compile(
    r"fuck|shit|cunt|nigger|nigga|faggot|bitch|whore|slut|twat|wank|assh[o0]le|arsehole|kike|gook"
    r"|c[o0]cksuck|dickhead|retard|raghead|towelhead|tranny|pakis|blowjob|jizz|cumslut"
    r"|cumdump|rapist|p(?:a?e|ea)do|bastard|chinks?$|spics$|wetback|goatf|sandn|feminazi|hitler|heil"
    r"|motherf|buttplug|gangbang|dickface|cockhead|knobhead|bellend"
)
_WITHIN: Final = re.compile(
    r"fuck|asshole|arsehole|nigger|nigga[sz]?$|faggot(?!t)|motherf|cocksuck|dickhead|shithead|bullshit"
    r"|pussylick|cuntface|dumbass|(?<!w)hitler|suckmy(?:dick|cock|balls)|blowjob|shitface|wankstain"
)
_COMPOUNDS: Final = frozenset(
    [
        "fuck",
        "shit",
        "cunt",
        "nigger",
        "nigga",
        "faggot",
        "bitch",
        "whore",
        "asshole",
        "arsehole",
        "wanker",
        "twat",
        "pussy",
        "retard",
        "bastard",
        "molester",
        "rapist",
        "shits",
        "cunts",
        "niggers",
        "faggots",
        "bitches",
        "whores",
        "idiot",
        "moron",
    ]
)
_ROOTS: Final = re.compile("|".join(sorted(_COMPOUNDS)))
_ENDED: Final = re.compile(r"(?:s|z|es|ed|er|ers|ing|in|ish|y|ies|able|less)$")
_PHRASES: Final = re.compile(
    r"(?:suck|lick|eat|kiss|ride|bite|grab)(?:s|er|ing)?(?:my|your|ur|his)(?:big|fat|hairy)?"
    r"(?:ass|arse|dick|cock|balls|butt|tits|nuts|penis|willy|knob)|killyourself|goanddie|deathto"
)
_NUMBERS: Final = re.compile(r"(?<!\d)14[_/ .-]?88(?!\d)")
_SHORTEST: Final = 4
_MOST_PARTS: Final = 5
_FEWEST_WORDS: Final = 2
_MOST_WORDS: Final = 4
_ARTICLES: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "you",
        "your",
        "my",
        "is",
        "are",
        "am",
        "i",
        "im",
        "big",
        "little",
        "total",
        "all",
        "super",
    ]
)


def rudeness(name: str) -> Action | None:
    """What a rude word in a name asks for: reject for the worst, hold for others, else None."""
    found = [
        Action.REJECT if _WORST.search(word) else Action.HOLD
        for word in map(_rude_word, name_words(name))
        if word
    ]
    words = plain_words(name)
    if _threatens(words):
        found.append(Action.REJECT)
    if _is_elsewhere(name, words):
        found.append(Action.REJECT)
    if _PHRASES.search("".join(words)) or _NUMBERS.search(name):
        found.append(Action.HOLD)
    if _keeps_company(words) or " ".join(words) in name_tables().said_aloud:
        found.append(Action.HOLD)
    if _is_rarely_a_name(name, words):
        found.append(Action.HOLD)
    return max(found, key=lambda action: action.severity, default=None)


def _rude_word(one: NameWord) -> str | None:
    """The word itself where it is rude, and not what somebody may well be called."""
    tables, word = name_tables(), one.word
    if one.kind != "undone" and word in tables.also_names | tables.rarely_names:
        return None
    if one.kind == "guessed" and not _WORST.search(word):
        return None
    rude = word in lexicon().telling or word in tables.also_rude
    return word if rude or (one.kind != "joined" and _is_compound(word)) else None


def _is_compound(word: str) -> bool:
    """Whether a word is made of others of which one is rude wherever it stands."""
    if _WITHIN.search(word):
        return True
    stem = _ENDED.sub("", word)
    if len(stem) >= _SHORTEST and stem in _COMPOUNDS and stem != "shit":
        return True
    words = lexicon()
    if word in words.ranks or not _ROOTS.search(word):
        return False
    parts = words.parted(word[:60])
    return (
        parts is not None
        and len(parts) <= _MOST_PARTS
        and all(len(part) > 1 for part in parts)
        and any(part in _COMPOUNDS for part in parts)
    )


def _threatens(words: Sequence[str]) -> bool:
    """Whether a name calls for harm to a group of people."""
    tables, groups = name_tables(), lexicon().groups
    attacks = tables.attacks.intersection(words)
    named = groups.intersection(words)
    return bool(attacks and named) and (
        bool(named - tables.group_names) or len(words) > _FEWEST_WORDS
    )


def _is_elsewhere(name: str, words: Sequence[str]) -> bool:
    """Whether a name has an obscene word of another language."""
    tables, signs = name_tables(), folded(name)
    if tables.elsewhere.intersection(words) or "".join(words) in tables.elsewhere:
        return True
    return not signs.isascii() and any(word in signs for word in tables.anywhere)


def _keeps_company(words: Sequence[str]) -> bool:
    """Whether a word that people are called by stands beside one that makes it rude."""
    tables, hidden = name_tables(), _hidden()
    rude = [word in tables.also_names and word in hidden for word in words]
    near = [word in tables.company for word in words]
    pairs = zip(rude, near, rude[1:], near[1:], strict=False)
    return any((here and beside) or (before and there) for here, before, there, beside in pairs)


def _is_rarely_a_name(name: str, words: Sequence[str]) -> bool:
    """Whether a rude word that few people are called by stands in what is no full name."""
    written = {*words, *folded(unframed(name)).split()}
    if not name_tables().rarely_names & written:
        return False
    full = _FEWEST_WORDS <= len(words) <= _MOST_WORDS and name.istitle()
    return not full or bool(_ARTICLES.intersection(words))


@cache
def _hidden() -> frozenset[str]:
    """Rude words however they are spelt."""
    return lexicon().hidden.union(lexicon().respelt)
