"""Statements are confirmed and can be undone; a file is kept in sealed parts; a line may become several donations."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from appealdesk.foundation.db import grant_sql, row_security

# A line names what pairs with it, so that undoing one of the two lets the other wait again.
_PART = "donations_statementpart"


class Migration(migrations.Migration):
    dependencies = [("donations", "0004_checks_by_set")]

    operations = [
        migrations.RemoveField("statement", "sealed_file"),
        migrations.AddField("statement", "known_count", models.PositiveIntegerField(default=0)),
        migrations.AddField("statement", "confirmed_at", models.DateTimeField(null=True)),
        migrations.AddField("statement", "confirmed_by", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("statement", "undone_at", models.DateTimeField(null=True)),
        migrations.AddField("statement", "undone_by", models.CharField(blank=True, default="", max_length=40)),
        migrations.AlterField(
            "statement",
            "status",
            models.CharField(
                choices=[
                    ("received", "Received"),
                    ("imported", "Imported"),
                    ("reconciled", "Reconciled"),
                    ("undone", "Undone"),
                ],
                default="received",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint("statement", "statement_file_once"),
        migrations.AddConstraint(
            "statement",
            models.UniqueConstraint(
                condition=~Q(status="undone"), fields=("account", "sha256"), name="statement_file_once"
            ),
        ),
        migrations.CreateModel(
            name="StatementPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="donations.statement",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "statementpart", models.UniqueConstraint(fields=("statement", "number"), name="statement_part_once")
        ),
        migrations.RunSQL(row_security(_PART), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql(_PART, "SELECT, INSERT"), migrations.RunSQL.noop),
        migrations.AlterField(
            "statementline",
            "state",
            models.CharField(
                choices=[("open", "Open"), ("reversed", "Reversed"), ("other", "Other"), ("undone", "Undone")],
                default="open",
                max_length=8,
            ),
        ),
        migrations.AddField(
            "statementline",
            "pair",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="donations.statementline",
            ),
        ),
        migrations.RemoveConstraint("statementline", "statement_line_once"),
        migrations.AddConstraint(
            "statementline",
            models.UniqueConstraint(
                condition=~Q(state="undone"), fields=("account", "bank_reference"), name="statement_line_once"
            ),
        ),
        migrations.AlterField(
            "donation",
            "line",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="donations",
                to="donations.statementline",
            ),
        ),
        migrations.AddField("donation", "undone_at", models.DateTimeField(null=True)),
    ]
