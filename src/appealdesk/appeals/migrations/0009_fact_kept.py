"""A fact keeps its type, its column and its answers: profiles store where an answer stands, not what it says."""

from django.db import migrations

_KEPT = """
CREATE FUNCTION appeals_keep_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.organisation_id, NEW.key, NEW.type, NEW.slot)
       IS DISTINCT FROM (OLD.id, OLD.organisation_id, OLD.key, OLD.type, OLD.slot)
    THEN
        RAISE EXCEPTION 'A fact keeps its key, its type and its column: define another one instead.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM jsonb_array_elements(OLD.choices) WITH ORDINALITY AS known (answer, place)
        WHERE NEW.choices -> (place - 1)::integer ->> 'key' IS DISTINCT FROM answer ->> 'key'
    ) THEN
        RAISE EXCEPTION 'The answers of a fact keep their places: add new ones at the end.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_fact BEFORE UPDATE ON appeals_factdefinition
    FOR EACH ROW EXECUTE FUNCTION appeals_keep_fact();
"""

_UNDO = "DROP TRIGGER keep_fact ON appeals_factdefinition; DROP FUNCTION appeals_keep_fact();"


class Migration(migrations.Migration):
    dependencies = [("appeals", "0008_second_decision")]

    operations = [migrations.RunSQL(_KEPT, _UNDO)]
