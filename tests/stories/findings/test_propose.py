"""From a version's text to pending findings, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User

from civictrack.demo.curator import accept_each
from stories import curation
from stories.extraction.findings import Findings, Position
from stories.findings import propose as proposing
from stories.findings.propose import extract_due, propose, propose_all, story_of
from stories.ingestion.duplicates import group_copies
from stories.ingestion.shingles import shingle_hashes
from stories.matching.match import match_issues
from stories.models import Article, ArticleIssue, ArticleVersion, Finding
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_issue,
    make_official,
    make_outlet,
    make_place,
    make_version,
)
from votes.models import Issue, Setback, Vote

pytestmark = pytest.mark.django_db

TEXT = (
    "The Gull Cove Town Council will vote on the pier repair bond on March 17.\n\n"
    "Mayor Ona Firth said she will vote for the pier repair bond.\n\n"
    "“The pier is ours,” Firth said."
)


@pytest.fixture
def issue() -> Issue:
    body = make_body("Gull Cove Town Council", make_place("Gull Cove"))
    return make_issue("Pier repair", body, terms=["pier repair", "pier bond"])


def read(article: Article) -> list[Finding]:
    version = article.versions.latest("number")
    match_issues([version])
    propose_all([version], NOW)
    return list(article.findings.order_by("id"))


def test_a_story_gives_officials_quotes_positions_and_votes_of_its_issue(issue: Issue) -> None:
    found = read(make_article(TEXT, outlet=make_outlet(place=issue.place)))
    assert {finding.kind for finding in found} == {"official", "quote", "position", "vote"}
    assert {finding.issue for finding in found} == {issue}
    assert all(finding.because for finding in found)


def test_reading_the_same_version_again_proposes_nothing(issue: Issue) -> None:
    article = make_article(TEXT, outlet=make_outlet(place=issue.place))
    assert read(article) == read(article)


def test_a_new_version_proposes_only_what_is_new(issue: Issue) -> None:
    article = make_article(TEXT, outlet=make_outlet(place=issue.place))
    before = read(article)
    make_version(article, TEXT + "\n\n“And so is the bill,” Firth said.")
    after = read(article)
    (new,) = [finding for finding in after if finding not in before]
    assert new.spans[0]["text"] == "And so is the bill,"


def test_what_a_new_version_no_longer_says_is_stale(issue: Issue) -> None:
    article = make_article(TEXT, outlet=make_outlet(place=issue.place))
    read(article)
    make_version(article, TEXT.replace("“The pier is ours,” Firth said.", "The meeting was short."))
    read(article)
    assert article.findings.get(kind="quote", payload__type="direct").state == "stale"


def test_a_rejected_finding_is_not_proposed_by_the_next_version(issue: Issue) -> None:
    article = make_article(TEXT, outlet=make_outlet(place=issue.place))
    quote = next(finding for finding in read(article) if finding.payload.get("type") == "direct")
    curation.reject(quote.pk, User.objects.create_user("una"), NOW)
    make_version(article, "An opening.\n\n" + TEXT)
    read(article)
    same_words = article.findings.filter(kind="quote", spans__0__text="The pier is ours,")
    assert [finding.state for finding in same_words] == ["rejected"]


def test_what_a_copy_says_is_proposed_once(issue: Issue) -> None:
    long = (
        TEXT + "\n\n" + " ".join(f"Piling {n} of the old pier was found to be rotten below the tide." for n in range(9))
    )
    # Under these two headlines the tagger once ended the vote's evidence a sentence apart.
    original = make_article(long, title="Story 2287", outlet=make_outlet(place=issue.place))
    later = NOW + timedelta(hours=2)
    copy = make_article(long, title="Story 2288", outlet=make_outlet(place=issue.place), published_at=later)
    for article in (original, copy):
        article.fingerprint = shingle_hashes(long)
        article.save()
        group_copies([article])
        article.refresh_from_db()
        read(article)
    assert copy.original == original
    assert not copy.findings.exists()


def test_known_officials_are_matched_to_their_roles(issue: Issue) -> None:
    ona = make_official("Ona Firth", issue.body, title="Mayor")
    article = make_article(TEXT, outlet=make_outlet(place=issue.place))
    assert [entry.name for entry in story_of(article.versions.get()).roster] == ["Ona Firth"]
    official = next(finding for finding in read(article) if finding.kind == "official")
    assert official.payload["roster_key"] == str(ona.roles.get().pk)


def test_a_story_that_names_an_issue_by_the_way_waits_on_the_desk(issue: Issue) -> None:
    text = "The snow plow is new.\n\n" * 60 + "Nobody spoke of the pier repair."
    article = make_article(text, outlet=make_outlet(place=issue.place))
    (match,) = match_issues([article.versions.get()])
    assert match.state == ArticleIssue.State.PROPOSED
    assert "“pier repair”" in match.reason


def test_a_story_of_another_matter_matches_no_issue(issue: Issue) -> None:
    article = make_article("The snow plow is new.", outlet=make_outlet(place=issue.place))
    assert not match_issues([article.versions.get()])


def test_a_curators_choice_of_issue_outlives_the_next_version(issue: Issue) -> None:
    article = make_article(TEXT, outlet=make_outlet(place=issue.place))
    read(article)
    curation.match(article, issue, ArticleIssue.State.REJECTED, User.objects.create_user("una"), NOW)
    make_version(article, TEXT + "\n\nMore on the pier repair bond.")
    read(article)
    assert article.article_issues.get().state == "rejected"


def test_an_issue_that_one_story_was_taken_from_is_proposed_for_others(issue: Issue) -> None:
    ArticleIssue.objects.create(article=make_article(), issue=issue, state="rejected")
    article = make_article(TEXT, outlet=make_outlet(place=issue.place))
    match_issues([article.versions.get()])
    assert issue in {finding.issue for finding in read(article)}


TWO_IN_ONE = "The Gull Cove Town Council voted 5-2 Tuesday to approve the pier bond and rejected the ferry lease."


def votes_of(article: Article) -> list[tuple[str, str, str]]:
    found = article.findings.filter(kind="vote").order_by("id")
    return [(finding.payload["matter"], finding.payload["outcome"], finding.state) for finding in found]


def test_two_decisions_told_in_one_sentence_are_both_proposed(issue: Issue) -> None:
    article = make_article(TWO_IN_ONE, outlet=make_outlet(place=issue.place))
    read(article)
    assert votes_of(article) == [
        ("pier bond", "passed", "pending"),
        ("ferry lease", "failed", "pending"),
    ]
    assert len({str(finding.spans) for finding in article.findings.filter(kind="vote")}) == 1


def test_the_second_decision_of_a_sentence_does_not_change_the_first_ones_vote(issue: Issue) -> None:
    article = make_article(TWO_IN_ONE, outlet=make_outlet(place=issue.place))
    read(article)
    assert not accept_each(article.findings.all(), User.objects.create_user("una"), NOW)
    votes = Vote.objects.order_by("id").values_list("motion", "outcome", "yes")
    assert list(votes) == [("Pier bond", "passed", 5), ("Ferry lease", "failed", None)]


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("decide", ["accept", "reject"])
def test_what_a_person_decided_is_not_proposed_again_in_other_words(decide: str, corrected: bool, issue: Issue) -> None:
    """A version that names the matter elsewhere gives the same sentence another matter."""
    sentence = "Mayor Ona Firth said she will vote for the pier repair bond."
    article = make_article(sentence, outlet=make_outlet(place=issue.place))
    version, by = article.versions.get(), User.objects.create_user("una")
    stand = Position(
        actor="Ona Firth", matter="the pier repair bond", stance="support", basis="vote_intent", conditional=False,
        start=0, end=len(sentence), text=sentence, confidence=0.9, because="said so",
    )  # fmt: skip
    assert propose(version, Findings(positions=(stand,)), NOW) == 1
    finding = article.findings.get()
    payload = {"stance": "oppose"} if corrected else {}
    choice = curation.Choice(payload=payload, issue=issue, new_person="Ona Firth")
    if decide == "accept":
        curation.accept(finding.pk, by, NOW, choice)
    else:
        curation.reject(finding.pk, by, NOW)
    reworded = replace(stand, matter="the bond")
    assert propose(make_version(article, sentence + " So did others."), Findings(positions=(reworded,)), NOW) == 0
    assert propose(version, Findings(positions=(stand,)), NOW) == 0
    # Beside the one that was decided, another of the same sentence is another.
    other = replace(stand, matter="the ferry lease")
    assert propose(version, Findings(positions=(stand, other)), NOW) == 1


def test_a_story_that_raises_when_it_is_read_does_not_keep_the_others_from_being_read() -> None:
    bad = make_version(make_article("Fair weather."), TEXT, headings=[["no pair of numbers"]])
    good = make_article(TEXT)
    assert extract_due(NOW) == 2
    assert good.findings.exists()
    setback = Setback.objects.get(sweep="extract")
    assert (setback.row, setback.attempts) == (bad.pk, 1)
    assert extract_due(NOW) == 0, "it is left alone for a while"


def test_a_story_that_ends_its_process_is_read_alone_then_given_up_and_costs_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = make_article("A killer.", title="Killer"), make_article(TEXT)
    read_all = proposing.propose_all

    def ends_the_process(versions: Sequence[ArticleVersion], now: datetime) -> int:
        if any(version.title == "Killer" for version in versions):
            raise SystemExit("killed")  # what no `except Exception` sees, as no process sees a kill
        return read_all(versions, now)

    monkeypatch.setattr(proposing, "propose_all", ends_the_process)
    now, ended = NOW, 0
    while bad.versions.get().extractions.count() == 0:
        try:
            extract_due(now)
        except SystemExit:
            ended += 1
        now += timedelta(hours=2)
        assert ended < 20
    assert good.findings.exists()
    assert ended == proposing.MOST_ATTEMPTS
    assert "ended its process" in bad.versions.get().extractions.get().note
    assert not Setback.objects.exists()
