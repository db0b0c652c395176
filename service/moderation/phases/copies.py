"""Copies of comments of late: of one author, or of several who act together."""

from collections.abc import Iterable, Iterator

from service.moderation.copies import remembers
from service.moderation.phases import Check, Reading
from service.moderation.policy import CopyRules, Policy, Response
from service.moderation.words import Action, Cluster, Finding


def copies(policy: Policy) -> Check | None:
    """The second copy of one author, and those of as many authors as the policy minds."""
    rules = policy.copies
    if not remembers(policy):
        return None

    def check(reading: Reading) -> Iterable[Finding]:
        return _found(reading, reading.copies, rules) if reading.copies is not None else ()

    return check


def _found(reading: Reading, cluster: Cluster, rules: CopyRules) -> Iterator[Finding]:
    """The findings on a cluster; nobody knows whose the copies without an author are."""
    enough = 2 if reading.comment.author.name.strip() else rules.authors
    if rules.repeated is not Response.OFF and cluster.own >= enough:
        yield _finding(
            "repeated",
            Action(rules.repeated),
            f"Nearly this text has been posted {cluster.own} times lately under the same name, or "
            f"under none; {_told(cluster)}",
        )
    if rules.coordinated is not Response.OFF and cluster.authors >= rules.authors:
        yield _finding(
            "coordinated",
            Action(rules.coordinated),
            f"{cluster.authors} different authors have posted nearly this text lately; "
            f"{_told(cluster)}",
        )


def _finding(code: str, action: Action, sentence: str) -> Finding:
    """A finding on the comment as a whole."""
    return Finding(code=code, action=action, attribute="", sentence=sentence)


def _told(cluster: Cluster) -> str:
    """The size of a cluster and its ids."""
    more = ", ..." if cluster.size > len(cluster.ids) else ""
    return f"there are {cluster.size} copies in all: {', '.join(cluster.ids)}{more}."
