"""Keys as Google's clients send them: in the query, in a header, or as a bearer token.

Where no keys are set, any key is taken, and none. A key is never logged: log lines have the route.
"""

import hmac
from collections.abc import Sequence

from flask import Request

from service.api.perspective.refusals import key_missing, key_not_valid

HEADER = "X-Goog-Api-Key"
_BEARER = "bearer "


def key_of(request: Request) -> str:
    """The key that came with a request; empty where none did."""
    sent = request.args.get("key", "") or request.headers.get(HEADER, "")
    authorization = request.headers.get("Authorization", "")
    if not sent and authorization.lower().startswith(_BEARER):
        return authorization[len(_BEARER) :].strip()
    return sent


def check_key(request: Request, keys: Sequence[str], *, needed: bool = True) -> None:
    """Raise Refusal unless the request has one of the keys; compared in constant time.

    Without keys every request passes; where none is ``needed``, one without a key does.
    """
    if not keys:
        return
    sent = key_of(request).encode()
    if not sent:
        if needed:
            raise key_missing()
        return
    matches = [hmac.compare_digest(sent, key.encode()) for key in keys]
    if not any(matches):
        raise key_not_valid()
