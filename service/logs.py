"""One JSON line for each thing worth knowing, and never a word that a reader wrote.

Nothing here takes a request or an exception's message: a message may quote the comment that
caused it. What failed and where is enough to find it.
"""

import logging
import sys
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from typing import Any, BinaryIO, cast

import orjson
import structlog

Log = structlog.typing.FilteringBoundLogger


def make_log(level: str, *, stream: BinaryIO | None = None) -> Log:
    """A logger that writes JSON lines to ``stream``, the standard error where none is given."""
    log = structlog.wrap_logger(
        structlog.BytesLogger(stream or sys.stderr.buffer),
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        processors=[_as_json],
    )
    return cast("Log", log.bind())  # unbound, structlog would make a new logger for each line


def failure(error: BaseException | None) -> dict[str, object]:
    """What went wrong without what it said: exception types, and places in the code."""
    chain = list(_causes(error))
    return {
        "error": " from ".join(type(each).__name__ for each in chain),
        "trace": [place for each in reversed(chain) for place in _places(each)],
    }


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The exception, what caused it, and so on."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _places(error: BaseException) -> Iterator[str]:
    """Each frame that the exception came through, as file:line function."""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{code.co_filename}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next


def _as_json(_: object, level: str, line: MutableMapping[str, Any]) -> bytes:
    """One log line; what orjson cannot write is named by its type alone."""
    line["level"] = level
    line["time"] = datetime.now(UTC)
    return orjson.dumps(line, default=_type_name, option=orjson.OPT_UTC_Z)


def _type_name(value: object) -> str:
    """All that is told of a value that is neither text nor number."""
    return type(value).__name__
