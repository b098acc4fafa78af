"""Offers of goods, with their rights and row security."""

from django.db import migrations, models
from django.db.models import Q

from appealdesk.foundation.db import grant_sql, row_security

_OFFER = "donations_inkindoffer"


class Migration(migrations.Migration):
    dependencies = [("donations", "0019_deposits")]

    operations = [
        migrations.CreateModel(
            name="InKindOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("appeal_id", models.BigIntegerField()),
                ("available_until", models.DateField()),
                ("wrapped_key", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("submission", models.BinaryField()),
                ("channel", models.CharField(choices=[("web", "Web"), ("phone", "Phone")], max_length=5)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("handed_over", "Handed Over"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="offered",
                        max_length=11,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "offered_at"], name="in_kind_newest"),
                    models.Index(fields=["organisation_id", "status", "available_until"], name="in_kind_by_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "submission"), name="in_kind_once_per_submission"
                    ),
                    models.CheckConstraint(
                        condition=Q(("decided_at__isnull", True), ("status", "offered"))
                        | (~Q(status="offered") & Q(decided_at__isnull=False)),
                        name="in_kind_decided_at",
                    ),
                ],
            },
        ),
        migrations.RunSQL(row_security(_OFFER), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql(_OFFER, "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
    ]
