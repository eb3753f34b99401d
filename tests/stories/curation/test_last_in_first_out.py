"""Undo is last in, first out for a record and what rests on it, and gives back all that an act changed."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from officials.models import Body, Person
from stories import curation
from stories.curation import CurationError
from stories.curation.effects import MODELS
from stories.curation.log import log
from stories.models import Article, Effect, Finding, LoggedAction, Quote, Response
from tests.factories import NOW, make_article, make_finding, make_official, make_person, make_position, make_vote
from tests.stories.curation import pier
from votes.citation import Citation
from votes.models import Issue, Vote, VoteChange

pytestmark = pytest.mark.django_db


def merge(gone: Person, kept: Person, by: User) -> LoggedAction:
    return curation.merge(gone.pk, kept.pk, by, NOW, "one and the same")


def undo(action: LoggedAction, by: User) -> LoggedAction:
    return curation.undo(action.pk, by, NOW)


def test_of_two_merges_in_a_row_the_first_is_undone_last(by: User) -> None:
    people = [make_person(name) for name in ("A. Reed", "Ad Reed", "Ada Reed")]
    quotes = [Quote.objects.create(text=f"No {n}.", type="direct", person=person) for n, person in enumerate(people)]
    first, second = merge(people[0], people[1], by), merge(people[1], people[2], by)
    with pytest.raises(CurationError, match="merge of Ad Reed by una on March 10"):
        undo(first, by)
    undo(second, by)
    undo(first, by)
    for quote, person in zip(quotes, people, strict=True):
        quote.refresh_from_db()
        assert (quote.person, quote.person and quote.person.slug) == (person, person.slug)


def test_a_person_who_comes_back_finds_their_address_taken_and_gets_another(by: User) -> None:
    gone, kept = make_person("Ada Reed"), make_person("A. Reed")
    action = merge(gone, kept, by)
    other = make_person("Ada Reed")
    Person.objects.filter(pk=other.pk).update(slug=gone.slug)
    undo(action, by)
    assert Person.objects.get(pk=gone.pk).slug == f"{gone.slug}-2"


def test_nobody_new_gets_the_address_of_one_who_was_merged(client: Client, article: Article, by: User) -> None:
    gone, kept = make_person("Ona Firth", public_figure=True), make_person("O. Firth")
    Person.objects.filter(pk=gone.pk).update(slug="ona-firth-2")
    Person.objects.filter(pk=kept.pk).update(slug="ona-firth")
    merge(gone, kept, by)
    pier.accept(pier.quote(article), by)
    assert Person.objects.get(name="Ona Firth").slug == "ona-firth-3"
    assert client.get("/en/people/ona-firth-2/").headers["Location"] == "/en/people/ona-firth/"


def test_a_removed_person_does_not_come_back_by_an_older_merge(by: User) -> None:
    first, second, third = (make_person(name) for name in ("Abel Reed", "Ad Reed", "Ada Reed"))
    Quote.objects.create(text="Whose words?", type="direct", person=first)
    merges = merge(first, second, by), merge(second, third, by)
    curation.redact_person(third, by, NOW, "asked for")
    for action in merges:
        with pytest.raises(CurationError, match="removed"):
            undo(action, by)
    kept = [*LoggedAction.objects.values_list("before", "after"), *Effect.objects.values_list("before", "after")]
    assert not {"Abel", "Ad Reed", "Whose words"} & {
        name for name in ("Abel", "Ad Reed", "Whose words") if name in str(kept)
    }
    assert Person.objects.get().name == "(removed)"


def test_what_was_done_to_a_person_before_they_were_removed_stays_done(by: User) -> None:
    person = make_person("Ada Rede")
    action = curation.call(person.pk, "Ada Reed", [], by, NOW, "her own site")
    curation.redact_person(Person.objects.get(), by, NOW, "asked for")
    with pytest.raises(CurationError, match="removed"):
        undo(action, by)


def test_a_reply_is_hidden_with_its_quote_and_stands_again_with_it(client: Client, article: Article, by: User) -> None:
    finding = pier.quote(article)
    action = pier.accept(finding, by)
    quote = Quote.objects.get()
    reply = {"text": "It is not.", "label": "the harbor office", "received_on": date(2026, 3, 10)}
    curation.respond(quote, reply, by, NOW)
    assert "It is not." in client.get(quote.get_absolute_url()).content.decode()
    undo(action, by)
    assert client.get(quote.get_absolute_url()).status_code == 404
    assert not Quote.objects.exists()
    with pytest.raises(CurationError, match="nothing to reply to"):
        curation.respond(quote, reply, by, NOW)
    pier.accept(finding, by)
    assert "It is not." in client.get(quote.get_absolute_url()).content.decode()
    assert Response.objects.get().quote == Quote.objects.get() == quote


def test_a_hidden_quote_goes_when_the_reply_to_it_is_undone(article: Article, by: User) -> None:
    action = pier.accept(pier.quote(article), by)
    reply = {"text": "It is not.", "label": "the harbor office", "received_on": date(2026, 3, 10)}
    replied = curation.respond(Quote.objects.get(), reply, by, NOW)
    undo(action, by)
    undo(replied, by)
    assert not Quote.every.exists()
    assert not Person.objects.exists()


def test_undoing_leaves_nobody_and_no_body_behind(article: Article, by: User) -> None:
    official, quote = pier.official(article, body="Harbor Board"), pier.quote(article)
    actions = [pier.accept(finding, by) for finding in (official, quote, pier.position(article, Issue.objects.get()))]
    for action in reversed(actions):
        undo(action, by)
    official.refresh_from_db()
    assert (official.state, official.person) == ("pending", None)
    assert not Person.objects.exists()
    assert Body.objects.get() == Issue.objects.get().body


def test_a_body_known_from_a_withdrawn_vote_alone_is_not_shown(client: Client, article: Article, by: User) -> None:
    issue = Issue.objects.create(title="The fee", slug="fee")
    action = pier.accept(pier.vote(article, issue, body="Harbor Board"), by)
    board = Body.objects.get(name="Harbor Board")
    assert client.get(board.get_absolute_url()).status_code == 200
    undo(action, by)
    issue.refresh_from_db()
    assert (issue.body, issue.place) == (None, None)
    assert client.get(board.get_absolute_url()).status_code == 404
    assert "Harbor Board" not in client.get("/en/search/?q=Harbor").content.decode().replace('value="Harbor', "")


def test_a_person_whom_others_heard_meanwhile_goes_with_the_last_of_them(
    article: Article, issue: Issue, by: User
) -> None:
    first = pier.accept(pier.quote(article), by)
    other = make_article(pier.TEXT)
    second = curation.accept(pier.position(other, issue).pk, by, NOW, curation.Choice(person=Person.objects.get()))
    undo(first, by)
    assert Person.objects.get().positions.exists()
    undo(second, by)
    assert not Person.objects.exists()


def test_a_role_that_another_story_tells_of_stays_until_that_one_is_undone(article: Article, by: User) -> None:
    other = make_article(pier.TEXT, outlet=article.outlet)
    first, second = (pier.accept(pier.official(story), by) for story in (article, other))
    undo(first, by)
    assert Person.objects.get().roles.count() == 1
    undo(second, by)
    assert not Person.objects.exists()


def test_a_vote_with_a_roll_call_is_not_withdrawn_before_the_roll_call_is_undone(
    article: Article, issue: Issue, by: User
) -> None:
    made = pier.accept(pier.vote(article, issue), by)
    vote = Vote.objects.get()
    called = curation.record_ballots(vote, {make_official("Al Bell", vote.body): "yes"}, by, NOW)
    with pytest.raises(CurationError, match="edit of the roll call by una"):
        undo(made, by)
    undo(called, by)
    undo(made, by)
    assert not Vote.objects.standing().exists()


def test_a_date_changed_by_hand_is_changed_back_as_our_mistake(by: User) -> None:
    vote = make_vote(earliest=date(2026, 3, 17))
    moved = {"earliest": "2026-03-31", "latest": "2026-03-31", "location": "Town Hall"}
    action = curation.edit_vote(vote, moved, Citation("It moved.", "Agenda", ""), by, NOW, VoteChange.Why.NEWS)
    undo(action, by)
    vote.refresh_from_db()
    assert (vote.earliest, vote.latest, vote.location, vote.version) == (date(2026, 3, 17), date(2026, 3, 17), "", 2)
    assert vote.changes.get(version=2).why == "mistake"


def test_an_issue_that_stories_or_votes_belong_to_stays(article: Article, by: User) -> None:
    saved = curation.save_issue(Issue(slug="fee"), {"title": "The fee"}, by, NOW)
    accepted = pier.accept(pier.vote(article, Issue.objects.get(slug="fee")), by)
    with pytest.raises(CurationError, match="accept of the vote “The Gull Cove"):
        undo(saved, by)
    assert Vote.objects.standing().exists()
    undo(accepted, by)
    # The vote was told, and the ledger keeps it.
    with pytest.raises(CurationError, match="rests on what this made; it can't be undone"):
        undo(saved, by)


def test_what_was_changed_by_other_ways_since_is_not_overwritten(by: User) -> None:
    person = make_person("Ada Rede")
    action = curation.call(person.pk, "Ada Reed", [], by, NOW, "her own site")
    Person.objects.update(name="Ada Read")
    with pytest.raises(CurationError, match="changed again since"):
        undo(action, by)
    assert Person.objects.get().name == "Ada Read"


def test_what_was_folded_into_one_stand_is_two_again(issue: Issue, by: User) -> None:
    kept, gone = make_person("Ada Reed"), make_person("A. Reed")
    stands = [make_position(person, issue, since=date(2026, 3, 1)) for person in (kept, gone)]
    finding = make_finding(make_article("No."), "No.", "position", "evidence", position=stands[1], person=gone)
    undo(merge(gone, kept, by), by)
    finding.refresh_from_db()
    assert (finding.position, finding.person) == (stands[1], gone)


def test_the_database_records_every_table_that_curation_changes(by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'effects'")
        assert {table for (table,) in cursor.fetchall()} == set(MODELS)


def test_nothing_is_changed_by_an_act_that_took_no_turn(by: User) -> None:
    with pytest.raises(RuntimeError, match="takes its turn"), transaction.atomic():
        log(LoggedAction.Act.EDIT, by, NOW)
    assert not Finding.objects.exists()


def test_a_person_left_by_an_undoing_and_merged_since_goes_once_the_merge_is_undone(
    article: Article, issue: Issue, by: User
) -> None:
    first = pier.accept(pier.quote(article), by)
    made, kept = Person.objects.get(), make_person("Ona Frith")
    second = curation.accept(
        pier.position(make_article(pier.TEXT), issue).pk, by, NOW, curation.Choice(person=made)
    )  # fmt: skip
    undo(first, by)
    merged = merge(made, kept, by)
    undo(curation.mark_public_figure(kept.pk, True, by, NOW), by)
    undo(merged, by)
    undo(second, by)
    assert Person.objects.get() == kept
