"""What readers say is wrong, and the name by which this installation signs calendars and feeds.

Until now they were signed by the site's host and port: where there is anything that a calendar may hold, that stays the
name, so that no reader's program takes what it knows for something new. Elsewhere a name is made up.
"""

from uuid import uuid4

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from stories.migrations._stamps import SEEN, watch


def give_name(apps, schema_editor):
    was_told = any(apps.get_model("votes", name).objects.exists() for name in ("Vote", "Event"))
    name = settings.SITE_URL.split("//")[-1] if was_told else f"{uuid4()}.civictrack"
    apps.get_model("stories", "Installation").objects.create(pk=1, name=name[:300])


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0026_appearances'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('received_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, choices=[('corrected', 'corrected'), ('unchanged', 'not changed'), ('withdrawn', 'withdrawn')], max_length=20)),
                ('answer', models.TextField(blank=True)),
                ('shown', models.CharField(blank=True, choices=[('beside', 'beside the claim and among the answers'), ('listed', 'among the answers alone'), ('', 'nowhere')], default='', max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='stories.finding')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['received_at'], name='complaint_open'), models.Index(condition=models.Q(('shown', ''), _negated=True), fields=['answered_at'], name='complaint_shown')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('shown', ''), ('verdict', '')), models.Q(('answered_at__isnull', False), models.Q(('verdict', ''), _negated=True)), _connector='OR'), name='complaint_answered_or_open')],
            },
        ),
        migrations.RunSQL(SEEN, migrations.RunSQL.noop),
        # What a reader writes shows nowhere; an answer that is shown changes pages, an address that is erased none.
        watch("stories_complaint", hidden=["email"]),
        migrations.RunPython(give_name, migrations.RunPython.noop),
    ]
