"""Which issues a story belongs to: their terms in title, lead and body, and who is named; with the reason."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.text import get_text_list

from officials.models import Role
from stories.models import ArticleIssue, ArticleVersion
from votes.models import Issue

CERTAIN, POSSIBLE = 0.4, 0.1
BODY_NAMED, PERSON_NAMED, MOST_PEOPLE = 0.1, 0.05, 2
"""What the deciding body and its members add to the terms. Alone they bring no story in: a council decides much."""

# A term in the title is worth most (A), one deep in the body little (C). Stemmed words find "permits" for "permit";
# a phrase that stemming robs of a word ("Measure A") is searched for as it is written.
RANKS = """
    WITH story AS (
        SELECT setweight(to_tsvector('english', title), 'A')
            || setweight(to_tsvector('english', left(text, 600)), 'B')
            || setweight(to_tsvector('english', substr(text, 601)), 'C') AS stems,
               setweight(to_tsvector('simple', title), 'A')
            || setweight(to_tsvector('simple', left(text, 600)), 'B')
            || setweight(to_tsvector('simple', substr(text, 601)), 'C') AS words
        FROM stories_articleversion WHERE id = %(version)s
    ), asked AS (
        SELECT key, number, phrase,
               phraseto_tsquery('english', phrase) AS stems, phraseto_tsquery('simple', phrase) AS words
        FROM ({phrases}) AS phrases (key, phrase, number)
    ), sought AS (
        SELECT key, number, phrase, CASE WHEN whole THEN story.stems ELSE story.words END AS text,
               CASE WHEN whole THEN asked.stems ELSE asked.words END AS query
        FROM story, asked, LATERAL (SELECT numnode(asked.stems) = numnode(asked.words)) AS kept (whole)
    )
    SELECT key, phrase, ts_rank('{{.1, .2, .5, 1}}', text, query) FROM sought WHERE text @@ query ORDER BY key, number
"""
# Open issues, of the outlet's place where both have one.
TERMS_OF_ISSUES = RANKS.format(
    phrases="""
        SELECT issue.id, term, number
        FROM votes_issue issue, unnest(issue.terms) WITH ORDINALITY AS terms (term, number)
        WHERE closed_at IS NULL AND coalesce(place_id = %(place)s::bigint, true)
    """
)
NAMES = RANKS.format(phrases="SELECT 0, name, n FROM unnest(%(names)s::text[]) WITH ORDINALITY AS names (name, n)")


@dataclass(frozen=True, slots=True)
class Match:
    """`named` are the body and its people, as a reader would call them."""

    issue: Issue
    score: float
    terms: tuple[str, ...]
    named: tuple[str, ...] = ()

    @property
    def state(self) -> ArticleIssue.State:
        return ArticleIssue.State.ACCEPTED if self.score >= CERTAIN else ArticleIssue.State.UNCERTAIN

    @property
    def reason(self) -> str:
        reason = "names " + ", ".join(f"“{term}”" for term in self.terms)
        return f"{reason}; and {get_text_list(list(self.named), 'and')}" if self.named else reason


@transaction.atomic(savepoint=False)
def match_issues(version: ArticleVersion) -> list[ArticleIssue]:
    """Write the matches of a version; what a curator chose stays."""
    found = [match for match in _matches(version) if match.score >= POSSIBLE]
    if not found:
        return []
    rows = [
        ArticleIssue(
            article=version.article, issue=match.issue, score=match.score, reason=match.reason[:500], state=match.state
        )
        for match in found
    ]
    ArticleIssue.objects.bulk_create(rows, ignore_conflicts=True)
    return list(version.article.article_issues.filter(issue__in=[match.issue for match in found]).order_by("id"))


def _matches(version: ArticleVersion) -> list[Match]:
    """By the terms; who is named is only asked of issues whose terms occur."""
    hits: defaultdict[int, dict[str, float]] = defaultdict(dict)
    for key, term, rank in _ask(TERMS_OF_ISSUES, version, place=version.article.outlet.place_id):
        hits[key][term] = rank
    issues = Issue.objects.filter(pk__in=hits).select_related("body") if hits else ()
    return [_match(version, issue, hits[issue.pk]) for issue in issues]


def _match(version: ArticleVersion, issue: Issue, ranks: dict[str, float]) -> Match:
    named = _named(version, issue)
    return Match(issue, min(1.0, sum(ranks.values()) + sum(named.values())), tuple(ranks), tuple(named))


def _ask(query: str, version: ArticleVersion, **values: list[str] | int | None) -> list[tuple[int, str, float]]:
    """Which phrases the story has: what they belong to, the phrase, its rank."""
    with connection.cursor() as cursor:
        cursor.execute(query, {"version": version.pk, **values})
        return list(cursor.fetchall())


def _named(version: ArticleVersion, issue: Issue) -> dict[str, float]:
    """The issue's body and those of its members that the story names, with what each adds."""
    if issue.body is None:
        return {}
    members = Role.objects.filter(body=issue.body, person__redacted_at=None).select_related("person")
    spoken = {issue.body.name: (f"the {issue.body.name}".replace("the The ", "the "), BODY_NAMED)}
    for role in members.prefetch_related("person__aliases"):
        for name in (role.person.name, *(alias.name for alias in role.person.aliases.all())):
            spoken[name] = (f"{role.title} {role.person.name}".strip(), PERSON_NAMED)
    found = dict(spoken[name] for _, name, _ in _ask(NAMES, version, names=list(spoken)))
    people = [name for name, worth in found.items() if worth == PERSON_NAMED]
    return {name: worth for name, worth in found.items() if name not in people[MOST_PEOPLE:]}
