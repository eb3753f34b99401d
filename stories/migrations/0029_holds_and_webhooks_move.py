"""What is held of a body, and who is called for it, moves with a merge: what curation changes of them is recorded."""

from django.db import migrations

from stories.migrations._effects import trigger_on


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0028_sources_of_issues'),
        ('votes', '0018_who_was_told_what'),
    ]

    operations = [
        trigger_on("votes_hold"),
        trigger_on("votes_webhook"),
    ]
