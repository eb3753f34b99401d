"""What forms ask for waits in a table of its own; links can be revoked; consent has a history; events can be followed.

Readers of before keep their subscriptions, without what never came of them (quotes and positions of a body, a vote or
a place); the first line of their history is the yes that is known of them.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import votes.models.alerts
from django.db import migrations, models

# Each reader's own; it need be no secret, since what is made of it is signed.
DATA = """
    SET CONSTRAINTS ALL IMMEDIATE;
    UPDATE votes_subscription SET kinds = array_remove(array_remove(kinds, 'quote'), 'position')
        WHERE num_nonnulls(body_id, vote_id, place_id) = 1 AND kinds && ARRAY['quote', 'position']::varchar[];
    UPDATE votes_subscription SET kinds = ARRAY['date', 'reminder', 'result'], leads = ARRAY[7, 1] WHERE kinds = '{}';
    UPDATE votes_subscriber SET nonce = left(md5(random()::text || id), 12);
    INSERT INTO votes_consent (subscriber_id, topic, deed, kinds, leads, cadence, form, at)
        SELECT subscriber_id, topic, 'confirmed', kinds, leads, cadence, 'before', confirmed_at
        FROM votes_subscription WHERE confirmed_at IS NOT NULL ORDER BY id;
    INSERT INTO votes_consent (subscriber_id, topic, deed, kinds, leads, cadence, form, at)
        SELECT subscriber_id, topic, 'left', kinds, leads, cadence, 'before', ended_at
        FROM votes_subscription WHERE ended_at IS NOT NULL ORDER BY id;
    SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0009_words_are_indexed'),
        ('votes', '0014_newest_positions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Barred',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('since', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'barred',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=40)),
                ('deed', models.CharField(choices=[('asked', 'Asked'), ('confirmed', 'Confirmed'), ('changed', 'Changed'), ('left', 'Left')], max_length=10)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('leads', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
                ('cadence', models.CharField(max_length=20)),
                ('form', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('leads', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), default=list, size=None)),
                ('cadence', models.CharField(default='at_once', max_length=20)),
                ('form', models.CharField(max_length=40)),
                ('sent_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_exactly_one_topic',
        ),
        migrations.RemoveConstraint(
            model_name='subscription',
            name='subscription_unique_topic',
        ),
        migrations.AddField(
            model_name='message',
            name='letter',
            field=models.CharField(blank=True, choices=[('new_address', "asks at a new address whether it is the reader's"), ('moved', 'tells the old address of the new one')], max_length=20),
        ),
        migrations.AddField(
            model_name='message',
            name='to',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='new_email',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='nonce',
            field=models.CharField(default=votes.models.alerts.new_nonce, editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='paused_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='subscription',
            name='event',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='votes.event'),
        ),
        # The database can't change how it works a column out; it makes the column anew.
        migrations.RemoveIndex(
            model_name='subscription',
            name='subscription_live_topic',
        ),
        migrations.RemoveField(
            model_name='subscription',
            name='topic',
        ),
        migrations.AddField(
            model_name='subscription',
            name='topic',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.Case(models.When(issue__isnull=False, then=django.db.models.functions.text.Concat(models.Value('issue:', models.TextField()), django.db.models.functions.comparison.Cast('issue', models.TextField()))), default=None), models.Case(models.When(person__isnull=False, then=django.db.models.functions.text.Concat(models.Value('person:', models.TextField()), django.db.models.functions.comparison.Cast('person', models.TextField()))), default=None), models.Case(models.When(body__isnull=False, then=django.db.models.functions.text.Concat(models.Value('body:', models.TextField()), django.db.models.functions.comparison.Cast('body', models.TextField()))), default=None), models.Case(models.When(then=django.db.models.functions.text.Concat(models.Value('vote:', models.TextField()), django.db.models.functions.comparison.Cast('vote', models.TextField())), vote__isnull=False), default=None), models.Case(models.When(event__isnull=False, then=django.db.models.functions.text.Concat(models.Value('event:', models.TextField()), django.db.models.functions.comparison.Cast('event', models.TextField()))), default=None), models.Case(models.When(place__isnull=False, then=django.db.models.functions.text.Concat(models.Value('place:', models.TextField()), django.db.models.functions.comparison.Cast('place', models.TextField()))), default=None)), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['topic'], name='subscription_live_topic'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.Exact(models.Func(models.F('issue'), models.F('person'), models.F('body'), models.F('vote'), models.F('event'), models.F('place'), function='num_nonnulls', output_field=models.IntegerField()), 1)), name='subscription_exactly_one_topic'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(fields=('subscriber', 'issue', 'person', 'body', 'vote', 'event', 'place'), name='subscription_unique_topic', nulls_distinct=False),
        ),
        migrations.AddField(
            model_name='consent',
            name='subscriber',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='votes.subscriber'),
        ),
        migrations.RunSQL(DATA, migrations.RunSQL.noop),
    ]
