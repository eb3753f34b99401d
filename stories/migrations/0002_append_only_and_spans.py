"""Versions and decisions can only grow, and a finding's words stand where it says they do."""

from django.db import migrations

from votes.migrations._append_only import append_only_trigger

SPANS_STAND = migrations.RunSQL(
    """
    CREATE FUNCTION finding_spans_stand() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        version stories_articleversion%ROWTYPE;
        span jsonb;
    BEGIN
        IF NEW.redacted_at IS NOT NULL THEN
            RETURN NEW;
        END IF;
        SELECT * INTO version FROM stories_articleversion WHERE id = NEW.version_id;
        IF version.article_id IS DISTINCT FROM NEW.article_id THEN
            RAISE EXCEPTION 'the version belongs to another article' USING ERRCODE = 'check_violation';
        END IF;
        IF jsonb_typeof(NEW.spans) <> 'array' THEN
            RAISE EXCEPTION 'spans must be a list' USING ERRCODE = 'check_violation';
        END IF;
        FOR span IN SELECT * FROM jsonb_array_elements(NEW.spans) LOOP
            IF NOT coalesce(
                (span->>'start')::int >= 0 AND (span->>'end')::int > (span->>'start')::int
                AND substring(version.text FROM (span->>'start')::int + 1
                              FOR (span->>'end')::int - (span->>'start')::int) = span->>'text', false) THEN
                RAISE EXCEPTION 'the words do not stand at %-% of the version: %',
                    span->>'start', span->>'end', left(span->>'text', 80) USING ERRCODE = 'check_violation';
            END IF;
        END LOOP;
        RETURN NEW;
    END $$;
    CREATE TRIGGER spans_stand BEFORE INSERT OR UPDATE OF spans, version_id, article_id, redacted_at ON stories_finding
        FOR EACH ROW EXECUTE FUNCTION finding_spans_stand();
    """,
    "DROP TRIGGER spans_stand ON stories_finding; DROP FUNCTION finding_spans_stand();",
)


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_initial"), ("votes", "0002_append_only")]

    operations = [
        append_only_trigger("stories_articleversion", ["title", "text", "headings"]),
        append_only_trigger("stories_decision", ["before", "after", "reason"]),
        SPANS_STAND,
    ]
