"""A letter that brings bad news waits until whoever approves it has read it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_review_answered")]

    operations = [
        migrations.AddField("letter", "adverse", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("letter", "opened_by", models.JSONField(default=list, db_default=[])),
    ]
