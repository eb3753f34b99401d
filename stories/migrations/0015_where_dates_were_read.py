from django.db import migrations, models

# The day from which a story's "Tuesday" was counted until now, by the rule that held until now.
DAYS = """
    UPDATE stories_finding SET printed_on = CASE
        WHEN coalesce(article.utc_offset, 0) <> 0
            THEN (article.published_at AT TIME ZONE 'UTC' + article.utc_offset * interval '1 minute')::date
        WHEN place.time_zone IS NULL OR (article.published_at AT TIME ZONE 'UTC')::time = '00:00'
            THEN (article.published_at AT TIME ZONE 'UTC')::date
        ELSE (article.published_at AT TIME ZONE place.time_zone)::date
    END
    FROM stories_article article
        JOIN stories_outlet outlet ON outlet.id = article.outlet_id
        LEFT JOIN officials_place place ON place.id = outlet.place_id
    WHERE article.id = stories_finding.article_id AND article.published_at IS NOT NULL
"""
# Their dates were kept in UTC, whatever zone their feed named.
OFFSETS = "UPDATE stories_entry SET utc_offset = 0 WHERE published_at IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0014_classifications"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="published_from",
            field=models.CharField(
                choices=[
                    ("zoned_metadata", "the page's metadata"),
                    ("feed", "its entry in a feed"),
                    ("metadata", "the page's metadata, which name no zone"),
                    ("stamp", "the stamp beside its headline"),
                    ("hand", "whoever took it in"),
                    ("earlier", "an earlier reading, which did not note where"),
                    ("url", "its address"),
                    ("guess", "a guess at its page"),
                ],
                default="earlier",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="utc_offset",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="finding",
            name="printed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="finding",
            name="recounted",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.RunSQL(DAYS, migrations.RunSQL.noop),
        migrations.RunSQL(OFFSETS, migrations.RunSQL.noop),
    ]
