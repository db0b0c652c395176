"""Which rule of the terms each finding is a breach of, in the words of a statement of reasons.

Categories and keywords are those of the Commission's Transparency Database.
``docs/statement-of-reasons.md`` has the whole table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from service.moderation.words import Finding

_SPEECH: Final = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
_VIOLENCE: Final = "STATEMENT_CATEGORY_VIOLENCE"
_CYBER: Final = "STATEMENT_CATEGORY_CYBER_VIOLENCE"
_FRAUD: Final = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
_TERMS: Final = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"
_HATE: Final = ("KEYWORD_HATE_SPEECH",)
_BULLYING: Final = ("KEYWORD_CYBER_BULLYING_INTIMIDATION",)  # was ONLINE_
_EXPLICIT_WORDS: Final = ("KEYWORD_ADULT_SEXUAL_MATERIAL",)
_TONGUES: Final = ("KEYWORD_LANGUAGE_REQUIREMENTS",)
_INCITEMENT: Final = ("KEYWORD_INCITEMENT_VIOLENCE_HATRED",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground:
    """A rule of the terms and how a comment breaks it.

    ``gravity`` orders grounds, 0 for the gravest. ``rule`` names the rule, ``why`` says in a
    sentence how the comment is against it, ``fact`` what was found, to stand in a list.
    ``addition`` are further categories, to which keywords may belong.
    """

    gravity: int
    category: str
    specification: tuple[str, ...]
    rule: str
    why: str
    fact: str
    addition: tuple[str, ...] = ()


_THREATS: Final = Ground(
    gravity=0,
    category=_VIOLENCE,
    specification=_INCITEMENT,
    rule="No threats and no wishes of harm.",
    why="Part of the comment reads as a threat or as a wish that somebody comes to harm.",
    fact="part of the comment was scored as a threat",
)
_HATRED: Final = Ground(
    gravity=1,
    category=_SPEECH,
    specification=_HATE,
    rule="No attacks on people for who they are.",
    why="Part of the comment reads as an attack on people for belonging to a group.",
    fact="part of the comment was scored as an attack on a group of people or its members",
)
_ABUSE: Final = Ground(
    gravity=2,
    category=_SPEECH,
    specification=_BULLYING,
    rule="No abuse of other people.",
    why="Part of the comment reads as an insult or as abuse.",
    fact="part of the comment was scored as abusive",
    addition=(_CYBER,),
)
_TARGETED: Final = Ground(
    gravity=2,
    category=_SPEECH,
    specification=_BULLYING,
    rule="No personal attacks on authors, readers or people in the news.",
    why="Part of the comment reads as an attack on a person rather than on what was said or done.",
    fact="part of the comment was found to attack the author, a reader or a person in the news",
    addition=(_CYBER,),
)
_SELLING: Final = Ground(
    gravity=3,
    category=_FRAUD,
    specification=(),
    rule="No advertising and no misleading links.",
    why="The comment advertises, or leads to where comments may not lead.",
    fact="the comment was found to advertise or to link where comments may not",
)
_CAMPAIGN: Final = Ground(
    gravity=4,
    category=_TERMS,
    specification=(),
    rule="No copies and no campaigns.",
    why="The same or much the same comment was sent several times.",
    fact="the comment was found to be much like others sent shortly before",
)
_POSING: Final = Ground(
    gravity=4,
    category=_TERMS,
    specification=(),
    rule="No names that can be mistaken for another person's.",
    why="The name under which the comment was sent can be mistaken for another person's.",
    fact="the name under which the comment was sent can be mistaken for another's",
)
_NAMING: Final = Ground(
    gravity=5,
    category=_TERMS,
    specification=(),
    rule="Names must be readable, and neither rude nor advertisements.",
    why="The name under which the comment was sent is not fit to stand beside it.",
    fact="the name under which the comment was sent was found unfit",
)
_WORDING: Final = Ground(
    gravity=5,
    category=_TERMS,
    specification=(),
    rule="No vulgar wording, and none that the terms exclude.",
    why="The comment has wording that the terms exclude.",
    fact="the comment has wording that the terms exclude",
)
_EXPLICIT: Final = Ground(
    gravity=4,
    category=_TERMS,
    specification=_EXPLICIT_WORDS,
    rule="No sexually explicit comments.",
    why="Part of the comment is sexually explicit.",
    fact="part of the comment was scored as sexually explicit",
)
_FORM: Final = Ground(
    gravity=6,
    category=_TERMS,
    specification=(),
    rule="Comments must be written so that others can read and answer them.",
    why="The length or the form of the comment is not what the terms ask for.",
    fact="the length or the form of the comment is not what the terms ask for",
)
_SUBJECT: Final = Ground(
    gravity=6,
    category=_TERMS,
    specification=(),
    rule="Comments must be about the article.",
    why="The comment does not seem to be about the article, or adds little to it.",
    fact="the comment was found to have little to do with the article",
)
_TONGUE: Final = Ground(
    gravity=6,
    category=_TERMS,
    specification=_TONGUES,
    rule="Comments must be in a language of the discussion.",
    why="The comment is in a language that cannot be moderated by machine, or is not one of the "
    "discussion.",
    fact="the language of the comment is not one that is moderated by machine here",
)
_BARRED: Final = Ground(
    gravity=6,
    category=_TERMS,
    specification=(),
    rule="Comments of some authors are not published, or only once they have been read.",
    why="The publisher has decided so for comments of this author.",
    fact="a decision of the publisher about comments of this author",
)
_READ_FIRST: Final = Ground(
    gravity=7,
    category=_TERMS,
    specification=(),
    rule="A moderator may read a comment before it is published.",
    why="The terms have a person read this comment before it is published.",
    fact="the comment has to be read by a person first",
)
_OTHER: Final = Ground(
    gravity=8,
    category=_TERMS,
    specification=(),
    rule="Comments must meet the publisher's rules for comments.",
    why="The comment does not meet one of the publisher's rules for comments.",
    fact="one of the publisher's rules for comments",
)

_ATTRIBUTES: Final[Mapping[str, Ground]] = MappingProxyType(
    {
        "THREAT": _THREATS,
        "IDENTITY_ATTACK": _HATRED,
        "SEVERE_TOXICITY": _ABUSE,
        "INSULT": _ABUSE,
        "TOXICITY": _ABUSE,
        "PROFANITY": _WORDING,
        "SEXUALLY_EXPLICIT": _EXPLICIT,
        "SPAM": _SELLING,
    }
)
_CODES: Final[Mapping[str, Ground]] = MappingProxyType(
    {
        "attack_on_group": _HATRED,
        "attack_on_author": _TARGETED,
        "attack_on_commenter": _TARGETED,
        "attack_on_figure": _TARGETED,
        "too_many_links": _SELLING,
        "banned_link": _SELLING,
        "suspect_link": _SELLING,
        "shortened_link": _SELLING,
        "repeated": _CAMPAIGN,
        "coordinated": _CAMPAIGN,
        "impersonation": _POSING,
        "banned_name": _NAMING,
        "suspect_name": _NAMING,
        "blank_name": _NAMING,
        "banned_word": _WORDING,
        "suspect_word": _WORDING,
        "banned_pattern": _WORDING,
        "suspect_pattern": _WORDING,
        "disguise": _FORM,
        "too_short": _FORM,
        "too_long": _FORM,
        "shouting": _FORM,
        "off_topic": _SUBJECT,
        "unsubstantial": _SUBJECT,
        "unsupported_language": _TONGUE,
        "wrong_language": _TONGUE,
        "banned_author": _BARRED,
        "suspect_author": _BARRED,
        "pre_moderation": _READ_FIRST,
        "contradiction": _READ_FIRST,
    }
)


def ground_of(finding: Finding | None) -> Ground:
    """The rule that a finding is a breach of; a general one for None and for codes of no list."""
    if finding is None:
        return _OTHER
    if finding.code == "score_over_threshold":
        known = _CODES.get(finding.attribute.lower(), _OTHER)
        return _ATTRIBUTES.get(finding.attribute, known)
    return _CODES.get(finding.code, _OTHER)
