"""An advisory that is fetched again unchanged is fresh again; everything else of it stays as it was published."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql

_SEEN_AGAIN = """
CREATE FUNCTION appeals_keep_advisory() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.fetched_at >= OLD.fetched_at
       AND to_jsonb(NEW) - 'fetched_at' = to_jsonb(OLD) - 'fetched_at'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'An advisory stays as it was read: record the next one instead.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
DROP TRIGGER keep_published ON appeals_traveladvisory;
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON appeals_traveladvisory
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_advisory();
"""

_UNDO = """
DROP TRIGGER keep_published ON appeals_traveladvisory;
DROP FUNCTION appeals_keep_advisory();
CREATE TRIGGER keep_published BEFORE UPDATE OR DELETE ON appeals_traveladvisory
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_published();
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0002_rights")]

    operations = [
        migrations.RunSQL(_SEEN_AGAIN, _UNDO),
        migrations.RunSQL(
            grant_sql("appeals_traveladvisory", "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop
        ),
    ]
