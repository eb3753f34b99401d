"""What is public without its sentence or a person's act is found; what a person did is not listed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from officials.models import Person, Role
from stories import curation
from stories.curation.check import IMPLIED, Fault, Kind, faults_of
from stories.models import Article, ArticleIssue, Finding, Quote
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_official,
    make_outlet,
    make_person,
    make_position,
    make_vote,
)
from tests.stories.curation import pier
from votes import schedule
from votes.citation import Citation
from votes.models import Issue, Position, Vote, VoteChange

pytestmark = pytest.mark.django_db


def all_faults() -> list[Fault]:
    return [fault for kind in Kind for fault in faults_of(kind)]


def test_what_curators_did_is_no_fault(article: Article, issue: Issue, by: User) -> None:
    article.article_issues.create(issue=issue, score=0.9, reason="names “pier”")
    curation.accept(pier.official(article).pk, by, NOW)
    for finding in (pier.quote(article), pier.position(article, issue), pier.vote(article, issue)):
        pier.accept(finding, by)
    vote = issue.votes.get()
    curation.record_ballots(vote, {Role.objects.get().person: "yes"}, by, NOW)
    curation.match(make_article(), issue, ArticleIssue.State.ACCEPTED, by, NOW)
    by_hand = make_vote(issue)
    told = Citation("It passed.", "Gull Cove Post", "")
    curation.edit_vote(by_hand, {"status": "held"}, told, by, NOW, VoteChange.Why.NEWS)
    assert all_faults() == []


def unacted(article: Article, issue: Issue, by: User) -> Finding:
    finding = pier.quote(article)
    Finding.objects.filter(pk=finding.pk).update(state="accepted", quote=quote_of("The pier is ours,"))
    Finding.objects.filter(pk=finding.pk).update(person=Quote.objects.get().person)
    return finding


def unseen(article: Article, issue: Issue, by: User) -> Finding:
    finding = pier.official(article)
    curation.accept(finding.pk, by, NOW, reason=IMPLIED)
    return finding


def quote_of(words: str, **fields: object) -> Quote:
    return Quote.objects.create(text=words, type="direct", person=make_person("Ona Firth"), **fields)


def ballots(article: Article, issue: Issue, by: User) -> object:
    pier.accept(pier.vote(article, issue), by)
    vote = issue.votes.get()
    schedule.record_ballots(vote, {make_official("Ida Brandt", vote.body): "no"})
    return vote


def by_score(article: Article, issue: Issue, by: User) -> ArticleIssue:
    return ArticleIssue.objects.create(article=article, issue=issue, state="accepted", score=0.7, reason="names “pier”")


def rejected_title(article: Article, issue: Issue, by: User) -> Quote:
    curation.reject(pier.official(article).pk, by, NOW)
    pier.accept(pier.quote(article), by)
    Quote.objects.update(affiliation="Mayor, Town of Gull Cove")
    return Quote.objects.get()


def role_left_behind(article: Article, issue: Issue, by: User) -> Role:
    finding = pier.official(article)
    curation.accept(finding.pk, by, NOW)
    Finding.objects.filter(pk=finding.pk).update(state="rejected", person=None)
    return Role.objects.get()


def slip(article: Article, issue: Issue, by: User) -> Person:
    make_official("Ida Brandt", issue.body)
    pier.accept(pier.quote(article, speaker="Ida Brant"), by)
    return Person.objects.get(name="Ida Brant")


def quote_alone(article: Article, issue: Issue, by: User) -> Quote:
    return quote_of("The pier is ours,")


def position_alone(article: Article, issue: Issue, by: User) -> Position:
    return make_position(issue=issue)


def vote_alone(article: Article, issue: Issue, by: User) -> Vote:
    return make_vote(issue)


Make = Callable[[Article, Issue, User], object]
FAULTY: dict[Kind, tuple[Make, ...]] = {
    Kind.NO_ACT: (unacted,),
    Kind.UNSEEN: (unseen,),
    Kind.SLIP: (slip,),
    Kind.NO_FINDING: (quote_alone, position_alone, vote_alone),
    Kind.NO_ROLL_CALL: (ballots,),
    Kind.SCORE: (by_score,),
    Kind.AFFILIATION: (rejected_title,),
    Kind.ROLE: (role_left_behind,),
}
CASES = [(kind, make) for kind, makes in FAULTY.items() for make in makes]


def test_every_kind_of_fault_is_tried_here() -> None:
    # The database keeps a claim from losing its words; the check is for rows that were written so.
    assert set(Kind) - set(FAULTY) == {Kind.NO_SENTENCE}


@pytest.mark.parametrize(("kind", "make"), CASES)
def test_a_fault_is_found_and_named_with_its_page(
    kind: Kind, make: Make, article: Article, issue: Issue, by: User
) -> None:
    row = make(article, issue, by)
    (fault,) = all_faults()
    assert (fault.kind, fault.row) == (kind, row)
    assert fault.path.startswith("/en/")
    assert str(fault).startswith(fault.path)


def test_a_claim_that_was_written_without_its_words_is_found(article: Article, issue: Issue, by: User) -> None:
    finding = Finding.objects.create(
        article=article, version=article.versions.get(), kind="quote", confidence=1, fingerprint="x", created_at=NOW,
        payload={"speaker": "", "label": "a clerk", "type": "direct"},
    )  # fmt: skip
    quote = Quote.objects.create(text="We wait.", type="direct", label="a clerk")
    Finding.objects.filter(pk=finding.pk).update(state="accepted", quote=quote)
    assert Kind.NO_SENTENCE in {fault.kind for fault in all_faults()}


def test_people_told_apart_or_of_another_place_are_no_slip(article: Article, issue: Issue, by: User) -> None:
    person = slip(article, issue, by)
    known = Role.objects.get().person
    Role.objects.update(body=make_body())
    assert all_faults() == []
    Role.objects.update(body=issue.body)
    assert [fault.row for fault in all_faults()] == [person]
    curation.tell_apart(person, known, by, NOW, "two ages")
    assert all_faults() == []


def test_an_official_of_the_citys_file_is_no_slip_of_another(issue: Issue, by: User) -> None:
    make_official("Ida Brandt", issue.body)
    twin = make_official("Ida Brand", issue.body)
    article = make_article("“We wait,” Ida Brand said.", outlet=make_outlet(place=issue.place))
    curation.accept(pier.quote(article, "We wait,", speaker="Ida Brand").pk, by, NOW)
    assert Quote.objects.get().person == twin
    assert all_faults() == []
