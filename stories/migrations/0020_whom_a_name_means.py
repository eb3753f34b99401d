"""Whom a curator said a name in a story means; and what merges move is recorded."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import connection, migrations, models

from stories.migrations._effects import trigger_on


def lead_on(apps, schema_editor):
    """Say of people merged before whom they are, as part of what these merges changed, so that undoing them unsays it."""
    merges = apps.get_model("stories", "LoggedAction").objects.filter(
        act="merge", undone_by=None, redacted_at=None, before__has_keys=["gone", "kept"]
    )
    with connection.cursor() as cursor:
        for pk, about in list(merges.order_by("pk").values_list("pk", "before")):
            gone, kept = (f"person:{about[name]}" for name in ("gone", "kept"))
            cursor.execute("SELECT set_config('civictrack.acting', %s, true)", [str(pk)])
            cursor.execute("UPDATE votes_merged SET kept = %s WHERE kept = %s", [kept, gone])
            cursor.execute("INSERT INTO votes_merged (gone, kept) VALUES (%s, %s)", [gone, kept])
        cursor.execute("SELECT set_config('civictrack.acting', '', true)")


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0005_passage_and_taking_part'),
        ('stories', '0019_what_the_desk_keeps'),
        ('votes', '0011_records_that_are_another'),
    ]

    operations = [
        migrations.CreateModel(
            name='Naming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namings', to='stories.article')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='namings', to='officials.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('article'), django.db.models.functions.text.Lower('name'), name='naming_unique_in_story')],
            },
        ),
        # What a merge moves beside what acts changed before; an event's own acts put its bodies and issues back.
        *(
            trigger_on(table)
            for table in (
                "stories_naming", "stories_outlet", "stories_source_issues", "votes_event_bodies",
                "votes_event_issues", "votes_merged",
            )
        ),
        migrations.RunPython(lead_on, migrations.RunPython.noop),
    ]
