"""Processes of the project that tests start: what leads them to the database of the test."""

from django.db import connection

from bench.database import socket_url


def database_url() -> str:
    """Return the address of the test's database, for another process."""
    place = connection.settings_dict
    if str(place["HOST"]).startswith("/"):
        return socket_url(place["HOST"], place["PORT"], place["USER"], place["NAME"])
    server = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
    return f"postgres://{server}/{place['NAME']}"
