"""The same mistake set right in other findings that wait: listed first, one act, nobody by name in other stories."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import Choice, CurationError
from stories.curation.siblings import mistakes_of
from stories.models import Article, Finding, LoggedAction, Outlet
from tests.factories import NOW, make_article, make_issue, make_official, make_outlet, make_person
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mayor(issue: Issue) -> None:
    make_official("Ona Firth", issue.body, "Mayor")


def story(outlet: Outlet, days: int = 0) -> Article:
    return make_article(pier.TEXT, outlet=outlet, published_at=NOW + timedelta(days=days))


def offered(action: LoggedAction) -> dict[int, list[str]]:
    return {one.finding.pk: [str(mistake) for mistake in one.mistakes] for one in curation.siblings_of(action)}


def test_a_speaker_who_was_misread_is_offered_in_this_story_only(article: Article, issue: Issue, by: User) -> None:
    wrong = {"speaker": "Ona Forth"}
    first, second = pier.quote(article, **wrong), pier.quote(article, "is ours,", **wrong)
    stand = pier.position(article, issue, actor="Ona Forth")
    elsewhere = pier.quote(story(article.outlet), **wrong)
    action = curation.accept(first.pk, by, NOW, Choice(payload={"speaker": "Ona Firth"}))
    said = ["speaker: “Ona Forth” → “Ona Firth”"]
    assert offered(action) == {second.pk: said, stand.pk: said}
    curation.apply_to(action.pk, [second.pk, stand.pk, elsewhere.pk], by, NOW)
    payloads = {finding.pk: finding.payload for finding in Finding.objects.pending()}
    assert payloads[second.pk]["speaker"] == payloads[stand.pk]["actor"] == "Ona Firth"
    assert payloads[elsewhere.pk]["speaker"] == "Ona Forth"


def test_whoever_was_chosen_for_a_name_is_offered_by_their_own(article: Article, issue: Issue, by: User) -> None:
    other = make_person("Ida Brandt")
    first, second = pier.quote(article), pier.quote(article, "is ours,")
    action = curation.accept(first.pk, by, NOW, Choice(person=other))
    assert offered(action) == {second.pk: ["speaker: “Ona Firth” → “Ida Brandt”"]}


def test_a_wrong_matter_and_issue_are_offered_in_this_outlets_stories_of_the_week(
    article: Article, issue: Issue, by: User
) -> None:
    right = make_issue("The ferry", issue.body)
    first, second = pier.position(article, issue), pier.position(article, issue, stance="oppose")
    near = pier.position(story(article.outlet, 3), issue)
    old, others = pier.position(story(article.outlet, -9), issue), pier.position(story(make_outlet()), issue)
    action = curation.accept(first.pk, by, NOW, Choice(payload={"matter": "the ferry"}, issue=right))
    found = curation.siblings_of(action)
    assert [(one.finding.pk, one.is_near) for one in found] == [(second.pk, True), (near.pk, False)]
    assert offered(action)[near.pk] == ["matter: “the pier” → “the ferry”", "issue: The pier → The ferry"]
    curation.apply_to(action.pk, [near.pk, old.pk, others.pk], by, NOW)
    near.refresh_from_db()
    assert (near.payload["matter"], near.issue, near.state) == ("the ferry", right, "pending")
    assert set(Finding.objects.pending().exclude(pk=near.pk).values_list("issue", flat=True)) == {issue.pk}


def test_an_issue_where_none_was_proposed_is_offered_in_this_story_only(
    article: Article, issue: Issue, by: User
) -> None:
    first, second = pier.quote(article), pier.quote(article, "is ours,")
    pier.quote(story(article.outlet))
    action = curation.accept(first.pk, by, NOW, Choice(issue=issue))
    assert offered(action) == {second.pk: ["issue: no issue → The pier"]}


def test_no_issue_at_all_is_offered_to_what_needs_none(article: Article, issue: Issue, by: User) -> None:
    first, second = pier.quote(article), pier.quote(article, "is ours,")
    pier.position(article, issue)
    Finding.objects.update(issue=issue)
    action = curation.accept(first.pk, by, NOW, Choice(no_issue=True))
    assert offered(action) == {second.pk: ["issue: The pier → no issue"]}


def test_what_was_accepted_as_proposed_has_nothing_to_set_right(article: Article, by: User) -> None:
    pier.quote(article, "is ours,")
    assert curation.siblings_of(curation.accept(pier.quote(article).pk, by, NOW)) == []
    assert curation.siblings_of(curation.reject(pier.quote(article).pk, by, NOW)) == []


def test_it_is_one_act_in_bulk_and_undone_as_one(article: Article, issue: Issue, by: User) -> None:
    wrong = {"speaker": "Ona Forth"}
    findings = [pier.quote(article, words, **wrong) for words in ("The pier is ours,", "is ours,", "Firth said.")]
    action = curation.accept(findings[0].pk, by, NOW, Choice(payload={"speaker": "Ona Firth"}))
    before = list(Finding.objects.order_by("pk").values())
    applied = curation.apply_to(action.pk, [one.pk for one in findings], by, NOW, "a slip of the copy desk")
    assert (applied.act, applied.how, applied.after["siblings"]) == ("edit", "bulk", [one.pk for one in findings[1:]])
    curation.undo(applied.pk, by, NOW)
    assert list(Finding.objects.order_by("pk").values()) == before


def test_what_was_decided_or_corrected_meanwhile_is_left_alone(article: Article, issue: Issue, by: User) -> None:
    wrong = {"speaker": "Ona Forth"}
    findings = [pier.quote(article, words, **wrong) for words in ("The pier is ours,", "is ours,", "Firth said.")]
    action = curation.accept(findings[0].pk, by, NOW, Choice(payload={"speaker": "Ona Firth"}))
    curation.reject(findings[1].pk, by, NOW)
    applied = curation.apply_to(action.pk, [one.pk for one in findings], by, NOW)
    assert applied.after["siblings"] == [findings[2].pk]
    with pytest.raises(CurationError, match="None of these has the same mistake"):
        curation.apply_to(action.pk, [one.pk for one in findings], by, NOW)


def test_what_rests_on_it_is_undone_first(article: Article, issue: Issue, by: User) -> None:
    first, second = (pier.quote(article, words, speaker="Ona Forth") for words in ("The pier is ours,", "is ours,"))
    action = curation.accept(first.pk, by, NOW, Choice(payload={"speaker": "Ona Firth"}))
    applied = curation.apply_to(action.pk, [second.pk], by, NOW)
    curation.accept(second.pk, by, NOW)
    with pytest.raises(CurationError, match="A later action rests on this"):
        curation.undo(applied.pk, by, NOW)


def test_of_an_act_that_was_undone_nothing_is_applied(article: Article, issue: Issue, by: User) -> None:
    first, second = (pier.quote(article, words, speaker="Ona Forth") for words in ("The pier is ours,", "is ours,"))
    action = curation.accept(first.pk, by, NOW, Choice(payload={"speaker": "Ona Firth"}))
    curation.undo(action.pk, by, NOW)
    action = LoggedAction.objects.get(pk=action.pk)
    assert mistakes_of(action) == []
    with pytest.raises(CurationError, match="undone meanwhile"):
        curation.apply_to(action.pk, [second.pk], by, NOW)
    with pytest.raises(CurationError, match="undone meanwhile"):
        curation.apply_to(10**17, [second.pk], by, NOW)


def test_a_stand_that_was_turned_with_its_matter_is_never_half_set_right(
    article: Article, issue: Issue, by: User
) -> None:
    first, second = (pier.position(article, issue, actor=name) for name in ("Ona Firth", "Ida Brandt"))
    against = pier.position(article, issue, actor="Rolf Tern", stance="oppose")
    decided = pier.vote(article, issue)
    action = curation.accept(first.pk, by, NOW, Choice(payload={"matter": "closing the pier", "stance": "oppose"}))
    turned = [f"matter: “{first.payload['matter']}” → “closing the pier”", "stance: “supports” → “opposes”"]
    assert offered(action) == {second.pk: turned}
    with pytest.raises(CurationError):
        curation.apply_to(action.pk, [against.pk, decided.pk], by, NOW)
    curation.apply_to(action.pk, [second.pk], by, NOW)
    second.refresh_from_db()
    assert (second.payload["matter"], second.payload["stance"]) == ("closing the pier", "oppose")
