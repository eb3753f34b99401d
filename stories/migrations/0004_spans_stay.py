"""Ledgers can't be emptied, and a finding can't lose the words it rests on."""

from django.db import migrations

from votes.migrations._append_only import no_truncate_trigger

SPANS_STAY = migrations.RunSQL(
    """
    CREATE FUNCTION finding_spans_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.redacted_at IS NULL AND NEW.spans = '[]' AND OLD.spans <> '[]' THEN
            RAISE EXCEPTION 'a finding keeps the words it rests on' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER spans_stay BEFORE UPDATE OF spans ON stories_finding
        FOR EACH ROW EXECUTE FUNCTION finding_spans_stay();
    """,
    "DROP TRIGGER spans_stay ON stories_finding; DROP FUNCTION finding_spans_stay();",
)


class Migration(migrations.Migration):
    dependencies = [("stories", "0003_copies_index_kept_merged"), ("votes", "0004_only_blanks_redact")]

    operations = [
        no_truncate_trigger("stories_articleversion"),
        no_truncate_trigger("stories_decision"),
        SPANS_STAY,
    ]
