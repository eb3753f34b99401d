"""Open issues, where one person stands, the newest votes, what is owed and late, and mistakes of ours are found
by an index.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # the indexes are built while readers read and workers write

    dependencies = [
        ('votes', '0020_paces_pauses_and_drops'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='issue',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['title'], name='issue_open'),
        ),
        AddIndexConcurrently(
            model_name='position',
            index=models.Index(condition=models.Q(('withdrawn_at', None)), fields=['person', '-since', '-id'], include=('issue',), name='position_newest_of_person'),
        ),
        AddIndexConcurrently(
            model_name='vote',
            index=models.Index(models.OrderBy(models.F('latest'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('withdrawn_at', None)), name='vote_newest'),
        ),
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'owed')), fields=['due_at'], name='delivery_unsent'),
        ),
        AddIndexConcurrently(
            model_name='votechange',
            index=models.Index(condition=models.Q(('why', 'mistake')), fields=['learnt_at'], name='vote_change_mistake'),
        ),
        AddIndexConcurrently(
            model_name='eventchange',
            index=models.Index(condition=models.Q(('why', 'mistake')), fields=['learnt_at'], name='event_change_mistake'),
        ),
    ]
