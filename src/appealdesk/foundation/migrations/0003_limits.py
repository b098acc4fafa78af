"""The buckets of the limits, in a table that is not logged: what was used before a crash may be forgotten."""

from django.db import migrations, models

from appealdesk.foundation.db import grant_sql

# Each row is written many times before it goes, so that a page keeps room for its next versions.
_LEAN = (
    "ALTER TABLE foundation_bucket SET UNLOGGED;"
    "ALTER TABLE foundation_bucket SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)"
)


class Migration(migrations.Migration):
    dependencies = [("foundation", "0002_rights")]

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("full_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(_LEAN, migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql("foundation_bucket"), migrations.RunSQL.noop),
    ]
