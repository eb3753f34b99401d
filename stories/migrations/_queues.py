"""The SQL by which the database keeps small tables of what waits or stands out (see `stories/models/queues.py`)."""

# What stands in a calendar is read by whoever reads the calendar.
UNREAD = """
    CREATE FUNCTION version_is_unread() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO stories_unread (version_id)
            SELECT one.id FROM new_rows one JOIN stories_article article ON article.id = one.article_id
            WHERE article.rank = 'report';
        RETURN NULL;
    END $$;
    CREATE TRIGGER unread AFTER INSERT ON stories_articleversion REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION version_is_unread();
    CREATE FUNCTION version_is_read() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            DELETE FROM stories_unread WHERE version_id = NEW.version_id;
        ELSE
            INSERT INTO stories_unread (version_id)
                SELECT version.id FROM stories_articleversion version
                    JOIN stories_article article ON article.id = version.article_id
                WHERE version.id = OLD.version_id AND article.rank = 'report'
                    AND NOT EXISTS (SELECT FROM stories_extraction WHERE version_id = OLD.version_id)
                ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER unread AFTER INSERT OR DELETE ON stories_extraction
        FOR EACH ROW EXECUTE FUNCTION version_is_read();
"""
FORGET_UNREAD = """
    DROP TRIGGER unread ON stories_extraction;
    DROP TRIGGER unread ON stories_articleversion;
    DROP FUNCTION version_is_read, version_is_unread;
"""
UNREAD_SO_FAR = """
    INSERT INTO stories_unread (version_id)
        SELECT version.id FROM stories_articleversion version JOIN stories_article article ON article.id = article_id
        WHERE article.rank = 'report' AND NOT EXISTS (SELECT FROM stories_extraction WHERE version_id = version.id)
"""
# These look up a few rows by an index, also where their plans were made while a table that is being filled was empty.
# What is a month older than the newest is taken away by whoever writes, a few at a time: where no model is set, nobody
# else does.
WAITS = """
    SELECT version.id, version.read_at FROM stories_articleversion version
        JOIN stories_article article ON article.id = version.article_id
    WHERE article.rank = 'report' AND %s
        AND EXISTS (SELECT FROM stories_extraction WHERE version_id = version.id AND extractor = 'rules')
        AND NOT EXISTS (SELECT FROM stories_extraction WHERE version_id = version.id AND extractor = 'model')
        AND NOT EXISTS (
            SELECT FROM stories_articleversion later
            WHERE later.article_id = version.article_id AND later.number > version.number
        )
"""
UNASKED = f"""
    CREATE FUNCTION version_is_unasked() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
        one bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
        read timestamptz := (SELECT read_at FROM stories_articleversion WHERE id = one);
    BEGIN
        DELETE FROM stories_unasked WHERE version_id = one;
        INSERT INTO stories_unasked (version_id, read_at) {WAITS % "version.id = one"} ON CONFLICT DO NOTHING;
        DELETE FROM stories_unasked WHERE version_id IN (
            SELECT version_id FROM stories_unasked WHERE read_at < read - interval '31 days'
            ORDER BY read_at LIMIT 20 FOR UPDATE SKIP LOCKED
        );
        RETURN NULL;
    END $$;
    CREATE TRIGGER unasked AFTER INSERT OR DELETE ON stories_extraction
        FOR EACH ROW EXECUTE FUNCTION version_is_unasked();
    CREATE FUNCTION earlier_is_not_asked_about() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
    BEGIN
        DELETE FROM stories_unasked
            WHERE version_id IN (SELECT id FROM stories_articleversion WHERE article_id = NEW.article_id);
        RETURN NULL;
    END $$;
    CREATE TRIGGER unasked AFTER INSERT ON stories_articleversion FOR EACH ROW
        WHEN (NEW.number > 1) EXECUTE FUNCTION earlier_is_not_asked_about();
"""
FORGET_UNASKED = """
    DROP TRIGGER unasked ON stories_articleversion;
    DROP TRIGGER unasked ON stories_extraction;
    DROP FUNCTION earlier_is_not_asked_about, version_is_unasked;
"""
UNASKED_SO_FAR = "INSERT INTO stories_unasked (version_id, read_at)" + WAITS % (
    "version.read_at > (SELECT max(read_at) FROM stories_articleversion) - interval '31 days'"
)
# A story, its original and all copies of that stand and fall together: what is accepted of one makes others public.
TAKE = """
    INSERT INTO stories_taken (article_id, outlet_id, at)
        SELECT id, outlet_id, coalesce(published_at, first_read_at) FROM stories_article
        WHERE rank = 'report' AND (id = %(first)s OR original_id = %(first)s)
        ON CONFLICT (article_id) DO NOTHING;
"""
TAKEN = f"""
    CREATE FUNCTION take_story() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
        first bigint := (SELECT coalesce(original_id, id) FROM stories_article WHERE id = NEW.article_id);
    BEGIN
        {TAKE % {"first": "first"}}
        RETURN NULL;
    END $$;
    CREATE TRIGGER taken AFTER INSERT OR UPDATE OF state, article_id ON stories_articleissue FOR EACH ROW
        WHEN (NEW.state = 'accepted') EXECUTE FUNCTION take_story();
    CREATE TRIGGER taken AFTER INSERT OR UPDATE OF state, article_id ON stories_finding FOR EACH ROW
        WHEN (NEW.state IN ('accepted', 'withdrawn')) EXECUTE FUNCTION take_story();
    CREATE FUNCTION move_taken() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
    DECLARE
        first bigint := coalesce(NEW.original_id, NEW.id);
    BEGIN
        UPDATE stories_taken SET outlet_id = NEW.outlet_id, at = coalesce(NEW.published_at, NEW.first_read_at)
            WHERE article_id = NEW.id;
        IF OLD.original_id IS DISTINCT FROM NEW.original_id AND EXISTS (
            SELECT FROM stories_taken taken JOIN stories_article article ON article.id = taken.article_id
            WHERE article.id = first OR article.original_id = first
        ) THEN
            {TAKE % {"first": "first"}}
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER taken AFTER UPDATE OF outlet_id, published_at, first_read_at, original_id ON stories_article
        FOR EACH ROW WHEN ((OLD.outlet_id, OLD.published_at, OLD.first_read_at, OLD.original_id)
            IS DISTINCT FROM (NEW.outlet_id, NEW.published_at, NEW.first_read_at, NEW.original_id))
        EXECUTE FUNCTION move_taken();
"""
FORGET_TAKEN = """
    DROP TRIGGER taken ON stories_article;
    DROP TRIGGER taken ON stories_finding;
    DROP TRIGGER taken ON stories_articleissue;
    DROP FUNCTION move_taken, take_story;
"""
TAKEN_SO_FAR = """
    WITH first AS (
        SELECT coalesce(original_id, id) AS id FROM stories_article WHERE id IN (
            SELECT article_id FROM stories_articleissue WHERE state = 'accepted'
            UNION SELECT article_id FROM stories_finding WHERE state IN ('accepted', 'withdrawn')
        )
    )
    INSERT INTO stories_taken (article_id, outlet_id, at)
        SELECT id, outlet_id, coalesce(published_at, first_read_at) FROM stories_article
        WHERE rank = 'report' AND (id IN (SELECT id FROM first) OR original_id IN (SELECT id FROM first))
"""
# The words of the first span's role, to the letter but for white space; almost all stand letter for letter, and only the
# others are worth the slow comparison.
GONE = r"""
    SELECT finding.id FROM stories_finding finding JOIN stories_articleversion read ON read.id = finding.version_id
        CROSS JOIN LATERAL (
            SELECT number, text FROM stories_articleversion
            WHERE article_id = finding.article_id AND redacted_at IS NULL ORDER BY number DESC LIMIT 1
        ) newest
    WHERE read.number < newest.number AND %s AND EXISTS (
        SELECT FROM jsonb_array_elements(finding.spans) span
        WHERE span ->> 'role' = finding.spans -> 0 ->> 'role' AND strpos(newest.text, span ->> 'text') = 0
            AND strpos(regexp_replace(newest.text, '\s+', ' ', 'g'), regexp_replace(span ->> 'text', '\s+', ' ', 'g')) = 0
    )
"""
# Of most stories there is one version: nothing is compared there.
OUTDATED = f"""
    CREATE FUNCTION compare_with_newest() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_TABLE_NAME = 'stories_articleversion' THEN
            IF NEW.number > 1 THEN
                DELETE FROM stories_outdated
                    WHERE finding_id IN (SELECT id FROM stories_finding WHERE article_id = NEW.article_id);
                INSERT INTO stories_outdated (finding_id) {GONE % "finding.article_id = NEW.article_id"};
            END IF;
        ELSIF EXISTS (SELECT FROM stories_articleversion WHERE article_id = NEW.article_id AND number > 1) THEN
            DELETE FROM stories_outdated WHERE finding_id = NEW.id;
            INSERT INTO stories_outdated (finding_id) {GONE % "finding.id = NEW.id"};
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER outdated AFTER INSERT OR UPDATE OF text, redacted_at ON stories_articleversion
        FOR EACH ROW EXECUTE FUNCTION compare_with_newest();
    CREATE TRIGGER outdated AFTER INSERT OR UPDATE OF spans, version_id, article_id ON stories_finding
        FOR EACH ROW EXECUTE FUNCTION compare_with_newest();
"""
FORGET_OUTDATED = """
    DROP TRIGGER outdated ON stories_finding;
    DROP TRIGGER outdated ON stories_articleversion;
    DROP FUNCTION compare_with_newest;
"""
OUTDATED_SO_FAR = "INSERT INTO stories_outdated (finding_id)" + GONE % (
    "finding.article_id IN (SELECT article_id FROM stories_articleversion WHERE number > 1)"
)
YIELDS = """
    SELECT DISTINCT entry.source_id, (finding.created_at AT TIME ZONE 'UTC')::date AS day
    FROM %s finding JOIN stories_entry entry ON entry.article_id = finding.article_id
"""
YIELD_DAYS = f"""
    CREATE FUNCTION note_yields() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO stories_yieldday (source_id, day) SELECT source_id, day FROM ({YIELDS % "new_rows"}) found
            WHERE NOT EXISTS (SELECT FROM stories_yieldday WHERE (source_id, day) = (found.source_id, found.day));
        RETURN NULL;
    END $$;
    CREATE TRIGGER yields AFTER INSERT ON stories_finding REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION note_yields();
    -- A story known already that another source lists, too.
    CREATE FUNCTION note_yields_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO stories_yieldday (source_id, day)
            SELECT source_id, day FROM ({YIELDS % "stories_finding"} WHERE entry.id = NEW.id) found
            WHERE NOT EXISTS (SELECT FROM stories_yieldday WHERE (source_id, day) = (found.source_id, found.day));
        RETURN NULL;
    END $$;
    CREATE TRIGGER yields AFTER INSERT OR UPDATE OF article_id ON stories_entry FOR EACH ROW
        WHEN (NEW.article_id IS NOT NULL) EXECUTE FUNCTION note_yields_of_entry();
"""
FORGET_YIELD_DAYS = """
    DROP TRIGGER yields ON stories_entry;
    DROP TRIGGER yields ON stories_finding;
    DROP FUNCTION note_yields_of_entry, note_yields;
"""
YIELDS_SO_FAR = "INSERT INTO stories_yieldday (source_id, day)" + YIELDS % "stories_finding"
# Of each row one more or one less; a statement that moves nothing writes nothing.
TALLY = """
    INSERT INTO stories_entrytally (source_id, state, entries, partial)
        SELECT source_id, state, sum(one), coalesce(sum(one) FILTER (WHERE article.partial), 0)
        FROM (%s) moved LEFT JOIN stories_article article ON article.id = article_id
        GROUP BY source_id, state HAVING sum(one) <> 0 OR sum(one) FILTER (WHERE article.partial) <> 0;
"""
MORE = "SELECT source_id, state, article_id, 1 AS one FROM %s"
LESS = "SELECT source_id, state, article_id, -1 AS one FROM old_rows"
TALLIES = f"""
    CREATE FUNCTION tally_insert() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {TALLY % (MORE % "new_rows")}
        RETURN NULL;
    END $$;
    CREATE FUNCTION tally_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {TALLY % f"{MORE % 'new_rows'} UNION ALL {LESS}"}
        RETURN NULL;
    END $$;
    CREATE FUNCTION tally_delete() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {TALLY % LESS}
        RETURN NULL;
    END $$;
    CREATE FUNCTION tally_partial() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO stories_entrytally (source_id, state, entries, partial)
            SELECT source_id, state, 0, CASE WHEN NEW.partial THEN count(*) ELSE -count(*) END
            FROM stories_entry WHERE article_id = NEW.id GROUP BY source_id, state;
        RETURN NULL;
    END $$;
    CREATE TRIGGER tally_insert AFTER INSERT ON stories_entry REFERENCING NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION tally_insert();
    CREATE TRIGGER tally_update AFTER UPDATE ON stories_entry REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
        FOR EACH STATEMENT EXECUTE FUNCTION tally_update();
    CREATE TRIGGER tally_delete AFTER DELETE ON stories_entry REFERENCING OLD TABLE AS old_rows
        FOR EACH STATEMENT EXECUTE FUNCTION tally_delete();
    CREATE TRIGGER tally_partial AFTER UPDATE OF partial ON stories_article FOR EACH ROW
        WHEN (OLD.partial <> NEW.partial) EXECUTE FUNCTION tally_partial();
"""
FORGET_TALLIES = """
    DROP TRIGGER tally_partial ON stories_article;
    DROP TRIGGER tally_delete ON stories_entry;
    DROP TRIGGER tally_update ON stories_entry;
    DROP TRIGGER tally_insert ON stories_entry;
    DROP FUNCTION tally_partial, tally_delete, tally_update, tally_insert;
"""
TALLIES_SO_FAR = TALLY % (MORE % "stories_entry")
