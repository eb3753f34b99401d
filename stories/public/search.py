"""Finding issues, people, bodies, votes, events, quotes and stories by words; private people have no entry.

Each kind has an index that holds its words; a name that is found nowhere is looked for among those near it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import CharField, F, Func, Model, Q, QuerySet, Value

from officials.models import Alias, Body, Person
from officials.words import plain, question, words_of
from stories.evidence.book import IsAmong, book_of, is_withheld
from stories.evidence.privacy import listed_quotes
from stories.models import Article, Quote
from stories.public.asked import A_PAGE, MOST_PAGES, Asked
from stories.public.highlights import excerpt_of
from stories.public.queries import bodies_shown, in_time, public_stories, roles_of_people, with_issues
from votes.disposals import on_their_own
from votes.models import Event, Issue, Vote

Rows = TypeVar("Rows", bound=QuerySet[Any])
Named = TypeVar("Named", Person, Body)

# Results of each kind where all are shown.
SOME = 5
# How like a name must be to what was typed, of 1: "slone" is Sloane, "vasqez" Vasquez.
NEAR = 0.5
OTHER_NAMES = Func(F("aliases"), Value(" "), function="array_to_string", output_field=CharField())
# Where the names of these stand, in which column or expression, and whose they are.
NAMES: dict[type[Model], Any] = {
    Person: [(Person, "name", "pk"), (Alias, "name", "person")],
    Body: [(Body, "name", "pk"), (Body, OTHER_NAMES, "pk")],
}
WORDS_OF_ISSUES = ("title", "question", "summary")
# Names tried as a quote's speaker, of words that name many people.
SPEAKERS = 5


@dataclass
class Found:
    """What was found of one kind: a page of `rows`; the query that shows `more`, "" where there are none; and whether
    they are only `near`.
    """

    kind: SearchKind
    rows: list[Any]
    more: str = ""
    near: bool = False


@dataclass
class SearchResults:
    """What was found, kind by kind, none empty."""

    asked: Asked
    kinds: list[Found] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.kinds)

    def of(self, key: str) -> list[Any]:
        """Return what was found of the kind."""
        return next((found.rows for found in self.kinds if found.kind.key == key), [])

    @property
    def is_near(self) -> bool:
        """Say whether nothing has the words, and what is shown is only near to them."""
        return bool(self.kinds) and all(found.near for found in self.kinds)


@dataclass(frozen=True)
class SearchKind:
    """One kind of thing. `find` returns its rows, the best first; `narrowed_by` names what can narrow it: a question
    narrowed by anything else is not about it. `may_show` leaves out of some rows what a page may not have.
    """

    key: str
    heading: str
    find: Callable[[Asked], QuerySet[Any]]
    narrowed_by: frozenset[str]
    near: Callable[[Asked], QuerySet[Any]] | None = None
    may_show: Callable[[list[Any]], list[Any]] | None = None


def search(asked: Asked) -> SearchResults:
    """Return what is found; nothing for an empty question."""
    if asked.is_empty:
        return SearchResults(asked)
    kinds = [KINDS[asked.kind]] if asked.kind else list(KINDS.values())
    kinds = [kind for kind in kinds if asked.narrowed <= kind.narrowed_by]
    found = [_page(kind, kind.find(asked), asked) for kind in kinds]
    if asked.words and not any(each.rows for each in found):
        found = [_near(kind, kind.near, asked) for kind in kinds if kind.near]
    return SearchResults(asked, [each for each in found if each.rows or each.more])


def _page(kind: SearchKind, rows: QuerySet[Any], asked: Asked, *, near: bool = False) -> Found:
    size, number = (A_PAGE, asked.page) if asked.kind else (SOME, 1)
    # One more tells whether there are more: nothing is counted. Of some kinds not all may be shown.
    window = A_PAGE if kind.may_show else size
    page = list(rows[(number - 1) * size : (number - 1) * size + window + 1])
    shown = _shown(kind.may_show, page[:window], size) if kind.may_show else page[:window]
    is_more = number < MOST_PAGES and (len(page) > window or len(shown) > size)
    more = asked.address(kind=kind.key, page=number + 1 if asked.kind else None) if is_more else ""
    return Found(kind, shown[:size], more, near)


def _shown(may_show: Callable[[list[Any]], list[Any]], rows: list[Any], size: int) -> list[Any]:
    """Return those of the rows that may be shown, at least so many and one more if there are: most may, and what each
    rests on has to be read.
    """
    shown: list[Any] = []
    for start in range(0, len(rows), size + 1):
        shown += may_show(rows[start : start + size + 1])
        if len(shown) > size:
            break
    return shown


def _near(kind: SearchKind, near: Callable[[Asked], QuerySet[Any]], asked: Asked) -> Found:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(NEAR)])
        return _page(kind, near(asked), asked, near=True)


# Issues, votes and events: by their words


def _issues(asked: Asked) -> QuerySet[Issue]:
    issues = _by_words(Issue.objects.public(), asked, *WORDS_OF_ISSUES)
    if asked.place:
        issues = issues.filter(place=asked.place)
    return issues.select_related("place")


def _votes(asked: Asked) -> QuerySet[Vote]:
    """Return the votes by what is moved, and those on an issue that has the words."""
    votes = on_their_own(Vote.objects.standing()).filter(issue__in=Issue.objects.public())
    if asked.words:
        # Whatever has them in its title has them at all, for which there is an index.
        having = _by_words(Issue.objects.public(), asked, *WORDS_OF_ISSUES).alias(title_words=words_of("title"))
        having = having.filter(title_words=question(asked.words))
        issues = list(having.values_list("pk", flat=True)[:A_PAGE])
        votes = votes.alias(words=words_of("motion")).filter(Q(words=question(asked.words)) | Q(issue__in=issues))
    if asked.place:
        votes = votes.filter(body__place=asked.place)
    return in_time(_in_days(_on_issue(votes, asked), asked, "latest", "earliest")).order_by(
        F("earliest").desc(nulls_last=True), "-pk"
    )


def _events(asked: Asked) -> QuerySet[Event]:
    events = Event.objects.standing().unfolded().filter(pk__in=Issue.objects.public().values("events"))
    if asked.words:
        events = events.alias(words=words_of("title")).filter(words=question(asked.words))
    if asked.issue:
        events = events.filter(issues=asked.issue)
    if asked.place:
        events = events.filter(place=asked.place)
    return with_issues(_in_days(events, asked, "latest", "earliest")).order_by(
        F("earliest").desc(nulls_last=True), "-pk"
    )


def _by_words(rows: QuerySet[Issue], asked: Asked, *fields: str) -> QuerySet[Issue]:
    """Return those that have the words, the ones that have them oftenest first."""
    if not asked.words:
        return rows
    words, query = words_of(*fields), question(asked.words)
    return rows.annotate(words=words, rank=SearchRank(words, query)).filter(words=query).order_by("-rank", "pk")


# People and bodies: by their names


def _people(asked: Asked, *, near: bool = False) -> QuerySet[Person]:
    return _of_place(_called(Person.objects.with_page(), asked.words, near=near), asked, "roles__body__place")


def _bodies(asked: Asked, *, near: bool = False) -> QuerySet[Body]:
    return _of_place(_called(bodies_shown().select_related("place"), asked.words, near=near), asked, "place")


def _of_place(rows: QuerySet[Named], asked: Asked, path: str) -> QuerySet[Named]:
    return rows.filter(**{path: asked.place}) if asked.place else rows


def _called(rows: QuerySet[Named], asked: str, *, near: bool = False) -> QuerySet[Named]:
    """Return those in whose name, or another of their names, a word begins with each of those asked for; or those with
    a name near each of them, the nearest first.
    """
    test = "plain__trigram_word_similar" if near else "plain__contains"
    for word in asked.split():
        rows = rows.filter(_has_name(rows.model, **{test: plain(Value(word))}))
    return rows.annotate(nearness=TrigramWordSimilarity(asked, "name")).order_by("-nearness", "name") if near else rows


def _has_name(model: type[Named], **test: Any) -> Q:
    """Return whose name passes the test on `plain`; each table of names is read by its index."""
    first, second = (
        names.objects.order_by().alias(plain=plain(name)).filter(**test).values(whose)
        for names, name, whose in NAMES[model]
    )
    return Q(pk__in=first.union(second))


# Quotes and stories


def _quotes(asked: Asked) -> QuerySet[Quote]:
    """Return the quotes that may be listed, the newest first: by their words, and by the people whom the words name."""
    quotes = listed_quotes()
    if asked.person:
        quotes = quotes.filter(person=asked.person)
    if asked.place:
        quotes = quotes.filter(issue__place=asked.place)
    if asked.outlet:
        quotes = quotes.filter(findings__state="accepted", findings__article__outlet=asked.outlet).distinct()
    quotes = _in_days(_on_issue(quotes, asked), asked, "said_on", "said_on")
    quotes = quotes.order_by(F("said_on").desc(nulls_last=True), "-pk")
    if asked.words:
        quotes = quotes.alias(words=words_of("text"))
        having, spoken = quotes.filter(words=question(asked.words)), _spoken_by(asked)
        most = A_PAGE * (asked.page if asked.kind else 1) + 1
        quotes = _either(having, quotes.filter(spoken), most) if spoken else having
    quotes = quotes.annotate(excerpt=excerpt_of("text", question(asked.words)))
    return quotes.select_related("person", "issue").prefetch_related(roles_of_people("person"))


def _either(these: QuerySet[Quote], those: QuerySet[Quote], most: int) -> QuerySet[Quote]:
    """Return the first of the quotes of both, in their order: each are found by an index of their own, not by reading
    all quotes for either.
    """
    either = these[:most].values("pk").union(those[:most].values("pk"))
    return Quote.objects.filter(IsAmong("pk", ArraySubquery(either))).order_by(*these.query.order_by)


def _spoken_by(asked: Asked) -> Q:
    """Return the quotes of whoever some of the words name, with the other words: "sloane drones"; an empty condition
    where they name nobody.
    """
    words = asked.words.replace('"', " ").split()
    spoken = Q()
    named: dict[Person, list[str]] = {}
    for word in (word for word in words if len(word) > 2):
        for person in _called(Person.objects.with_page(), word)[:SPEAKERS]:
            named.setdefault(person, []).append(word)
    most = max((len(names) for names in named.values()), default=0)
    for person, names in list(named.items())[: SPEAKERS * 2]:
        if len(names) == most:
            rest = " ".join(word for word in words if word not in names)
            spoken |= Q(person=person, words=question(rest)) if rest else Q(person=person)
    return spoken


def _shown_quotes(quotes: list[Quote]) -> list[Quote]:
    """Return those whose words stand on the site: of others, the stories are shown as far as may be."""
    book = book_of(quotes)
    return [quote for quote in quotes if not is_withheld(book.of(quote))]


def _stories(asked: Asked) -> QuerySet[Article]:
    stories = public_stories().reports()
    if asked.words:
        stories = stories.alias(words=words_of("title")).filter(words=question(asked.words))
    if asked.issue:
        stories = stories.filter(article_issues__issue=asked.issue, article_issues__state="accepted")
    if asked.place:
        stories = stories.filter(outlet__place=asked.place)
    if asked.outlet:
        stories = stories.filter(outlet=asked.outlet)
    return _in_days(stories, asked, "published_at__date", "published_at__date").order_by(
        F("published_at").desc(nulls_last=True), "-pk"
    )


def _on_issue(rows: Rows, asked: Asked) -> Rows:
    return rows.filter(issue=asked.issue) if asked.issue else rows


def _in_days(rows: Rows, asked: Asked, last: str, first: str) -> Rows:
    """Return those of the days asked for: with `last` not before the first of them, `first` not after the last."""
    if asked.since:
        rows = rows.filter(**{f"{last}__gte": asked.since})
    return rows.filter(**{f"{first}__lte": asked.until}) if asked.until else rows


KINDS: Mapping[str, SearchKind] = {
    kind.key: kind
    for kind in (
        SearchKind("issues", "Issues", _issues, frozenset({"place"})),
        SearchKind("people", "People", _people, frozenset({"place"}), partial(_people, near=True)),
        SearchKind("bodies", "Public bodies", _bodies, frozenset({"place"}), partial(_bodies, near=True)),
        SearchKind("votes", "Votes", _votes, frozenset({"issue", "place", "since", "until"})),
        SearchKind("events", "Meetings, hearings and deadlines", _events,
                   frozenset({"issue", "place", "since", "until"})),
        SearchKind("quotes", "Quotes", _quotes,
                   frozenset({"issue", "place", "person", "outlet", "since", "until"}), may_show=_shown_quotes),
        SearchKind("stories", "Stories", _stories, frozenset({"issue", "place", "outlet", "since", "until"})),
    )
}  # fmt: skip
