"""A person's newest quotes are found by an index; and what came of a reader's objection stands in the log of
corrections, also where its answer is shown nowhere.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from stories.migrations._stamps import SEEN


class Migration(migrations.Migration):

    atomic = False  # the index is built while readers read and curators write

    dependencies = [
        ('stories', '0031_pairs_told_apart'),
    ]

    operations = [
        migrations.RunSQL(SEEN, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name='quote',
            index=models.Index('person', models.OrderBy(models.F('said_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='quote_newest_of_person'),
        ),
    ]
