"""Names in waiting findings that are nobody's in the records, or of whom two fit: what a curator is asked about.

Told for many stories in a fixed number of questions; for one finding `who.known_person` says the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from officials.models import Body, Person, Place, Role
from stories.curation import people
from stories.curation.alike import Suggestion, suggestions_for
from stories.curation.naming import of_name
from stories.curation.who import name_in
from stories.evidence.passages import Passage, passage_at
from stories.findings.kinds import CLAIMS, KINDS, PEOPLE
from stories.models import Article, ArticleVersion, Finding, Naming, Quote

# Stories looked through at once, and of their findings at most.
STORIES, FINDINGS = 30, 3000
NAMING = [name for name, kind in KINDS.items() if kind.person]

# A person or a story, and what it is heard in: numbers.
Pair = tuple[int, int]


@dataclass(slots=True)
class UnmatchedName:
    """A name in one story, with what waits of it; `fitting` are those of exactly that name who may be meant."""

    article: Article
    name: str
    findings: list[Finding]
    fitting: list[Person] = field(default_factory=list)
    passage: Passage | None = None
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return what the story calls them beside the name."""
        for finding in self.findings:
            if finding.kind in PEOPLE:
                said = (finding.payload.get(key) for key in ("title", "body", "role", "organization"))
                return ", ".join(part for part in said if part)
        return ""


@dataclass(slots=True)
class LookedThrough:
    """The names to ask about of some stories, and the number of the last story; None where no older one waits."""

    names: list[UnmatchedName]
    stories: int
    older_than: int | None


def unmatched_names(older_than: int | None = None) -> LookedThrough:
    """Look through the newest stories with something to decide, or the newest that are older than that one."""
    waiting = Finding.objects.pending().filter(article=OuterRef("pk"), kind__in=NAMING, redacted_at=None)
    stories = Article.objects.filter(Exists(waiting)).defer("fingerprint").select_related("outlet__place")
    stories = stories.filter(pk__lt=older_than) if older_than else stories
    newest = list(stories.order_by("-pk")[: STORIES + 1])
    shown = newest[:STORIES]
    names = _Stories(shown).unmatched()
    _set_beside(names)
    return LookedThrough(names, len(shown), shown[-1].pk if len(newest) > STORIES else None)


def unmatched_name(article: Article, name: str) -> UnmatchedName | None:
    """Return what waits of the name in one story, whoever it means; None where nothing does."""
    findings = list(of_name(article.pk, name).select_related("issue__place", "article__outlet__place").order_by("pk"))
    if not findings:
        return None
    asked = UnmatchedName(article, name_in(findings[0]), findings)
    _set_beside([asked])
    return asked


@dataclass
class _Stories:
    """What is known of the names of some stories, asked for all of them at once."""

    articles: Sequence[Article]

    @cached_property
    def findings(self) -> list[Finding]:
        of_them = Finding.objects.pending().filter(article__in=self.articles, kind__in=NAMING, redacted_at=None)
        waiting = list(of_them.select_related("issue__place").order_by("-article", "pk")[:FINDINGS])
        by_pk = {article.pk: article for article in self.articles}
        for finding in waiting:
            finding.article = by_pk[finding.article_id]
        return [finding for finding in waiting if name_in(finding)]

    @cached_property
    def said(self) -> set[tuple[int, str]]:
        """The names of which a curator said something, by story."""
        rows = Naming.objects.filter(article__in=self.articles).exclude(person__redacted_at__isnull=False)
        return {(article, name.casefold()) for article, name in rows.values_list("article", "name")}

    @cached_property
    def accepted(self) -> set[tuple[int, str]]:
        """The names whose holder was accepted in the story itself."""
        about = Finding.objects.accepted().filter(article__in=self.articles, kind__in=PEOPLE, person__isnull=False)
        return {
            (finding.article_id, name_in(finding).casefold()) for finding in about.only("article", "kind", "payload")
        }

    @cached_property
    def on_roster(self) -> set[int]:
        """The findings about officials that extraction matched with a known role, by number."""
        keys = {
            finding.pk: finding.payload.get("roster_key")
            for finding in self.findings
            if finding.kind in PEOPLE and not finding.payload.get("ambiguous")
        }
        known = set(Role.objects.filter(pk__in=[key for key in keys.values() if key]).values_list("pk", flat=True))
        return {pk for pk, key in keys.items() if key in known}

    @cached_property
    def called(self) -> dict[str, list[Person]]:
        """The people of exactly these names or other spellings."""
        names = {name_in(finding).casefold() for finding in self.findings}
        known = Person.objects.alias(low=Lower("name"), also=Lower("aliases__name")).shown()
        known = known.filter(Q(low__in=names) | Q(also__in=names)).distinct()
        called = defaultdict(list)
        for person in known.prefetch_related("aliases", "roles__body__place").order_by("pk"):
            for name in {person.name.casefold(), *(alias.name.casefold() for alias in person.aliases.all())}:
                called[name].append(person)
        return called

    @cached_property
    def heard(self) -> tuple[set[Pair], set[Pair]]:
        """Who is heard in which of the stories, and on which of their issues: pairs of numbers."""
        candidates = {person.pk for listed in self.called.values() for person in listed}
        issues = {finding.issue_id for finding in self.findings if finding.issue_id}
        of_them = Finding.objects.filter(person__in=candidates)
        stories = set(of_them.filter(article__in=self.articles).values_list("person", "article"))
        on_issue = set(of_them.accepted().filter(issue__in=issues).values_list("person", "issue"))
        withdrawn = Quote.every.filter(person__in=candidates, withdrawn_at__isnull=False)
        return stories, on_issue | set(withdrawn.values_list("person", "issue"))

    @cached_property
    def seats(self) -> dict[str, list[Place]]:
        """Where bodies of the names sit that findings about officials give, by name; else the town in the name."""
        names = {str(f.payload["body"]) for f in self.findings if f.kind in PEOPLE and f.payload.get("body")}
        towns = {name.casefold(): people.place_name(name).casefold() for name in names}
        seats: dict[str, list[Place]] = defaultdict(list)
        low = {name.casefold() for name in names}
        for body in Body.objects.alias(low=Lower("name")).filter(low__in=low).select_related("place"):
            seats[body.name.casefold()].append(body.place)
        places = Place.objects.alias(low=Lower("name")).filter(low__in=set(towns.values()))
        by_name = {place.name.casefold(): place for place in places}
        for name, town in towns.items():
            if name not in seats and town in by_name:
                seats[name] = [by_name[town]]
        return seats

    def unmatched(self) -> list[UnmatchedName]:
        """Return the names to ask about, the newest story first."""
        groups: dict[tuple[int, str], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            groups[finding.article_id, name_in(finding).casefold()].append(finding)
        asked = []
        for (article, name), findings in groups.items():
            if (article, name) in self.said:
                continue
            told = (article, name) in self.accepted or any(finding.pk in self.on_roster for finding in findings)
            unknown = [finding for finding in findings if not (told or self._is_known(name, finding))]
            if unknown:
                fitting = self._fitting(name, unknown[0])
                asked.append(UnmatchedName(unknown[0].article, name_in(unknown[0]), findings, fitting))
        return asked

    def _is_known(self, name: str, finding: Finding) -> bool:
        return len(self._fitting(name, finding)) == 1

    def _fitting(self, name: str, finding: Finding) -> list[Person]:
        place = people.place_of(finding)
        seats = self.seats.get(str(finding.payload.get("body") or "").casefold()) if finding.kind in PEOPLE else None
        if seats and place not in seats:
            place = seats[0]
        stories, issues = self.heard
        return [
            person
            for person in self.called.get(name, ())
            if (person.pk, finding.article_id) in stories
            or (person.pk, finding.issue_id) in issues
            or (place and any(role.body.place_id == place.pk for role in person.roles.all()))
        ]


def _set_beside(names: Collection[UnmatchedName]) -> None:
    """Set beside each name the sentence that holds it with most of its title, and who may be meant."""
    texts = dict(_versions(names).values_list("pk", "text"))
    found = suggestions_for([(one.name, people.place_of(one.findings[0]), one.article.printed_on) for one in names])
    for one, suggestions in zip(names, found, strict=True):
        one.suggestions = suggestions
        # Whoever is said to be somebody stands there by name and title.
        for finding in sorted(one.findings, key=lambda finding: finding.kind in CLAIMS):
            span = finding.span("mention") or finding.span("speaker") or next(iter(finding.spans), None)
            if span and (text := texts.get(finding.version_id)):
                one.passage = passage_at(text, span["start"], span["end"])
                break


def _versions(names: Iterable[UnmatchedName]) -> QuerySet[ArticleVersion]:
    numbers = {finding.version_id for one in names for finding in one.findings}
    return ArticleVersion.objects.filter(pk__in=numbers, redacted_at=None)
