"""The statement of reasons for a comment that was stopped, as Article 17 of the DSA asks for it.

Regulation (EU) 2022/2065, Article 17(3), lists what a statement says; Article 24(5) what the
Commission's Transparency Database takes, whose names of fields and values are used. No statement
has personal data: it knows neither the text nor the name, and quotes no finding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from service.moderation.grounds import Ground, ground_of
from service.moderation.words import UNDETERMINED, Action, Finding, Verdict

DISABLED: Final = "DECISION_VISIBILITY_CONTENT_DISABLED"
"""Held back: the comment may yet be published."""

REMOVED: Final = "DECISION_VISIBILITY_CONTENT_REMOVED"
"""Rejected: the comment is not published."""

INCOMPATIBLE: Final = "DECISION_GROUND_INCOMPATIBLE_CONTENT"
"""Against the newsroom's terms; whether it is against the law no machine says."""

_UNTIL_READ: Final = "Until a moderator has read the comment and published or rejected it."
_FOR_GOOD: Final = "For good, unless the decision is reversed."
_COURTS: Final = "You can also bring the matter before a court."


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementTerms:
    """What the newsroom says of itself in every statement.

    ``redress`` tells how to object: where the newsroom's own complaints go and, where there is
    one, the certified body for out-of-court settlement. ``terms_url`` is where the rules for
    comments stand. ``territorial_scope`` are ISO 3166-1 codes of the countries in which the
    decision holds; the default is the whole European Economic Area.
    """

    redress: str = ""
    terms_url: str = ""
    territorial_scope: tuple[str, ...] = (
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
        "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One statement of reasons; fields but the last two are those of the Transparency Database.

    ``decision_visibility``: what was done to the comment, 17(3)(a).
    ``decision_ground``: always incompatible with the terms; a machine states no illegality.
    ``decision_ground_reference_url``: where the terms stand, empty where no setting tells.
    ``incompatible_content_ground``: the rule of the terms, in words, 17(3)(e).
    ``incompatible_content_explanation``: why the comment is against it, 17(3)(e).
    ``incompatible_content_illegal``: ``No``: nobody looked at whether it is illegal.
    ``category``, ``category_addition`` and ``category_specification``: the database's names for
    the kind of breach.
    ``content_type``: text; ``content_language``: ISO 639-1 in capitals, empty where nobody knows.
    ``content_date``: when the comment was sent; ``application_date``: from when the decision holds.
    ``territorial_scope``: in which countries, 17(3)(a).
    ``decision_facts``: what was found, in words, without a quotation and without a name, 17(3)(b).
    ``source_type``: voluntary: the newsroom's own initiative and no notice, 17(3)(b).
    ``automated_detection`` and ``automated_decision``: by machine, 17(3)(c); ``PARTIALLY`` where a
    person decides in the end.
    ``puid``: the verdict's id, unique.
    ``duration``: how long the decision holds, 17(3)(a), which the database takes as a date only.
    ``redress``: what the author can do about it, 17(3)(f), for which the database has no field.
    """

    decision_visibility: tuple[str, ...]
    decision_ground: str = INCOMPATIBLE
    decision_ground_reference_url: str
    incompatible_content_ground: str
    incompatible_content_explanation: str
    incompatible_content_illegal: str = "No"
    category: str
    category_addition: tuple[str, ...]
    category_specification: tuple[str, ...]
    content_type: tuple[str, ...] = ("CONTENT_TYPE_TEXT",)
    content_language: str
    content_date: date
    application_date: date
    territorial_scope: tuple[str, ...]
    decision_facts: str
    source_type: str = "SOURCE_VOLUNTARY"
    automated_detection: str = "Yes"
    automated_decision: str
    puid: str
    duration: str
    redress: str


def statement_of_reasons(
    verdict: Verdict, *, on: date, sent: date | None = None, terms: StatementTerms | None = None
) -> Statement | None:
    """The statement for a verdict that stops a comment ``sent`` earlier from ``on``, or None."""
    if verdict.action is Action.PUBLISH:
        return None
    terms = terms or StatementTerms()
    rejected = verdict.action is Action.REJECT
    grounds = _grounds(verdict.reasons)
    first = grounds[0]
    return Statement(
        decision_visibility=(REMOVED if rejected else DISABLED,),
        decision_ground_reference_url=terms.terms_url,
        incompatible_content_ground=first.rule,
        incompatible_content_explanation=_explanation(first, rejected=rejected),
        category=first.category,
        category_addition=first.addition,
        category_specification=first.specification,
        content_language=_language(verdict.language),
        content_date=sent or on,
        application_date=on,
        territorial_scope=terms.territorial_scope,
        decision_facts=_facts(grounds, rejected=rejected),
        automated_decision=f"AUTOMATED_DECISION_{'FULLY' if rejected else 'PARTIALLY'}",
        puid=verdict.id,
        duration=_FOR_GOOD if rejected else _UNTIL_READ,
        redress=f"{terms.redress} {_COURTS}".strip(),
    )


def _grounds(findings: Sequence[Finding]) -> list[Ground]:
    """What stopped the comment, strongest first and the gravest of the strongest before others."""
    stopping = [one for one in findings if one.action is not Action.PUBLISH]
    ordered = sorted(
        ((one.action.severity, ground_of(one)) for one in stopping),
        key=lambda each: (-each[0], each[1].gravity),
    )
    found = list(dict.fromkeys(ground for _, ground in ordered))
    return found or [ground_of(None)]


def _explanation(ground: Ground, *, rejected: bool) -> str:
    """Why the comment is against the rule."""
    if rejected:
        return f"{ground.why} The comment was therefore not published."
    return f"{ground.why} The comment is therefore held back until a moderator has read it."


def _facts(grounds: Iterable[Ground], *, rejected: bool) -> str:
    """What was found, and how."""
    told = "; ".join(ground.fact for ground in grounds)
    end = (
        "The decision was taken by automated means alone."
        if rejected
        else "A moderator takes the decision in the end."
    )
    return (
        "The comment was read by automated means when it was sent in, on the publisher's own "
        f"initiative and without a notice. These rules applied: {told}. {end}"
    )


def _language(tag: str) -> str:
    """A BCP 47 tag as the database has languages: two letters in capitals, empty for none."""
    primary = tag.split("-", maxsplit=1)[0]
    known = primary not in {"", UNDETERMINED} and len(primary) == 2  # noqa: PLR2004 - ISO 639-1
    return primary.upper() if known else ""
