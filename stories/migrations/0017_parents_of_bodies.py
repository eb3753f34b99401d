"""Of which bodies a joint one is made is corrected on the desk, and undone like all else."""

from django.db import migrations

from stories.migrations._effects import trigger_on


class Migration(migrations.Migration):

    dependencies = [
        ("stories", "0016_how_sources_are_asked"),
    ]

    operations = [trigger_on("officials_body_parents")]
