"""A window's days, precision and bounds agree: what does not is mended, and said so in the log."""

import datetime
import logging
import django.db.models.expressions
from django.db import migrations, models

log = logging.getLogger(__name__)
FIRST, LAST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
LONGEST = {"day": 1, "week": 7, "month": 31, "season": 92, "year": 3660}


def mend(apps, schema_editor):
    """Give a window the precision that its days have; one outside of all bounds loses its date. The ledger stays."""
    for vote in apps.get_model("votes", "Vote").objects.exclude(precision="none").iterator():
        days = (vote.latest - vote.earliest).days + 1
        if FIRST <= vote.earliest and vote.latest <= LAST and days <= LONGEST[vote.precision]:
            continue
        before = f"{vote.earliest} to {vote.latest}, {vote.precision}"
        fitting = next((unit for unit, longest in LONGEST.items() if days <= longest), None)
        if FIRST <= vote.earliest and vote.latest <= LAST and fitting:
            vote.precision = fitting
        else:
            vote.earliest = vote.latest = None
            vote.precision = "none"
        vote.save(update_fields=["earliest", "latest", "precision"])
        log.warning("Vote %s: the window %s contradicted itself; it is now %s.", vote.pk, before, vote.precision)


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0001_initial'),
        ('votes', '0004_only_blanks_redact'),
    ]

    operations = [
        migrations.RunPython(mend, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='vote',
            name='vote_window',
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('earliest', None), ('latest', None), ('precision', 'none')), models.Q(('earliest__isnull', False), ('latest__isnull', False), ('earliest__gte', datetime.date(1900, 1, 1)), ('earliest__lte', models.F('latest')), ('latest__lte', datetime.date(2199, 12, 31)), models.Q(models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=1)))), ('precision', 'day')), models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=7)))), ('precision', 'week')), models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=31)))), ('precision', 'month')), models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=92)))), ('precision', 'season')), models.Q(('latest__lt', django.db.models.expressions.CombinedExpression(models.F('earliest'), '+', models.Value(datetime.timedelta(days=3660)))), ('precision', 'year')), _connector='OR')), _connector='OR'), name='vote_window'),
        ),
    ]
