"""The log of curation has a table of what each action changed, and a quote with a reply can be withdrawn."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0008_findings_of_one_sentence'),
    ]

    operations = [
        migrations.AddField(
            model_name='loggedaction',
            name='how',
            field=models.CharField(choices=[('one_by_one', 'one by one'), ('bulk', 'in bulk'), ('implied', 'Implied')], default='one_by_one', max_length=10),
        ),
        migrations.AddField(
            model_name='quote',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('redacted_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('table', models.CharField(max_length=63)),
                ('row', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('insert', 'Insert'), ('update', 'Update'), ('delete', 'Delete')], max_length=10)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='effects', to='stories.loggedaction')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Leftover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='stories.loggedaction')),
                ('effect', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='stories.effect')),
            ],
        ),
        migrations.AddIndex(
            model_name='effect',
            index=models.Index(fields=['table', 'row'], name='effect_row'),
        ),
        migrations.AddConstraint(
            model_name='leftover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', False), ('effect', None)), models.Q(('action', None), ('effect__isnull', False)), _connector='OR'), name='leftover_effect_or_action'),
        ),
    ]
