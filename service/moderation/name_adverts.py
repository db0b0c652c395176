"""Names that sell or lead elsewhere: addresses, mail, telephone numbers and wares."""

import re
from typing import Final

from service.moderation.name_tables import name_tables
from service.moderation.name_words import plain_words
from service.moderation.text import folded
from service.moderation.words import Action

_SURE_TOP: Final = (
    "com|org|net|info|biz|xyz|dev|app|blog|online|site|website|shop|store|club|top|vip|icu|buzz|click"
    "|bet|casino|loans?|tk|ml|ga|cf|gq|ru|co\\.uk|space|live|pro|agency|marketing|link|fun|porn|sexy?"
)
_DOUBTFUL_TOP: Final = (
    "uk|ie|io|eu|de|at|fr|nl|be|ua|ch|se|no|dk|fi|pl|ca|au|nz|jp|cn|in|br|tv|cc|gg|ly|fm|es|it|pt|gr"
    "|cz|hu|mx|kr|me|us|to|is|la|sh|ws|co|su"
)
_LABEL: Final = r"[^\W_][\w-]{1,62}"
_DOT: Final = r"\s{0,2}[.\u2022\xb7\u2219\u25cf\u30fb\u3002\uff0e\u2027,]\s{0,2}"
_SPELT: Final = r"\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?|[\s_-]dot[\s_-]"
_SITE: Final = re.compile(
    rf"(?<![\w@]){_LABEL}(?:{_DOT}|{_SPELT})(?:{_SURE_TOP})(?![\w])"
    r"|\b(?:https?|hxxps?)\s?:|://|(?<!\w)www\s?[.\d]|(?<!\w)(?:t\.me|wa\.me|bit\.ly|discord\.gg)/",
    re.IGNORECASE,
)
_TIGHT: Final = re.compile(rf"(?<![\w@.]){_LABEL}\w\.(?:{_DOUBTFUL_TOP})(?=$|/)")
_TITLES: Final = frozenset(
    ["prof", "dipl", "msgr", "hon", "rev", "mag", "ing", "lic", "phil", "iur", "med", "nat"]
)
_MAIL: Final = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|[\[(]\s?(?:at|@)\s?[\])]|\s(?:at)\s(?=\w+\s?(?:\.|dot)))\s?"
    rf"[\w-]{{1,63}}(?:\.|{_SPELT})\w"
)
_TELEPHONE: Final = re.compile(
    r"(?:\+|\b00)[\d(][\d\s().-]{7,}\d|\b\d{3,4}[\s.-]\d{3}[\s.-]?\d{3,4}\b"
)
_CALL: Final = re.compile(
    r"\b(?:whats\s?app|telegram|viber|wechat|snapchat|onlyfans|call|text|tel|dm)\b.{0,12}?(?:[@:+]|\d{5})"
)


def sells(name: str) -> Action | None:
    """What a name that sells asks for: reject with an address, else hold; None where it does not.

    An address that sells nothing may be a slip of whoever took the field for another.
    """
    wares = _has_wares(name)
    if leads_elsewhere(name):
        return Action.REJECT if wares else Action.HOLD
    return Action.HOLD if wares else None


def leads_elsewhere(name: str) -> bool:
    """Whether there is an address of a site, of mail or a telephone in a name."""
    signs = folded(name)
    return bool(
        _SITE.search(signs)
        or _MAIL.search(signs)
        or _TELEPHONE.search(signs)
        or _CALL.search(signs)
        or _is_tight(name)
    )


def _is_tight(name: str) -> bool:
    """Whether a name ends in an address whose last label could also be a word."""
    found = _TIGHT.search(name)
    return found is not None and found[0].split(".")[0].lower() not in _TITLES


def _has_wares(name: str) -> bool:
    """Whether a name names goods, and that they are to be had."""
    tables = name_tables()
    words = {*plain_words(name), *plain_words(name.lower())}
    joined = "".join(plain_words(name))
    if words & tables.sold or any(ware in joined for ware in tables.sold if len(ware) > 5):  # noqa: PLR2004 - a short one hides in other words
        return True
    return bool(words & tables.goods) and bool(words & tables.selling)
