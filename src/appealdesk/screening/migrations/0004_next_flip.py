"""The day on which a result may change by itself, what a re-screening was for, and an index that row security can use."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_two_people_undo_review")]

    operations = [
        migrations.AddField("screeningprofile", "next_flip", models.DateField(null=True)),
        migrations.AddIndex(
            "screeningprofile",
            models.Index(
                fields=["position_id", "next_flip"],
                name="profile_flips",
                condition=models.Q(next_flip__isnull=False),
            ),
        ),
        migrations.RemoveIndex("screeningprofile", "profile_of_position"),
        migrations.AddIndex(
            "screeningprofile",
            models.Index(fields=["organisation_id", "position_id", "application_id"], name="profile_of_position"),
        ),
        migrations.AddField(
            "screeningrun",
            "cause",
            models.CharField(
                choices=[("revision", "Revision"), ("calendar", "Calendar")], default="revision", max_length=8
            ),
        ),
        migrations.RemoveConstraint("screeningrun", "run_once_a_day"),
        migrations.AddConstraint(
            "screeningrun",
            models.UniqueConstraint(fields=("position_id", "revision_id", "as_of", "cause"), name="run_once_a_day"),
        ),
    ]
