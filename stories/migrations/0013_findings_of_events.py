"""Findings of events, whether a curator chose what governs, and what acts change of events is recorded."""

import django.db.models.deletion
from django.db import migrations, models

from stories.migrations._effects import trigger_on


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0005_passage_and_taking_part'),
        ('stories', '0012_matches_are_proposed'),
        ('votes', '0009_what_becomes_of_a_vote'),
    ]

    operations = [
        trigger_on("votes_event"),
        migrations.RemoveConstraint(
            model_name='finding',
            name='finding_at_most_one_record',
        ),
        migrations.AddField(
            model_name='finding',
            name='chosen',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='finding',
            name='event',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='votes.event'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='kind',
            field=models.CharField(choices=[('official', 'Official'), ('speaker', 'Speaker'), ('quote', 'Quote'), ('position', 'Position'), ('vote', 'Vote'), ('event', 'Event')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position', None), ('quote', None), ('vote', None)), models.Q(('event', None), ('position', None), ('quote', None)), models.Q(('event', None), ('quote', None), ('vote', None)), models.Q(('event', None), ('position', None), ('vote', None)), _connector='OR'), name='finding_at_most_one_record'),
        ),
    ]
