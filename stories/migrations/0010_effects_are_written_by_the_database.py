"""While a logged action is under way, the database writes down every row that it changes of the public record."""

from django.db import migrations

from votes.migrations._append_only import append_only_trigger, no_truncate_trigger

# A table that curation learns to change needs a trigger, by a migration of its own; a test compares them.
TABLES = (
    "officials_place", "officials_body", "officials_person", "officials_alias", "officials_notsame", "officials_role",
    "votes_issue", "votes_position", "votes_vote", "votes_ballot", "votes_subscription",
    "stories_source", "stories_articleissue", "stories_finding", "stories_quote", "stories_response",
)  # fmt: skip

# `civictrack.acting` holds the numbers of the actions under way in this transaction, the innermost first, and
# `civictrack.acting_silently` says that no value may be kept, which is so while a person is removed.
RECORD_EFFECT = migrations.RunSQL(
    """
    CREATE FUNCTION record_effect() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        was jsonb := '{}';
        now jsonb := '{}';
        row_id bigint;
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            was := to_jsonb(OLD);
            row_id := OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            now := to_jsonb(NEW);
            row_id := NEW.id;
        END IF;
        IF TG_OP = 'UPDATE' THEN
            SELECT coalesce(jsonb_object_agg(key, was -> key), '{}'), coalesce(jsonb_object_agg(key, value), '{}')
                INTO was, now FROM jsonb_each(now) WHERE value IS DISTINCT FROM was -> key;
            IF now = '{}' THEN
                RETURN NULL;
            END IF;
        END IF;
        IF current_setting('civictrack.acting_silently', true) = 'on' THEN
            was := '{}';
            now := '{}';
        END IF;
        INSERT INTO stories_effect (action_id, "table", "row", kind, before, after)
            VALUES (split_part(current_setting('civictrack.acting'), ',', 1)::bigint,
                    TG_TABLE_NAME, row_id, lower(TG_OP), was, now);
        RETURN NULL;
    END $$;
    """,
    "DROP FUNCTION record_effect();",
)


def trigger_on(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER effects AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW "
        "WHEN (current_setting('civictrack.acting', true) <> '') EXECUTE FUNCTION record_effect();",
        f"DROP TRIGGER effects ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0009_every_effect_of_an_action"),
        ("officials", "0001_initial"),
        ("votes", "0005_windows_agree"),
    ]

    operations = [
        append_only_trigger("stories_effect", ["before", "after"]),
        no_truncate_trigger("stories_effect"),
        RECORD_EFFECT,
        *[trigger_on(table) for table in TABLES],
    ]
