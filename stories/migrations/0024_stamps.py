"""What readers see changed: the database notes it, for whoever keeps a page."""

from django.db import migrations, models

from stories.migrations._stamps import functions, watch

# The tables that public pages read, each with the columns that no page shows.
WATCHED = {
    "officials_place": (), "officials_body": (), "officials_body_parents": (), "officials_person": (),
    "officials_alias": (), "officials_role": (),
    "votes_issue": ("terms",), "votes_vote": (), "votes_votechange": (), "votes_ballot": (), "votes_event": (),
    "votes_event_bodies": (), "votes_event_issues": (), "votes_eventchange": (), "votes_position": (),
    "votes_merged": (),
    "stories_outlet": (),
    "stories_source": (
        "must_have", "must_not_have", "full_text", "selector", "request_headers", "url_rules", "changes",
        "changes_read", "unconditional", "etag", "last_modified", "body_hash", "ttl_minutes", "moved_to",
        "moved_times", "next_poll_at", "claimed_until", "last_whole_at",
    ),
    "stories_article": ("fingerprint", "last_read_at", "rereads", "next_reread_at", "claimed_until"),
    "stories_articleversion": (), "stories_articleissue": ("score", "reason"), "stories_withdrawal": (),
    "stories_finding": (), "stories_quote": (), "stories_response": (), "stories_loggedaction": (),
    "stories_rulerecord": (), "stories_calendarrow": ("seen_at", "sequence", "changed_at"),
}  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0023_words_are_indexed'),
        ('officials', '0009_words_are_indexed'),
        ('votes', '0013_words_are_indexed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=40)),
                ('weight', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['subject'], include=('weight',), name='stamp_weight')],
            },
        ),
        *functions(),
        *(watch(table, hidden) for table, hidden in WATCHED.items()),
    ]
