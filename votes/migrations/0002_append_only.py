"""The ledgers can only grow."""

from django.db import migrations

from votes.migrations._append_only import APPEND_ONLY_FUNCTION, append_only_trigger


class Migration(migrations.Migration):
    dependencies = [("votes", "0001_initial")]

    operations = [
        APPEND_ONLY_FUNCTION,
        append_only_trigger("votes_votechange", ["sentence", "decided_by"]),
        append_only_trigger("votes_announcement", ["title", "sentence"]),
    ]
