"""What a feed answered is kept, accepted or refused; identifiers and words may be as long as governments make them."""

from django.db import migrations, models

from appealdesk.foundation.db import grant_sql

_COUNTED = models.Q(cause="unreadable", readings__isnull=True) | models.Q(cause__in=["", "fewer"], readings__gte=0)


class Migration(migrations.Migration):
    dependencies = [("appeals", "0004_criteria_draft")]

    operations = [
        migrations.AlterField("traveladvisory", "key", models.CharField(max_length=400)),
        migrations.AlterField("traveladvisory", "own_level", models.TextField()),
        migrations.CreateModel(
            name="AdvisoryAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issuer", models.CharField(max_length=20)),
                ("whole_list", models.CharField(blank=True, default="", max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[("", "Accepted"), ("unreadable", "Unreadable"), ("fewer", "Fewer")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("readings", models.PositiveIntegerField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["issuer", "-id"], name="advisory_answer_newest")],
                "constraints": [models.CheckConstraint(condition=_COUNTED, name="advisory_answer_counted_if_read")],
            },
        ),
        migrations.RunSQL(grant_sql("appeals_advisoryanswer", "SELECT, INSERT"), migrations.RunSQL.noop),
    ]
