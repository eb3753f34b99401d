"""Bodies have other names, a rule of passage, and dated ways to take part."""

import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('officials', '0004_near_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='body',
            name='address',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='body',
            name='address_checked_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='body',
            name='aliases',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=250), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='body',
            name='comment_checked_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='body',
            name='comment_url',
            field=models.URLField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name='body',
            name='passage_number',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.AddField(
            model_name='body',
            name='passage_rule',
            field=models.CharField(blank=True, choices=[('', 'not known'), ('majority_of_seats', 'a majority of all seats'), ('majority_of_present', 'a majority of those present'), ('two_thirds', 'two thirds'), ('three_fifths', 'three fifths'), ('unanimous', 'all votes'), ('number', 'a number of votes')], default='', max_length=20),
        ),
        migrations.AddField(
            model_name='body',
            name='sign_up_checked_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='body',
            name='sign_up_url',
            field=models.URLField(blank=True, max_length=1000),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('passage_number__gte', 1), ('passage_number__isnull', False), ('passage_rule', 'number')), models.Q(models.Q(('passage_rule', 'number'), _negated=True), ('passage_number', None)), _connector='OR'), name='body_passage'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('address_checked_on', None)), models.Q(models.Q(('address', ''), _negated=True), ('address_checked_on__isnull', False)), _connector='OR'), name='body_address_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sign_up_checked_on', None), ('sign_up_url', '')), models.Q(models.Q(('sign_up_url', ''), _negated=True), ('sign_up_checked_on__isnull', False)), _connector='OR'), name='body_sign_up_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment_checked_on', None), ('comment_url', '')), models.Q(models.Q(('comment_url', ''), _negated=True), ('comment_checked_on__isnull', False)), _connector='OR'), name='body_comment_is_dated'),
        ),
    ]
