"""The story the project grew from, from its page to the public record: exactly what it says, and nothing else."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from civictrack.demo.curator import accept_each
from officials.models import Person, Role
from stories.models import Article, ArticleVersion, Finding, Quote
from tests.factories import NOW
from votes.models import Position, Vote

pytestmark = pytest.mark.django_db
NAME = "cbs-dallas-287g"


@pytest.fixture
def expected(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "stories" / f"{NAME}.expected.json").read_text())
    return found


@pytest.fixture
def accepted(shared: Path) -> None:
    """The page taken in by the command into an empty database, and everything on the desk accepted."""
    page = shared / "stories" / f"{NAME}.html"
    call_command("ingest", str(page), "--issue", "dallas-287g", stdout=StringIO())
    by = User.objects.create_user("una")
    assert accept_each(Finding.objects.pending(), by, NOW) == []


@pytest.mark.usefixtures("accepted")
class TestTheRealStory:
    def test_its_officials_and_no_one_else(self, expected: dict[str, Any]) -> None:
        found = {(role.person.name, role.title, role.body.name) for role in Role.objects.all()}
        assert found == {(o["name"], o["title"], o["body"]) for o in expected["officials"]}

    def test_its_other_speakers_are_private_people(self, expected: dict[str, Any]) -> None:
        others = Person.objects.filter(roles=None)
        assert {person.name for person in others} == {speaker["name"] for speaker in expected["speakers_other"]}
        assert not any(person.has_page for person in others)
        payloads = Finding.objects.filter(kind="speaker").values_list("payload__name", "payload__organization")
        assert set(payloads) == {(s["name"], s["organization"]) for s in expected["speakers_other"]}

    def test_its_direct_quotes_whole_and_word_for_word(self, expected: dict[str, Any]) -> None:
        found = [(quote.speaker, quote.text) for quote in Quote.objects.filter(type="direct")]
        assert sorted(found) == sorted((quote["speaker"], quote["text"]) for quote in expected["direct_quotes"])

    def test_its_positions(self, expected: dict[str, Any]) -> None:
        found = sorted((str(p.person), p.stance, p.basis) for p in Position.objects.all())
        assert found == sorted((p["actor"], p["stance"], p["basis"]) for p in expected["positions"])

    def test_a_refused_offer_and_a_request_are_shown_as_those_deeds(self) -> None:
        deeds = {str(p.person): p.matter for p in Position.objects.filter(basis="action")}
        assert "$25 million" in deeds["Daniel Comeaux"]
        assert "reconsider" in deeds["Eric Johnson"]
        assert "partnership" in deeds["Eric Johnson"]

    def test_its_one_vote_as_uncertain_as_the_story(self, expected: dict[str, Any]) -> None:
        (told,) = expected["votes"]
        vote = Vote.objects.get()
        assert (vote.body.name, vote.phrase, vote.precision, vote.status) == (
            told["body"], told["phrase"], told["precision"], told["status"],
        )  # fmt: skip
        assert (vote.earliest, vote.latest) == tuple(date.fromisoformat(told[key]) for key in ("earliest", "latest"))

    def test_what_is_not_the_story_is_not_there(self, expected: dict[str, Any]) -> None:
        text = ArticleVersion.objects.get().text
        assert [words for words in expected["absent_from_text"] if words in text] == []

    def test_headings_are_known_as_headings(self, expected: dict[str, Any]) -> None:
        version = ArticleVersion.objects.get()
        assert [version.text[start:end] for start, end in version.headings] == expected["headings"]
        evidence = [finding.spans[0]["text"] for finding in Finding.objects.all() if finding.spans]
        assert not set(evidence) & set(expected["headings"])

    def test_title_and_time_are_the_pages_own(self, expected: dict[str, Any]) -> None:
        article = Article.objects.get()
        assert article.title == expected["title"]
        assert article.published_local is not None
        assert article.published_local.isoformat() == expected["published_at"]

    def test_taking_it_in_again_changes_nothing(self, shared: Path) -> None:
        before = (Article.objects.count(), ArticleVersion.objects.count(), Finding.objects.count())
        out = StringIO()
        call_command("ingest", str(shared / "stories" / f"{NAME}.html"), "--issue", "dallas-287g", stdout=out)
        assert "unchanged, 0 findings" in out.getvalue()
        assert (Article.objects.count(), ArticleVersion.objects.count(), Finding.objects.count()) == before
