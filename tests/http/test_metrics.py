"""What is counted."""

from flask.testing import FlaskClient

from service.testing import fake_app


def test_verdicts_are_counted_by_action(client: FlaskClient) -> None:
    """Each comment of a batch is one."""
    client.post("/v1/comments", json={"text": "you idiot"})
    client.post("/v1/comments/batch", json={"comments": [{"text": "hello"}] * 3})

    figures = client.get("/metrics").text

    assert 'btl_comments_total{action="reject"} 1.0' in figures
    assert 'btl_comments_total{action="publish"} 3.0' in figures


def test_requests_are_counted_by_route_method_and_status(client: FlaskClient) -> None:
    """Unknown paths and odd methods share one label, so that nobody can fill the memory."""
    client.post("/v1/comments", json={})
    client.get("/a")
    client.get("/b")
    client.open("/c", method="BREW")

    figures = client.get("/metrics").text

    assert 'btl_requests_total{method="POST",route="/v1/comments",status="422"} 1.0' in figures
    assert 'btl_requests_total{method="GET",route="none",status="404"} 2.0' in figures
    assert 'btl_requests_total{method="OTHER",route="none",status="404"} 1.0' in figures


def test_durations_are_kept_by_route(client: FlaskClient) -> None:
    """In a histogram."""
    client.get("/health/live")

    figures = client.get("/metrics").text

    assert 'btl_request_seconds_count{route="/health/live"} 1.0' in figures


def test_a_loaded_model_shows_in_the_gauge(client: FlaskClient) -> None:
    """1 for yes."""
    figures = client.get("/metrics")

    assert "btl_model_loaded 1.0" in figures.text
    assert figures.content_type.startswith("text/plain; version=")


def test_two_apps_in_one_process_count_apart(client: FlaskClient) -> None:
    """Nothing is global."""
    other = fake_app().test_client()

    client.post("/v1/comments", json={"text": "hello"})
    figures = other.get("/metrics").text

    assert "btl_comments_total{" not in figures


def test_refusals_of_the_perspective_protocol_are_counted_by_reason(client: FlaskClient) -> None:
    """Most clients publish what was refused, so somebody should see it."""
    client.post("/v1alpha1/comments:analyze")
    client.post("/comments:analyze", json={"comment": {"text": "hello"}})

    figures = client.get("/metrics").text

    assert 'btl_perspective_refusals_total{reason="COMMENT_EMPTY"} 1.0' in figures
    assert 'btl_perspective_refusals_total{reason="NO_REQUESTED_ATTRIBUTES"} 1.0' in figures
