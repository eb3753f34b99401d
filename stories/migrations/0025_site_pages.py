"""The site's own pages, in the words of whoever runs it; what curation changes of them is recorded."""

from django.db import migrations, models

from stories.migrations._effects import trigger_on
from stories.migrations._stamps import watch


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0024_stamps'),
    ]

    operations = [
        migrations.CreateModel(
            name='SitePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('about', 'Who runs this site'), ('contact', 'Contact'), ('privacy', 'Privacy')], max_length=20, unique=True)),
                ('text', models.TextField(blank=True, max_length=20000)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        trigger_on("stories_sitepage"),
        watch("stories_sitepage"),
    ]
