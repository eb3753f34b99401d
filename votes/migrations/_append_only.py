"""The SQL by which the database keeps a table append-only, as migrations wrote it; a change is a new migration's own.

What Django does with it is `votes.ledger`.
"""

from collections.abc import Sequence

from django.db.migrations import RunSQL

APPEND_ONLY_FUNCTION = RunSQL(
    """
    CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION '% is append-only: rows are never deleted', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.redacted_at IS NULL
           OR to_jsonb(NEW) - (TG_ARGV::text[] || 'redacted_at'::text)
              IS DISTINCT FROM to_jsonb(OLD) - (TG_ARGV::text[] || 'redacted_at'::text) THEN
            RAISE EXCEPTION '% is append-only: only redaction may change a row', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    """,
    "DROP FUNCTION append_only();",
)


APPEND_ONLY_BLANKS = RunSQL(
    """
    CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        column_name text;
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            IF current_setting('civictrack.may_truncate', true) = 'yes' THEN
                RETURN NULL;  -- a test database is emptied between tests
            END IF;
            RAISE EXCEPTION '% is append-only: it is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION '% is append-only: rows are never deleted', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.redacted_at IS NULL
           OR to_jsonb(NEW) - (TG_ARGV::text[] || 'redacted_at'::text)
              IS DISTINCT FROM to_jsonb(OLD) - (TG_ARGV::text[] || 'redacted_at'::text) THEN
            RAISE EXCEPTION '% is append-only: only redaction may change a row', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        FOREACH column_name IN ARRAY TG_ARGV::text[] LOOP
            IF to_jsonb(NEW) -> column_name NOT IN ('""', '"(removed)"', '[]', '{}', 'null')
               AND to_jsonb(NEW) -> column_name IS DISTINCT FROM to_jsonb(OLD) -> column_name THEN
                RAISE EXCEPTION '% is append-only: redaction may only blank %', TG_TABLE_NAME, column_name
                    USING ERRCODE = 'restrict_violation';
            END IF;
        END LOOP;
        RETURN NEW;
    END $$;
    """,
    RunSQL.noop,
)

# As before, but of a column that holds an object single values may be blanked, too: a motion, and not its date.
APPEND_ONLY_VALUES = RunSQL(
    """
    CREATE FUNCTION blanked(was jsonb, now jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
        SELECT now IS NOT DISTINCT FROM was OR now IN ('""', '"(removed)"', '[]', '{}', 'null') OR (
            CASE WHEN jsonb_typeof(was) = 'object' AND jsonb_typeof(now) = 'object' THEN
                NOT EXISTS (
                    SELECT FROM jsonb_each(was) old FULL JOIN jsonb_each(now) new USING (key)
                    WHERE old.value IS DISTINCT FROM new.value AND (old.value IS NULL OR new.value <> '"(removed)"')
                ) AND now ?& ARRAY(SELECT jsonb_object_keys(was))
            ELSE false END)
    $$;
    CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        column_name text;
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            IF current_setting('civictrack.may_truncate', true) = 'yes' THEN
                RETURN NULL;  -- a test database is emptied between tests
            END IF;
            RAISE EXCEPTION '% is append-only: it is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION '% is append-only: rows are never deleted', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.redacted_at IS NULL
           OR to_jsonb(NEW) - (TG_ARGV::text[] || 'redacted_at'::text)
              IS DISTINCT FROM to_jsonb(OLD) - (TG_ARGV::text[] || 'redacted_at'::text) THEN
            RAISE EXCEPTION '% is append-only: only redaction may change a row', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
        FOREACH column_name IN ARRAY TG_ARGV::text[] LOOP
            IF NOT blanked(to_jsonb(OLD) -> column_name, to_jsonb(NEW) -> column_name) THEN
                RAISE EXCEPTION '% is append-only: redaction may only blank %', TG_TABLE_NAME, column_name
                    USING ERRCODE = 'restrict_violation';
            END IF;
        END LOOP;
        RETURN NEW;
    END $$;
    """,
    RunSQL.noop,
)


def no_truncate_trigger(table: str) -> RunSQL:
    """The migration step that keeps a ledger from being emptied at one stroke."""
    return RunSQL(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only();",
        f"DROP TRIGGER never_emptied ON {table};",
    )


def append_only_trigger(table: str, redactable: Sequence[str]) -> RunSQL:
    """The migration step that makes a table append-only. `redactable` are the columns `redact` may blank."""
    columns = ", ".join(f"'{column}'" for column in redactable)
    return RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION append_only({columns});",
        f"DROP TRIGGER append_only ON {table};",
    )
