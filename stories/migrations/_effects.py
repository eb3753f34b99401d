"""The SQL by which the database writes down what an act of curation changes, for tables that curation learns to change
later; the first ones have it from migration 0010.
"""

from django.db.migrations import RunSQL


def trigger_on(table: str) -> RunSQL:
    """The migration step that records the changes of a table while an act is under way."""
    return RunSQL(
        f"CREATE TRIGGER effects AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW "
        "WHEN (current_setting('civictrack.acting', true) <> '') EXECUTE FUNCTION record_effect();",
        f"DROP TRIGGER effects ON {table};",
    )
