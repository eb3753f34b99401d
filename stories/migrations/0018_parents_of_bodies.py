"""Of which bodies a joint one is made is corrected on the desk, and undone like all else."""

from django.db import migrations

from stories.migrations._effects import trigger_on


class Migration(migrations.Migration):

    dependencies = [
        ("stories", "0017_what_was_wrong_and_what_was_corrected"),
    ]

    operations = [trigger_on("officials_body_parents")]
