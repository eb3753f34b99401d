"""Names and words are found without their accents: a text search configuration and a function on `unaccent`."""

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations

# Bound to `public` by name, so that a restored dump, read with no search path, indexes the same.
PLAIN = r"""
CREATE FUNCTION public.civictrack_plain(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ' ' || translate(lower(public.unaccent('public.unaccent'::regdictionary, $1)), '-''.,()"', '       ')
"""
CONFIG = """
CREATE TEXT SEARCH CONFIGURATION public.civictrack (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION public.civictrack
    ALTER MAPPING FOR asciihword, asciiword, hword, hword_asciipart, hword_part, word
    WITH public.unaccent, pg_catalog.english_stem;
"""


class Migration(migrations.Migration):
    dependencies = [("officials", "0007_own_calendar")]

    operations = [
        UnaccentExtension(),
        migrations.RunSQL(PLAIN, "DROP FUNCTION public.civictrack_plain(text)"),
        migrations.RunSQL(CONFIG, "DROP TEXT SEARCH CONFIGURATION public.civictrack"),
    ]
