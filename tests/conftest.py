"""Fixtures for every test."""

import gc
import time

import hypothesis
import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from psycopg2 import sql

from core import cache as page_cache
from stats import visits
from stats.buffer import buffer

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"

KEYS_APART = """
    SELECT setval(
        format('%I.%I', schemaname, sequencename)::regclass,
        100000 + 7001 * row_number() OVER (ORDER BY sequencename)
    )
    FROM pg_sequences WHERE schemaname = 'public'
"""

# On a machine that is busy an example may take long; what it gives is what matters. Examples come from
# the test's name alone, so a run can be repeated.
hypothesis.settings.register_profile(
    "portal",
    deadline=None,
    max_examples=40,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("portal")


@pytest.fixture(autouse=True)
def quick_and_clean(settings, tmp_path):
    """Files in a folder of the test's own, a fast hasher, no thread of ours, nothing cached."""
    settings.STATIC_ROOT = tmp_path
    settings.MEDIA_ROOT = tmp_path / "public"
    settings.ATTACHMENTS_ROOT = tmp_path / "private"
    settings.STORAGES = {
        "default": {
            "BACKEND": "core.files.storage.TrackedFileSystemStorage",
            "OPTIONS": {"location": settings.MEDIA_ROOT, "base_url": "/media/"},
        },
        "attachments": {
            "BACKEND": "core.files.storage.TrackedFileSystemStorage",
            "OPTIONS": {"location": settings.ATTACHMENTS_ROOT, "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHE_LISTENER = False
    settings.COUNT_IN_BACKGROUND = False
    settings.REDIS_URL = ""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    visits._kept = None
    yield
    page_cache.stop_listening()
    buffer.clear()


@pytest.fixture
def client():
    """A browser of a person: what names itself in no way is a robot."""
    return Client(headers={"User-Agent": BROWSER})


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_keepdb, django_db_blocker
):
    """A database without the pages that a migration makes: each test says itself what there is.

    Keys begin in each table elsewhere, far from 1, as on a portal that has lived: what holds for small or
    equal ones alone must not depend on which tests went before.

    Pytest-django's own fixture makes one only where a test carries its mark, which those that commit
    (``committing_db``) do not: alone in a run they would meet the real database.
    """
    from portal.models import Page

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"], keepdb=django_db_keepdb)
        Page.objects.exclude(parent=None).delete()
        Page.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(KEYS_APART)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=0)


@pytest.fixture
def eventually():
    """Wait for something that another thread or process does, at most ten seconds."""

    def wait(condition):
        deadline = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < deadline, "Không xảy ra trong mười giây."
            time.sleep(0.02)

    return wait


@pytest.fixture(scope="session")
def back_to_the_first_rows(django_db_setup, django_db_blocker):
    """SQL that leaves the rows of the migrations, as those made them: a hundred tables in one round trip."""
    kept = []
    # The book of who did what lets go of nothing; here the tables' owner says so.
    back = [sql.SQL("ALTER TABLE core_auditentry DISABLE TRIGGER USER")]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.proxy:
                continue
            name = model._meta.db_table
            table, key, first = map(sql.Identifier, (name, model._meta.pk.column, f"first_{name}"))
            if not model._base_manager.exists():
                back.append(sql.SQL("DELETE FROM {}").format(table))
                continue
            kept += [
                sql.SQL("DROP TABLE IF EXISTS {}").format(first),
                sql.SQL("CREATE TABLE {} AS TABLE {}").format(first, table),
            ]
            # By rows: to delete what stays would have its foreign keys checked after each test.
            delete = sql.SQL(
                "DELETE FROM {} now"
                " WHERE NOT EXISTS (SELECT FROM {} first WHERE first.{} = now.{} AND first = now)"
            )
            back += [
                delete.format(table, first, key, key),
                sql.SQL("INSERT INTO {} TABLE {} ON CONFLICT DO NOTHING").format(table, first),
            ]
        cursor.execute(sql.SQL(";").join(kept))
    back.append(sql.SQL("ALTER TABLE core_auditentry ENABLE TRIGGER USER"))
    return sql.SQL(";").join(back)


@pytest.fixture
def committing_db(back_to_the_first_rows, django_db_blocker):
    """The database with real commits, for what happens at one or in another process.

    Afterwards what the test left, changed or deleted is put right. Pytest-django's own way empties every
    table, those that migrations filled, too, and so harms the tests that come after it.
    """
    with django_db_blocker.unblock():
        yield
        # Foreign keys are checked at the commit, so the order of the tables does not matter.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(back_to_the_first_rows)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run the long files first, so that no process has one left when the other is done.

    But those of the browser last: it keeps an event loop running in this thread to the end.
    """
    thorough = [item for item in items if item.get_closest_marker("thorough")]
    for item in thorough:
        # Coverage takes as long as the code itself, and these go the same ways a hundred times.
        item.add_marker(pytest.mark.no_cover)
    long = {item.path for item in thorough}
    items.sort(key=lambda item: ("browser" in item.path.parts, item.path not in long))


def pytest_collection_finish():
    """Look for garbage less often, and never among what was loaded: that is a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
