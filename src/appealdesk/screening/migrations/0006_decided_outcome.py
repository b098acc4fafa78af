"""The outcome that a decision was made with, so that a result which changed since then is found among a million."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0005_bulk_decisions")]

    operations = [
        migrations.AddField("screeningprofile", "decided_outcome", models.SmallIntegerField(null=True)),
    ]
