"""From a comment asked about to the scores that are answered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from service.api.perspective.attributes import Served
from service.api.perspective.faults import refuse
from service.api.perspective.languages import LanguagePolicy, Spoken, of_language, spoken
from service.api.perspective.sentences import Utf16, stretches
from service.api.perspective.words import SCORE_TYPES, Analysis, Wanted
from service.moderation.words import Comment, Scores
from service.parts import Parts

PROBABILITY: Final = SCORE_TYPES[1]
DECIMALS: Final = 8
"""Digits behind the point of an answered score."""

Members = dict[str, object]


def _tongue_of(text: str, named: Sequence[str], kept: Parts) -> Spoken:
    """The language that a text is scored in."""
    return spoken(
        named,
        kept.detector.detect(text),
        known=kept.loaded_model().languages,
        policy=LanguagePolicy(kept.settings.language_policy),
    )


def analyse(asked: Analysis, kept: Parts, names: Mapping[str, Served]) -> Members:
    """The members of the answer; raises Refusal where the model does not know the language."""
    text = asked.comment.text
    tongue = _tongue_of(text, asked.languages, kept)
    policy = kept.settings.language_policy
    if not (asked.drop_unsupported or policy == LanguagePolicy.DROP):
        refuse(of_language(next(iter(asked.attributes)), tongue))
    scored = _scored(asked, kept, names) if tongue.supported else {}
    answer: Members = {"attributeScores": scored} if scored else {}
    answer |= {"languages": tongue.languages, "detectedLanguages": tongue.detected}
    return answer | ({} if asked.token is None else {"clientToken": asked.token})


def _scored(asked: Analysis, kept: Parts, names: Mapping[str, Served]) -> Members:
    """The scores of each attribute that reach its threshold."""
    text, model = asked.comment.text, kept.loaded_model()
    comment = Comment(text=text, language=model.languages[0])
    whole = kept.moderator().review(comment).scores
    bounds, parts = [(0, len(text))], [whole]
    if asked.spans:
        bounds = list(stretches(text))
        parts = [one.scores for one in model.score_all([text[a:b] for a, b in bounds])]
    units = Utf16(text)
    places = [(units(begin), units(end)) for begin, end in bounds]
    found = _seen(asked.attributes, names, kept, [whole, *parts])
    return {
        name: {
            "spanScores": [
                {"begin": begin, "end": end, "score": {"value": value, "type": PROBABILITY}}
                for (begin, end), value in zip(places, values, strict=True)
            ],
            "summaryScore": {"value": summary, "type": PROBABILITY},
        }
        for name, summary, values in found
    }


def _seen(
    wanted: Mapping[str, Wanted],
    names: Mapping[str, Served],
    kept: Parts,
    scores: Sequence[Scores],
) -> Iterator[tuple[str, float, list[float]]]:
    """Each attribute that reaches its threshold, with the Perspective view of each score."""
    views = kept.loaded_model().views
    for name, how in wanted.items():
        ours = names[name].ours
        seen = [round(views[ours].of(one[ours]), DECIMALS) for one in scores]
        if how.threshold is None or seen[0] >= how.threshold:
            yield name, seen[0], seen[1:]
