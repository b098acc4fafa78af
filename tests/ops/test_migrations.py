"""The migrations say what the models say: a field that only one of them knows breaks the next start of a site."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_model_has_a_change_that_no_migration_makes() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
