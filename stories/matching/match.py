"""Which issues a story belongs to: their terms in title, lead and body, and who is named; with the reason."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.text import get_text_list

from officials.models import Role
from stories.models import Article, ArticleIssue, ArticleVersion
from votes.models import Issue

# The score from which a story is proposed for an issue.
POSSIBLE = 0.1
# What the deciding body and its members add to the terms. Alone they bring no story in: a council decides much.
BODY_NAMED, PERSON_NAMED, MOST_PEOPLE = 0.1, 0.05, 2

# A term in the title is worth most (A), one deep in the body little (C). Stemmed words find "permits" for "permit";
# a phrase that stemming robs of a word ("Measure A") is searched for as it is written. The words of a story are told
# apart once, not for each phrase.
RANKS = """
    WITH story AS MATERIALIZED (
        SELECT version.id, outlet.place_id,
               setweight(to_tsvector('english', version.title), 'A')
            || setweight(to_tsvector('english', left(text, 600)), 'B')
            || setweight(to_tsvector('english', substr(text, 601)), 'C') AS stems,
               setweight(to_tsvector('simple', version.title), 'A')
            || setweight(to_tsvector('simple', left(text, 600)), 'B')
            || setweight(to_tsvector('simple', substr(text, 601)), 'C') AS words
        FROM stories_articleversion version
        JOIN stories_article article ON article.id = version.article_id
        JOIN stories_outlet outlet ON outlet.id = article.outlet_id
        WHERE version.id = ANY(%(versions)s)
    ), asked AS MATERIALIZED (
        SELECT key, place, number, phrase,
               phraseto_tsquery('english', phrase) AS stems, phraseto_tsquery('simple', phrase) AS words
        FROM ({phrases}) AS phrases (key, place, phrase, number)
    ), sought AS (
        SELECT story.id, key, number, phrase, CASE WHEN whole THEN story.stems ELSE story.words END AS text,
               CASE WHEN whole THEN asked.stems ELSE asked.words END AS query
        FROM story JOIN asked ON coalesce(asked.place = story.place_id, true),
             LATERAL (SELECT numnode(asked.stems) = numnode(asked.words)) AS kept (whole)
    )
    SELECT id, key, phrase, ts_rank('{{.1, .2, .5, 1}}', text, query)
    FROM sought WHERE text @@ query ORDER BY id, key, number
"""
# Open issues, of the outlet's place where both have one.
TERMS_OF_ISSUES = RANKS.format(
    phrases="""
        SELECT issue.id, issue.place_id, term, number
        FROM votes_issue issue, unnest(issue.terms) WITH ORDINALITY AS terms (term, number) WHERE closed_at IS NULL
    """
)
NAMES = RANKS.format(
    phrases="SELECT 0, NULL::bigint, name, n FROM unnest(%(names)s::text[]) WITH ORDINALITY AS names (name, n)"
)


@dataclass(frozen=True, slots=True)
class Match:
    """An issue that a story may belong to, and the terms of it that it has; `named` are the body and its people, as a
    reader would call them.
    """

    issue: Issue
    score: float
    terms: tuple[str, ...]
    named: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Return why, as a curator reads it: "names “pier repair”; and Mayor Ona Firth"."""
        reason = "names " + ", ".join(f"“{term}”" for term in self.terms)
        return f"{reason}; and {get_text_list(list(self.named), 'and')}" if self.named else reason


@transaction.atomic(savepoint=False)
def match_issues(versions: Sequence[ArticleVersion]) -> QuerySet[ArticleIssue]:
    """Propose the issues of versions of different articles and return the matches.

    What a curator chose stays, what waits is judged anew. However sure, nothing is accepted here.
    """
    rows = [
        ArticleIssue(article=version.article, issue=match.issue, score=match.score, reason=match.reason[:500])
        for version, match in _matches(versions)
        if match.score >= POSSIBLE
    ]
    if not rows:
        return ArticleIssue.objects.none()
    ArticleIssue.objects.bulk_create(rows, ignore_conflicts=True)
    pairs = [Q(article=row.article, issue=row.issue) for row in rows]
    written = ArticleIssue.objects.filter(reduce(or_, pairs)).order_by("id")
    _renew(written, {(row.article.pk, row.issue.pk): row for row in rows})
    return written


def _renew(written: QuerySet[ArticleIssue], rows: Mapping[tuple[int, int], ArticleIssue]) -> None:
    """Have a match that waits for a curator follow its story's new words, its issue's new terms and the new people."""
    for old in written.filter(state=ArticleIssue.State.PROPOSED):
        new = rows[old.article_id, old.issue_id]
        if (old.score, old.reason) != (new.score, new.reason):
            waiting = ArticleIssue.objects.filter(pk=old.pk, state=ArticleIssue.State.PROPOSED)
            waiting.update(score=new.score, reason=new.reason)


def propose_issue(article: Article, issue: Issue, reason: str) -> None:
    """Propose the issue for a story because an operator said so, by a command or of a source; what a curator chose
    stays.
    """
    why = {"score": 1.0, "reason": reason}
    row, created = article.article_issues.get_or_create(issue=issue, defaults=why)
    if not created:
        article.article_issues.filter(pk=row.pk, state=ArticleIssue.State.PROPOSED).update(**why)


def _matches(versions: Sequence[ArticleVersion]) -> Iterator[tuple[ArticleVersion, Match]]:
    """Return the matches by the terms; who is named is only asked of issues whose terms occur."""
    hits: defaultdict[tuple[int, int], dict[str, float]] = defaultdict(dict)
    for pk, key, term, rank in _ask(TERMS_OF_ISSUES, versions):
        hits[pk, key][term] = rank
    issues = Issue.objects.select_related("body").in_bulk({key for _, key in hits}) if hits else {}
    of = {version.pk: version for version in versions}
    named = _named([of[pk] for pk in {pk for pk, _ in hits}], _spoken(issues.values()))
    for (pk, key), ranks in hits.items():
        who = named[pk, issues[key].body_id]
        yield of[pk], Match(issues[key], min(1.0, sum(ranks.values()) + sum(who.values())), tuple(ranks), tuple(who))


def naming(versions: Sequence[ArticleVersion], phrases: Iterable[str]) -> list[tuple[int, str]]:
    """Return which phrases stand in the stories, as a term of an issue does: the version's id and the phrase."""
    names = list(phrases)
    return [(pk, name) for pk, _, name, _ in _ask(NAMES, versions, names=names)] if names else []


def _ask(query: str, versions: Sequence[ArticleVersion], **values: list[str]) -> list[tuple[int, int, str, float]]:
    """Return which phrases the stories have: the version, what the phrase belongs to, the phrase, its rank."""
    with connection.cursor() as cursor:
        cursor.execute(query, {"versions": [version.pk for version in versions], **values})
        return list(cursor.fetchall())


def _spoken(issues: Iterable[Issue]) -> dict[int, dict[str, tuple[str, float]]]:
    """Return, by deciding body, the names that it and its members go by, each with what a reader would call it and
    what it adds.
    """
    bodies = [issue.body for issue in issues if issue.body]
    spoken = {body.pk: {body.name: (f"the {body.name}".replace("the The ", "the "), BODY_NAMED)} for body in bodies}
    members = Role.objects.filter(body__in=spoken, person__redacted_at=None).select_related("person")
    for role in members.prefetch_related("person__aliases") if spoken else ():
        for name in (role.person.name, *(alias.name for alias in role.person.aliases.all())):
            spoken[role.body_id][name] = (f"{role.title} {role.person.name}".strip(), PERSON_NAMED)
    return spoken


def _named(
    versions: Sequence[ArticleVersion], spoken: Mapping[int, Mapping[str, tuple[str, float]]]
) -> defaultdict[tuple[int, int | None], dict[str, float]]:
    """Return, by version and body, what adds to the terms: the body and those of its members that the story names."""
    named: defaultdict[tuple[int, int | None], dict[str, float]] = defaultdict(dict)
    for pk, name in naming(versions, dict.fromkeys(name for of_body in spoken.values() for name in of_body)):
        for body, of_body in spoken.items():
            who, worth = of_body.get(name, ("", 0.0))
            people = sum(known == PERSON_NAMED for known in named[pk, body].values())
            if who and (worth != PERSON_NAMED or people < MOST_PEOPLE):
                named[pk, body][who] = worth
    return named
