"""Since when a card provider does not answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0024_postings_without_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="cardaccount",
            name="away_since",
            field=models.DateTimeField(null=True),
        ),
    ]
