"""In which language a comment is scored, and which attributes cannot be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.api.perspective.refusals import Refusal, invalid, unsupported_language
from service.moderation.languages import Detection, primary
from service.moderation.words import UNDETERMINED


class LanguagePolicy(StrEnum):
    """What happens where the model does not know a comment's language.

    ``strict`` refuses as Google did, whatever the detector says; ``fallback`` scores as English
    where the detector is not sure; ``drop`` leaves out the attributes and answers without them.
    """

    STRICT = "strict"
    FALLBACK = "fallback"
    DROP = "drop"


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """The languages that an answer names, and whether the model scores them.

    ``requested`` says that the client named them.
    """

    languages: tuple[str, ...]
    detected: tuple[str, ...]
    supported: bool
    requested: bool


def spoken(
    named: Sequence[str], detection: Detection, *, known: Sequence[str], policy: LanguagePolicy
) -> Spoken:
    """Settle the language of a comment.

    ``named`` are the languages that the client says it has, ``known`` those that a model scores.
    """
    wanted = tuple(one for one in named if one.strip())
    detected = detection.languages
    if wanted:
        supported = all(primary(one) in known for one in wanted)
        return Spoken(languages=wanted, detected=detected, supported=supported, requested=True)
    first = detected[0]
    if primary(first) in known:
        return Spoken(languages=(first,), detected=detected, supported=True, requested=False)
    if policy is LanguagePolicy.FALLBACK and not detection.sure:
        also = tuple(one for one in detected if one not in {known[0], UNDETERMINED})
        return Spoken(
            languages=(known[0],), detected=(known[0], *also), supported=True, requested=False
        )
    return Spoken(languages=(first,), detected=detected, supported=False, requested=False)


def of_language(attribute: str, tongue: Spoken) -> Iterator[Refusal]:
    """What is wrong with the language, told of the first attribute that was asked for."""
    if tongue.supported:
        return
    if not tongue.requested and tongue.languages == (UNDETERMINED,):
        yield invalid("LANGUAGE_DETECTION_FAILED", "Unable to detect language")
    yield unsupported_language(attribute, tongue.languages, requested=tongue.requested)
