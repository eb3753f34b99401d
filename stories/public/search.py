"""Finding issues, people, bodies, votes, events and quotes by words; private people have no entry."""

from dataclasses import dataclass
from functools import reduce
from typing import TypeVar

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from officials.models import Body, Person
from stories.evidence.book import book_of, is_withheld
from stories.evidence.privacy import listed_quotes
from stories.models import Quote
from stories.public.disposals import on_their_own
from stories.public.queries import bodies_shown, in_time, roles_of_people, with_issues
from votes.models import Event, Issue, Vote

# Characters of a question, and results of each kind.
LONGEST = 200
MOST = 20
# How PostgreSQL reads words: their endings do not count.
CONFIG = "english"

Named = TypeVar("Named", Person, Body)


@dataclass(frozen=True)
class SearchResults:
    """Each kind's best, `MOST` at most. A quote has `excerpt`: thirty of its words at most."""

    issues: list[Issue]
    people: list[Person]
    bodies: list[Body]
    votes: list[Vote]
    events: list[Event]
    quotes: list[Quote]

    def __bool__(self) -> bool:
        return any((self.issues, self.people, self.bodies, self.votes, self.events, self.quotes))


def search(words: str) -> SearchResults:
    """Return what is found by the words as a reader types them; nothing for an empty question."""
    asked = words.replace("\x00", " ").strip()[:LONGEST]
    if not asked:
        return SearchResults([], [], [], [], [], [])
    query = SearchQuery(asked, search_type="websearch", config=CONFIG)
    issues = Issue.objects.public().annotate(words=SearchVector("title", "question", "summary", config=CONFIG))
    votes = on_their_own(Vote.objects.standing()).annotate(words=SearchVector("motion", config=CONFIG))
    events = Event.objects.standing().unfolded().annotate(words=SearchVector("title", config=CONFIG))
    quotes = list(_quotes(query)[:MOST])
    book = book_of(quotes)
    return SearchResults(
        list(issues.filter(words=query).select_related("place")[:MOST]),
        list(_named(Person.objects.with_page(), asked, "name", "aliases__name")[:MOST]),
        list(_named(bodies_shown().select_related("place"), asked, "name", "aliases")[:MOST]),
        list(in_time(votes.filter(words=query)).order_by("-earliest", "-pk")[:MOST]),
        list(with_issues(events.filter(words=query)).order_by("-earliest", "-pk")[:MOST]),
        # Not those whose words stand nowhere on the site: their stories are shown as far as may be.
        [quote for quote in quotes if not is_withheld(book.of(quote))],
    )


def _named(rows: QuerySet[Named], asked: str, *fields: str) -> QuerySet[Named]:
    """Return those in whose name each word stands."""
    for word in asked.split():
        rows = rows.filter(reduce(Q.__or__, (Q(**{f"{field}__icontains": word}) for field in fields)))
    return rows.distinct()


def _quotes(query: SearchQuery) -> QuerySet[Quote]:
    """Return the quotes that may be listed and have the words, the newest first, each with its `excerpt`."""
    excerpt = SearchHeadline(
        "text", query, config=CONFIG, start_sel="", stop_sel="", min_words=15, max_words=30, max_fragments=0
    )
    quotes = listed_quotes().annotate(words=SearchVector("text", config=CONFIG), excerpt=excerpt).filter(words=query)
    return (
        quotes.select_related("person", "issue").prefetch_related(roles_of_people("person")).order_by("-said_on", "-pk")
    )
