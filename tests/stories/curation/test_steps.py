"""A curator takes back the last step on a story, and takes it again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from stories.curation import Choice, CurationError, accept, reject
from stories.curation.steps import step_again, step_back
from stories.curation.together import accept_parts
from stories.models import Article, Finding, Quote
from tests.factories import NOW, make_vote
from tests.stories.curation import pier
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db
LATER = [NOW + timedelta(minutes=n) for n in range(10)]


def states() -> list[str]:
    return list(Finding.objects.order_by("pk").values_list("state", flat=True))


def test_what_was_done_with_one_press_is_undone_and_done_again_with_one(
    article: Article, issue: Issue, by: User
) -> None:
    said, stand = pier.quote(article), pier.position(article, issue)
    firth = Choice(new_person="Ona Firth", issue=issue)
    accept_parts([(said.pk, firth), (stand.pk, firth)], by, NOW)
    assert len(step_back(article, by, LATER[1])) == 2
    assert states() == ["pending", "pending"]
    assert (Quote.objects.count(), Position.objects.count()) == (0, 0)
    assert len(step_again(article, by, LATER[2])) == 2
    assert states() == ["accepted", "accepted"]
    assert Quote.objects.get().issue == issue


def test_steps_are_undone_in_turn_and_done_again_in_turn(article: Article, by: User) -> None:
    first, second = pier.quote(article), pier.quote(article, "he was sorry", speaker="", label="a spokesman")
    pier.accept(first, by)
    reject(second.pk, by, LATER[1], "a report", "narration")
    step_back(article, by, LATER[2])
    step_back(article, by, LATER[3])
    assert states() == ["pending", "pending"]
    step_again(article, by, LATER[4])
    assert states() == ["accepted", "pending"]
    (again,) = step_again(article, by, LATER[5])
    assert states() == ["accepted", "rejected"]
    assert (again.fault, again.reason) == ("narration", "a report")
    with pytest.raises(CurationError, match="nothing to redo"):
        step_again(article, by, LATER[6])


def test_after_something_else_was_done_there_is_nothing_to_redo(article: Article, by: User) -> None:
    first, second = pier.quote(article), pier.quote(article, "he was sorry", speaker="", label="a spokesman")
    pier.accept(first, by)
    step_back(article, by, LATER[1])
    reject(second.pk, by, LATER[2])
    with pytest.raises(CurationError, match="nothing to redo"):
        step_again(article, by, LATER[3])


def test_a_correction_is_done_again_as_it_was(article: Article, by: User) -> None:
    quote = pier.quote(article)
    start = pier.TEXT.index("pier is ours")
    choice = Choice(
        payload={"type": "mixed"}, spans={"content": [(start, start + len("pier is ours"))]}, new_person="Ona Firth"
    )
    accept(quote.pk, by, NOW, choice)
    step_back(article, by, LATER[1])
    step_again(article, by, LATER[2])
    assert (Quote.objects.get().text, Quote.objects.get().type) == ("pier is ours", "mixed")


def test_nobody_takes_back_what_another_did(article: Article, by: User) -> None:
    pier.accept(pier.quote(article), User.objects.create_user("bo"))
    with pytest.raises(CurationError, match="nothing of yours to undo"):
        step_back(article, by, NOW)


def test_an_issue_that_was_taken_away_is_taken_away_again(article: Article, issue: Issue, by: User) -> None:
    quote = pier.quote(article)
    Finding.objects.filter(pk=quote.pk).update(issue=issue)
    accept(quote.pk, by, NOW, Choice(no_issue=True, new_person="Ona Firth"))
    step_back(article, by, LATER[1])
    step_again(article, by, LATER[2])
    assert Quote.objects.get().issue is None


def test_a_claim_of_the_vote_that_was_chosen_is_of_that_vote_again(article: Article, issue: Issue, by: User) -> None:
    chosen, _ = make_vote(issue, motion="The pier bond"), make_vote(issue, motion="The pier")
    claim = pier.vote(article, issue)
    accept(claim.pk, by, NOW, Choice(vote=chosen))
    step_back(article, by, LATER[1])
    step_again(article, by, LATER[2])
    claim.refresh_from_db()
    assert claim.vote == chosen


def test_what_a_motion_put_off_is_not_chosen_again_by_a_key(article: Article, issue: Issue, by: User) -> None:
    motion = pier.vote(article, issue, status="held", outcome="postponed", classification="postpone", yes=8, no=3)
    accept(motion.pk, by, NOW)
    step_back(article, by, LATER[1])
    with pytest.raises(CurationError, match="accept it anew"):
        step_again(article, by, LATER[2])
    assert states() == ["pending"]
