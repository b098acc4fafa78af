"""Facts are never rewritten or deleted, with one exception that the database itself guards: the person was erased.

The function acts for the tables' owner, and looks for itself whether the enquiry's key is destroyed. Row-level security
holds inside of it as everywhere.
"""

from django.db import migrations

_CREATE = """
CREATE FUNCTION enquiries_forget_facts(applications bigint[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH forgotten AS (
        DELETE FROM enquiries_fact AS fact
        USING enquiries_application AS application, enquiries_enquiry AS enquiry
        WHERE fact.application_id = application.id AND enquiry.id = application.enquiry_id
            AND application.id = ANY(applications) AND enquiry.wrapped_key IS NULL
        RETURNING fact.id
    )
    SELECT count(*) FROM forgotten
$$;
REVOKE ALL ON FUNCTION enquiries_forget_facts(bigint[]) FROM PUBLIC;
DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'appealdesk_app') THEN
    GRANT EXECUTE ON FUNCTION enquiries_forget_facts(bigint[]) TO appealdesk_app;
END IF; END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0004_evidence_rights")]

    operations = [migrations.RunSQL(_CREATE, "DROP FUNCTION enquiries_forget_facts(bigint[])")]
