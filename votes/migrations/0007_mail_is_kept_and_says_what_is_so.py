"""What is owed is kept for good with what became of it; an announcement keeps values, and when it is to be told.

Announcements of before stay as they were written. What was sent, or given up, or may be out, is marked so.
"""

import datetime

from django.db import migrations, models

from votes.migrations._append_only import append_only_trigger

# Rows that foreign keys are to be checked of would hold up the changes of their tables that follow.
DATA = """
    SET CONSTRAINTS ALL IMMEDIATE;
    UPDATE votes_message SET created_at = due_at;
    UPDATE votes_delivery SET state = 'sent', closed_at = coalesce(message.sent_at, message.due_at)
        FROM votes_message message WHERE message.id = votes_delivery.message_id AND message.state = 'sent';
    UPDATE votes_delivery SET state = 'lapsed', why = 'refused', closed_at = message.due_at
        FROM votes_message message WHERE message.id = votes_delivery.message_id AND message.state = 'failed';
    UPDATE votes_delivery SET handed_over_at = message.claimed_until
        FROM votes_message message
        WHERE message.id = votes_delivery.message_id AND message.state = 'due' AND message.claimed_until IS NOT NULL;
    UPDATE votes_fanout SET due_at = done_at;
    INSERT INTO votes_fanout (announcement_id, due_at, overtaken)
        SELECT id, created_at, false FROM votes_announcement
        WHERE NOT EXISTS (SELECT FROM votes_fanout WHERE announcement_id = votes_announcement.id);
    SET CONSTRAINTS ALL DEFERRED;
"""
# A redaction blanks an announcement's values as well.
NEW_TRIGGER = append_only_trigger("votes_announcement", ["title", "sentence", "old", "new"])
OLD_TRIGGER = append_only_trigger("votes_announcement", ["title", "sentence"])


class Migration(migrations.Migration):

    dependencies = [
        ('votes', '0006_readers_can_be_erased'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailServer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300, unique=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('down_since', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('problem', models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Setback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sweep', models.CharField(max_length=40)),
                ('row', models.BigIntegerField()),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('since', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('problem', models.CharField(max_length=500)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='delivery',
            name='delivery_owed',
        ),
        migrations.AddField(
            model_name='announcement',
            name='new',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='announcement',
            name='old',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='announcement',
            name='why',
            field=models.CharField(choices=[('news', 'the world changed'), ('mistake', 'our mistake')], default='news', max_length=20),
        ),
        migrations.AddField(
            model_name='delivery',
            name='closed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='handed_over_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=[('owed', 'Owed'), ('sent', 'Sent'), ('lapsed', 'Lapsed')], default='owed', max_length=10),
        ),
        migrations.AddField(
            model_name='delivery',
            name='why',
            field=models.CharField(blank=True, choices=[('replaced', 'something newer is told in its stead'), ('unwanted', 'the reader no longer follows this'), ('redacted', 'what it told was removed'), ('known', 'the reader has just been sent the same'), ('outdone', 'a reminder nearer to the vote is sent in its stead'), ('over', 'the vote was over before it was due'), ('expired', 'it could not be sent in time'), ('refused', 'the mail server refused the mail'), ('unreachable', 'the mail server refused the address')], max_length=20),
        ),
        migrations.AddField(
            model_name='fanout',
            name='due_at',
            field=models.DateTimeField(default=datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='fanout',
            name='overtaken',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='message',
            name='created_at',
            field=models.DateTimeField(default=datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='message',
            name='unanswered',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='announcement',
            name='title',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='fanout',
            name='done_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='message',
            name='state',
            field=models.CharField(choices=[('due', 'Due'), ('sent', 'Sent'), ('failed', 'Failed'), ('lapsed', 'Lapsed')], default='due', max_length=10),
        ),
        migrations.RunSQL(OLD_TRIGGER.reverse_sql, OLD_TRIGGER.sql),
        migrations.RunSQL(NEW_TRIGGER.sql, NEW_TRIGGER.reverse_sql),
        migrations.RunSQL(DATA, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('message', None), ('state', 'owed')), fields=['due_at'], name='delivery_owed'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'lapsed')), fields=['closed_at'], name='delivery_lapsed'),
        ),
        migrations.AddIndex(
            model_name='fanout',
            index=models.Index(condition=models.Q(('done_at', None)), fields=['due_at'], name='fan_out_due'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state', 'owed'), ('why', '')), models.Q(('closed_at__isnull', False), ('state', 'sent'), ('why', '')), models.Q(('closed_at__isnull', False), ('state', 'lapsed'), models.Q(('why', ''), _negated=True)), _connector='OR'), name='delivery_state'),
        ),
        migrations.AddConstraint(
            model_name='setback',
            constraint=models.UniqueConstraint(fields=('sweep', 'row'), name='setback_unique'),
        ),
    ]
