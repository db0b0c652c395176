"""Fakes that satisfy the real ports, and builders, so that a test shows only what matters."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from flask import Flask

from service.app import create_app
from service.logs import make_log
from service.moderation.view import View
from service.moderation.words import Action, Scored, Span, Verdict
from service.settings import Settings

CALM = 0.01
"""What the fake scorer gives where no word raises a score."""

RUDE_WORDS = {"idiot": {"TOXICITY": 0.95, "INSULT": 0.85}, "stupid": {"TOXICITY": 0.5}}


@dataclass(frozen=True, kw_only=True, slots=True)
class FakeManifest:
    """The facts of a model that nobody trained."""

    version: str = "fake-1"

    def to_json(self) -> dict[str, object]:
        """A few facts, and one that is not for the public."""
        return {
            "version": self.version,
            "created": "2026-11-24T00:00:00+00:00",
            "libraries": {"scikit-learn": "1.9.1"},
            "golden": [{"text": "not for the public"}],
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class FakeScorer:
    """Scores by single words, each of which raises some attributes to fixed values."""

    words: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: RUDE_WORDS)
    attributes: tuple[str, ...] = ("TOXICITY", "INSULT")
    manifest: FakeManifest = field(default_factory=FakeManifest)
    path: str = "fake"
    languages: tuple[str, ...] = ("en",)

    @property
    def views(self) -> dict[str, View]:
        """A view for each attribute, which sees everything as it is."""
        return {name: View([[1e-6, 1e-6], [1 - 1e-6, 1 - 1e-6]]) for name in self.attributes}

    @property
    def version(self) -> str:
        """The version that its manifest names."""
        return self.manifest.version

    def score(self, text: str, *, explain: bool = False) -> Scored:
        """The highest score of any word for each attribute, with the words as spans."""
        found = {word: raised for word, raised in self.words.items() if word in text}
        scores = {
            attribute: max((raised.get(attribute, CALM) for raised in found.values()), default=CALM)
            for attribute in self.attributes
        }
        spans = tuple(
            Span(
                begin=text.index(word),
                end=text.index(word) + len(word),
                attribute=attribute,
                contribution=score,
            )
            for word, raised in found.items()
            for attribute, score in raised.items()
        )
        return Scored(scores=scores, spans=spans if explain else ())

    def score_all(self, texts: Sequence[str]) -> list[Scored]:
        """Each text by itself."""
        return [self.score(text) for text in texts]


class BrokenScorer(FakeScorer):
    """A scorer that fails, and quotes the comment in its complaint as a careless one would."""

    def score(self, text: str, *, explain: bool = False) -> Scored:
        """Fail."""
        sentence = f"cannot score {text!r}, explain={explain}"
        raise RuntimeError(sentence)


@dataclass(kw_only=True, slots=True)
class TallyMeter:
    """A meter that keeps what it was told."""

    actions: list[Action] = field(default_factory=list)

    def count(self, verdict: Verdict) -> None:
        """Keep the action of one verdict."""
        self.actions.append(verdict.action)


@dataclass(kw_only=True, slots=True)
class LogLines:
    """A place for log lines, and the lines that came."""

    stream: io.BytesIO = field(default_factory=io.BytesIO)

    @property
    def text(self) -> str:
        """Everything that was logged."""
        return self.stream.getvalue().decode()

    @property
    def lines(self) -> list[dict[str, object]]:
        """The log lines, oldest first."""
        return [orjson.loads(line) for line in self.text.splitlines()]


def fake_app(
    settings: Settings | None = None,
    *,
    scorer: FakeScorer | None = None,
    logs: LogLines | None = None,
) -> Flask:
    """An app with a fake scorer that logs to ``logs``."""
    return create_app(
        settings or Settings(),
        scorer=scorer or FakeScorer(),
        log=make_log("debug", stream=(logs or LogLines()).stream),
    )
