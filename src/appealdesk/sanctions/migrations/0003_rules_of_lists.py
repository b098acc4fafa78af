"""By which rules the keys of each list were made, so that a release that compares otherwise makes them anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sanctions", "0002_rights")]

    operations = [
        migrations.AddField(
            model_name="listversion",
            name="rules",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
    ]
