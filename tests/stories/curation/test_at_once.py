"""Two curators at once: one waits for the other, and is told what changed meanwhile."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection

from officials.models import Person
from stories import curation
from stories.curation import CurationError
from stories.curation.edit import ballots_of
from stories.curation.log import mark_of
from stories.models import Article, Finding, LoggedAction, Quote
from tests.factories import NOW, make_official, make_person, make_vote
from tests.stories.curation import pier
from votes.citation import Citation
from votes.models import Ballot, Issue, Vote, VoteChange

together = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Carry the acts out at the same time, each by its own connection; return why those that were refused were."""
    start, said = threading.Barrier(len(acts)), []

    def carry_out(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except CurationError as error:
            said.append(str(error))
        except Exception as error:
            said.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=carry_out, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@together
def test_of_two_edits_of_one_vote_the_second_is_told_that_it_changed(by: User) -> None:
    vote = make_vote(earliest=date(2026, 3, 17))
    source = Citation("It is at six.", "Agenda", "")

    def edit(shown: Vote, location: str) -> Callable[[], object]:
        return lambda: curation.edit_vote(shown, {"location": location}, source, by, NOW, VoteChange.Why.NEWS)

    places = ["Town Hall", "Library"]
    said = at_once(*(edit(Vote.objects.get(), place) for place in places))
    assert said == [
        "The vote was changed while this page was open. Open it anew and look at what it says now."
    ]  # fmt: skip
    vote.refresh_from_db()
    assert (vote.version, vote.location in places) == (1, True)


@pytest.mark.django_db
def test_a_stale_roll_call_does_not_overwrite_what_another_curator_wrote(by: User) -> None:
    vote = make_vote(earliest=date(2026, 3, 1), status="held")
    member = make_official("Al Bell", vote.body)
    shown = mark_of(ballots_of(vote))
    curation.record_ballots(vote, {member: "no"}, by, NOW, seen=shown)
    with pytest.raises(CurationError, match="The roll call was changed while this page was open"):
        curation.record_ballots(vote, {member: "yes"}, by, NOW, seen=shown)
    assert Ballot.objects.get().choice == "no"


@together
def test_an_action_undone_by_two_at_once_is_undone_once(article: Article, by: User) -> None:
    action = pier.accept(pier.quote(article), by)
    said = at_once(*[lambda: curation.undo(action.pk, by, NOW)] * 2)
    assert said == ["This was undone already."]
    assert LoggedAction.objects.filter(act="undo").count() == 1


@together
def test_words_accepted_while_their_speaker_is_merged_are_of_the_one_who_stays(article: Article, by: User) -> None:
    gone, kept = make_person("O. Firth"), make_person("Ona Firth")
    finding = pier.quote(article)
    choice = curation.Choice(person=gone)
    said = at_once(
        lambda: curation.accept(finding.pk, by, NOW, choice), lambda: curation.merge(gone.pk, kept.pk, by, NOW, "one")
    )
    assert said in ([], ["O. Firth was merged or removed meanwhile; choose the person anew."])
    assert [quote.person for quote in Quote.objects.all()] == ([] if said else [kept])
    assert Person.objects.get() == kept


@together
def test_a_finding_accepted_and_rejected_at_once_is_one_of_both(article: Article, by: User) -> None:
    finding = pier.quote(article)
    said = at_once(
        lambda: pier.accept(finding, by), lambda: curation.reject(finding.pk, by, NOW)
    )  # fmt: skip
    assert len(said) == 1
    assert "already; undo that first" in said[0]
    state = Finding.objects.get().state
    assert Quote.objects.exists() == (state == "accepted")


@pytest.mark.django_db
def test_an_issue_or_a_name_changed_meanwhile_is_not_overwritten(issue: Issue, by: User) -> None:
    person = make_person("Ada Rede")
    with pytest.raises(CurationError, match="while this page was open"):
        curation.call(person.pk, "Ada Reed", [], by, NOW, "her own site", mark_of("another name"))
    with pytest.raises(CurationError, match="while the page was open"):
        curation.save_issue(issue, {"title": "The old pier"}, by, NOW, mark_of("another title"))
