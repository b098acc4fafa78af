"""Whether the site can serve."""

import pytest
from django.test import Client


def test_it_is_up(client: Client, db: None) -> None:
    response = client.get("/api/health/")

    assert (response.status_code, response.json()) == (200, {"database": "up"})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_reading_is_all_that_can_be_done(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)("/api/health/").status_code == 405
