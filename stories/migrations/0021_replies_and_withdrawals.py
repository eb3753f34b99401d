"""Replies to positions, with a source of their own; stories that were withdrawn, and what acts change of that."""

import django.db.models.deletion
from django.db import migrations, models

from stories.migrations._effects import trigger_on


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0006_names_alike_are_found'),
        ('stories', '0020_whom_a_name_means'),
        ('votes', '0012_positions_withdrawn'),
    ]

    operations = [
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=500)),
                ('show', models.BooleanField(default=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name='response',
            name='by_mail',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='response',
            name='position',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='votes.position'),
        ),
        migrations.AlterField(
            model_name='finding',
            name='state',
            field=models.CharField(choices=[('pending', 'Pending'), ('accepted', 'Accepted'), ('rejected', 'Rejected'), ('stale', 'Stale'), ('withdrawn', 'Withdrawn')], default='pending', max_length=10),
        ),
        migrations.AlterField(
            model_name='response',
            name='quote',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='stories.quote'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('position', None), ('quote__isnull', False)), models.Q(('position__isnull', False), ('quote', None)), _connector='OR'), name='response_to_quote_or_position'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('source_url', ''), ('by_mail', False), _connector='OR'), name='response_one_source'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='article',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='stories.article'),
        ),
        trigger_on("stories_withdrawal"),
    ]
