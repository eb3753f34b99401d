"""A reader's row may lose its address and stay; addresses that lead to one mailbox are known as such."""

import logging

from django.db import migrations, models
from django.utils import timezone

log = logging.getLogger(__name__)


def mend(apps, schema_editor):
    """Take rows without an address, which a shell may have made, for erased ones."""
    for reader in apps.get_model("votes", "Subscriber").objects.filter(email=""):
        reader.erased_at = timezone.now()
        reader.save(update_fields=["erased_at"])
        log.warning("Subscriber %s had no address; it now counts as erased.", reader.pk)


class Migration(migrations.Migration):

    dependencies = [
        ('votes', '0005_windows_agree'),
    ]

    operations = [
        migrations.AlterField(
            model_name='subscriber',
            name='email',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.AddField(
            model_name='subscriber',
            name='mailbox',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.Func(models.F('email'), models.Value('\\+.*@'), models.Value('@'), function='regexp_replace'), models.Value('[."\\\\](?=.*@)'), models.Value(''), models.Value('g'), function='regexp_replace'), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='subscriber',
            index=models.Index(fields=['mailbox'], name='subscriber_mailbox'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='subscriber_email_unique'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), models.Q(('email', ''), _negated=True)), models.Q(('email', ''), ('erased_at__isnull', False)), _connector='OR'), name='subscriber_erased_or_addressed'),
        ),
    ]
