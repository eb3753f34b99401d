"""The entries of a source in a state, those that could not be read, an outlet's newest stories, and
what was corrected are found by an index."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # the indexes are built while readers read and workers write

    dependencies = [
        ('stories', '0034_queues'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='loggedaction',
            index=models.Index(condition=models.Q(('act__in', ['edit', 'undo'])), fields=['act', 'id'], name='logged_action_corrects'),
        ),
        AddIndexConcurrently(
            model_name='article',
            index=models.Index(models.F('outlet'), models.OrderBy(django.db.models.functions.comparison.Coalesce('published_at', 'first_read_at'), descending=True), name='article_newest_of_outlet'),
        ),
        AddIndexConcurrently(
            model_name='entry',
            index=models.Index(fields=['source', 'state', 'id'], name='entry_of_source'),
        ),
        AddIndexConcurrently(
            model_name='entry',
            index=models.Index(condition=models.Q(('state', 'failed'), models.Q(('attempts__gt', 0), ('state', 'due')), _connector='OR'), fields=['source', '-seen_at', '-id'], name='entry_failing'),
        ),
        migrations.AlterField(
            model_name='entry',
            name='source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='stories.source'),
        ),
    ]
