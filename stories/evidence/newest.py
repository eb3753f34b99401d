"""Whether the words that a finding rests on still stand in the newest version of its story: to the letter, or nothing.

White space alone makes no difference: a line break or a double space more or less changes no words.
"""

from django.db.models import BooleanField, Case, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When

from stories.models import ArticleVersion, Finding


class _AreGone(Func):
    """Of spans and a text: whether the words of one of the first span's role stand nowhere in the text."""

    output_field = BooleanField()
    # Almost all stand letter for letter; only the others are worth the slow comparison.
    template = r"""(SELECT coalesce(bool_or(CASE WHEN strpos(newest.text, span->>'text') > 0 THEN false ELSE
        strpos(regexp_replace(newest.text, '\s+', ' ', 'g'), regexp_replace(span->>'text', '\s+', ' ', 'g')) = 0 END),
        false) FROM (VALUES (%(expressions)s)) newest (spans, text), jsonb_array_elements(newest.spans) span
        WHERE span->>'role' = newest.spans->0->>'role')"""


def with_newest(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return the findings with `newest`, the number of their story's newest version, and `are_gone`: whether it holds
    their words no more.
    """
    newest = ArticleVersion.objects.filter(article=OuterRef("article"), redacted_at=None).order_by("-number")
    numbered = findings.annotate(newest=Subquery(newest.values("number")[:1]))
    gone = _AreGone(F("spans"), Subquery(newest.values("text")[:1]))
    older = When(version__number__lt=F("newest"), then=gone)
    return numbered.annotate(are_gone=Case(older, default=Value(value=False), output_field=BooleanField()))


def without_their_words(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return those whose words the newest version holds no more, as `with_newest`."""
    numbered = with_newest(findings)
    return numbered.filter(Q(are_gone=True))


def newest_text() -> Subquery:
    """Return the text of a finding's story as it was read last."""
    newest = ArticleVersion.objects.filter(article=OuterRef("article"), redacted_at=None).order_by("-number")
    return Subquery(newest.values("text")[:1])
