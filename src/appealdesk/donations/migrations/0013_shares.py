"""A line may be shared among donations, lines may be one donation together, and a bank may have kept a fee."""

from django.db import migrations, models
from django.db.models import Q

# All that a decision joins: its lines, the fees, and the donations of those lines. The check waits for the commit,
# because a decision is written row by row.
_CHECK = """
CREATE FUNCTION donations_check_shares(decision donations_match) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    came bigint;
    given bigint;
    lines bigint[];
BEGIN
    SELECT array_agg(held.line_id), sum(line.amount_minor + held.fee_minor) INTO lines, came
    FROM donations_match held JOIN donations_statementline line ON line.id = held.line_id
    WHERE held.undone_at IS NULL
      AND (held.id = decision.id OR (decision.together <> '' AND held.together = decision.together));
    SELECT coalesce(sum(amount_minor), 0) INTO given FROM donations_donation
    WHERE line_id = ANY(lines) AND undone_at IS NULL;
    IF given <> came THEN
        RAISE EXCEPTION 'The decision % gives % minor units of %.', decision.ref, given, came
            USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION donations_check_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    decision donations_match;
BEGIN
    SELECT * INTO decision FROM donations_match
    WHERE line_id = NEW.line_id AND undone_at IS NULL AND outcome <> 'other';
    IF FOUND THEN
        PERFORM donations_check_shares(decision);
    ELSIF EXISTS (SELECT FROM donations_donation WHERE line_id = NEW.line_id AND part AND undone_at IS NULL) THEN
        RAISE EXCEPTION 'A share of the line % stands though nobody decided about it.', NEW.line_id
            USING ERRCODE = 'check_violation';
    END IF;
    -- Decisions that were made together are taken back together.
    IF TG_TABLE_NAME = 'donations_match' THEN
        SELECT * INTO decision FROM donations_match
        WHERE NEW.together <> '' AND together = NEW.together AND undone_at IS NULL LIMIT 1;
        IF FOUND THEN
            PERFORM donations_check_shares(decision);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_decision AFTER INSERT OR UPDATE ON donations_match
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.outcome <> 'other') EXECUTE FUNCTION donations_check_decision();
CREATE CONSTRAINT TRIGGER check_part AFTER INSERT OR UPDATE ON donations_donation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.part) EXECUTE FUNCTION donations_check_decision();
"""
_UNCHECK = """
DROP TRIGGER check_part ON donations_donation;
DROP TRIGGER check_decision ON donations_match;
DROP FUNCTION donations_check_decision();
DROP FUNCTION donations_check_shares(donations_match);
"""
_DECIDED = """
UPDATE donations_donation SET decided = true
WHERE id IN (SELECT donation_id FROM donations_match WHERE recorded AND donation_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("donations", "0012_payees")]

    operations = [
        migrations.AddField("donation", "decided", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("donation", "part", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("match", "replaced", models.BooleanField(default=False, db_default=False)),
        migrations.AddField(
            "match", "together", models.CharField(blank=True, default="", db_default="", max_length=16)
        ),
        migrations.AddField("match", "fee_minor", models.BigIntegerField(default=0, db_default=0)),
        migrations.AlterField(
            "match",
            "outcome",
            models.CharField(
                choices=[("donor", "Donor"), ("unknown", "Unknown"), ("split", "Split"), ("other", "Other")],
                max_length=7,
            ),
        ),
        migrations.AddConstraint("match", models.CheckConstraint(condition=Q(fee_minor__gte=0), name="match_fee")),
        migrations.AddIndex(
            "match", models.Index(condition=~Q(together=""), fields=["together"], name="match_together")
        ),
        migrations.RunSQL(_DECIDED, migrations.RunSQL.noop),
        migrations.RunSQL(_CHECK, _UNCHECK),
    ]
