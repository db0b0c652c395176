"""The steps that undo disguises, in the order in which they are undone.

Every step takes the text as the steps before it left it, finds stretches of it, says how to read
them, and is linear in its length. What a step cannot read as an English word it leaves alone, so
that prices, dates, model numbers, addresses, code and other scripts come through untouched.
"""

from typing import Final

from service.moderation.apostrophes import quoted
from service.moderation.draft import Step
from service.moderation.drawings import drawn, flipped
from service.moderation.entities import decoded
from service.moderation.gaps import apart, cut
from service.moderation.masks import masked
from service.moderation.runs import joined, stretched
from service.moderation.spellings import respelt
from service.moderation.swaps import leet, lookalikes

STEPS: Final[tuple[Step, ...]] = (
    decoded,
    flipped,
    lookalikes,
    drawn,
    leet,
    masked,
    apart,
    cut,
    quoted,
    stretched,
    respelt,
    joined,
)
"""Swapped letters first, as what they hide may be stretched or joined as well."""
