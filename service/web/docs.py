"""The documentation that the service carries: OpenAPI, its interactive page, and the errors."""

from flask import Blueprint

from service.api.contract import Contract, contract
from service.api.problems import errors_page
from service.parts import parts
from service.web.pages import keep_to_itself

STATIC = "/docs/static"
PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Below the Line: HTTP interface</title>
<link rel="icon" type="image/png" href="{STATIC}/swagger-ui/favicon-32x32.png">
<link rel="stylesheet" href="{STATIC}/swagger-ui/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<noscript>The document behind this page is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="{STATIC}/swagger-ui/swagger-ui-bundle.js"></script>
<script src="{STATIC}/docs.js"></script>
</body>
</html>
"""

bp = Blueprint("docs", __name__)
page_bp = Blueprint("docs_page", __name__, static_folder="static", static_url_path=STATIC)
keep_to_itself(page_bp, images="'self' data:")


@bp.get("/openapi.json")
@contract(
    Contract(
        summary="This document",
        description="The OpenAPI 3.1 description of everything here, made from the same shapes "
        "that check requests.",
        tag="docs",
        media="application/json",
    )
)
def openapi() -> bytes:
    """The OpenAPI document."""
    return parts().document


@bp.get("/docs/errors")
@contract(
    Contract(
        summary="The error codes, explained",
        description="A page to which the `type` of every problem leads.",
        tag="docs",
        media="text/html; charset=utf-8",
    )
)
def errors() -> str:
    """Every error code and what to do about it."""
    return errors_page()


@page_bp.get("/docs")
@contract(
    Contract(
        summary="The interactive page",
        description="Shows this document and sends requests from the browser. Everything that it "
        "needs comes from this service. `BTL_DOCS=false` switches it off.",
        tag="docs",
        media="text/html; charset=utf-8",
    )
)
def page() -> str:
    """Swagger UI on this service's own document."""
    return PAGE
