"""In which order an issue's stories appeared, kept by the database."""

import django.db.models.deletion
from django.db import migrations, models

# Of a copy the original's moment counts.
ORDER = """
    SELECT belongs.id, belongs.issue_id, coalesce(original.id, article.id),
        coalesce(original.published_at, original.first_read_at, article.published_at, article.first_read_at)
    FROM stories_articleissue belongs JOIN stories_article article ON article.id = belongs.article_id
        LEFT JOIN stories_article original ON original.id = article.original_id
"""
WRITE = f"""
    INSERT INTO stories_appearance (match_id, issue_id, first_id, at) {ORDER} WHERE %s
    ON CONFLICT (match_id) DO UPDATE SET issue_id = excluded.issue_id, first_id = excluded.first_id, at = excluded.at;
"""
KEPT = migrations.RunSQL(
    f"""
    CREATE FUNCTION note_appearance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            DELETE FROM stories_appearance WHERE match_id = OLD.id;
        ELSE
            {WRITE % "belongs.id = NEW.id"}
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER appears AFTER INSERT OR DELETE OR UPDATE OF issue_id, article_id ON stories_articleissue
        FOR EACH ROW EXECUTE FUNCTION note_appearance();
    CREATE FUNCTION move_appearance() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        {WRITE % "article.id = NEW.id OR article.original_id = NEW.id"}
        RETURN NULL;
    END $$;
    CREATE TRIGGER appears AFTER UPDATE OF published_at, first_read_at, original_id ON stories_article FOR EACH ROW
        WHEN ((OLD.published_at, OLD.first_read_at, OLD.original_id)
            IS DISTINCT FROM (NEW.published_at, NEW.first_read_at, NEW.original_id))
        EXECUTE FUNCTION move_appearance();
    """,
    """
    DROP TRIGGER appears ON stories_article;
    DROP FUNCTION move_appearance();
    DROP TRIGGER appears ON stories_articleissue;
    DROP FUNCTION note_appearance();
    """,
)
FILL = migrations.RunSQL(f"INSERT INTO stories_appearance (match_id, issue_id, first_id, at) {ORDER}", migrations.RunSQL.noop)


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0025_site_pages'),
        ('votes', '0012_positions_withdrawn'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appearance',
            fields=[
                ('match', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='stories.articleissue')),
                ('at', models.DateTimeField()),
                ('first', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='stories.article')),
                ('issue', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='votes.issue')),
            ],
            options={
                'indexes': [models.Index(fields=['issue', '-at', '-first'], name='appearance_newest')],
            },
        ),
        KEPT,
        FILL,
    ]
