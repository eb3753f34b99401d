"""What came of a reader's objection stands in the log of corrections, also where its answer is shown nowhere."""

from django.db import migrations

from stories.migrations._stamps import SEEN


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0029_holds_and_webhooks_move'),
    ]

    operations = [migrations.RunSQL(SEEN, migrations.RunSQL.noop)]
