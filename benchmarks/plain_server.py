"""Two plain Flask routes on the service's own server settings, to stand beside it.

``/empty`` answers at once. ``/validates`` reads the JSON body and checks it with the schema of
``POST /v1/comments``, and answers. Neither writes a log line, counts anything or scores. Started
by ``over_http.py``; ``BTL_*`` sets it as it does the service.
"""

from pathlib import Path
from typing import Final

import orjson
from flask import Flask, Response, request

from service.api.schemas import Rules, comment_schema
from service.environment import read_settings
from service.moderation.scorer import load_scorer
from service.server import Server, shared_folder

_ANSWER: Final = b"{}"


def plain_app(models: Path) -> Flask:
    """The app with both routes, for comments to the current model."""
    app = Flask("plain", static_folder=None, template_folder=None)
    schema = comment_schema(Rules(attributes=load_scorer(models).attributes))

    @app.post("/empty")
    def empty() -> Response:
        """Nothing but an answer."""
        return Response(_ANSWER, content_type="application/json")

    @app.post("/validates")
    def validates() -> Response:
        """Nothing but a comment that is as it should be."""
        schema.load(orjson.loads(request.get_data()))
        return Response(_ANSWER, content_type="application/json")

    return app


def main() -> None:
    """Serve until told to stop; the first line of the output is where."""
    settings = read_settings()
    with shared_folder() as shared:
        app = plain_app(settings.models)
        server = Server(app, settings, shared=shared, announce=lambda url: print(url, flush=True))
        server.run()


if __name__ == "__main__":
    main()
