"""What the database itself refuses of a finding."""

import pytest
from django.db import DatabaseError, IntegrityError

from stories.models import Finding
from tests.factories import make_article, make_finding

pytestmark = pytest.mark.django_db


def test_a_finding_whose_words_stand_in_its_version_is_kept() -> None:
    article = make_article("Mayor Ona Firth said “no — never” 🏛️ and left.")
    assert make_finding(article, "no — never").pk
    assert make_finding(article, "and left.").pk


def test_a_finding_whose_words_do_not_stand_there_is_refused() -> None:
    finding = make_finding(make_article("The council will vote."), "council")
    finding.spans = [{"role": "content", "start": 4, "end": 11, "text": "mayor"}]
    with pytest.raises(DatabaseError, match="do not stand"):
        finding.save()


@pytest.mark.parametrize("span", [{"start": 5, "end": 5, "text": ""}, {"start": -3, "end": 2, "text": "Th"}, {}])
def test_an_empty_or_impossible_span_is_refused(span: dict[str, object]) -> None:
    finding = make_finding(make_article("The council will vote."), "council")
    finding.spans = [{"role": "content", **span}]
    with pytest.raises(DatabaseError, match="do not stand"):
        finding.save()


def test_a_finding_cannot_rest_on_another_articles_version() -> None:
    finding = make_finding(make_article("The council will vote."), "council")
    finding.version = make_article("The council will vote.").versions.get()
    with pytest.raises(DatabaseError, match="another article"):
        finding.save()


def test_an_accepted_finding_cannot_lose_the_words_it_rests_on() -> None:
    finding = make_finding(make_article("The council will vote."), "council", state="accepted")
    finding.spans = []
    with pytest.raises(DatabaseError, match="keeps the words"):
        finding.save()


def test_a_finding_is_proposed_once_for_an_article() -> None:
    article = make_article("The council will vote.")
    make_finding(article, "council", fingerprint="same")
    with pytest.raises(IntegrityError, match="fingerprint"):
        make_finding(article, "vote", fingerprint="same")


def test_pending_findings_are_those_no_curator_has_decided() -> None:
    article = make_article("The council will vote.")
    pending, rejected = make_finding(article, "council"), make_finding(article, "vote", state="rejected")
    assert list(Finding.objects.pending()) == [pending]
    assert rejected not in Finding.objects.accepted()
