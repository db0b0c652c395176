"""What a comment is beside its article and parent: whom it attacks, whether it says anything."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from service.moderation.context.reactions import is_reaction
from service.moderation.context.reading import article_source
from service.moderation.context.targets import AUTHOR, COMMENTER, FIGURE, GROUP, targets
from service.moderation.context.tokens import tokens
from service.moderation.phases import Check, Reading
from service.moderation.policy import Policy, Response
from service.moderation.words import Action, Finding, Stretch

ATTACKS: Final = ("TOXICITY", "INSULT", "IDENTITY_ATTACK", "THREAT", "SEVERE_TOXICITY")
"""The attributes whose evidence is aimed at somebody."""

_AIMED_AT: Final = {
    AUTHOR: "the author of the article",
    COMMENTER: "another commenter",
    FIGURE: "somebody whom the article names",
    GROUP: "a group of people",
}


def attacks(policy: Policy) -> Check | None:
    """Whom the words attack that raised a score over its threshold."""
    rules = policy.context
    responses = {
        AUTHOR: rules.attack_on_author,
        COMMENTER: rules.attack_on_commenter,
        FIGURE: rules.attack_on_figure,
        GROUP: rules.attack_on_group,
    }
    wanted = {code: one for code, one in responses.items() if one is not Response.OFF}
    if not wanted:
        return None

    def check(reading: Reading) -> Iterable[Finding]:
        scores = reading.scored.scores if reading.scored is not None else {}
        over = {
            name for name in ATTACKS if name in scores and scores[name] >= policy.limits(name).hold
        }
        return _aimed(reading, over, wanted) if over else ()

    return check


def _aimed(reading: Reading, over: set[str], wanted: Mapping[str, Response]) -> Iterator[Finding]:
    """The findings on whom the evidence for some attributes is aimed at."""
    evidence = sorted({(one.begin, one.end) for one in reading.spans() if one.attribute in over})
    found = targets(
        reading.comment,
        tokens(reading.text),
        [Stretch(begin=begin, end=end) for begin, end in evidence],
        article_source(reading.comment.article),
    )
    for target in found:
        if target.code in wanted:
            yield Finding(
                code=target.code,
                action=Action(wanted[target.code]),
                attribute="",
                sentence=f"The words that attack are aimed at {_AIMED_AT[target.code]}.",
                spans=(target.stretch,),
            )


def relevance(policy: Policy) -> Check | None:
    """Comments that are not about their article."""
    limit = policy.context.off_topic
    if not limit:
        return None

    def check(reading: Reading) -> Iterator[Finding]:
        if reading.off_topic is not None and reading.off_topic >= limit:
            yield Finding(
                code="off_topic",
                action=Action.HOLD,
                attribute="",
                sentence=f"OFF_TOPIC is {reading.off_topic:.2f}; this policy asks to hold from "
                f"{limit:.2f} on.",
            )

    return check


def substance(policy: Policy) -> Check | None:
    """Short reactions, where the policy wants to know of them."""
    response = policy.context.unsubstantial
    if response is Response.OFF:
        return None

    def check(reading: Reading) -> Iterator[Finding]:
        if is_reaction(reading.text):
            yield Finding(
                code="unsubstantial",
                action=Action(response),
                attribute="",
                sentence="The comment is a short reaction that adds nothing to talk about.",
            )

    return check
