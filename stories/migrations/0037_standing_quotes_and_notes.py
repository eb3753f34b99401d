"""The quotes of a person that stand are counted and put in order by an index alone; so are found what the
language model gave up on and what was removed.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # the index is built while readers read and curators write

    dependencies = [
        ('stories', '0036_unasked_and_taken'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='quote',
            index=models.Index('person', models.OrderBy(models.F('said_on'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('withdrawn_at', None)), name='quote_standing_of_person'),
        ),
        AddIndexConcurrently(
            model_name='extraction',
            index=models.Index(condition=models.Q(('note', ''), _negated=True), fields=['done_at'], name='extraction_noted'),
        ),
        AddIndexConcurrently(
            model_name='loggedaction',
            index=models.Index(condition=models.Q(('act', 'redact')), fields=['id'], name='logged_action_redacts'),
        ),
        RemoveIndexConcurrently(model_name='quote', name='quote_newest_of_person'),
    ]
