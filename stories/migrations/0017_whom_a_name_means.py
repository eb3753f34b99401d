"""Whom a curator said a name in a story means; and what merges move is recorded."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from stories.migrations._effects import trigger_on


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0005_passage_and_taking_part'),
        ('stories', '0016_how_sources_are_asked'),
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
                "stories_naming", "stories_outlet", "stories_source_issues", "officials_body_parents",
                "votes_event_bodies", "votes_event_issues", "votes_merged",
            )
        ),
    ]
