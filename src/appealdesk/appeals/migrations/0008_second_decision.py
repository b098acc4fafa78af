"""Positions that ask for two people to accept somebody."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('appeals', '0007_life_rights'),
    ]

    operations = [
        migrations.AddField(
            model_name='position',
            name='second_decision',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
