"""What programs ask every site for."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

from django.conf import settings as site
from django.test import Client


def test_robots_may_read_what_is_public_and_nothing_else(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(answer.content.decode().splitlines())
    for path in ("/en/", "/en/issues/harbor/", "/en/issues/harbor/feed.atom", "/static/civictrack.css"):
        assert rules.can_fetch("anybot", path), path
    for path in ("/desk/", "/en/search/?q=x", "/en/subscribe/issue/x/", "/en/wrong/3/", "/plumbing/"):
        assert not rules.can_fetch("anybot", path), path
    assert rules.site_maps() == [f"{site.SITE_URL}/sitemap.xml"]


def test_who_finds_a_hole_is_told_where_to_tell_of_it(client: Client, settings: object) -> None:
    settings.SECURITY_CONTACT = "mailto:desk@town.example"  # type: ignore[attr-defined]
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert told["Contact"] == "mailto:desk@town.example"
    assert told["Canonical"] == f"{site.SITE_URL}/.well-known/security.txt"
    left = datetime.fromisoformat(told["Expires"]) - datetime.now(UTC)
    assert timedelta(days=150) < left < timedelta(days=365)
