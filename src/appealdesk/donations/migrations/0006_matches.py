"""Decisions about lines, and which lines wait for one."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from appealdesk.foundation.db import grant_sql, row_security

_MATCH = "donations_match"


class Migration(migrations.Migration):
    dependencies = [("donations", "0005_undone")]

    operations = [
        migrations.AddField("statementline", "waits", models.BooleanField(default=False)),
        migrations.AddIndex(
            "statementline",
            models.Index(condition=Q(waits=True), fields=["organisation_id", "id"], name="statement_line_waiting"),
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("donor", "Donor"), ("unknown", "Unknown"), ("other", "Other")], max_length=7
                    ),
                ),
                ("recorded", models.BooleanField(default=False)),
                ("person_id", models.BigIntegerField(null=True)),
                ("payer_token", models.BinaryField(null=True)),
                ("reasons", models.JSONField(default=list)),
                ("decided_at", models.DateTimeField()),
                ("decided_by", models.CharField(max_length=40)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "donation",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="donations.donation"),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="donations.statementline",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="donations.pledge"),
                ),
            ],
            options={
                "verbose_name_plural": "matches",
                "indexes": [
                    models.Index(fields=["organisation_id", "decided_by", "-decided_at"], name="match_newest"),
                    models.Index(
                        condition=Q(person_id__isnull=False, undone_at__isnull=True),
                        fields=["organisation_id", "payer_token"],
                        name="match_payer",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(undone_at__isnull=True), fields=("line",), name="match_once_for_a_line"
                    )
                ],
            },
        ),
        migrations.RunSQL(row_security(_MATCH), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql(_MATCH, "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
    ]
