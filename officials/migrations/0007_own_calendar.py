"""A body may accept by itself what its own calendar makes of a known meeting."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0006_names_alike_are_found'),
    ]

    operations = [
        migrations.AddField(
            model_name='body',
            name='accepts_own_calendar',
            field=models.BooleanField(default=False),
        ),
    ]
