"""Whether the words that a finding rests on still stand in the newest version of its story: to the letter, or nothing.

White space alone makes no difference: a line break or a double space more or less changes no words. The database works
it out when a version comes (`Outdated`).
"""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from stories.models import ArticleVersion, Finding, Outdated


def with_newest(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return the findings with `newest`, the number of their story's newest version, and `are_gone`: whether it holds
    their words no more.
    """
    return findings.annotate(
        newest=newest_of("number"), are_gone=Exists(Outdated.objects.filter(finding=OuterRef("pk")))
    )


def newest_of(field: str) -> Subquery:
    """Return what the newest version of a finding's story has in this field."""
    newest = ArticleVersion.objects.filter(article=OuterRef("article"), redacted_at=None).order_by("-number")
    return Subquery(newest.values(field)[:1])
