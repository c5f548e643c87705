"""/healthz."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_database_that_answers_is_said(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})


def test_database_that_is_away_is_said(client, monkeypatch, committing_db):
    connection.close()
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        elsewhere.setitem(connection.settings_dict, "PORT", "1")
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": "down"})
