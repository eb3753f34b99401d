"""Positions that no report tells any more may stay for a reply's sake; and redaction reaches what a ledger's line or an
announcement of before still says of a person.
"""

from collections.abc import Iterator

from django.db import migrations, models

from votes.migrations._append_only import APPEND_ONLY_VALUES, append_only_trigger

# By table: the columns that redaction might blank until now, and from now on.
REDACTABLE = {
    "votes_announcement": (
        ["title", "sentence", "old", "new"],
        ["title", "sentence", "old", "new", "detail", "source_name", "path"],
    ),
    "votes_votechange": (["sentence", "decided_by"], ["sentence", "decided_by", "old", "new", "source_name"]),
    "votes_eventchange": (["sentence", "decided_by"], ["sentence", "decided_by", "old", "new", "source_name"]),
}


def triggers() -> Iterator[migrations.RunSQL]:
    """Yield the steps that let redaction blank more columns."""
    for table, (old, new) in REDACTABLE.items():
        before, after = append_only_trigger(table, old), append_only_trigger(table, new)
        yield migrations.RunSQL(f"{before.reverse_sql}{after.sql}", f"{after.reverse_sql}{before.sql}")


class Migration(migrations.Migration):

    dependencies = [
        ('votes', '0011_records_that_are_another'),
    ]

    operations = [
        migrations.AddField(
            model_name='position',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        APPEND_ONLY_VALUES,
        *triggers(),
    ]
