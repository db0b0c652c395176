"""Bodies that come compressed, as Google's libraries for Java and .NET send theirs by default."""

import zlib
from typing import Final

from werkzeug.exceptions import RequestEntityTooLarge

from service.api.perspective.refusals import Refusal, invalid_request

_PLAIN: Final = frozenset({"", "identity"})
_GZIP: Final = frozenset({"gzip", "x-gzip"})
_GZIP_HEADER: Final = 16 + zlib.MAX_WBITS
"""What zlib calls a stream with the head and the checksum of gzip."""


def unpacked(body: bytes, coding: str, *, limit: int) -> bytes:
    """The body without its ``Content-Encoding``; never unpacks more than ``limit`` bytes.

    Raises 413 where there would be more, and Refusal where it is in another coding, or in none.
    """
    coding = coding.strip().lower()
    if coding in _PLAIN:
        return body
    if coding not in _GZIP:
        sentence = "Send the body as it is, or with Content-Encoding: gzip."
        raise invalid_request(sentence)
    stream = zlib.decompressobj(_GZIP_HEADER)
    try:
        plain = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise _no_gzip() from error
    if len(plain) > limit:
        sentence = f"At most {limit:,} bytes are accepted here, unpacked: send less at once."
        raise RequestEntityTooLarge(sentence)
    if not stream.eof or stream.unused_data:
        raise _no_gzip()
    return plain


def _no_gzip() -> Refusal:
    """The refusal of what is declared to be gzip, and is cut, broken or followed by more."""
    return invalid_request("The body is declared to be gzip, and is not or not all of it.")
