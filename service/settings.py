"""Every setting: one declaration gives its variable, its default, its bounds and its meaning."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from service.variables import Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What one installation chose; the defaults are those of a first try on one's own machine."""

    host: str = field(
        default="127.0.0.1",
        metadata={
            "meaning": "The address to listen on. `0.0.0.0` listens on all of them, as the "
            "container image does."
        },
    )
    port: int = field(
        default=8000,
        metadata={
            "meaning": "The port to listen on; 0 takes any free one and says which.",
            "minimum": 0,
            "maximum": 65_535,
        },
    )
    models: Path = field(
        default=Path("models"),
        metadata={"meaning": "The folder with `current` and one folder for each model version."},
    )
    policies: str = field(
        default="policies",
        metadata={
            "meaning": "The folder with the policies, one TOML file for each; empty to decide by "
            "the built-in default alone. Changes are noticed within a second.",
            "pattern": r"[^\r\n]*",
            "words": "the path of a folder, or empty",
        },
    )
    policy: str = field(
        default="default",
        metadata={
            "meaning": "The policy of comments that ask for none and whose section and site have "
            "none.",
            "pattern": r"[a-z0-9][a-z0-9_-]{0,63}",
            "words": "the name of a policy",
        },
    )
    articles: str = field(
        default="",
        metadata={
            "meaning": "The SQLite file that keeps registered articles; empty for one in memory, "
            "which ends with the service.",
            "pattern": r"[^\r\n]*",
            "words": "the path of a file, or empty",
        },
    )
    article_bytes: int = field(
        default=16_777_216,
        metadata={
            "meaning": "The room for registered articles, in bytes. What was put longest ago goes "
            "when it is full.",
            "minimum": 262_144,
            "maximum": 1_073_741_824,
        },
    )
    article_seconds: int = field(
        default=604_800,
        metadata={
            "meaning": "How long an article stays registered after it was last put.",
            "minimum": 60,
            "maximum": 31_536_000,
        },
    )
    copies: str = field(
        default="",
        metadata={
            "meaning": "Where comments of late are remembered to find copies: empty for a table "
            "that the processes of this service share, the URL of a Redis that several services "
            "share, or `off`.",
            "pattern": r"|off|(redis|rediss|unix)://\S+",
            "words": "empty, `off`, or a URL such as `redis://cache:6379/0`",
            "secret": True,
        },
    )
    copies_most: int = field(
        default=32_768,
        metadata={
            "meaning": "How many comments are remembered, 272 bytes for each; the oldest go first.",
            "minimum": 1_024,
            "maximum": 4_194_304,
        },
    )
    compiled: bool = field(
        default=True,
        metadata={
            "meaning": "Whether to score by the compiled loops where they were built; the log's "
            "line `model_loaded` tells. NumPy alone gives the same scores, more slowly."
        },
    )
    detect_language: bool = field(
        default=True,
        metadata={
            "meaning": "Whether the language of comments that do not name theirs is found out. "
            "Without it they are taken for the model's language."
        },
    )
    workers: int = field(
        default=2,
        metadata={
            "meaning": "Processes that answer requests; one for each core is a good start.",
            "minimum": 1,
            "maximum": 64,
        },
    )
    threads: int = field(
        default=4,
        metadata={
            "meaning": "Requests that each process answers at a time.",
            "minimum": 1,
            "maximum": 64,
        },
    )
    require_author_name: bool = field(
        default=False,
        metadata={"meaning": "Whether a comment without the name of its author is refused."},
    )
    max_body_bytes: int = field(
        default=1_048_576,
        metadata={
            "meaning": "The largest body of `POST /v1/comments`, in bytes.",
            "minimum": 1_024,
            "maximum": 67_108_864,
        },
    )
    max_batch_body_bytes: int = field(
        default=33_554_432,
        metadata={
            "meaning": "The largest body of `POST /v1/comments/batch`, in bytes.",
            "minimum": 1_024,
            "maximum": 268_435_456,
        },
    )
    max_batch: int = field(
        default=1_000,
        metadata={"meaning": "The most comments in one batch.", "minimum": 1, "maximum": 1_000},
    )
    max_perspective_body_bytes: int = field(
        default=4_194_304,
        metadata={
            "meaning": "The largest body of a call of the Perspective protocol, whose context may "
            "have a megabyte for each entry, in bytes.",
            "minimum": 32_768,
            "maximum": 67_108_864,
        },
    )
    perspective_keys: tuple[str, ...] = field(
        default=(),
        metadata={
            "meaning": "The keys that calls of the Perspective protocol need one of. Without any, "
            "every key is taken, and none: for a private network.",
            "pattern": r"|[!-+\--~]{8,256}(\s*,\s*[!-+\--~]{8,256})*",
            "words": "keys of 8 to 256 visible characters, with commas between them",
            "secret": True,
        },
    )
    perspective_origins: tuple[str, ...] = field(
        default=("*",),
        metadata={
            "meaning": "The origins whose pages may read answers of the Perspective protocol "
            "(CORS); `*` for all, empty for none.",
            "pattern": r"|\*|https?://[A-Za-z0-9.:\[\]-]+(\s*,\s*https?://[A-Za-z0-9.:\[\]-]+)*",
            "words": "`*`, or origins such as `https://news.example` with commas between them",
        },
    )
    language_policy: str = field(
        default="fallback",
        metadata={
            "meaning": "What a call of the Perspective protocol gets for a comment in a language "
            "that no model knows: `strict` refuses, `fallback` too, but scores as English where "
            "the language is not sure, `drop` answers without scores.",
            "choices": ("strict", "fallback", "drop"),
        },
    )
    public_url: str = field(
        default="",
        metadata={
            "meaning": "The address that the discovery document tells clients to call; empty for "
            "the one that they asked at.",
            "pattern": r"|https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?",
            "words": "an address such as `https://comments.news.example`, or empty",
        },
    )
    timeout_seconds: int = field(
        default=30,
        metadata={
            "meaning": "How long a worker may be stuck, or a client silent in the middle of its "
            "request, before it is given up.",
            "minimum": 1,
            "maximum": 3_600,
        },
    )
    graceful_seconds: int = field(
        default=25,
        metadata={
            "meaning": "How long requests under way may take to finish once the service is told "
            "to stop.",
            "minimum": 1,
            "maximum": 3_600,
        },
    )
    statement_redress: str = field(
        default="",
        metadata={
            "meaning": "What statements of reasons say an author can do about a decision: where "
            "complaints go, and the body for out-of-court settlement.",
            "pattern": r"[^\r\n]{0,2000}",
            "words": "up to 2,000 characters on one line",
        },
    )
    statement_terms_url: str = field(
        default="",
        metadata={
            "meaning": "Where the rules for comments stand, for statements of reasons.",
            "pattern": r"|https?://[^\s]{1,2000}",
            "words": "an address such as `https://news.example/rules`, or empty",
        },
    )
    statement_territory: tuple[str, ...] = field(
        default=(),
        metadata={
            "meaning": "The countries in which decisions hold, for statements of reasons; empty "
            "for the European Economic Area.",
            "pattern": r"|[A-Z]{2}(\s*,\s*[A-Z]{2})*",
            "words": "codes of two capitals (ISO 3166-1) with commas between them, or empty",
        },
    )
    log_level: str = field(
        default="info",
        metadata={
            "meaning": "The mildest log lines to write. Each request is one at `info`.",
            "choices": ("debug", "info", "warning", "error"),
        },
    )
    docs: bool = field(
        default=True,
        metadata={
            "meaning": "Whether `/docs` shows the interactive page. `/openapi.json` and "
            "`/docs/errors` are there in any case."
        },
    )
    article_page: bool = field(
        default=True,
        metadata={
            "meaning": "Whether `/` shows the demonstration: an article with a comment form."
        },
    )


SETTINGS = tuple(
    Setting(name=each.name, default=getattr(Settings(), each.name), **each.metadata)
    for each in fields(Settings)
)
