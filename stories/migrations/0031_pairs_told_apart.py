"""Bodies, places, issues and votes that are told apart: what curation changes of that is recorded, as of people."""

from django.db import migrations

from stories.migrations._effects import trigger_on


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0030_edits_of_votes'),
        ('officials', '0010_told_apart'),
        ('votes', '0019_told_apart'),
    ]

    operations = [
        trigger_on("officials_notsamebody"),
        trigger_on("officials_notsameplace"),
        trigger_on("votes_notsameissue"),
        trigger_on("votes_notsamevote"),
    ]
