"""The links in a text, and the hosts that they lead to, also where they are written in disguise."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from service.moderation.text import folded
from service.moderation.words import Stretch

_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOT: Final = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\{dot\}| dot )"
_TOP: Final = (
    "com|org|net|edu|gov|info|biz|co|uk|ie|io|eu|de|at|fr|nl|be|ru|su|ua|ch|se|no|dk|fi|pl|ca|au|nz"
    "|jp|cn|in|br|xyz|dev|tv|cc|gg|ly|fm|es|it|pt|gr|cz|hu|mx|kr|tw|hk|sg|za|app|blog|online|site"
    "|shop|store|club|top|vip|live|pro|icu|buzz|click|link|win|bet|casino|loan|work|tk|ml|ga|cf|gq"
    "|me|us|to|gl|im|is|la|sh|ws|example|test"
)
_LINK: Final = re.compile(
    rf"(?:(?:https?|hxxps?|ftp)(?::|\[:\])//|(?<!\w)www{_DOT})[^\s<>\"]{{1,2000}}"
    rf"|(?<![\w@.])(?:{_LABEL}{_DOT}){{1,6}}(?:{_TOP})(?![\w@-])(?:[/:?#][^\s<>\"]{{0,2000}})?",
    re.IGNORECASE,
)
_HINT: Final = re.compile(r"://|\[:\]|\bwww|\.[a-z]{2}|dot", re.IGNORECASE)
_SCHEME: Final = re.compile(r"^(?:https?|hxxps?|ftp)(?::|\[:\])//", re.IGNORECASE)
_DOTS: Final = re.compile(_DOT, re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[^/?#@]*@)?([^/?#:]*)")
_TRAILING: Final = ".,;:!?)]}'\u2019\u201d"


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link: where it stands, and its host in lower case, without ``www.``."""

    stretch: Stretch
    host: str


def links_in(text: str) -> list[Link]:
    """Every link of a text, in order; mail addresses are none. Linear in its length."""
    if not _HINT.search(text):
        return []
    return list(_found(text))


def _found(text: str) -> Iterator[Link]:
    """The links with their hosts."""
    for found in _LINK.finditer(text):
        written = found[0].rstrip(_TRAILING)
        host = host_of(written)
        if host:
            begin = found.start()
            yield Link(stretch=Stretch(begin=begin, end=begin + len(written)), host=host)


def host_of(link: str) -> str:
    """The host of a link or a domain as written, in lower case; nothing where it has none."""
    bare = _DOTS.sub(".", _SCHEME.sub("", folded(link).strip()))
    found = _HOST.match(bare)
    return found[1].strip(".").removeprefix("www.") if found else ""


def leads_to(host: str, domains: Container[str]) -> bool:
    """Whether a host is one of the domains or below one."""
    labels = host.split(".")
    return any(".".join(labels[at:]) in domains for at in range(len(labels)))


@cache
def shorteners() -> frozenset[str]:
    """The domains whose links hide where they lead; ``tables/shorteners.txt`` lists them."""
    table = files("service.moderation") / "tables" / "shorteners.txt"
    return frozenset(table.read_text(encoding="utf-8").split())
