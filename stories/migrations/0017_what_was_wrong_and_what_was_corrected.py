"""A logged action says why a finding was rejected and what of one was corrected. What was corrected before is worked
out from the log's own values; why a finding was rejected nobody was asked. Only the new column is written: what the log
says stays as it is.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

A_FEW = 500
# Frozen: what the log calls a finding's spans by their role.
SPANS = {
    "content": "words", "evidence": "words", "mention": "mentions", "speaker": "speaker_span", "cue": "cue",
}  # fmt: skip


def places(values, role):
    return [(span["start"], span["end"]) for span in values.get("spans", []) if span["role"] == role]


def corrected(before, after):
    was, now = before.get("payload", {}), after.get("payload", {})
    names = [name for name in dict.fromkeys([*was, *now]) if (was.get(name) or None) != (now.get(name) or None)]
    changed = [name for role, name in SPANS.items() if places(before, role) != places(after, role)]
    if before.get("issue_id") and before["issue_id"] != after.get("issue_id"):
        changed.append("issue")
    return names + changed


def fill(apps, schema_editor):
    LoggedAction = apps.get_model("stories", "LoggedAction")
    table = LoggedAction._meta.db_table
    schema_editor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
    actions = LoggedAction.objects.filter(act__in=["accept", "correct"], finding__isnull=False, redacted_at=None)
    few = []
    for action in actions.order_by("pk").only("before", "after").iterator(A_FEW):
        action.corrected = corrected(action.before, action.after)
        if action.corrected:
            few.append(action)
        if len(few) == A_FEW:
            LoggedAction.objects.bulk_update(few, ["corrected"])
            few = []
    LoggedAction.objects.bulk_update(few, ["corrected"])
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    schema_editor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


class Migration(migrations.Migration):
    dependencies = [("stories", "0016_how_sources_are_asked")]

    operations = [
        migrations.AddField(
            "loggedaction", "corrected",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=50), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            "loggedaction", "fault",
            models.CharField(
                blank=True, default="", max_length=20,
                choices=[
                    ("wrong_speaker", "wrong speaker"), ("not_a_quote", "not a quote"),
                    ("narration", "reporter’s narration"), ("not_a_position", "not a position"),
                    ("wrong_date", "wrong date"), ("duplicate", "duplicate"), ("other", "other"),
                ],
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
