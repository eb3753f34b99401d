"""What waits or stands out among much that is done stands in small tables that the database keeps: versions that nobody
has read, claims whose words are gone, the days on which sources gave findings, and how many entries are in which state.
"""

import django.db.models.deletion
from django.db import migrations, models

from stories.migrations import _queues as queues


def source():
    return models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stories.source')


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0033_a_model_beside_the_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='Unread',
            fields=[
                ('version', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='unread', serialize=False, to='stories.articleversion')),
            ],
            options={'verbose_name_plural': 'unread'},
        ),
        migrations.CreateModel(
            name='Outdated',
            fields=[
                ('finding', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='outdated', serialize=False, to='stories.finding')),
            ],
            options={'verbose_name_plural': 'outdated'},
        ),
        migrations.CreateModel(
            name='YieldDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('source', source()),
            ],
            options={'indexes': [models.Index(fields=['source', 'day'], name='yield_day_of_source')]},
        ),
        migrations.CreateModel(
            name='EntryTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('due', 'Due'), ('done', 'Done'), ('skipped', 'Skipped'), ('failed', 'Failed')], max_length=10)),
                ('entries', models.IntegerField()),
                ('partial', models.IntegerField()),
                ('source', source()),
            ],
            options={'verbose_name_plural': 'entry tallies', 'indexes': [models.Index(fields=['source', 'state'], include=('entries', 'partial'), name='entry_tally_counts')]},
        ),
        # The triggers first: they keep writers out until what is there so far is counted.
        migrations.RunSQL(queues.UNREAD, queues.FORGET_UNREAD),
        migrations.RunSQL(queues.UNREAD_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(queues.OUTDATED, queues.FORGET_OUTDATED),
        migrations.RunSQL(queues.OUTDATED_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(queues.YIELD_DAYS, queues.FORGET_YIELD_DAYS),
        migrations.RunSQL(queues.YIELDS_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(queues.TALLIES, queues.FORGET_TALLIES),
        migrations.RunSQL(queues.TALLIES_SO_FAR, migrations.RunSQL.noop),
    ]
