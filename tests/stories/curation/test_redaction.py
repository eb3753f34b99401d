"""Removing a person takes out their name and words wherever these stand."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from psycopg import sql

from civictrack.backups.removals import REMOVALS
from officials.models import Body, Person
from stories import curation
from stories.curation import Choice, CurationError
from stories.curation.all_names import all_names_of
from stories.curation.redaction import reach_of
from stories.findings.kinds import KINDS
from stories.models import (
    Article,
    ArticleVersion,
    Complaint,
    Effect,
    Entry,
    Extraction,
    Finding,
    LoggedAction,
    Naming,
    Quote,
    Response,
    Snapshot,
    Source,
)
from tests.factories import (
    NOW,
    make_account,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_person,
    make_place,
    make_vote,
)
from tests.stories.curation import cove, pier
from votes.alerts.gathering import new_message
from votes.citation import Citation
from votes.models import Announcement, Event, Held, Hold, Issue, MailServer, Pause, Setback, Subscriber, Vote, Words

pytestmark = pytest.mark.django_db

NAME = "Ona Firth"
FOUND = r"ona[\s\-_.,\\n]{0,5}firth|firth,\s*ona"
TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)


def test_a_redacted_person_is_gone_from_texts_quotes_findings_and_the_log(
    article: Article, issue: Issue, by: User
) -> None:
    pier.accept(pier.quote(article), by)
    person = Person.objects.get()
    curation.redact_person(person, by, NOW, "a minor")
    person.refresh_from_db()
    assert (person.name, Quote.objects.get().text) == ("(removed)", "(removed)")
    assert ArticleVersion.objects.get().text == ""
    assert "Firth" not in str(list(LoggedAction.objects.values()))
    assert "Firth" not in str(list(Finding.objects.values()))


def what_stays() -> set[str]:
    """The columns that docs/redaction.md says stay."""
    page = Path(settings.BASE_DIR, "docs/redaction.md").read_text(encoding="utf-8")
    table = page.partition("## What stays")[2].partition("\n## ")[0]
    return set(re.findall(r"`([a-z_]+\.[A-Z]\w+\.\w+)`", table))


def columns() -> Iterator[tuple[type[models.Model], Any]]:
    """Every column of every model that holds words, but for choices of ours."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, TEXTS) and not field.choices and not field.generated:
                yield model, field


def test_the_page_says_of_backups_what_the_journal_has_and_columns_that_there_are() -> None:
    """That it is so: tests/civictrack/backups."""
    page = Path(settings.BASE_DIR, "docs/redaction.md").read_text(encoding="utf-8")
    table = page.partition("## Backups")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)\.(\w+)\.(\w+)` \| `(\w+)`", table, re.MULTILINE)
    assert [word for *_, word in rows] == [*REMOVALS]
    for app, model, field, _ in rows:
        assert apps.get_model(app, model)._meta.get_field(field)


def test_the_list_of_what_stays_names_columns_that_there_are() -> None:
    assert what_stays() <= {f"{model._meta.label}.{field.name}" for model, field in columns()}


@pytest.fixture
def town(by: User) -> Person:
    """Gull Cove after years of work: a row in every table, most of them not of the person who is removed."""
    cove.build()
    for finding in Finding.objects.pending().order_by("pk"):
        name = finding.payload.get(KINDS[finding.kind].person) or ""
        try:
            curation.accept(finding.pk, by, NOW, Choice(new_person=name, issue=finding.issue or Issue.objects.first()))
        except CurationError:  # of two told in one sentence, accepting the first accepted this one
            assert not Finding.objects.pending().filter(pk=finding.pk).exists()
    person = Person.objects.get(name=NAME)
    other = Person.objects.get(name="Olin Marsh")
    curation.call(person.pk, NAME, ["Ona B. Firth"], by, NOW, "her own site")
    curation.tell_apart(person, other, by, NOW, f"{NAME} is older")
    curation.respond(
        Quote.objects.exclude(person=person)[0],
        {"text": f"Ask {NAME}.", "person": other, "received_on": NOW.date(), "by_mail": True}, by, NOW,
    )  # fmt: skip
    named = Quote.objects.filter(person=None)[0]
    curation.respond(named, {"text": "No.", "label": f"{NAME}'s office", "received_on": NOW.date()}, by, NOW)
    Body.objects.filter(pk=Body.objects.order_by("-pk")[0].pk).update(
        address="1 Pier St.", address_checked_on=NOW.date()
    )
    vote = Vote.objects.standing()[0]
    curation.edit_vote(vote, {"motion": f"Censure {NAME}"}, Citation("So.", "Post", ""), by, NOW, "news")
    for make in (make_body, make_place, make_issue, make_vote):
        curation.tell_apart(make(), make(), by, NOW, f"{NAME} says so")
    event = Event.objects.standing()[0]
    curation.edit_event(event, {"title": f"{NAME}'s pier"}, Citation("So.", "Post", ""), by, NOW)
    curation.withdraw(make_article("Nobody spoke."), "made up", True, by, NOW)
    curation.save_site_page("about", f"We are {NAME} and friends.", by, NOW)
    kept_of(Article.objects.order_by("pk")[0])
    Complaint.objects.create(
        finding=Finding.objects.accepted()[0], text=f"{NAME} said no such thing.", received_at=NOW, answered_at=NOW,
        verdict="unchanged", answer=f"{NAME} did.",
    )  # fmt: skip
    Naming.objects.create(article=Article.objects.order_by("pk")[0], name=NAME)
    new_message(Subscriber.objects.all()[0], NOW).save()
    Words.objects.create(digest="1", subject="Ferry talk", text="Ferry talk", announcements=[1])
    Setback.objects.create(sweep="extract", row=1, since=NOW, next_try_at=NOW, problem=NAME)
    MailServer.objects.create(name="mail", down_since=NOW, next_try_at=NOW, problem=NAME)
    acts = {"began_at": NOW, "began_by": by, "why": f"{NAME} asked for it"}
    Pause.objects.create(**acts)
    Hold.objects.create(**acts, body=vote.body)
    Held.objects.create(announcement=Announcement.objects.earliest("pk"), since=NOW, why=NAME)
    LogEntry.objects.create(user=by, object_repr=NAME, action_flag=CHANGE, change_message=NAME)
    AccessAttempt.objects.create(username="una", failures_since_start=1)
    for log in (AccessLog, AccessFailureLog):
        log.objects.create(username="una")
    session = SessionStore()
    session["typed"] = f"about {NAME}"
    session.create()
    return person


def kept_of(article: Article) -> None:
    """What was kept of a story beside its text: the page as fetched, its entry in a feed, the note of its reading."""
    body = zlib.compress(f"<p>{NAME}</p>".encode())
    page = Snapshot.objects.create(sha256="1", url=article.url, body=body, fetched_at=NOW)
    article.versions.create(number=9, title=NAME, text=f"{NAME} spoke.", sha256="9", snapshot=page, read_at=NOW)
    Extraction.objects.create(version=article.versions.get(number=9), done_at=NOW, note=NAME)
    source = Source.objects.get()
    for story in (article, None):
        Entry.objects.create(
            source=source, guid=f"{story}", url="https://x.example", content=NAME, article=story, next_try_at=NOW,
            seen_at=NOW,
        )  # fmt: skip


def plant(model: type[models.Model], field: Any) -> int:
    """Put the name into the column of every row that may hold it there; return the number of rows."""
    column, table = sql.Identifier(field.column), sql.Identifier(model._meta.db_table)
    if isinstance(field, models.JSONField):
        new = sql.SQL(
            'CASE jsonb_typeof({0}) WHEN \'array\' THEN {0} || \'[{{"role": "x", "text": "Ona\\nFirth"}}]\' ELSE {0} ||'
            ' \'{{"planted": ["so said Ona Firth"]}}\' END'
        ).format(column)
    elif isinstance(field, ArrayField):
        new = sql.SQL("{0} || ARRAY['Ona Firth']::varchar[]").format(column)
    elif isinstance(field, models.SlugField):
        new = sql.SQL("'of-ona-firth-' || id").format(column)
    else:
        new = sql.SQL("left({0}, {1}) || ' Ona  FIRTH''s'").format(column, sql.Literal((field.max_length or 500) - 13))
    planted = 0
    key = sql.Identifier(model._meta.pk.column)
    for pk in model._base_manager.order_by("pk").values_list("pk", flat=True):
        update = sql.SQL("UPDATE {} SET {} = {} WHERE {} = {}").format(table, column, new, key, sql.Literal(pk))
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(update)
                planted += 1
        except IntegrityError:
            pass  # a quote by a person has no label, say
    return planted


def left(stays: set[str]) -> list[str]:
    """Look through every column of words of every table of the database; return those that hold the name."""
    models_of = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'character') OR data_type = 'ARRAY')"
        )
        found = []
        for table, column in cursor.fetchall():
            label = f"{models_of[table]._meta.label}.{column}" if table in models_of else f"{table}.{column}"
            query = sql.SQL("SELECT {0}::text FROM {1} WHERE {0}::text ~* {2} LIMIT 1")
            cursor.execute(query.format(sql.Identifier(column), sql.Identifier(table), sql.Literal(FOUND)))
            if (row := cursor.fetchone()) and label not in stays:
                found.append(f"{label}: {row[0][:200]}")
        return found


def test_a_name_planted_in_every_column_is_found_in_none_afterwards(client: Client, town: Person, by: User) -> None:
    stays = what_stays()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
    for model, field in columns():
        label = f"{model._meta.label}.{field.name}"
        if label not in stays and model is not Session:
            assert plant(model, field), (
                f"{label} has no row to plant a name in: make one, or say in the docs why it stays"
            )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin; SET CONSTRAINTS ALL DEFERRED")
    assert len(left(stays)) > 60
    curation.redact_person(town, by, NOW, f"{NAME} is a minor")
    assert left(stays) == []
    assert not any(NAME in str(session.get_decoded()) for session in Session.objects.all())
    assert not any(
        body and NAME.encode() in zlib.decompress(body) for body in Snapshot.objects.values_list("body", flat=True)
    )
    client.force_login(make_account("olga"))
    shown = [words for _, words in cove.pages(client).values()]
    shown += [client.get(page).content.decode() for page in ("/desk/", "/desk/log/", "/desk/people/")]
    assert not [page for page in shown if re.search(FOUND, page, re.IGNORECASE)]


def test_another_person_of_the_name_keeps_it(article: Article, issue: Issue, by: User) -> None:
    pier.accept(pier.quote(article), by)
    person = Person.objects.get()
    other = make_person(NAME)
    said = Quote.objects.create(text=f"I am {NAME}.", type="direct", person=other)
    curation.redact_person(person, by, NOW, "a minor")
    other.refresh_from_db()
    said.refresh_from_db()
    assert (other.name, said.text) == (NAME, f"I am {NAME}.")


def test_a_name_of_one_word_takes_nothing_out_of_other_words(by: User) -> None:
    person, issue = make_person("Bell"), Issue.objects.create(title="The bell tower", slug="bell-tower")
    curation.redact_person(person, by, NOW, "asked for")
    issue.refresh_from_db()
    assert (issue.title, issue.slug) == ("The bell tower", "bell-tower")


def test_an_editor_may_keep_the_text_of_a_story_that_only_names_the_person(article: Article, by: User) -> None:
    pier.accept(pier.quote(article), by)
    person = Person.objects.get()
    text = f"“It leaks,” Al Bell told {NAME}."
    kept, other = make_article(text, "Bell"), make_article(text, "Bell again")
    pier.accept(make_finding(kept, "It leaks,", payload={"speaker": "Al Bell", "type": "direct"}), by)
    assert reach_of(person).named_in == [kept, other]
    curation.redact_person(person, by, NOW, "a minor", keep=[kept.pk, article.pk])
    assert kept.versions.get().text == text
    assert (other.versions.get().text, article.versions.get().text) == ("", "")


def test_names_that_a_person_had_before_are_removed_as_well(by: User) -> None:
    person, gone = make_person("Ona Firth"), make_person("Ona Brandt")
    curation.call(person.pk, "Ona Firth Bell", [], by, NOW, "married")
    curation.merge(gone.pk, person.pk, by, NOW, "one and the same")
    assert all_names_of({person.pk, gone.pk}).names >= {"Ona Firth", "Ona Firth Bell", "Ona Brandt"}
    issue = Issue.objects.create(title="Ona Brandt’s and Ona Firth’s pier", slug="ona-brandts-pier")
    curation.redact_person(Person.objects.get(), by, NOW, "asked for")
    issue.refresh_from_db()
    assert issue.title == "(removed)’s and (removed)’s pier"


def test_a_ledger_keeps_its_dates_and_what_a_redaction_writes_is_only_blanks(town: Person, by: User) -> None:
    change = Vote.objects.filter(motion__contains=NAME).get().changes.latest("version")
    curation.redact_person(town, by, NOW, "a minor")
    change.refresh_from_db()
    assert change.new == {"motion": "(removed)"}
    with pytest.raises(Exception, match="may only blank"), transaction.atomic():
        type(change).objects.filter(pk=change.pk).update(new={"motion": "another"})
    with pytest.raises(Exception, match="may only blank"), transaction.atomic():
        type(change).objects.filter(pk=change.pk).update(new={"motion": "(removed)", "outcome": "passed"})
    assert Effect.objects.exclude(redacted_at=None).exists()
    assert Announcement.objects.exclude(redacted_at=None).exists()
    assert Response.objects.get(label="(removed)'s office")
    assert Group.objects.exists()


def test_who_was_quoted_by_mistake_is_gone_from_the_log_of_that(article: Article, issue: Issue, by: User) -> None:
    wrong, right = make_official("Orla Wren", issue.body), make_official("Ona Firth", issue.body)
    pier.accept(pier.quote(article), by, issue=issue, person=wrong)
    curation.correct_quote(Quote.objects.get(), {"person_id": right.pk}, by, NOW)
    curation.redact_person(wrong, by, NOW, "a minor")
    assert "Wren" not in str(list(LoggedAction.objects.values()))
    assert "Wren" not in str(list(Effect.objects.values()))
    assert Quote.objects.get().text == "The pier is ours,"


def test_words_added_and_taken_back_are_gone_too(article: Article, issue: Issue, by: User) -> None:
    person = make_official("Ona Firth", issue.body)
    choice = curation.Choice(payload={"speaker": "Ona Firth", "type": "direct"})
    curation.undo(curation.add(article, "quote", (50, 67), choice, by, NOW).pk, by, NOW)
    curation.redact_person(person, by, NOW, "a minor")
    for model in (LoggedAction, Effect, Finding):
        assert "Firth" not in str(list(model.objects.values()))
