"""An issue is seen by readers from a moment on. Which of those there are stay public is for `stories` to say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("votes", "0007_mail_is_kept_and_says_what_is_so")]

    operations = [
        migrations.AddField("issue", "published_at", models.DateTimeField(blank=True, null=True)),
    ]
