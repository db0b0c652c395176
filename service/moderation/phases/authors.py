"""Readers whom the newsroom knows by name."""

from collections.abc import Iterator

from service.moderation.phases import Check, Reading
from service.moderation.policy import Policy
from service.moderation.terms import plain
from service.moderation.words import Action, Finding

_RULES = (
    ("banned", "banned_author", Action.REJECT, "This policy bans comments under this name."),
    ("suspect", "suspect_author", Action.HOLD, "A person looks at comments under this name."),
    ("trusted", "trusted_author", Action.PUBLISH, "This policy trusts comments under this name."),
)


def authors(policy: Policy) -> Check | None:
    """Names that are banned, watched or trusted, compared as they are folded."""
    lists = {name: frozenset(map(plain, getattr(policy.authors, name))) for name, *_ in _RULES}
    if not any(lists.values()):
        return None

    def check(reading: Reading) -> Iterator[Finding]:
        name = plain(reading.comment.author.name)
        for where, code, action, sentence in _RULES:
            if name and name in lists[where]:
                yield Finding(code=code, action=action, attribute="", sentence=sentence)

    return check
