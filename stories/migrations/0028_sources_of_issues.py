"""Which sources look for an issue says when we last looked for word on it: pages of then are told anew."""

from django.db import migrations

from stories.migrations._stamps import watch


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0027_complaints_and_the_installations_name'),
    ]

    operations = [
        watch("stories_source_issues"),
    ]
