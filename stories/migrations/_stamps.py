"""The SQL by which the database notes that what readers see changed; `watch` is for tables that pages read later, too.

Each statement on a watched table writes a row for each subject that it touches (see `stories/models/stamps.py`). What
nobody sees, a proposal that waits or a worker's lease, touches none.
"""

from collections.abc import Iterable

from django.db.migrations import RunSQL

# The issues that show an article: those that it belongs to, and those of anything accepted of it or its copies, since
# all that is shown of a story shares its measure. `ids` are the articles'.
OF_ARTICLES = """
    CREATE OR REPLACE FUNCTION issues_of_articles(ids bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
        WITH near AS (
            SELECT unnest(ids) AS id
            UNION SELECT original_id FROM stories_article WHERE id = ANY (ids)
            UNION SELECT id FROM stories_article WHERE original_id = ANY (ids)
        ), claims AS (
            SELECT quote_id, position_id, vote_id, event_id FROM stories_finding
            WHERE article_id IN (SELECT id FROM near) AND state IN ('accepted', 'withdrawn')
        )
        SELECT ARRAY(
            SELECT issue_id FROM stories_articleissue WHERE article_id IN (SELECT id FROM near) AND state <> 'rejected'
            UNION SELECT issue_id FROM stories_quote WHERE id IN (SELECT quote_id FROM claims)
            UNION SELECT issue_id FROM votes_position WHERE id IN (SELECT position_id FROM claims)
            UNION SELECT issue_id FROM votes_vote WHERE id IN (SELECT vote_id FROM claims)
            UNION SELECT issue_id FROM votes_event_issues WHERE event_id IN (SELECT event_id FROM claims)
        )
    $$;
"""
# The issues that show these rows of a table; null where any may.
OF_ROWS = """
    CREATE OR REPLACE FUNCTION issues_of_rows(of_table text, rows jsonb[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
    DECLARE
        key text := CASE
            WHEN of_table IN ('votes_vote', 'votes_position', 'stories_quote', 'stories_articleissue',
                              'votes_event_issues') THEN 'issue_id'
            WHEN of_table IN ('votes_votechange', 'votes_ballot') THEN 'vote_id'
            WHEN of_table IN ('votes_eventchange', 'votes_event_bodies') THEN 'event_id'
            WHEN of_table IN ('stories_articleversion', 'stories_withdrawal', 'stories_finding') THEN 'article_id'
            WHEN of_table IN ('votes_event', 'stories_article') THEN 'id'
            WHEN of_table = 'stories_response' THEN 'quote_id'
        END;
        ids bigint[] := (SELECT array_agg(DISTINCT (one ->> key)::bigint) FROM unnest(rows) one WHERE one ->> key <> '');
    BEGIN
        IF key IS NULL THEN
            RETURN NULL;
        ELSIF ids IS NULL THEN
            ids := '{}';
        END IF;
        IF key = 'issue_id' THEN
            RETURN ids;
        ELSIF key = 'vote_id' THEN
            RETURN ARRAY(SELECT DISTINCT issue_id FROM votes_vote WHERE id = ANY (ids));
        ELSIF key = 'event_id' OR of_table = 'votes_event' THEN
            RETURN ARRAY(SELECT DISTINCT issue_id FROM votes_event_issues WHERE event_id = ANY (ids));
        ELSIF of_table = 'stories_response' THEN
            RETURN ARRAY(
                SELECT issue_id FROM stories_quote WHERE id = ANY (ids)
                UNION SELECT issue_id FROM votes_position
                      WHERE id IN (SELECT (one ->> 'position_id')::bigint FROM unnest(rows) one)
            );
        ELSIF of_table = 'stories_finding' THEN
            -- What it rests on no more as well.
            RETURN issues_of_articles(ids) || ARRAY(
                SELECT issue_id FROM stories_quote
                    WHERE id IN (SELECT (one ->> 'quote_id')::bigint FROM unnest(rows) one)
                UNION SELECT issue_id FROM votes_position
                    WHERE id IN (SELECT (one ->> 'position_id')::bigint FROM unnest(rows) one)
                UNION SELECT issue_id FROM votes_vote
                    WHERE id IN (SELECT (one ->> 'vote_id')::bigint FROM unnest(rows) one)
                UNION SELECT issue_id FROM votes_event_issues
                    WHERE event_id IN (SELECT (one ->> 'event_id')::bigint FROM unnest(rows) one)
            );
        END IF;
        RETURN issues_of_articles(ids);
    END $$;
"""
# A day by a place's clock; the table of places holds real zones alone.
LOCAL_DAY = """
    CREATE OR REPLACE FUNCTION local_day(moment timestamptz, zone text) RETURNS date LANGUAGE sql STABLE AS $$
        SELECT (moment AT TIME ZONE zone)::date
    $$;
"""
# Whether readers see a row, and whether a change of it takes something away for good.
SEEN = """
    CREATE OR REPLACE FUNCTION is_story_seen(story bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
        WITH near AS (
            SELECT story AS id
            UNION SELECT original_id FROM stories_article WHERE id = story
            UNION SELECT id FROM stories_article WHERE original_id = story
        )
        SELECT EXISTS (SELECT FROM stories_finding WHERE article_id IN (SELECT id FROM near)
                       AND state IN ('accepted', 'withdrawn'))
            OR EXISTS (SELECT FROM stories_articleissue WHERE article_id IN (SELECT id FROM near)
                       AND state = 'accepted')
    $$;
    CREATE OR REPLACE FUNCTION is_seen(of_table text, one jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT CASE
            WHEN one IS NULL THEN false
            WHEN of_table = 'stories_article' THEN is_story_seen((one ->> 'id')::bigint)
            WHEN of_table = 'stories_articleversion' THEN is_story_seen((one ->> 'article_id')::bigint)
            WHEN of_table = 'votes_issue' THEN one ->> 'published_at' IS NOT NULL
            WHEN of_table = 'stories_finding' THEN one ->> 'state' IN ('accepted', 'withdrawn')
            -- The log of corrections has those that something came of, wherever the answer stands.
            WHEN of_table = 'stories_complaint' THEN one ->> 'shown' <> ''
                OR one ->> 'verdict' IN ('corrected', 'withdrawn')
            WHEN of_table = 'stories_articleissue' THEN one ->> 'state' = 'accepted' OR EXISTS (
                SELECT FROM stories_article
                WHERE (id = (one ->> 'article_id')::bigint AND original_id IS NOT NULL)
                   OR original_id = (one ->> 'article_id')::bigint
            )
            ELSE true
        END
    $$;
    CREATE OR REPLACE FUNCTION is_removed(of_table text, was jsonb, is_now jsonb) RETURNS boolean
        LANGUAGE sql IMMUTABLE AS $$
        SELECT (was ->> 'redacted_at' IS NULL AND is_now ->> 'redacted_at' IS NOT NULL)
            OR (was ->> 'withdrawn_at' IS NULL AND is_now ->> 'withdrawn_at' IS NOT NULL)
            OR (was IS NOT NULL AND is_now IS NULL)
            OR (of_table = 'stories_finding' AND was ->> 'state' = 'accepted' AND is_now ->> 'state' <> 'accepted')
            OR of_table = 'stories_withdrawal'
    $$;
"""
# Whether only pages about the desk's own work show a change: a decision beside what it made public, and a poll on the
# same day as the one before.
OF_DESK = """
    CREATE OR REPLACE FUNCTION is_of_the_desk(of_table text, was jsonb[], is_now jsonb[]) RETURNS boolean
        LANGUAGE sql STABLE AS $$
        SELECT CASE of_table
            WHEN 'stories_rulerecord' THEN true
            WHEN 'stories_loggedaction' THEN NOT EXISTS (
                SELECT FROM unnest(was || is_now) one WHERE one ->> 'act' NOT IN ('accept', 'reject')
            )
            WHEN 'stories_source' THEN NOT EXISTS (
                SELECT FROM unnest(was, is_now) pair (old_row, new_row)
                WHERE old_row - polled IS DISTINCT FROM new_row - polled OR EXISTS (
                    SELECT FROM (SELECT time_zone FROM officials_place UNION VALUES ('UTC')) place
                    WHERE local_day((old_row ->> 'last_ok_at')::timestamptz, time_zone)
                        IS DISTINCT FROM local_day((new_row ->> 'last_ok_at')::timestamptz, time_zone)
                )
            )
            ELSE false
        END
        FROM (VALUES (ARRAY['last_fetch_at', 'last_ok_at', 'last_new_at', 'last_yield_at', 'failures', 'problem',
                            'paused', 'gone_at'])) columns (polled)
    $$;
"""
STAMP = """
    CREATE OR REPLACE FUNCTION stamp_changes(of_table text, was jsonb[], is_now jsonb[]) RETURNS void
        LANGUAGE plpgsql AS $$
    DECLARE
        rows jsonb[];
        issues bigint[];
        is_gone boolean;
        subjects text[] := '{all}';
    BEGIN
        -- The pairs of which readers see either side.
        SELECT array_remove(array_agg(old_row) || array_agg(new_row), NULL), bool_or(is_removed(of_table, old_row, new_row))
        INTO rows, is_gone
        FROM unnest(was, is_now) pair (old_row, new_row)
        WHERE is_seen(of_table, old_row) OR is_seen(of_table, new_row);
        IF coalesce(cardinality(rows), 0) = 0 THEN
            RETURN;
        END IF;
        issues := issues_of_rows(of_table, rows);
        IF is_of_the_desk(of_table, was, is_now) THEN
            subjects := '{desk}';
        ELSIF issues IS NULL THEN
            subjects := subjects || '{base,desk}';
        ELSE
            subjects := subjects || ARRAY(SELECT DISTINCT 'issue:' || id FROM unnest(issues) id WHERE id IS NOT NULL);
        END IF;
        IF is_gone THEN
            subjects := subjects || '{removed}';
        END IF;
        INSERT INTO stories_stamp (subject, weight)
            SELECT subject, 1 + floor(random() * 4294967295)::bigint FROM unnest(subjects) subject;
    END $$;
"""
# One trigger function for each kind of statement, since only some rows have names in each.
TRIGGERS = """
    CREATE OR REPLACE FUNCTION stamp_insert() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM stamp_changes(TG_TABLE_NAME, array_fill(NULL::jsonb, ARRAY[count(*)::int]),
                              array_agg(to_jsonb(one) - coalesce(TG_ARGV, '{}'))) FROM new_rows one HAVING count(*) > 0;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION stamp_delete() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM stamp_changes(TG_TABLE_NAME, array_agg(to_jsonb(one) - coalesce(TG_ARGV, '{}')),
                              array_fill(NULL::jsonb, ARRAY[count(*)::int])) FROM old_rows one HAVING count(*) > 0;
        RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION stamp_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM stamp_changes(TG_TABLE_NAME, array_agg(old_row), array_agg(new_row))
        FROM (
            SELECT to_jsonb(was) - coalesce(TG_ARGV, '{}') AS old_row, to_jsonb(is_now) - coalesce(TG_ARGV, '{}') AS new_row
            FROM old_rows was JOIN new_rows is_now ON was.id = is_now.id
        ) pair
        WHERE old_row IS DISTINCT FROM new_row HAVING count(*) > 0;
        RETURN NULL;
    END $$;
"""
FUNCTIONS = (OF_ARTICLES, OF_ROWS, LOCAL_DAY, SEEN, OF_DESK, STAMP, TRIGGERS)
FORGET = """
    DROP FUNCTION stamp_insert, stamp_delete, stamp_update, stamp_changes, issues_of_rows, issues_of_articles, is_of_the_desk,
        is_seen, is_removed, is_story_seen, local_day;
"""


def functions() -> list[RunSQL]:
    """The migration steps that make the functions; once all triggers are gone, they go."""
    return [RunSQL(RunSQL.noop, FORGET), *(RunSQL(made, RunSQL.noop) for made in FUNCTIONS)]


def watch(table: str, hidden: Iterable[str] = ()) -> RunSQL:
    """The migration step that notes changes of a table that public pages read, but for those of the columns `hidden`
    alone.
    """
    columns = ", ".join(f"'{column}'" for column in hidden)
    kinds = {
        "insert": "NEW TABLE AS new_rows",
        "delete": "OLD TABLE AS old_rows",
        "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    }
    return RunSQL(
        [
            f"CREATE TRIGGER stamps_{kind} AFTER {kind.upper()} ON {table} REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION stamp_{kind}({columns});"
            for kind, rows in kinds.items()
        ],
        [f"DROP TRIGGER stamps_{kind} ON {table};" for kind in kinds],
    )
