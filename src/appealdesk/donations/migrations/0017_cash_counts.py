"""Cash is counted by two, and a numbered slip goes to the giver."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0016_profiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="CashSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField(unique=True)),
                ("last_number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "cash series",
            },
        ),
        migrations.CreateModel(
            name="CashCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("counting", "Counting"),
                            ("differs", "Differs"),
                            ("booked", "Booked"),
                            ("dropped", "Dropped"),
                        ],
                        default="counting",
                        max_length=8,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("person_id", models.BigIntegerField(null=True)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("language", models.CharField(max_length=2)),
                ("submission", models.BinaryField()),
                ("slip_number", models.PositiveIntegerField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("begun_by", models.CharField(max_length=40)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "donation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="donations.donation",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="donations.fund"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CashTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("round", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("pieces", models.JSONField()),
                ("total_minor", models.BigIntegerField()),
                ("counted_at", models.DateTimeField()),
                ("counted_by", models.CharField(max_length=40)),
                (
                    "count",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tallies", to="donations.cashcount"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "cash tallies",
            },
        ),
        migrations.AddIndex(
            model_name="cashcount",
            index=models.Index(fields=["organisation_id", "-id"], name="cash_count_newest"),
        ),
        migrations.AddConstraint(
            model_name="cashcount",
            constraint=models.UniqueConstraint(fields=("organisation_id", "slip_number"), name="cash_slip_once"),
        ),
        migrations.AddConstraint(
            model_name="cashcount",
            constraint=models.UniqueConstraint(
                fields=("organisation_id", "submission"), name="cash_count_once_per_submission"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashcount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("donation__isnull", False), ("slip_number__isnull", False), ("status", "booked")),
                    models.Q(
                        models.Q(("status", "booked"), _negated=True),
                        ("donation__isnull", True),
                        ("slip_number__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="cash_booked_with_its_slip",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashtally",
            constraint=models.UniqueConstraint(fields=("count", "round", "counted_by"), name="cash_tally_two_people"),
        ),
        migrations.AddConstraint(
            model_name="cashtally",
            constraint=models.UniqueConstraint(fields=("count", "round", "place"), name="cash_tally_place_once"),
        ),
        migrations.AddConstraint(
            model_name="cashtally",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__in", [1, 2]), ("total_minor__gt", 0)), name="cash_tally_two"
            ),
        ),
    ]
