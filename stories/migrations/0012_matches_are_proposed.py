"""A story is on an issue once a person says so. What a score, a source or a command put there is proposed again, and so
is an issue that was made on the way from a bare slug; each such row is named in the log.
"""

import logging

from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

log = logging.getLogger(__name__)
# Frozen: the reason that the desk wrote for a curator's choice, and the kinds of findings that say something.
CHOSEN = "a curator's choice"
CLAIMS = ("quote", "position", "vote")


def propose(apps, schema_editor):
    """Accepted stays what a curator chose, and where a claim of the story was accepted. What only shares its words with
    such a story is proposed and still seen: it follows that story.
    """
    ArticleIssue, Finding = apps.get_model("stories", "ArticleIssue"), apps.get_model("stories", "Finding")
    ArticleIssue.objects.filter(state="uncertain").update(state="proposed")
    first = Coalesce("article__original", "article")
    claims = Finding.objects.filter(state="accepted", kind__in=CLAIMS, issue=OuterRef("issue"))
    by_score = ArticleIssue.objects.filter(state="accepted").exclude(reason=CHOSEN)
    by_score = by_score.exclude(Exists(claims.filter(article=OuterRef("article")))).alias(first=first)
    follows = Exists(claims.alias(first=first).filter(first=OuterRef("first")))
    unseen = list(by_score.exclude(follows).select_related("article", "issue").order_by("pk"))
    by_score.update(state="proposed")
    for row in unseen:
        log.warning(
            "Story %s, “%s”, was on issue “%s” by its score alone (%s); it is proposed now.",
            row.article_id, row.article.title, row.issue.title, row.reason,
        )  # fmt: skip


def publish(apps, schema_editor):
    """Public stay issues that somebody described, saved on the desk, or accepted something on."""
    Issue = apps.get_model("votes", "Issue")
    Finding, LoggedAction = apps.get_model("stories", "Finding"), apps.get_model("stories", "LoggedAction")
    claims = Finding.objects.filter(state="accepted", kind__in=CLAIMS, issue=OuterRef("pk"))
    saved = LoggedAction.objects.filter(after__has_key="issue").values_list("after__issue", flat=True)
    described = ~Q(question="", summary="", terms=[])
    Issue.objects.filter(described | Exists(claims) | Q(pk__in=list(saved))).update(published_at=F("created_at"))
    for issue in Issue.objects.filter(published_at=None).order_by("pk"):
        log.warning("Issue %s, “%s”, was public though nobody had looked at it; it is not now.", issue.pk, issue.title)


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0011_effects_of_earlier_actions"),
        ("votes", "0008_issues_made_public"),
    ]

    operations = [
        migrations.AlterField(
            "articleissue", "state",
            models.CharField(
                choices=[("proposed", "Proposed"), ("accepted", "Accepted"), ("rejected", "Rejected")],
                default="proposed", max_length=10,
            ),
        ),
        migrations.RunPython(propose, migrations.RunPython.noop),
        migrations.RunPython(publish, migrations.RunPython.noop),
    ]
