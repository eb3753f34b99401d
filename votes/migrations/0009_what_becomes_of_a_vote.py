"""Votes say what they dispose of and where they are taken, their classification is Open Civic Data's, and meetings,
hearings and deadlines have tables of their own.
"""

import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from votes.migrations._append_only import append_only_trigger, no_truncate_trigger

# Rows that foreign keys are to be checked of would hold up the changes of their table that follow.
STAGES = migrations.RunSQL(
    """
    SET CONSTRAINTS ALL IMMEDIATE;
    UPDATE votes_vote SET classification = CASE classification
        WHEN 'first' THEN 'reading-1' WHEN 'second' THEN 'reading-2' WHEN 'final' THEN 'passage' END
        WHERE classification IN ('first', 'second', 'final');
    SET CONSTRAINTS ALL DEFERRED;
    """,
    """
    UPDATE votes_vote SET classification = CASE classification
        WHEN 'reading-1' THEN 'first' WHEN 'reading-2' THEN 'second' WHEN 'passage' THEN 'final' ELSE 'procedural' END
        WHERE classification IN ('reading-1', 'reading-2', 'passage', 'table', 'postpone', 'refer', 'withdraw');
    """,
)
# A procedural vote puts off a vote of the same issue.
SAME_ISSUE = migrations.RunSQL(
    """
    CREATE UNIQUE INDEX vote_with_issue ON votes_vote (id, issue_id);
    ALTER TABLE votes_vote ADD CONSTRAINT vote_disposes_of_same_issue
        FOREIGN KEY (disposes_of_id, issue_id) REFERENCES votes_vote (id, issue_id) DEFERRABLE INITIALLY DEFERRED;
    """,
    """
    ALTER TABLE votes_vote DROP CONSTRAINT vote_disposes_of_same_issue;
    DROP INDEX vote_with_issue;
    """,
)


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0005_passage_and_taking_part'),
        ('votes', '0008_issues_made_public'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('earliest', models.DateField(blank=True, null=True)),
                ('latest', models.DateField(blank=True, null=True)),
                ('precision', models.CharField(choices=[('day', 'Day'), ('week', 'Week'), ('month', 'Month'), ('season', 'Season'), ('year', 'Year'), ('none', 'no date')], default='none', max_length=10)),
                ('phrase', models.CharField(blank=True, max_length=300)),
                ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('hearing', 'public hearing'), ('deadline', 'Deadline')], max_length=20)),
                ('title', models.CharField(max_length=300)),
                ('time', models.TimeField(blank=True, null=True)),
                ('location', models.CharField(blank=True, max_length=300)),
                ('url', models.URLField(blank=True, max_length=1000)),
                ('status', models.CharField(choices=[('expected', 'Expected'), ('scheduled', 'Scheduled'), ('postponed', 'Postponed'), ('cancelled', 'Cancelled')], max_length=20)),
                ('version', models.PositiveIntegerField(default=0)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['earliest', 'time', 'id'],
            },
        ),
        migrations.CreateModel(
            name='EventChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('redacted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField()),
                ('old', models.JSONField()),
                ('new', models.JSONField()),
                ('why', models.CharField(choices=[('news', 'the world changed'), ('mistake', 'our mistake')], default='news', max_length=20)),
                ('by_what', models.CharField(choices=[('report', 'a report'), ('record', 'the body’s own record'), ('procedural', 'a procedural vote')], default='report', max_length=20)),
                ('learnt_at', models.DateTimeField()),
                ('source_name', models.CharField(blank=True, max_length=200)),
                ('source_url', models.URLField(blank=True, max_length=2000)),
                ('sentence', models.TextField(blank=True)),
                ('decided_by', models.CharField(blank=True, max_length=150)),
            ],
            options={
                'ordering': ['event', 'version'],
            },
        ),
        migrations.RenameField(
            model_name='vote',
            old_name='stage',
            new_name='classification',
        ),
        migrations.AlterField(
            model_name='vote',
            name='classification',
            field=models.CharField(blank=True, choices=[('', 'vote'), ('committee', 'committee vote'), ('reading-1', 'first reading'), ('reading-2', 'second reading'), ('passage', 'final vote'), ('amendment', 'vote on an amendment'), ('table', 'vote to table it'), ('postpone', 'vote to put it off'), ('refer', 'vote to refer it'), ('withdraw', 'vote to withdraw it'), ('procedural', 'procedural vote')], default='', max_length=20),
        ),
        STAGES,
        migrations.AddField(
            model_name='vote',
            name='disposes_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disposals', to='votes.vote'),
        ),
        migrations.AddField(
            model_name='vote',
            name='passage_number',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.AddField(
            model_name='vote',
            name='passage_rule',
            field=models.CharField(blank=True, choices=[('', 'not known'), ('majority_of_seats', 'a majority of all seats'), ('majority_of_present', 'a majority of those present'), ('two_thirds', 'two thirds'), ('three_fifths', 'three fifths'), ('unanimous', 'all votes'), ('number', 'a number of votes')], default='', max_length=20),
        ),
        migrations.AddField(
            model_name='votechange',
            name='by_what',
            field=models.CharField(choices=[('report', 'a report'), ('record', 'the body’s own record'), ('procedural', 'a procedural vote')], default='report', max_length=20),
        ),
        migrations.AddField(
            model_name='votechange',
            name='moved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_changes', to='votes.vote'),
        ),
        migrations.AlterField(
            model_name='announcement',
            name='kind',
            field=models.CharField(choices=[('date', "a vote's date, place or status"), ('event', "a meeting's, hearing's or deadline's date, place or status"), ('reminder', 'a vote or an event is near'), ('result', 'a vote was held'), ('position', 'someone takes or changes a position'), ('quote', 'someone is quoted')], max_length=20),
        ),
        migrations.AlterField(
            model_name='vote',
            name='status',
            field=models.CharField(choices=[('expected', 'Expected'), ('scheduled', 'Scheduled'), ('postponed', 'Postponed'), ('shelved', 'Shelved'), ('cancelled', 'Cancelled'), ('held', 'Held')], default='expected', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='votechange',
            constraint=models.CheckConstraint(condition=models.Q(('moved_by', None), ('by_what', 'procedural'), _connector='OR'), name='vote_change_moved_by_procedural'),
        ),
        migrations.AddField(
            model_name='event',
            name='bodies',
            field=models.ManyToManyField(blank=True, related_name='events', to='officials.body'),
        ),
        migrations.AddField(
            model_name='event',
            name='issues',
            field=models.ManyToManyField(related_name='events', to='votes.issue'),
        ),
        migrations.AddField(
            model_name='event',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='officials.place'),
        ),
        migrations.AddField(
            model_name='vote',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='votes.event'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('passage_number__gte', 1), ('passage_number__isnull', False), ('passage_rule', 'number')), models.Q(models.Q(('passage_rule', 'number'), _negated=True), ('passage_number', None)), _connector='OR'), name='vote_passage'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'shelved'), _negated=True), models.Q(('precision', 'none'), ('time', None)), _connector='OR'), name='vote_shelved_has_no_date'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('disposes_of', None), models.Q(('classification__in', ('table', 'postpone', 'refer', 'withdraw')), models.Q(('disposes_of', models.F('id')), _negated=True)), _connector='OR'), name='vote_disposes_of_another'),
        ),
        migrations.AddField(
            model_name='eventchange',
            name='event',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='votes.event'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['status', 'earliest'], name='votes_event_status_53328e_idx'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('earliest', None), ('latest', None), ('precision', 'none')), models.Q(('earliest__isnull', False), ('latest__isnull', False), ('earliest__gte', datetime.date(1900, 1, 1)), ('earliest__lte', models.F('latest')), ('latest__lte', datetime.date(2199, 12, 31)), models.Q(models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=1)))), ('precision', 'day')), models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=7)))), ('precision', 'week')), models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=31)))), ('precision', 'month')), models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=92)))), ('precision', 'season')), models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=3660)))), ('precision', 'year')), _connector='OR')), _connector='OR'), name='event_window'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('expected', 'scheduled', 'postponed', 'cancelled'))), name='event_status'),
        ),
        migrations.AddConstraint(
            model_name='eventchange',
            constraint=models.UniqueConstraint(fields=('event', 'version'), name='event_change_version_unique'),
        ),
        SAME_ISSUE,
        append_only_trigger("votes_eventchange", ["sentence", "decided_by"]),
        no_truncate_trigger("votes_eventchange"),
    ]
