"""The policies in force: which one serves a comment, and reading changed files again."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from service.errors import Fault, InvalidRequestError, PolicyError
from service.moderation.policy import DEFAULT_POLICY, Policy
from service.moderation.rulebook import Rulebook
from service.moderation.words import Article, Comment
from service.policies.files import read_policies

LOOK_SECONDS: Final = 1.0
"""How long a change of the files may go unnoticed."""

Stamp = tuple[tuple[str, int, int], ...]
Told = Callable[[PolicyError | None], None]
"""Is told when the files were read again: None, or why the policies in force stay."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pages:
    """The rulebooks of one moment."""

    named: Mapping[str, Rulebook]
    default: str

    def serving(self, article: Article) -> Rulebook:
        """The rulebook for an article: by its section and site, its section, its site, or none."""
        section, site = article.section.strip().casefold(), _site_of(article)
        best, rank = self.named[self.default], 0
        for book in self.named.values():
            here = _rank(book.policy, section, site)
            if here > rank:
                best, rank = book, here
        return best


class PolicyBook:
    """The policies of a folder; safe to share between threads, and to take along into a fork."""

    def __init__(
        self,
        folder: Path | None,
        default: str,
        *,
        told: Told = lambda _: None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read the files; raises PolicyError where they have faults or no policy ``default``.

        Without a folder there is the built-in default alone.
        """
        self._folder, self._default, self._told, self._now = folder, default, told, now
        self._stamp = self._stamped()
        self._pages = self._read({})
        self._looked = now()
        self._lock = threading.Lock()

    @property
    def rulebooks(self) -> Mapping[str, Rulebook]:
        """Every rulebook by the name of its policy."""
        return self._fresh().named

    @property
    def default(self) -> Rulebook:
        """The rulebook of comments that no other has."""
        pages = self._fresh()
        return pages.named[pages.default]

    def names(self) -> tuple[str, ...]:
        """The names that a comment may ask for."""
        return tuple(self.rulebooks)

    def serving(self, comment: Comment) -> Rulebook:
        """The rulebook of the policy that a comment asks for, or that its article has."""
        pages = self._fresh()
        if not comment.policy:
            return pages.serving(comment.article)
        if comment.policy not in pages.named:
            message = f"There is no such policy: known are {', '.join(pages.named)}."
            fault = Fault(field="policy", message=message)
            raise InvalidRequestError(message, faults=(fault,))
        return pages.named[comment.policy]

    def _fresh(self) -> _Pages:
        """The pages, read again where the files have changed since they were last looked at."""
        now = self._now()
        if self._folder is None or now - self._looked < LOOK_SECONDS:
            return self._pages
        with self._lock:
            if now - self._looked >= LOOK_SECONDS:
                self._looked = now
                self._look()
        return self._pages

    def _look(self) -> None:
        """Read the files again if they have changed; with any fault, everything stays as it is."""
        stamp = self._stamped()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._pages = self._read(self._pages.named)
        except PolicyError as error:
            self._told(error)
        else:
            self._told(None)

    def _read(self, before: Mapping[str, Rulebook]) -> _Pages:
        """Read all files; what has not changed keeps its rulebook."""
        found = (
            read_policies(self._folder)
            if self._folder is not None
            else {DEFAULT_POLICY.name: DEFAULT_POLICY}
        )
        if self._default not in found:
            sentence = (
                f"There is no policy {self._default}: set BTL_POLICY to one of {', '.join(found)}."
            )
            raise PolicyError(sentence)
        named = {
            name: before[name]
            if name in before and before[name].policy == policy
            else Rulebook(policy=policy)
            for name, policy in found.items()
        }
        return _Pages(named=named, default=self._default)

    def _stamped(self) -> Stamp:
        """What changes when a file does; a folder that is away for a moment counts as changed."""
        if self._folder is None:
            return ()
        found = []
        for path in sorted(self._folder.glob("*.toml")):
            try:
                state = path.stat()
            except FileNotFoundError:
                continue
            found.append((path.name, state.st_mtime_ns, state.st_size))
        return tuple(found)


def _site_of(article: Article) -> str:
    """The site of an article, or else the host of its address."""
    if article.site:
        return article.site.strip().casefold()
    try:
        return (urlsplit(article.url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _rank(policy: Policy, section: str, site: str) -> int:
    """How well a policy fits: 0 not at all, 1 by site, 2 by section, 3 by both."""
    rank = 0
    for weight, wanted, here in ((2, policy.sections, section), (1, policy.sites, site)):
        if wanted:
            if here not in {one.casefold() for one in wanted}:
                return 0
            rank += weight
    return rank
