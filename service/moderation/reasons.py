"""What a reader is told: each finding in a sentence for whoever wrote the comment, and the nudge.

The sentences name what to change, and nothing else: no score, no attribute, no word of a list that
only moderators should know. ``docs/reasons.md`` shows them all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from service.moderation.words import Action, Finding, Stretch

MOST_SPANS: Final = 20
"""Stretches that a nudge marks at most."""

_OVER: Final = "score_over_threshold"
_OTHERWISE: Final = "any other score"

_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "TOXICITY": "Part of your comment may drive others from the discussion. Please say it in a "
        "calmer way.",
        "SEVERE_TOXICITY": "Part of your comment is very hurtful. Please say it without attacking "
        "anybody.",
        "IDENTITY_ATTACK": "Part of your comment reads as an attack on people for who they are. "
        "Please argue about what was said or done instead.",
        "INSULT": "Part of your comment reads as an insult. Please say it without attacking "
        "people.",
        "PROFANITY": "Your comment has swearing or vulgar words in it. Please find other words.",
        "THREAT": "Part of your comment reads as a threat or as a wish that somebody comes to "
        "harm. Please take that out.",
        "SPAM": "Your comment reads as an advertisement. Please write about the article instead.",
        "SEXUALLY_EXPLICIT": "Part of your comment is sexually explicit. Please take that out.",
    }
)

_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unsupported_language": "We cannot check comments in this language by machine, so a "
        "moderator will read yours.",
        "wrong_language": "Your comment does not seem to be in a language in which this discussion "
        "is held. Please write in one of those.",
        "banned_word": "Your comment has wording in it that we do not publish here. Please find "
        "other words.",
        "suspect_word": "Your comment has wording in it that a moderator has to look at first.",
        "banned_pattern": "Your comment has something in it that we do not publish here. Please "
        "take that out.",
        "suspect_pattern": "Your comment has something in it that a moderator has to look at "
        "first.",
        "allowed_word": "Nothing in your comment needs changing.",
        "too_many_links": "Your comment has too many links. Please keep the ones that matter most.",
        "banned_link": "Your comment links to a site that we do not link to. Please take the link "
        "out.",
        "suspect_link": "Your comment has a link that a moderator has to look at first.",
        "shortened_link": "Your comment has a shortened link. Please give the full address, so "
        "that readers see where it leads.",
        "too_short": "Your comment is very short. Please say a little more.",
        "too_long": "Your comment is longer than we publish. Please shorten it.",
        "shouting": "Your comment is mostly in capitals, which reads as shouting. Please use small "
        "letters.",
        "banned_author": "Comments under this name are not published here.",
        "suspect_author": "A moderator reads comments under this name first.",
        "trusted_author": "Nothing in your comment needs changing.",
        "pre_moderation": "A moderator reads every comment before it is published here.",
        "contradiction": "We could not decide about your comment by machine, so a moderator will "
        "read it.",
        "banned_name": "We cannot publish a comment under this name. Please choose another name.",
        "suspect_name": "A moderator has to look at the name that you gave. You can choose another "
        "one.",
        "impersonation": "The name that you gave can be mistaken for somebody else's. Please "
        "choose another one, or add something that tells you apart.",
        "blank_name": "The name that you gave cannot be read. Please enter your name.",
        "off_topic": "Your comment does not seem to be about this article. Please keep to its "
        "subject.",
        "unsubstantial": "Your comment says little that others could answer. Please tell us why "
        "you think so.",
        "attack_on_author": "Part of your comment attacks the author of the article. Criticism of "
        "the article is welcome; please leave the person out of it.",
        "attack_on_commenter": "Part of your comment attacks another reader. Please answer what "
        "they said, not who they are.",
        "attack_on_figure": "Part of your comment attacks a person in the news. Criticism of what "
        "they say and do is welcome; please say it without abuse.",
        "attack_on_group": "Part of your comment attacks a group of people. Please argue about "
        "what was said or done instead.",
        "repeated": "You have sent this comment, or one much like it, before. There is no need to "
        "send it again.",
        "coordinated": "Many comments like yours came in at once, so a moderator will look at them "
        "first.",
        "quotation": "The words that you quote are not held against you.",
        "disguise": "Some words in your comment are spelt so that they cannot be read at once. "
        "Please write them plainly.",
    }
)

_UNKNOWN: Final[Mapping[Action, str]] = MappingProxyType(
    {
        Action.PUBLISH: "One of our rules took note of your comment. You need not change anything.",
        Action.HOLD: "One of our rules asks a moderator to read your comment first.",
        Action.REJECT: "Your comment does not meet one of our rules for comments.",
    }
)
_UNKNOWN_SCORE: Final = (
    "Part of your comment may not meet our rules for comments. Please look at it again."
)

_MISTAKES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "THREAT": "the threat",
        "SEVERE_TOXICITY": "the part that is very hurtful",
        "IDENTITY_ATTACK": "the attack on people for who they are",
        "attack_on_group": "the attack on a group of people",
        "attack_on_commenter": "the attack on another reader",
        "attack_on_author": "the attack on the author",
        "attack_on_figure": "the abuse of a person in the news",
        "INSULT": "the insult",
        "PROFANITY": "the swearing",
        "SEXUALLY_EXPLICIT": "the explicit part",
        "TOXICITY": "the tone",
        "banned_word": "wording that we do not publish",
        "banned_pattern": "something that we do not publish",
        "SPAM": "what reads as an advertisement",
        "too_many_links": "the number of links",
        "banned_link": "a link that we do not publish",
        "shortened_link": "the shortened link",
        "shouting": "the capitals",
        "disguise": "the disguised words",
        "too_short": "the length, which is very short",
        "too_long": "the length, which is more than we publish",
        "off_topic": "the subject, which is not the article's",
        "unsubstantial": "what others could answer to",
        _OTHERWISE: "some of the wording",
    }
)
_SAME: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "TOXICITY": frozenset(_MISTAKES) - {"TOXICITY"},
        "INSULT": frozenset(one for one in _MISTAKES if one.startswith("attack_on")),
        "SEVERE_TOXICITY": frozenset({"THREAT", "IDENTITY_ATTACK", "attack_on_group"}),
        "IDENTITY_ATTACK": frozenset({"attack_on_group"}),
    }
)
_MOST_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Nudge:
    """What to show a reader who can still change the comment: "think again before you post".

    ``message`` is one friendly sentence or two that name what to change. ``spans`` are the
    stretches of the text to mark, in order, none of them within another.
    """

    message: str
    spans: tuple[Stretch, ...] = ()


def for_author(finding: Finding) -> str:
    """The sentence for whoever wrote the comment; an honest general one for a code of no list."""
    if finding.code == _OVER:
        known = _CODES.get(finding.attribute.lower(), _UNKNOWN_SCORE)
        return _ATTRIBUTES.get(finding.attribute, known)
    return _CODES.get(finding.code, _UNKNOWN[finding.action])


def reasons_for_author(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The sentences for all findings that stop a comment, strongest first, each once."""
    stopping = (one for one in findings if one.action is not Action.PUBLISH)
    return tuple(dict.fromkeys(map(for_author, stopping)))


def nudge(findings: Sequence[Finding], action: Action) -> Nudge | None:
    """What to say before the comment is posted; None where changing its words would not help.

    A comment that is published gets none. Nor does one that is stopped for its language, its
    author's name or history, a campaign, or because everything is read first.
    """
    if action is Action.PUBLISH:
        return None
    wording = [
        one for one in findings if one.action is not Action.PUBLISH and _key(one) in _MISTAKES
    ]
    if not wording:
        return None
    named = [_MISTAKES[key] for key in _named(wording)]
    return Nudge(message=_message(named), spans=_outermost(wording))


def _key(finding: Finding) -> str:
    """The attribute of a score, in small letters where a code says the same, or another's code."""
    if finding.code != _OVER:
        return finding.code
    known = (finding.attribute, finding.attribute.lower())
    return next((one for one in known if one in _MISTAKES), _OTHERWISE)


def _named(findings: Sequence[Finding]) -> list[str]:
    """What is wrong, worst first, without what another part of it says better."""
    keys = {_key(one) for one in findings}
    told = [key for key in _MISTAKES if key in keys and not _SAME.get(key, frozenset()) & keys]
    return told[:_MOST_NAMED]


def _message(named: Sequence[str]) -> str:
    """One friendly message."""
    what = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    return (
        f"Before you post: please look again at {what}. A small change helps others to hear what "
        "you have to say."
    )


def _outermost(findings: Iterable[Finding]) -> tuple[Stretch, ...]:
    """The stretches of some findings in order, those that touch drawn together."""
    places = sorted((span.begin, span.end) for one in findings for span in one.spans)
    drawn: list[tuple[int, int]] = []
    for begin, end in places:
        if drawn and begin <= drawn[-1][1]:
            drawn[-1] = (drawn[-1][0], max(end, drawn[-1][1]))
        else:
            drawn.append((begin, end))
    return tuple(Stretch(begin=begin, end=end) for begin, end in drawn[:MOST_SPANS])
