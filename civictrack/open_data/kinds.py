"""The allow-list: each kind of public record, which of its rows are public, and which of its columns, in words.

Nothing that is not here is in a file. Every other column of the database is named in
`tests/civictrack/open_data/unlisted.py`: a new one is in neither, and a test fails.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from officials.models import Body, Person, Place, Role
from stories.evidence.privacy import listed_quotes
from stories.findings.kinds import CLAIMS
from stories.models import Article, ArticleIssue, Finding, Outlet, Quote, Response
from stories.public.queries import bodies_shown, public_stories
from votes.models import Ballot, Event, EventChange, Issue, Position, Vote, VoteChange
from votes.windows import Windowed

# What a column holds, by the class of its field; the first that fits.
TYPES: tuple[tuple[type[Any], str], ...] = (
    (models.ForeignKey, "reference"), (models.ManyToManyField, "references"), (ArrayField, "list of texts"),
    (models.BooleanField, "yes or no"), (models.IntegerField, "number"), (models.DateTimeField, "moment"),
    (models.DateField, "day"), (models.TimeField, "time of day"), (models.JSONField, "object"),
    (models.CharField, "text"), (models.TextField, "text"),
)  # fmt: skip


@dataclass(frozen=True)
class Worked:
    """A column that is no field's: what it holds is worked out in `export.py`, and taken apart in `load.py`."""

    says: str
    type: str
    may_be_empty: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of public record: `says` what it is, `rows` gives those that readers see, `columns` says what each is."""

    model: type[models.Model]
    says: str
    rows: Callable[[], QuerySet[Any]]
    columns: Mapping[str, str | Worked]

    def field(self, column: str) -> Any:
        """Return the model's field that a column is."""
        return self.model._meta.get_field(column)

    def type_of(self, column: str) -> str:
        """Return what a column holds."""
        worked = self.columns[column]
        if isinstance(worked, Worked):
            return worked.type
        field = self.field(column)
        return next(name for kind, name in TYPES if isinstance(field, kind))

    def refers_to(self, column: str) -> str:
        """Return the kind that a reference is to; empty where it is none."""
        is_reference = not isinstance(self.columns[column], Worked) and self.field(column).is_relation
        if not is_reference:
            return ""
        to = self.field(column).related_model
        return next(name for name, kind in KINDS.items() if kind.model is to)


def issues() -> QuerySet[Issue]:
    return Issue.objects.public()


def events() -> QuerySet[Event]:
    return Event.objects.standing().filter(Exists(issues().filter(events=OuterRef("pk"))))


def votes() -> QuerySet[Vote]:
    return Vote.objects.standing().filter(issue__in=issues())


def people() -> QuerySet[Person]:
    """Return those who have a page: no private person has an entry, and nobody who was removed."""
    return Person.objects.with_page()


def positions() -> QuerySet[Position]:
    shown: QuerySet[Position] = Position.objects.filter(person__in=people(), issue__in=issues())
    return shown


def quotes() -> QuerySet[Quote]:
    """Return the words of people who have a page, and of whom no name is given."""
    return listed_quotes().filter(Q(issue=None) | Q(issue__in=issues()))


def replies() -> QuerySet[Response]:
    answered = Q(quote__in=quotes()) | Q(position__in=positions())
    return Response.objects.filter(answered).filter(Q(person=None) | Q(person__in=people()))


def claims() -> QuerySet[Finding]:
    """Return what was accepted of stories and became, or supports, a record that is public."""
    told = Q(quote__in=quotes()) | Q(position__in=positions()) | Q(vote__in=votes()) | Q(event__in=events())
    return Finding.objects.accepted().filter(told, kind__in=CLAIMS)


def stories() -> QuerySet[Article]:
    shown = Q(pk__in=public_stories().order_by().values("pk")) | Q(pk__in=claims().order_by().values("article"))
    return Article.objects.filter(shown, withdrawal=None)


def outlets() -> QuerySet[Outlet]:
    return Outlet.objects.filter(Exists(stories().filter(outlet=OuterRef("pk"))))


def places() -> QuerySet[Place]:
    """Return the places of what is in the other files."""
    of_these: tuple[QuerySet[Any], ...] = (bodies_shown(), issues(), events(), outlets())
    return Place.objects.filter(pk__in=of_these[0].order_by().values("place").union(*(
        rows.order_by().values("place") for rows in of_these[1:]
    )))  # fmt: skip


def belongings() -> QuerySet[ArticleIssue]:
    return ArticleIssue.objects.public().filter(article__in=stories().order_by().values("pk"))


WINDOW = {
    "earliest": "the first day on which it may be; empty without a date",
    "latest": "the last day on which it may be; empty without a date",
    "precision": "how certain the date is",
    "phrase": "the words in which the date was told",
}
assert set(WINDOW) <= {field.name for field in Windowed._meta.get_fields()}
LEDGER: Mapping[str, str | Worked] = {
    "version": "the record's version from this change on",
    "old": Worked("what was, of the fields that changed and are public", "object"),
    "new": Worked("what is from then on", "object"),
    "why": "whether the world changed, or it was our mistake",
    "by_what": "what told it",
    "learnt_at": "when we learnt it",
    "source_name": Worked("who told it; empty where the story was withdrawn", "text"),
    "source_url": Worked("where; empty where the story was withdrawn", "text"),
    "sentence": Worked("the sentence, 30 words of it at most; empty where the story was withdrawn", "text"),
}
# Of a ledger's values those that a page tells.
LEDGER_VALUES = (
    *WINDOW, "time", "location", "status", "outcome", "yes", "no", "agenda_url", "url", "classification", "kind",
    "title", "motion", "passage_needs", "passage_rule", "passage_number",
)  # fmt: skip
# Of what a report says those that a page tells beside what other reports say.
CLAIMED = (
    *WINDOW, "time", "place", "status", "outcome", "yes", "no", "classification", "kind", "body", "indefinite", "type",
    "stance", "basis", "conditional",
)  # fmt: skip

# In the order in which they can be taken in: what is referred to comes first.
KINDS: Mapping[str, Kind] = {
    "places": Kind(
        Place, "A city, county or district.", places,
        {"slug": "its name in addresses", "name": "what it is called", "kind": "what it is",
         "state": "the state it lies in", "ocd_division_id": "Open Civic Data's identifier",
         "time_zone": "by which clock its hours are told"},
    ),
    "bodies": Kind(
        Body, "A council, board, court, department or office.", bodies_shown,
        {"slug": "its name in addresses", "name": "what it is called", "aliases": "its other names",
         "kind": "what it is", "place": "where it is", "parents": "the bodies it belongs to", "url": "its own page",
         "seats": "how many vote in it, vacant seats too",
         "passage_rule": "what its decisions need where nothing else is said",
         "passage_number": "how many votes, where the rule is a number",
         "address": "where it meets", "address_checked_on": "when somebody looked",
         "sign_up_url": "where to sign up to speak", "sign_up_checked_on": "when somebody looked",
         "comment_url": "where to comment", "comment_checked_on": "when somebody looked"},
    ),
    "people": Kind(
        Person, "Somebody who holds or held an office, or is a public figure.", people,
        {"slug": "their name in addresses", "name": "what they are called",
         "public_figure": "whether they have a page without an office"},
    ),
    "roles": Kind(
        Role, "An office that somebody holds or held.", lambda: Role.objects.filter(person__in=people()),
        {"person": "who", "body": "in which body", "title": "as what", "seat": "on which seat",
         "since": "from when; empty where not known", "until": "to when; empty where it lasts, or is not known",
         "term_note": "how imprecise that is", "voting": "whether they vote"},
    ),
    "outlets": Kind(
        Outlet, "Who publishes stories.", outlets,
        {"slug": "its name in addresses", "name": "what it is called", "url": "its own page", "place": "where it is"},
    ),
    "issues": Kind(
        Issue, "A matter that people follow.", issues,
        {"slug": "its name in addresses", "title": "what it is called", "question": "what is decided",
         "summary": "what it is about", "place": "where", "body": "who decides",
         "closed_at": "when it was closed; empty while it is open", "published_at": "since when it is public"},
    ),
    "events": Kind(
        Event, "A meeting, hearing or deadline.", events,
        {"kind": "what it is", "title": "what it is on", "bodies": "whose it is", "issues": "on which issues",
         "place": "where", **WINDOW, "time": "at what hour by the place's clock",
         "location": "in which room or at what address",
         "url": "the agenda, or where to answer", "status": "how it stands with it", "version": "how often it changed"},
    ),
    "votes": Kind(
        Vote, "A decision of a body.", votes,
        {"issue": "on what", "body": "of which body", "motion": "what is voted on",
         "classification": "what sort of motion, in Open Civic Data's words",
         "passage_rule": "what it needs to pass, where it is not the body's rule",
         "passage_number": "how many votes, where the rule is a number",
         "passage_needs": "the same in the words of a report", **WINDOW,
         "time": "at what hour by the clock of the body's place", "location": "in which room or at what address",
         "agenda_url": "the agenda", "status": "how it stands with it", "outcome": "how it went", "yes": "votes for it",
         "no": "votes against it", "disposes_of": "the vote that it put off", "meeting": "at which meeting it is taken",
         "version": "how often it changed"},
    ),
    "vote_changes": Kind(
        VoteChange, "How a vote's date, place or state moved.", lambda: VoteChange.objects.filter(vote__in=votes()),
        {"vote": "which vote", **LEDGER, "moved_by": "the vote that moved it"},
    ),
    "event_changes": Kind(
        EventChange, "How a meeting, hearing or deadline moved.",
        lambda: EventChange.objects.filter(event__in=events()),
        {"event": "which event", **LEDGER},
    ),
    "ballots": Kind(
        Ballot, "How one person voted.", lambda: Ballot.objects.filter(vote__in=votes(), person__in=people()),
        {"vote": "in which vote", "person": "who", "choice": "how"},
    ),
    "positions": Kind(
        Position, "Where somebody stands on an issue from a day on.", positions,
        {"issue": "on what", "person": "who", "stance": "for or against", "basis": "by what that is known",
         "conditional": "whether only on a condition", "matter": "the thing itself in a report's words",
         "since": "from when"},
    ),
    "quotes": Kind(
        Quote, "What somebody said.", quotes,
        {"person": "who, if they have a page", "label": "who else: “a spokesperson”",
         "affiliation": "whose speaker they are, as printed", "type": "whether word for word",
         "text": Worked("the words, 30 of them at most; empty where no report has room for them any more", "text"),
         "issue": "on what", "said_on": "when"},
    ),
    "replies": Kind(
        Response, "What somebody replied to a quote or a stand.", replies,
        {"quote": "to which quote", "position": "or to which stand", "person": "who, if they have a page",
         "label": "who else", "text": "the words", "source_url": "where it can be read",
         "by_mail": "whether it was a letter to the site", "received_on": "when"},
    ),
    "stories": Kind(
        Article, "A story, or an entry of a body's own calendar, that something public rests on.", stories,
        {"outlet": "who published it", "url": "its address there", "title": "its headline",
         "rank": "a report, or a body's own record", "published_at": "when it was printed",
         "utc_offset": "its own clock, minutes from UTC", "published_from": "what the date was read from",
         "language": "its language", "original": "the story that it copies", "first_read_at": "when we read it first",
         "read_at": Worked("when we read the version that its claims are of", "moment", may_be_empty=False),
         "characters": Worked("how long it is; more than a share of it is never shown", "number", may_be_empty=False)},
    ),
    "belongings": Kind(
        ArticleIssue, "That a story belongs to an issue.", belongings, {"article": "which story", "issue": "to what"},
    ),
    "claims": Kind(
        Finding, "What a record rests on: a sentence of a story, and what it says.", claims,
        {"article": "in which story", "kind": "of what kind", "issue": "on what", "quote": "the quote that it tells",
         "position": "or the stand", "vote": "or the vote", "event": "or the event",
         "governs": "whether the date is this one's", "chosen": "whether a curator said so",
         "sentence": Worked("the sentence, 30 words of it at most; empty where it may not be shown", "text"),
         "says": Worked("what it says of the record, which others may say otherwise", "object")},
    ),
}  # fmt: skip
