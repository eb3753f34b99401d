"""The desk keeps what curators made of each rule's findings, counted by a trigger on the log, and who has which story
open; and the queue reads what waits from indexes alone.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VERDICTS = ("as_proposed", "corrected", "rejected", "in_bulk", "implied")
KINDS = ("official", "speaker", "quote", "position", "vote", "event")
# Each act on a finding that a machine made, with what it says of that; `one` is counted for it. What another act put
# right while the finding waited (split, joined, corrected along with a sibling) counts as corrected, too.
COUNT = f"""
    INSERT INTO stories_rulerecord AS known (extractor, kind, rule, outlet_id, {", ".join(VERDICTS)})
        SELECT extractor, kind, rule, outlet_id,
            {", ".join(f"%(one)s * count(*) FILTER (WHERE verdict = '{name}')" for name in VERDICTS)}
        FROM (
            SELECT finding.extractor, coalesce(act.before->>'kind', finding.kind), finding.rule, article.outlet_id,
                CASE WHEN act.how = 'bulk' THEN 'in_bulk'
                     WHEN act.how = 'implied' THEN 'implied'
                     WHEN act.act = 'reject' THEN 'rejected'
                     WHEN act.corrected <> '{{}}' OR EXISTS (
                         SELECT 1 FROM stories_effect effect JOIN stories_loggedaction earlier
                                 ON earlier.id = effect.action_id AND earlier.act = 'edit' AND earlier.id < act.id
                             LEFT JOIN stories_loggedaction undoing ON undoing.undoes_id = earlier.id
                         WHERE effect."table" = 'stories_finding' AND effect."row" = act.finding_id
                             AND effect.kind = 'update' AND undoing.id IS NULL
                             AND (effect.before ?| array['kind', 'payload', 'spans']
                                  OR jsonb_typeof(effect.before -> 'issue_id') = 'number')) THEN 'corrected'
                     ELSE 'as_proposed' END
            FROM stories_loggedaction act
                JOIN stories_finding finding ON finding.id = act.finding_id AND finding.extractor <> 'curator'
                JOIN stories_article article ON article.id = finding.article_id
            WHERE act.act IN ('accept', 'correct', 'reject') AND %(which)s
        ) decided (extractor, kind, rule, outlet_id, verdict)
        GROUP BY extractor, kind, rule, outlet_id
        ON CONFLICT (kind, rule, extractor, outlet_id) DO UPDATE
            SET {", ".join(f"{name} = known.{name} + excluded.{name}" for name in VERDICTS)};
"""
STANDING = "NOT EXISTS (SELECT 1 FROM stories_loggedaction undoing WHERE undoing.undoes_id = act.id)"
SO_FAR = migrations.RunSQL(COUNT % {"one": "1", "which": STANDING}, migrations.RunSQL.noop)
# An act counts one, one that is undone counts one less: sums, so that it does not matter which of two comes first.
FROM_NOW_ON = migrations.RunSQL(
    f"""
    CREATE FUNCTION count_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {COUNT % {"one": "CASE WHEN NEW.undoes_id IS NULL THEN 1 ELSE -1 END", "which": "act.id = coalesce(NEW.undoes_id, NEW.id)"}}
        RETURN NULL;
    END $$;
    CREATE TRIGGER verdicts AFTER INSERT ON stories_loggedaction FOR EACH ROW EXECUTE FUNCTION count_verdict();
    """,
    "DROP TRIGGER verdicts ON stories_loggedaction; DROP FUNCTION count_verdict();",
)
# Whoever acts on a story has it open for some minutes more; asked of the database here, it costs an act no question.
KEPT_OPEN = migrations.RunSQL(
    """
    CREATE FUNCTION keep_story_open() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE stories_openstory SET at = greatest(at, NEW.at) WHERE by_id = NEW.by_id
            AND article_id = (SELECT article_id FROM stories_finding WHERE id = NEW.finding_id);
        RETURN NULL;
    END $$;
    CREATE TRIGGER keeps_story_open AFTER INSERT ON stories_loggedaction FOR EACH ROW
        WHEN (NEW.finding_id IS NOT NULL) EXECUTE FUNCTION keep_story_open();
    """,
    "DROP TRIGGER keeps_story_open ON stories_loggedaction; DROP FUNCTION keep_story_open();",
)


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0018_parents_of_bodies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "RuleRecord",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("extractor", models.CharField(max_length=100)),
                ("kind", models.CharField(choices=[(kind, kind.capitalize()) for kind in KINDS], max_length=10)),
                ("rule", models.CharField(blank=True, max_length=200)),
                *((name, models.IntegerField(default=0)) for name in VERDICTS),
                (
                    "outlet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rule_records", to="stories.outlet"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "rule", "extractor", "outlet"), name="rule_record_unique")
                ]
            },
        ),
        migrations.CreateModel(
            "OpenStory",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="stories.article"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("article", "by"), name="open_story_unique")]
            },
        ),
        migrations.RemoveIndex("finding", "finding_pending"),
        migrations.AddIndex(
            "finding",
            models.Index(
                fields=["article"],
                include=("created_at", "kind", "issue", "confidence", "extractor", "rule"),
                condition=models.Q(state="pending"),
                name="finding_waiting",
            ),
        ),
        migrations.AddIndex(
            "finding", models.Index(fields=["article"], condition=models.Q(state="stale"), name="finding_stale")
        ),
        migrations.AddIndex(
            "finding",
            models.Index(
                fields=["id"],
                condition=models.Q(state="accepted") & ~models.Q(recounted={}),
                name="finding_recounted",
            ),
        ),
        migrations.AddIndex(
            "loggedaction",
            models.Index(fields=["finding"], condition=models.Q(act="edit"), name="logged_action_edit"),
        ),
        migrations.AddIndex(
            "articleversion",
            models.Index(fields=["article"], condition=models.Q(number__gt=1), name="article_version_later"),
        ),
        migrations.AddIndex("article", models.Index(fields=["outlet", "id"], name="article_outlet")),
        migrations.AddIndex(
            "articleissue",
            models.Index(
                fields=["issue", "article"], condition=~models.Q(state="rejected"), name="article_issue_not_rejected"
            ),
        ),
        migrations.AddIndex(
            "articleissue",
            models.Index(
                fields=["-score", "-article"], condition=models.Q(state="proposed"), name="article_issue_proposed"
            ),
        ),
        SO_FAR,
        FROM_NOW_ON,
        KEPT_OPEN,
    ]
