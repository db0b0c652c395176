"""Measure how much of what a scorer catches it still catches when the rude words are disguised.

A toxic comment counts where it has a rude word and is caught as it is; then the same comment is
scored in every disguise of ``training.disguises``. What undoing disguises costs is measured on
clean comments: the share held as scored, beside the share held as they stand.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from training.disguises import DISGUISES, joined
from training.measure import resamples

JOINED: Final = "joined"
"""The kind that runs a rude word together with the word before it."""

KINDS: Final = (*DISGUISES, JOINED)
"""Every kind of disguise, in the order of the columns of ``Disguised.kept``."""

RUDE_WORDS: Final = tuple(
    """
    airhead arse arsehole arsewipe asshat asshole bastard beaner bellend bigot bimbo bint bitch
    blockhead bollocks bonehead buffoon bullshit chav chink clown cocksucker coon coward crap
    creep cretin crook cunt darkie deadbeat degenerate dick dickhead dickwad dimwit dingbat
    dipshit dirtbag dolt dope douche douchebag dullard dumb dumbass dumbo dunce dunderhead dyke
    faggot fathead filth filthy freak fuck fucker fuckface fucking fuckwit gimp gobshite goon
    gyppo halfwit hypocrite idiot idiotic ignoramus ignorant imbecile incel jackass jerk kike
    knob knobhead knucklehead leech liar libtard loser lowlife lunatic maggot meathead minger
    mongrel moron moronic motherfucker muppet nazi nigger nincompoop nitwit numpty nutcase
    nutjob paki pansy parasite pathetic pervert pillock pinhead piss plonker poof prat prick
    psycho pussy raghead rapist repulsive retard retarded sadist scum scumbag shit shite
    shithead shitty sicko simpleton skank slag sleazebag slob slut slutty spastic spic spineless
    stupid swine thug tosser tranny trash troll twat twit useless vermin vile wanker weasel
    weirdo wench wetback whore wimp witless worthless
    """.split()  # noqa: SIM905 - a page of words is read more easily than a list
)
"""Rude words of our own choice, of four letters or more: disguised shorter ones may be harmless."""

_INTERVAL: Final = (2.5, 97.5)
_MORE: Final = r"(?:s|es)?"

Score = Callable[[str], float]
Caught = npt.NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """The share still caught in one kind of disguise, in [0, 1], with its 95 % interval."""

    kind: str
    kept: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Robustness:
    """What disguise costs a scorer at one threshold.

    ``caught`` toxic comments were caught undisguised and then disguised; ``missed`` were not
    caught undisguised, and ``without_word`` have no rude word: both are left out. ``clean_held``
    is the share of ``clean`` comments held, and ``clean_held_as_it_stands`` that share where no
    disguise is undone; None where there is nothing to tell it from.
    """

    threshold: float
    caught: int
    missed: int
    without_word: int
    kinds: tuple[Kept, ...]
    clean: int
    clean_held: float | None
    clean_held_as_it_stands: float | None

    @property
    def mean(self) -> float:
        """The mean share kept, each kind counting alike."""
        return sum(kind.kept for kind in self.kinds) / len(self.kinds)

    @property
    def worst(self) -> Kept:
        """The kind with the lowest share, the first of equals."""
        return min(self.kinds, key=lambda kind: kind.kept)


@dataclass(frozen=True, kw_only=True, slots=True)
class Disguised:
    """Comments with a rude word, each of n scored undisguised and in every kind.

    ``caught`` has shape (n,): undisguised; ``kept`` has shape (n, kinds): in disguise, False in
    the rows that were not caught undisguised, which are not scored again. ``without_word`` counts
    the comments that were left out.
    """

    caught: Caught
    kept: Caught
    without_word: int


def measure_robustness(  # noqa: PLR0913 - all but three have a default
    score: Score,
    threshold: float,
    comments: Sequence[tuple[str, bool]],
    *,
    words: Iterable[str] = RUDE_WORDS,
    score_as_it_stands: Score | None = None,
    seed: int = 1,
) -> Robustness:
    """Score comments, each a text and whether it is toxic, plain and in every disguise.

    ``score`` gives the TOXICITY of one text in [0, 1], and a text is caught, or held, from
    ``threshold`` on; ``score_as_it_stands`` does so without undoing disguises. Raises ValueError
    where no toxic comment with a rude word is caught.
    """
    found = score_disguised(score, threshold, [text for text, toxic in comments if toxic], words)
    clean = [text for text, toxic in comments if not toxic]
    return Robustness(
        threshold=threshold,
        caught=int(found.caught.sum()),
        missed=int((~found.caught).sum()),
        without_word=found.without_word,
        kinds=_kinds(found, seed),
        clean=len(clean),
        clean_held=_held(score, threshold, clean),
        clean_held_as_it_stands=_held(score_as_it_stands, threshold, clean),
    )


def score_disguised(
    score: Score, threshold: float, texts: Iterable[str], words: Iterable[str] = RUDE_WORDS
) -> Disguised:
    """Score each text that has a rude word, and in every disguise those that are caught."""
    rude = _pattern(words)
    every = list(texts)
    chosen = [text for text in every if rude.search(text)]
    caught = np.array([score(text) >= threshold for text in chosen], dtype=np.bool_)
    kept = np.zeros((len(chosen), len(KINDS)), dtype=np.bool_)
    for row in np.flatnonzero(caught):
        disguised = _disguised(chosen[row], rude)
        kept[row] = [score(disguised[kind]) >= threshold for kind in KINDS]
    return Disguised(caught=caught, kept=kept, without_word=len(every) - len(chosen))


def disguise_words(text: str, words: Iterable[str] = RUDE_WORDS) -> Mapping[str, str]:
    """The text in every kind of disguise, by kind: all its rude words are hidden, nothing else."""
    return _disguised(text, _pattern(words))


def _disguised(text: str, rude: re.Pattern[str]) -> dict[str, str]:
    """The text in every kind; a lone rude word cannot be joined and stays."""
    found = {
        kind: rude.sub(lambda word, hide=hide: hide(word[0]), text)  # type: ignore[misc]
        for kind, hide in DISGUISES.items()
    }
    return found | {JOINED: re.sub(rf"\w+[^\S\n]+{rude.pattern}", lambda p: joined(p[0]), text)}


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """What finds each of the words, and its plural, as a whole word in any case."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?i:\b(?:{'|'.join(map(re.escape, longest_first))}){_MORE}\b)")


def _kinds(found: Disguised, seed: int) -> tuple[Kept, ...]:
    """The share of each kind with the percentiles of its resamples; ValueError without any."""
    if not found.caught.any():
        message = "No toxic comment with a rude word is caught: there is nothing to disguise."
        raise ValueError(message)
    shares = found.kept[found.caught].astype(np.float64)
    resampled = [counts @ shares / len(shares) for counts in resamples(len(shares), seed)]
    lows, highs = np.percentile(resampled, _INTERVAL, axis=0)
    return tuple(
        Kept(kind=kind, kept=float(share), low=float(low), high=float(high))
        for kind, share, low, high in zip(KINDS, shares.mean(axis=0), lows, highs, strict=True)
    )


def _held(score: Score | None, threshold: float, texts: Sequence[str]) -> float | None:
    """The share of texts that are held, in [0, 1]; None without texts or a scorer."""
    if score is None or not texts:
        return None
    return sum(score(text) >= threshold for text in texts) / len(texts)
