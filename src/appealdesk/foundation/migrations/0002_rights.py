"""The application's role may queue and run jobs."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [
        migrations.RunSQL(grant_sql("foundation_outboxevent"), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql("foundation_job"), migrations.RunSQL.noop),
    ]
