"""What the database itself refuses on the stories' floor."""

import pytest
from django.db import DatabaseError, IntegrityError

from stories.models import Entry, Finding, Quote
from tests.factories import NOW, make_article, make_finding, make_person, make_source, make_version

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


def test_a_version_never_changes() -> None:
    version = make_article().versions.get()
    version.text = "Another text."
    with pytest.raises(DatabaseError, match="append-only"):
        version.save()


def test_a_redacted_version_keeps_its_place_and_loses_its_words() -> None:
    version = make_article("Her name was printed.").versions.get()
    version.redact(NOW)
    version.refresh_from_db()
    assert (version.text, version.number) == ("", 1)


def test_versions_of_an_article_are_numbered_once() -> None:
    article = make_article()
    with pytest.raises(IntegrityError, match="number_unique"):
        make_version(article, "Other", number=1)


def test_a_finding_is_proposed_once_for_an_article() -> None:
    article = make_article("The council will vote.")
    make_finding(article, "council", fingerprint="same")
    with pytest.raises(IntegrityError, match="fingerprint"):
        make_finding(article, "vote", fingerprint="same")


@pytest.mark.parametrize("both", [True, False])
def test_a_quote_has_exactly_one_of_person_and_label(both: bool) -> None:
    person = make_person() if both else None
    with pytest.raises(IntegrityError, match="person_or_label"):
        Quote.objects.create(text="Yes.", type="direct", person=person, label="a spokesperson" if both else "")


def test_an_entry_is_kept_once_for_a_source_and_again_for_another() -> None:
    source, other = make_source(), make_source()
    fields = {"guid": "g" * 1900, "url": "https://outlet.example/1", "next_try_at": NOW, "seen_at": NOW}
    Entry.objects.create(source=source, **fields)
    Entry.objects.create(source=other, **fields)
    with pytest.raises(IntegrityError, match="entry_unique"):
        Entry.objects.create(source=source, **fields)


def test_pending_findings_are_those_no_curator_has_decided() -> None:
    article = make_article("The council will vote.")
    pending, rejected = make_finding(article, "council"), make_finding(article, "vote", state="rejected")
    assert list(Finding.objects.pending()) == [pending]
    assert rejected not in Finding.objects.accepted()
