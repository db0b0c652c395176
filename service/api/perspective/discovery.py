"""The discovery document, from which Google's client libraries build their methods."""

from typing import Any, Final

PATHS: Final = {
    "analyze": "v1alpha1/comments:analyze",
    "suggestscore": "v1alpha1/comments:suggestscore",
}
_SCOPE: Final = "https://www.googleapis.com/auth/userinfo.email"


def discovery(root: str) -> dict[str, Any]:
    """The document for clients that reach this service at ``root``, which ends with a slash."""
    return {
        **_ABOUT,
        "rootUrl": root,
        "servicePath": "",
        "baseUrl": root,
        "batchPath": "batch",
        "documentationLink": f"{root}docs",
        "auth": {"oauth2": {"scopes": {_SCOPE: {"description": "Any bearer token is a key."}}}},
        "parameters": _PARAMETERS,
        "schemas": _SCHEMAS,
        "resources": {"comments": {"methods": _METHODS}},
    }


def _method(name: str, message: str, description: str) -> dict[str, Any]:
    """One method of the comments."""
    return {
        "id": f"commentanalyzer.comments.{name}",
        "path": PATHS[name],
        "flatPath": PATHS[name],
        "httpMethod": "POST",
        "description": description,
        "parameterOrder": [],
        "parameters": {},
        "request": {"$ref": f"{message}Request"},
        "response": {"$ref": f"{message}Response"},
        "scopes": [_SCOPE],
    }


def _query(description: str, **others: object) -> dict[str, Any]:
    """A query parameter that every method takes."""
    return {"type": "string", "location": "query", "description": description, **others}


def _object(name: str, description: str, **properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of a message."""
    return {
        "id": name,
        "type": "object",
        "description": description,
        "properties": properties,
    }


def _of(kind: str, description: str, **others: object) -> dict[str, Any]:
    """The schema of a value."""
    return {"type": kind, "description": description, **others}


def _list(items: dict[str, Any], description: str) -> dict[str, Any]:
    """The schema of a list."""
    return {"type": "array", "items": items, "description": description}


def _map(message: str, description: str) -> dict[str, Any]:
    """The schema of a map from names to messages."""
    return {
        "type": "object",
        "additionalProperties": {"$ref": message},
        "description": description,
    }


def _ref(message: str, description: str) -> dict[str, Any]:
    """A message inside a message."""
    return {"$ref": message, "description": description}


_ABOUT: Final = {
    "kind": "discovery#restDescription",
    "discoveryVersion": "v1",
    "id": "commentanalyzer:v1alpha1",
    "name": "commentanalyzer",
    "version": "v1alpha1",
    "revision": "20261125",
    "title": "Below the Line, as a Perspective Comment Analyzer",
    "description": "Scores reader comments with the protocol of the Perspective API.",
    "protocol": "rest",
}
_METHODS: Final = {
    "analyze": _method("analyze", "AnalyzeComment", "Scores a comment for some attributes."),
    "suggestscore": _method(
        "suggestscore",
        "SuggestCommentScore",
        "Takes the scores that a person would give a comment.",
    ),
}
_PARAMETERS: Final = {
    "key": _query("The API key."),
    "alt": _query("The form of the answer.", default="json", enum=["json"]),
    "fields": _query("Taken and ignored: the answer is always whole."),
    "prettyPrint": {**_query("Taken and ignored."), "type": "boolean", "default": "true"},
    "quotaUser": _query("Taken and ignored."),
    "access_token": _query("Taken and ignored."),
    "oauth_token": _query("Taken and ignored."),
    "callback": _query("Taken and ignored."),
    "upload_protocol": _query("Taken and ignored."),
    "uploadType": _query("Taken and ignored."),
    "$.xgafv": _query("Taken and ignored.", enum=["1", "2"]),
}

_TEXT: Final = _of("string", "The text, in UTF-8.")
_LANGUAGES: Final = _list({"type": "string"}, "Language tags (BCP 47), likeliest first.")
_TOKEN: Final = _of("string", "Comes back as it was sent.")
_TYPE: Final = _of(
    "string",
    "The kind of score.",
    enum=["SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW"],
    enumDescriptions=["A probability.", "A probability.", "None.", "None.", "None."],
)
_CONTEXT: Final = _ref("Context", "What the comment stands in.")
_COMMENT: Final = _ref("TextEntry", "The comment.")
_SCORES: Final = _map("AttributeScores", "The scores by attribute.")

_MESSAGES: Final = (
    _object(
        "TextEntry",
        "A text.",
        text=_TEXT,
        type=_of(
            "string",
            "The kind of text.",
            enum=["TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"],
            enumDescriptions=["Plain text.", "Plain text.", "Not taken."],
        ),
    ),
    _object(
        "ArticleAndParentComment",
        "What a comment stands under.",
        article=_ref("TextEntry", "The article."),
        parentComment=_ref("TextEntry", "The comment that is answered."),
    ),
    _object(
        "Context",
        "What a comment stands in; one of the two.",
        entries=_list({"$ref": "TextEntry"}, "Texts of any kind."),
        articleAndParentComment=_ref("ArticleAndParentComment", "The article and the parent."),
    ),
    _object(
        "AttributeParameters",
        "How an attribute is scored.",
        scoreType=_TYPE,
        scoreThreshold=_of("number", "Lower scores are left out.", format="float"),
    ),
    _object(
        "Score",
        "A score.",
        value=_of("number", "From 0 to 1.", format="float"),
        type=_TYPE,
    ),
    _object(
        "SpanScore",
        "The score of a stretch of the comment.",
        begin=_of("integer", "The first UTF-16 code unit.", format="int32"),
        end=_of("integer", "One past the last.", format="int32"),
        score=_ref("Score", "The score."),
    ),
    _object(
        "AttributeScores",
        "The scores of one attribute.",
        summaryScore=_ref("Score", "The score of the whole."),
        spanScores=_list({"$ref": "SpanScore"}, "The scores of stretches."),
    ),
    _object(
        "AnalyzeCommentRequest",
        "A comment to score.",
        comment=_COMMENT,
        context=_CONTEXT,
        requestedAttributes=_map("AttributeParameters", "The attributes to score."),
        languages=_LANGUAGES,
        spanAnnotations=_of("boolean", "Whether to score each sentence."),
        doNotStore=_of("boolean", "Nothing is stored in any case."),
        dropUnsupportedAttributes=_of(
            "boolean", "Leave out attributes that do not know the language."
        ),
        clientToken=_TOKEN,
        sessionId=_of("string", "Taken and ignored."),
        communityId=_of("string", "Taken and ignored."),
    ),
    _object(
        "AnalyzeCommentResponse",
        "The scores.",
        attributeScores=_SCORES,
        languages=_LANGUAGES,
        detectedLanguages=_LANGUAGES,
        clientToken=_TOKEN,
    ),
    _object(
        "SuggestCommentScoreRequest",
        "A comment with the scores that a person would give it.",
        comment=_COMMENT,
        context=_CONTEXT,
        attributeScores=_SCORES,
        languages=_LANGUAGES,
        communityId=_of("string", "Whose readers these are."),
        sessionId=_of("string", "Passed on."),
        clientToken=_TOKEN,
    ),
    _object(
        "SuggestCommentScoreResponse",
        "That it was taken.",
        clientToken=_TOKEN,
        detectedLanguages=_LANGUAGES,
        requestedLanguages=_LANGUAGES,
    ),
)
_SCHEMAS: Final = {message["id"]: message for message in _MESSAGES}
