"""Links in a text: found where they are, also in disguise, and no mail address or number."""

import time

import pytest

from service.moderation.links import host_of, leads_to, links_in, shorteners


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("see https://www.News.example/a?b=c.", ["news.example"]),
        ("see http://user:pass@news.example:8080/x", ["news.example"]),
        ("www.news.example, and shop.example!", ["news.example", "shop.example"]),
        ("(https://news.example/path_(a))", ["news.example"]),
        ("hxxp://bad[.]example/x", ["bad.example"]),
        ("go to bad dot com now", ["bad.com"]),
        ("bad(dot)ru", ["bad.ru"]),
        ("https://b\xfccher.example/", ["bucher.example"]),
        ("bit.ly/abc t.co/x", ["bit.ly", "t.co"]),
        ("HTTPS://NEWS.EXAMPLE", ["news.example"]),
        ("mail me at someone@news.example", []),
        ("1.5 million, 10.30 p.m., e.g. this", []),
        ("Mr.Smith said so.Then he went", []),
        ("no links at all", []),
        ("the dot on the i", []),
        ("https://", []),
    ],
)
def test_links_are_found_with_their_hosts(text: str, hosts: list[str]) -> None:
    """In order."""
    assert [one.host for one in links_in(text)] == hosts


def test_a_link_is_marked_without_the_point_behind_it() -> None:
    """In code points of the text."""
    text = "\U0001f600 https://news.example/a."

    (link,) = links_in(text)

    assert text[link.stretch.begin : link.stretch.end] == "https://news.example/a"


def test_a_domain_stands_for_those_below_it() -> None:
    """And for no other that ends like it."""
    assert leads_to("a.b.spam.example", ["spam.example"])
    assert leads_to("spam.example", ["spam.example"])
    assert not leads_to("notspam.example", ["spam.example"])
    assert not leads_to("spam.example.org", ["spam.example"])


def test_the_shorteners_are_bare_domains() -> None:
    """As hosts are compared."""
    assert len(shorteners()) > 50
    assert all(host_of(one) == one for one in shorteners())


@pytest.mark.parametrize(
    "unit", ["a.", "http://", "www.", "a dot ", "a.b.c.d.", "x@y.z ", "-.", "a-"]
)
def test_finding_links_takes_time_in_proportion_to_the_length(unit: str) -> None:
    """Ten times the text takes about ten times as long."""
    long = unit * (20_000 // len(unit))

    assert seconds(long) < 30 * seconds(long[: len(long) // 10])


def seconds(text: str) -> float:
    """The least processor time of five searches."""
    times = []
    for _ in range(5):
        begin = time.thread_time()
        links_in(text)
        times.append(time.thread_time() - begin)
    return min(times)
