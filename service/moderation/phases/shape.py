"""What a comment looks like: its links, its length, its capitals."""

from collections.abc import Iterable, Iterator, Sequence

from service.moderation.links import Link, leads_to, links_in, shorteners
from service.moderation.phases import Check, Reading
from service.moderation.policy import Links, Policy, Response
from service.moderation.words import Action, Finding


def links(policy: Policy) -> Check:
    """Too many links, links to banned or suspect domains, and links that hide where they lead."""
    rules = policy.links
    allowed = frozenset(rules.allowed)
    domains = {"banned": frozenset(rules.banned), "suspect": frozenset(rules.suspect)}

    def check(reading: Reading) -> Iterable[Finding]:
        found = [one for one in links_in(reading.text) if not leads_to(one.host, allowed)]
        return _judged(found, rules, domains) if found else ()

    return check


def _judged(
    found: Sequence[Link], rules: Links, domains: dict[str, frozenset[str]]
) -> Iterator[Finding]:
    """The findings on a comment's links."""
    yield from _too_many(found, rules)
    sentences = {
        "banned": (Action.REJECT, "The comment links to a domain that this policy bans."),
        "suspect": (Action.HOLD, "The comment links to a domain that a person has to look at."),
    }
    for name, (action, sentence) in sentences.items():
        matching = [one for one in found if leads_to(one.host, domains[name])]
        if matching:
            yield _finding(f"{name}_link", action, sentence, matching)
    if rules.shortened is not Response.OFF:
        short = [one for one in found if leads_to(one.host, shorteners())]
        if short:
            sentence = "The comment has a shortened link, which does not show where it leads."
            yield _finding("shortened_link", Action(rules.shortened), sentence, short)


def _too_many(found: Sequence[Link], rules: Links) -> Iterator[Finding]:
    """The finding on the number of links."""
    for action, most in ((Action.REJECT, rules.reject), (Action.HOLD, rules.hold)):
        if most and len(found) >= most:
            sentence = (
                f"The comment has {len(found)} links; this policy asks to {action} from {most} on."
            )
            yield _finding("too_many_links", action, sentence, found)
            return


def _finding(code: str, action: Action, sentence: str, found: Sequence[Link]) -> Finding:
    """A finding on some links; the first twenty of them are marked."""
    spans = tuple(one.stretch for one in found[:20])
    return Finding(code=code, action=action, attribute="", sentence=sentence, spans=spans)


def length(policy: Policy) -> Check | None:
    """Fewer letters, or more characters, than the policy takes unread."""
    least, most = policy.length.least, policy.length.most
    if not least and not most:
        return None

    def check(reading: Reading) -> Iterator[Finding]:
        letters = sum(map(str.isalnum, reading.text))
        if letters < least:
            sentence = f"The comment has {letters} letters; this policy asks for {least}."
            yield Finding(code="too_short", action=Action.HOLD, attribute="", sentence=sentence)
        if most and len(reading.text) > most:
            size = f"{len(reading.text):,}"
            sentence = f"The comment has {size} characters; this policy asks for at most {most:,}."
            yield Finding(code="too_long", action=Action.HOLD, attribute="", sentence=sentence)

    return check


def capitals(policy: Policy) -> Check | None:
    """Shouting: mostly capitals, in scripts that have them."""
    rules = policy.capitals
    if not rules.hold:
        return None

    def check(reading: Reading) -> Iterator[Finding]:
        upper = sum(map(str.isupper, reading.text))
        letters = upper + sum(map(str.islower, reading.text))
        if letters >= rules.letters and upper >= rules.hold * letters:
            yield Finding(
                code="shouting",
                action=Action.HOLD,
                attribute="",
                sentence=f"{upper / letters:.0%} of the letters are capitals; this policy asks to "
                f"hold from {rules.hold:.0%} on.",
            )

    return check
