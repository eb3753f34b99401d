"""Names that are nearly the same are found by their groups of three letters."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("officials", "0003_time_zones_are_real")]

    operations = [TrigramExtension()]
