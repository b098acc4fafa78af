"""What was published stays as it was published, and the application's role may not delete any of it."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql

_TABLES = ("organisation", "appeal", "position", "factdefinition")
_KEPT = ("update", "traveladvisory", "exchangerate")

_IMMUTABLE = """
CREATE FUNCTION appeals_keep_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was published stays as it was published: publish a new one instead.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- A revision ends when the next one begins; nothing else of it ever changes.
CREATE FUNCTION appeals_keep_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND upper_inf(OLD.effective) AND lower(NEW.effective) = lower(OLD.effective)
       AND (NEW.id, NEW.ref, NEW.position_id, NEW.number, NEW.document, NEW.published_at, NEW.published_by,
            NEW.approved_by)
         = (OLD.id, OLD.ref, OLD.position_id, OLD.number, OLD.document, OLD.published_at, OLD.published_by,
            OLD.approved_by)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published revision stays as it was published: publish the next one instead.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON appeals_update
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_published();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON appeals_traveladvisory
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_published();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON appeals_exchangerate
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_published();
CREATE TRIGGER keep_revision BEFORE UPDATE OR DELETE ON appeals_criteriarevision
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_revision();
"""

_UNDO = """
DROP TRIGGER keep_revision ON appeals_criteriarevision;
DROP TRIGGER keep_published ON appeals_exchangerate;
DROP TRIGGER keep_published ON appeals_traveladvisory;
DROP TRIGGER keep_published ON appeals_update;
DROP FUNCTION appeals_keep_revision();
DROP FUNCTION appeals_keep_published();
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0001_initial")]

    operations = [
        migrations.RunSQL(_IMMUTABLE, _UNDO),
        *[
            migrations.RunSQL(grant_sql(f"appeals_{table}", "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop)
            for table in _TABLES
        ],
        *[
            migrations.RunSQL(grant_sql(f"appeals_{table}", "SELECT, INSERT"), migrations.RunSQL.noop)
            for table in _KEPT
        ],
        migrations.RunSQL(
            grant_sql("appeals_criteriarevision", "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop
        ),
    ]
