"""What a language model has not been asked about, and of which stories something was taken, stand in small tables that
the database keeps.
"""

import django.db.models.deletion
from django.db import migrations, models

from stories.migrations import _queues as queues


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0035_found_by_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='Unasked',
            fields=[
                ('version', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='unasked', serialize=False, to='stories.articleversion')),
                ('read_at', models.DateTimeField()),
            ],
            options={'verbose_name_plural': 'unasked', 'indexes': [models.Index(fields=['read_at'], name='unasked_read_at')]},
        ),
        migrations.CreateModel(
            name='Taken',
            fields=[
                ('article', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='stories.article')),
                ('at', models.DateTimeField()),
                ('outlet', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stories.outlet')),
            ],
            options={'verbose_name_plural': 'taken', 'indexes': [models.Index(fields=['outlet', '-at', '-article'], name='taken_newest_of_outlet')]},
        ),
        # The triggers first: they keep writers out until what is there so far is written.
        migrations.RunSQL(queues.UNASKED, queues.FORGET_UNASKED),
        migrations.RunSQL(queues.UNASKED_SO_FAR, migrations.RunSQL.noop),
        migrations.RunSQL(queues.TAKEN, queues.FORGET_TAKEN),
        migrations.RunSQL(queues.TAKEN_SO_FAR, migrations.RunSQL.noop),
    ]
