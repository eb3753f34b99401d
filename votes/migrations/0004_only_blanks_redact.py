"""Redaction may only blank: the first rule let a redaction write other words. And ledgers can't be emptied."""

from django.db import migrations

from votes.migrations._append_only import APPEND_ONLY_BLANKS, no_truncate_trigger


class Migration(migrations.Migration):
    dependencies = [("votes", "0003_withdrawn_votes_and_placeless_issues")]

    operations = [
        APPEND_ONLY_BLANKS,
        no_truncate_trigger("votes_votechange"),
        no_truncate_trigger("votes_announcement"),
    ]
