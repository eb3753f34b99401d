"""Each source may be asked with headers of its own, have rules for its stories' addresses, and be asked afresh."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("stories", "0015_where_dates_were_read"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="changes",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="source",
            name="changes_read",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="source",
            name="request_headers",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="source",
            name="unconditional",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="source",
            name="url_rules",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, size=None),
        ),
    ]
