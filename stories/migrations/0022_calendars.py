"""Meetings in public bodies' own calendars, and the rank of what they are read from."""

from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


# What a body's own calendar moved by itself nobody looked at: it counts along with another act.
KEPT = import_module("stories.migrations.0019_what_the_desk_keeps")
FUNCTION = """
    CREATE OR REPLACE FUNCTION count_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {count}
        RETURN NULL;
    END $$;
"""
BEFORE = KEPT.COUNT % {
    "one": "CASE WHEN NEW.undoes_id IS NULL THEN 1 ELSE -1 END", "which": "act.id = coalesce(NEW.undoes_id, NEW.id)",
}  # fmt: skip
NOW = BEFORE.replace("act.how = 'implied'", "act.how IN ('implied', 'by_itself')")


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0007_own_calendar'),
        ('stories', '0021_replies_and_withdrawals'),
        ('votes', '0012_positions_withdrawn'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=600)),
                ('sequence', models.PositiveIntegerField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('day', models.DateField(blank=True, null=True)),
                ('seen_at', models.DateTimeField()),
                ('gone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['source', 'day', 'id'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='rank',
            field=models.CharField(choices=[('report', 'a report'), ('record', 'an official record')], db_default='report', default='report', max_length=10),
        ),
        migrations.AddField(
            model_name='source',
            name='rank',
            field=models.CharField(choices=[('report', 'a report'), ('record', 'an official record')], default='report', max_length=10),
        ),
        migrations.AlterField(
            model_name='loggedaction',
            name='how',
            field=models.CharField(choices=[('one_by_one', 'one by one'), ('bulk', 'in bulk'), ('implied', 'Implied'), ('by_itself', 'by itself')], default='one_by_one', max_length=10),
        ),
        migrations.AlterField(
            model_name='source',
            name='kind',
            field=models.CharField(choices=[('feed', 'Feed'), ('page', 'section page'), ('sitemap', 'Sitemap'), ('ical', 'calendar (iCalendar)'), ('legistar', 'Legistar calendar'), ('legistar_api', 'Legistar Web API'), ('civicplus', 'CivicPlus AgendaCenter')], default='feed', max_length=20),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('ical', 'legistar', 'legistar_api', 'civicplus')), _negated=True), ('rank', 'record'), _connector='OR'), name='source_calendar_rank'),
        ),
        migrations.AddField(
            model_name='calendarrow',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='stories.article'),
        ),
        migrations.AddField(
            model_name='calendarrow',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='stories.source'),
        ),
        migrations.AddConstraint(
            model_name='calendarrow',
            constraint=models.UniqueConstraint(models.F('source'), django.db.models.functions.text.MD5('uid'), name='calendar_row_unique_in_source'),
        ),
        migrations.RunSQL(FUNCTION.format(count=NOW), FUNCTION.format(count=BEFORE)),
    ]
