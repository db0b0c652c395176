"""Comments and answers that the documentation shows; all of them were written for it."""

COMMENT = {"text": "Thank you for this article, the part about the harbour was new to me."}

FULL_COMMENT = {
    "text": "Only an idiot would write such rubbish.",
    "author": {"name": "Robin"},
    "article": {
        "id": "2026-11-harbour",
        "url": "https://news.example/harbour",
        "title": "The harbour gets a new bridge",
        "text": "The town council decided on Tuesday to build the bridge.",
        "author": "Kim Example",
        "section": "local",
        "site": "news.example",
    },
    "parent": {"id": "c-17", "text": "I am looking forward to the bridge."},
    "language": "en",
    "explain": True,
}

REGISTERED_ARTICLE = {
    "url": "https://news.example/harbour",
    "title": "The harbour gets a new bridge",
    "text": "The town council decided on Tuesday to build the bridge.",
    "author": "Kim Example",
    "section": "local",
    "site": "news.example",
}

REGISTERED = {"id": "2026-11-harbour", "bytes": 254, "expires": "2026-12-04T09:30:00+00:00"}

BATCH = {"comments": [COMMENT, {"text": "Only an idiot would write such rubbish."}]}

PUBLISHED: dict[str, object] = {
    "id": "5b0f6d5be1f6417c9f3f9c3d9a1d2f10",
    "action": "publish",
    "scores": {"TOXICITY": 0.011, "INSULT": 0.006},
    "reasons": [],
    "nudge": None,
    "evasion": [],
    "context": {"article": "none", "quotations": [], "scores": None, "off_topic": None},
    "copies": None,
    "language": "und",
    "model": "2026-11-24",
    "policy": "default@66ca7da6",
}

HELD: dict[str, object] = {
    "id": "c2a7b2b0f5e84d7e8f6a0d9be1a4c3f2",
    "action": "hold",
    "scores": {"TOXICITY": 0.83, "INSULT": 0.79},
    "reasons": [
        {
            "code": "score_over_threshold",
            "action": "hold",
            "attribute": "TOXICITY",
            "sentence": "TOXICITY is 0.83; this policy asks to hold from 0.40 on.",
            "for_author": "Part of your comment is hurtful.",
            "spans": [],
        },
        {
            "code": "score_over_threshold",
            "action": "hold",
            "attribute": "INSULT",
            "sentence": "INSULT is 0.79; this policy asks to hold from 0.40 on.",
            "for_author": "Part of your comment reads as an insult.",
            "spans": [],
        },
    ],
    "nudge": {"message": "Please say it without an insult.", "spans": []},
    "evasion": [{"kind": "leet", "begin": 8, "end": 13, "plain": "idiot"}],
    "spans": [{"begin": 8, "end": 13, "attribute": "TOXICITY", "contribution": 3.2}],
    "context": {"article": "sent", "quotations": [], "scores": None, "off_topic": None},
    "copies": None,
    "language": "en",
    "model": "2026-11-24",
    "policy": "default@66ca7da6",
}

VERDICTS = {"verdicts": [PUBLISHED, {**HELD, "language": "und", "spans": []}]}

MODEL = {
    "version": "2026-11-24",
    "attributes": ["TOXICITY", "INSULT"],
    "policy": {
        "name": "default@66ca7da6",
        "thresholds": {
            "TOXICITY": {"hold": 0.4, "reject": 0.9},
            "INSULT": {"hold": 0.4, "reject": 0.9},
        },
    },
    "created": "2026-11-24T03:00:00+00:00",
    "libraries": {"scikit-learn": "1.9.1"},
}
