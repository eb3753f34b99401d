"""The log says of every action what it was about: in the desk's words, for undoing, and for removing a person."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User

from officials.models import Body, Person, Role
from officials.roster import RosterRow
from stories import curation
from stories.curation import log
from stories.curation.check import Fault, Kind
from stories.curation.repair import repair
from stories.desk.log import WORDS, action_in_words
from stories.models import ArticleIssue, LoggedAction, Quote
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_person,
    make_place,
    make_position,
    make_source,
)
from tests.factories import make_event as an_event
from tests.factories import make_vote as a_vote
from votes.citation import Citation
from votes.models import VoteChange

pytestmark = pytest.mark.django_db

ABOUT = {"name": "Ida Brandt", "role": "a fisherman", "organization": ""}


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


def finding(by: User) -> LoggedAction:
    speaker = make_finding(make_article("Ida Brandt spoke."), "Ida Brandt", "speaker", "mention", payload=ABOUT)
    return curation.reject(speaker.pk, by, NOW)


def merge(by: User) -> LoggedAction:
    return curation.merge(make_person("Ida Brand").pk, make_person("Ida Brandt").pk, by, NOW, "her own site")


def joined(by: User) -> LoggedAction:
    body = make_body("Mill Board")
    return curation.merge(make_body("Board of the mill", body.place).pk, body.pk, by, NOW, "one office", Body)


def named(by: User) -> LoggedAction:
    story = make_article("Ida Brandt spoke.", "Mill talk")
    make_finding(story, "Ida Brandt", "speaker", "mention", payload=ABOUT)
    return curation.say_new(story.pk, "Ida Brandt", by, NOW)


def roster(by: User) -> LoggedAction:
    return curation.apply_roster([RosterRow("Ida Brandt", "Clerk")], make_body("Mill Board"), by, NOW)


def told_apart(by: User) -> LoggedAction:
    return curation.tell_apart(make_person("Ida Brandt"), make_person("Ida Brand"), by, NOW, "two ages")


def response(by: User) -> LoggedAction:
    quote = Quote.objects.create(text="It leaks.", type="direct", person=make_person("Ida Brandt"))
    reply = {"text": "It does not.", "label": "the harbor office", "received_on": date(2026, 3, 10)}
    return curation.respond(quote, reply, by, NOW)


def withdrawal(by: User) -> LoggedAction:
    return curation.withdraw(make_article(), "made up", True, by, NOW)


def source(by: User) -> LoggedAction:
    return curation.pause(make_source().pk, True, by, NOW)


def removed(by: User) -> LoggedAction:
    quote = Quote.objects.create(text="It leaks.", type="direct", person=make_person("Ida Brandt"))
    repair(Fault(Kind.NO_FINDING, quote, ""), by, NOW)
    return LoggedAction.objects.get()


def match(by: User) -> LoggedAction:
    return curation.match(make_article(), make_issue("The pier"), ArticleIssue.State.ACCEPTED, by, NOW)


def issue(by: User) -> LoggedAction:
    return curation.save_issue(make_issue("The pier"), {"title": "The old pier"}, by, NOW)


def roll_call(by: User) -> LoggedAction:
    vote = a_vote(motion="Mend the pier")
    return curation.record_ballots(vote, {make_official("Ida Brandt", vote.body): "yes"}, by, NOW)


def vote(by: User) -> LoggedAction:
    told = Citation("It passed.", "Gull Cove Post", "")
    return curation.edit_vote(a_vote(motion="Mend the pier"), {"status": "held"}, told, by, NOW, VoteChange.Why.NEWS)


def event(by: User) -> LoggedAction:
    told = Citation("It moves.", "Gull Cove Post", "")
    return curation.edit_event(an_event(title="The pier"), {"location": "Town Hall"}, told, by, NOW)


def body(by: User) -> LoggedAction:
    return curation.save_body(make_body("Gull Cove Town Council"), {"seats": 5}, by, NOW)


def public_figure(by: User) -> LoggedAction:
    return curation.mark_public_figure(make_person("Ida Brandt").pk, True, by, NOW)


def names(by: User) -> LoggedAction:
    return curation.call(make_person("Ida Brand").pk, "Ida Brandt", [], by, NOW, "her own site")


def quote(by: User) -> LoggedAction:
    said = Quote.objects.create(text="It leaks.", type="direct", person=make_person("Ida Brandt"))
    return curation.correct_quote(said, {"type": "mixed"}, by, NOW)


def position(by: User) -> LoggedAction:
    stand = make_position(make_person("Ida Brandt"), make_issue("The pier"))
    return curation.correct_position(stand, {"stance": "oppose"}, by, NOW)


def role(by: User) -> LoggedAction:
    make_official("Ida Brandt", make_body("Gull Cove Town Council"))
    return curation.save_role(Role.objects.get(), {"title": "Mayor"}, by, NOW)


def place(by: User) -> LoggedAction:
    return curation.save_place(make_place("Gull Cove"), {"time_zone": "America/Denver"}, by, NOW)


def siblings(by: User) -> LoggedAction:
    article, person = make_article("“No,” Al Bell said. “Yes,” Al Bell said."), make_person("Ida Brandt")
    about = {"speaker": "Al Bell", "type": "direct"}
    first, second = (make_finding(article, words, payload=about) for words in ("No,", "Yes,"))
    return curation.apply_to(
        curation.accept(first.pk, by, NOW, curation.Choice(person=person)).pk, [second.pk], by, NOW
    )  # fmt: skip


def redaction(by: User) -> LoggedAction:
    return curation.redact_person(make_person("Ida Brandt"), by, NOW, "asked for")


ACTIONS: dict[log.Subject, tuple[Callable[[User], LoggedAction], str]] = {
    log.FINDING: (finding, "Ida Brandt, a fisherman"),
    log.MERGE: (merge, "Ida Brand into Ida Brandt"),
    log.JOINED: (joined, "Body: Board of the mill into Mill Board"),
    log.NAMED: (named, "“Ida Brandt” in Mill talk: Ida Brandt"),
    log.ROSTER: (roster, "Roster of Mill Board: 1 new person, 1 new role"),
    log.TOLD_APART: (told_apart, "Ida Brandt and Ida Brand: two different people"),
    log.WITHDRAWAL: (withdrawal, ": withdrawn"),
    log.RESPONSE: (response, "A reply to “It leaks.”"),
    log.SOURCE: (source, "paused"),
    log.REMOVED: (removed, ": no longer public"),
    log.MATCH: (match, ": belongs to The pier"),
    log.ISSUE: (issue, "Issue: The old pier"),
    log.ROLL_CALL: (roll_call, "Mend the pier, the roll call"),
    log.VOTE: (vote, "Mend the pier: now held"),
    log.EVENT: (event, "Meeting: The pier: place"),
    log.BODY: (body, "Body: Gull Cove Town Council: seats"),
    log.PUBLIC_FIGURE: (public_figure, "Ida Brandt: a public figure"),
    log.NAMES: (names, "Ida Brand is called Ida Brandt now, also written no other way"),
    log.QUOTE: (quote, "Quote: It leaks.: how it is told"),
    log.POSITION: (position, "Ida Brandt opposes: The pier: stand"),
    log.ROLE: (role, "Role: Mayor, Gull Cove Town Council: title"),
    log.PLACE: (place, "Place: Gull Cove: time zone"),
    log.SITE_PAGE: (
        lambda by: curation.save_site_page("about", "We are three neighbors.", by, NOW),
        "Who runs this site: its words",
    ),
    log.SIBLINGS: (siblings, "The same correction of 1 more finding: speaker"),
    log.REDACTION: (redaction, "(removed), everywhere"),
}


def test_everything_an_action_can_be_about_has_words_and_is_tried_here() -> None:
    assert set(log.SUBJECTS) == set(WORDS) == set(ACTIONS)
    assert len({subject.key for subject in log.SUBJECTS}) == len(log.SUBJECTS)


@pytest.mark.parametrize("subject", ACTIONS, ids=lambda subject: subject.key)
def test_an_action_says_what_it_was_about_and_so_does_its_undoing(subject: log.Subject, by: User) -> None:
    make, words = ACTIONS[subject]
    action = make(by)
    assert log.subject_of(action) == subject
    assert action_in_words(action).endswith(words)
    if subject != log.REDACTION:
        assert log.subject_of(curation.undo(action.pk, by, NOW)) == subject
    else:
        with pytest.raises(curation.CurationError, match="can't be undone here"):
            curation.undo(action.pk, by, NOW)


def test_the_log_says_that_an_event_was_entered_and_that_a_vote_is_taken_at_another(by: User) -> None:
    told = Citation("It is on Dec. 3.", "Gull Cove Post", "")
    pier = make_issue("The pier")
    new = curation.NewEvent("hearing", "The pier", [], [pier], (), {"status": "scheduled"})
    entered = curation.enter_event(new, told, by, NOW)
    action = LoggedAction.objects.get()
    assert action_in_words(action) == "Public hearing: The pier, entered by hand"
    linked = curation.edit_event(entered, {}, told, by, NOW, votes=[a_vote(pier)])
    assert action_in_words(linked) == "Public hearing: The pier: the votes taken at it"
    curation.undo(linked.pk, by, NOW)
    assert action_in_words(curation.undo(action.pk, by, NOW)) == "Public hearing: The pier, entered by hand"


def test_the_log_says_by_what_motion_a_vote_was_put_off(by: User) -> None:
    put_off = a_vote(motion="Mend the pier", status="scheduled")
    told = {"classification": "table", "outcome": "passed", "yes": 4, "no": 1}
    source = Citation("They tabled it.", "Gull Cove Post", "")
    action = curation.enter_disposal(
        put_off, put_off.body, "Mend the pier", told, {"status": "shelved"}, source, by, NOW
    )  # fmt: skip
    said = f"Vote: {put_off}; by a vote of {put_off.body}: tabled, 4–1"
    assert action_in_words(action) == said
    assert action_in_words(curation.undo(action.pk, by, NOW)) == said


def test_a_person_who_was_merged_and_brought_back_is_removed_from_the_log_of_both(by: User) -> None:
    gone, kept = make_person("Ida Brandt"), make_person("Ada Reed")
    curation.undo(curation.merge(gone.pk, kept.pk, by, NOW, "a slip").pk, by, NOW)
    curation.redact_person(Person.objects.get(pk=gone.pk), by, NOW, "asked for")
    assert "Brandt" not in str(list(LoggedAction.objects.values_list("before", "after")))


def test_what_was_removed_is_about_nothing(by: User) -> None:
    action = names(by)
    action.redact(NOW)
    assert log.subject_of(action) is None
    assert action_in_words(action) == "(removed)"
