"""The name that a comment is signed with, by rules of its own."""

from collections.abc import Iterable

from service.moderation.names import examine_name
from service.moderation.phases import Check, Reading
from service.moderation.policy import Policy
from service.moderation.words import Finding


def names(policy: Policy) -> Check | None:
    """Rude words in disguise, adverts, imitations of staff or the author, unseen names."""
    if not policy.authors.examine:
        return None
    staff = policy.authors.staff

    def check(reading: Reading) -> Iterable[Finding]:
        name, article = reading.comment.author.name, reading.comment.article
        return examine_name(name, staff=staff, article_author=article.author) if name else ()

    return check
