"""The database itself wants two people behind a published revision."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0009_fact_kept'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='criteriarevision',
            constraint=models.CheckConstraint(condition=models.Q(('published_by', models.F('approved_by')), _negated=True), name='revision_has_two_people'),
        ),
    ]
