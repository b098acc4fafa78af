"""A search for persons recorded twice that goes on in short turns, and that an officer may stop."""

from django.db import migrations, models
from django.db.models import Q

from appealdesk.foundation.db import grant_sql

_RIGHTS = "UPDATE (last_record_id, stopped_by, cursor_record_id, seen)"


class Migration(migrations.Migration):
    dependencies = [("people", "0013_speakers")]

    operations = [
        migrations.AddField("resolution", "stopped_by", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("resolution", "by_turns", models.BooleanField(default=False)),
        migrations.AddField("resolution", "cursor_record_id", models.BigIntegerField(default=0)),
        migrations.AddField("resolution", "to_see", models.PositiveIntegerField(default=0)),
        migrations.AddField("resolution", "seen", models.PositiveIntegerField(default=0)),
        migrations.AlterField(
            "resolution",
            "status",
            models.CharField(
                choices=[("running", "Running"), ("finished", "Finished"), ("stopped", "Stopped")],
                default="running",
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint("resolution", "resolution_finished_at_a_moment"),
        migrations.AddConstraint(
            "resolution",
            models.CheckConstraint(
                condition=Q(status="running", finished_at__isnull=True)
                | Q(status__in=("finished", "stopped"), finished_at__isnull=False),
                name="resolution_finished_at_a_moment",
            ),
        ),
        migrations.RunSQL(grant_sql("people_resolution", _RIGHTS), migrations.RunSQL.noop),
    ]
