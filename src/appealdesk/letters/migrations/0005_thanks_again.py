"""Thanks that were kept back do not stand in the way of the right donor's."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("letters", "0004_bad_news_is_read")]

    operations = [
        migrations.RemoveConstraint("letter", "letter_automatic_once"),
        migrations.AddConstraint(
            "letter",
            models.UniqueConstraint(
                condition=Q(kind__in=["acknowledgement", "acknowledgement_enquiry"])
                | (Q(kind="donation_thanks") & ~Q(status="cancelled")),
                fields=("organisation_id", "about_ref", "kind"),
                name="letter_automatic_once",
            ),
        ),
    ]
