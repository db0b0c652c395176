"""The attributes that are served under Google's names, and what each of them means."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

DEFINITIONS: Final = {
    "TOXICITY": "Rude, disrespectful or unreasonable: likely to make people leave a discussion.",
    "SEVERE_TOXICITY": "Very hateful or aggressive; strong words alone do not make it so.",
    "IDENTITY_ATTACK": "Hateful or demeaning about what people are: origin, faith, sex and so on.",
    "INSULT": "Insults or belittles a person or a group.",
    "PROFANITY": "Swear words and other obscene language.",
    "THREAT": "Wishes or announces harm to somebody.",
    "SPAM": "Advertises or lures, and has nothing to do with what is discussed.",
}

_SAME: Final = {
    **{f"{name}_EXPERIMENTAL": name for name in DEFINITIONS if name != "SPAM"},
    "TOXICITY_FAST": "TOXICITY",
    "OBSCENE": "PROFANITY",
}
"""Names under which one of our attributes is also asked for.

The experimental ones were newer models of the same; the fast one was a linear model over n-grams,
as ours is; and our PROFANITY is learnt from labels for what is obscene.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """One attribute as clients ask for it: its name, and the attribute of ours that scores it."""

    name: str
    ours: str

    @property
    def definition(self) -> str:
        """What it means."""
        return DEFINITIONS.get(self.ours, "An attribute that this newsroom trained itself.")


def served(attributes: Iterable[str]) -> dict[str, Served]:
    """Every name that a model with these attributes can answer honestly, in order."""
    own = {name: Served(name=name, ours=name) for name in attributes}
    also = {name: Served(name=name, ours=ours) for name, ours in _SAME.items() if ours in own}
    return {**also, **own}
