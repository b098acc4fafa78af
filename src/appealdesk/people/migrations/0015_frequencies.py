from django.db import migrations, models

from appealdesk.foundation.db import grant_sql


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0014_resolving_by_turns"),
    ]

    operations = [
        migrations.AddField(
            model_name="resolution",
            name="frequencies",
            field=models.JSONField(null=True),
        ),
        migrations.RunSQL(grant_sql("people_resolution", "UPDATE (frequencies)"), migrations.RunSQL.noop),
    ]
