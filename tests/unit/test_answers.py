"""What is written is what the answers' schemas describe."""

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.verdicts import VerdictSchema, verdict_members
from service.moderation.words import (
    EVASIONS,
    Action,
    ArticleSource,
    Cluster,
    Context,
    Evasion,
    Finding,
    Span,
    Stretch,
    Verdict,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PLACES = st.integers(min_value=0, max_value=20_480)
VERDICTS = st.builds(
    Verdict,
    id=WORDS,
    action=st.sampled_from(Action),
    scores=st.dictionaries(WORDS, st.floats(min_value=0, max_value=1), max_size=3),
    reasons=st.lists(
        st.builds(
            Finding,
            code=WORDS,
            action=st.sampled_from(Action),
            attribute=WORDS,
            sentence=WORDS,
            spans=st.lists(st.builds(Stretch, begin=PLACES, end=PLACES), max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    evasion=st.lists(
        st.builds(Evasion, kind=st.sampled_from(EVASIONS), begin=PLACES, end=PLACES, plain=WORDS),
        max_size=2,
    ).map(tuple),
    spans=st.none()
    | st.lists(
        st.builds(
            Span,
            begin=PLACES,
            end=PLACES,
            attribute=WORDS,
            contribution=st.floats(allow_nan=False, allow_infinity=False),
        ),
        max_size=2,
    ).map(tuple),
    context=st.builds(
        Context,
        article=st.sampled_from(ArticleSource),
        quotations=st.lists(st.builds(Stretch, begin=PLACES, end=PLACES), max_size=2).map(tuple),
        scores=st.none() | st.dictionaries(WORDS, st.floats(min_value=0, max_value=1), max_size=3),
        off_topic=st.none() | st.floats(min_value=0, max_value=1),
    ),
    copies=st.none()
    | st.builds(
        Cluster,
        size=PLACES,
        ids=st.lists(WORDS, max_size=2).map(tuple),
        authors=PLACES,
        articles=PLACES,
        own=PLACES,
    ),
    language=WORDS,
    model=WORDS,
    policy=WORDS,
)


@given(VERDICTS)
def test_a_verdict_is_written_as_its_schema_dumps_it(verdict: Verdict) -> None:
    """Every field under its name and in its order; spans only where they were asked for."""
    written = orjson.loads(orjson.dumps(verdict_members(verdict)))

    dumped = orjson.loads(orjson.dumps(VerdictSchema().dump(verdict_members(verdict))))
    assert written == dumped
    assert list(written) == list(dumped)


@given(VERDICTS.filter(lambda verdict: verdict.scores), st.sampled_from(["nan", "inf", "-inf"]))
def test_a_score_that_is_no_number_is_never_written(verdict: Verdict, number: str) -> None:
    """Whichever of them it is."""
    scores = {**verdict.scores, "ODD": float(number)}

    with pytest.raises(ValueError, match="finite"):
        verdict_members(replace(verdict, scores=scores))
