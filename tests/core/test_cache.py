"""What is kept, and what makes it stale."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.crypto import get_random_string

from core import cache
from tests.factories import at


class Maker:
    """Makes a new value each time, and counts."""

    def __init__(self):
        self.made = 0

    def __call__(self):
        self.made += 1
        return f"giá trị {self.made}"


def remember(make, *tags):
    return cache.remember("khoa", tags or ("news",), make)


@pytest.mark.django_db
def test_value_is_made_once():
    make = Maker()
    assert remember(make) == remember(make) == "giá trị 1"


@pytest.mark.django_db
def test_touch_makes_stale_on_commit(django_capture_on_commit_callbacks):
    make = Maker()
    remember(make)
    with django_capture_on_commit_callbacks(execute=True):
        cache.touch("news")
        assert remember(make) == "giá trị 1"
    assert remember(make) == "giá trị 2"


@pytest.mark.django_db
def test_touch_leaves_other_tags_alone(django_capture_on_commit_callbacks):
    make = Maker()
    remember(make, "documents")
    with django_capture_on_commit_callbacks(execute=True):
        cache.touch("news")
    assert remember(make, "documents") == "giá trị 1"


@pytest.mark.django_db
def test_nothing_of_yesterday_is_read_after_midnight_in_vietnam(time_machine):
    make = Maker()
    time_machine.move_to(at(2026, 11, 27, 0, 0), tick=False)
    remember(make)
    time_machine.move_to(at(2026, 11, 27, 0, 5), tick=False)
    assert remember(make) == "giá trị 1"
    time_machine.move_to(at(2026, 11, 28, 0, 0), tick=False)
    assert remember(make) == "giá trị 2"


def test_touch_of_a_failed_transaction_changes_nothing(committing_db):
    make = Maker()
    remember(make)
    with transaction.atomic():
        cache.touch("news")
        transaction.set_rollback(True)
    assert remember(make) == "giá trị 1"


def test_change_of_another_process_is_heard(settings, eventually, committing_db):
    settings.CACHE_LISTENER = True
    make = Maker()
    eventually(lambda: remember(make) == remember(make))
    before = make.made
    with connection.cursor() as cursor:  # As another process says it: no word in this one's memory.
        cursor.execute("SELECT pg_notify(%s, 'news')", [cache.CHANNEL])
    eventually(lambda: remember(make) and make.made > before)
    cache.stop_listening()


def test_nothing_is_kept_while_the_process_cannot_listen(settings, eventually, committing_db):
    settings.CACHE_LISTENER = True
    make = Maker()
    eventually(lambda: remember(make) == remember(make))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
    eventually(lambda: remember(make) != remember(make))
    eventually(lambda: remember(make) == remember(make))  # The thread has connected again.
    cache.stop_listening()


def ask(view, address, **headers):
    return view(RequestFactory().get(address, headers=headers))


@pytest.fixture
def counted_view():
    make = Maker()

    @cache.page("news", params=["trang"])
    def view(request):
        return HttpResponse(f"{make()} {request.GET.urlencode()}")

    return view


@pytest.mark.django_db
def test_page_is_kept_and_says_for_how_long(counted_view):
    first, second = ask(counted_view, "/"), ask(counted_view, "/")
    assert first.content == second.content
    assert second.headers["Cache-Control"] == "public, max-age=0, s-maxage=1, must-revalidate"


@pytest.mark.django_db
def test_unknown_parameters_make_no_new_page_and_are_not_echoed(counted_view):
    first = ask(counted_view, "/?trang=2")
    second = ask(counted_view, "/?fbclid=abc&trang=2&x=%3Cscript%3E")
    assert first.content == second.content == "giá trị 1 trang=2".encode()


@pytest.mark.django_db
def test_known_parameter_makes_a_page_of_its_own(counted_view):
    assert ask(counted_view, "/?trang=1").content != ask(counted_view, "/?trang=2").content


@pytest.mark.django_db
def test_page_that_has_not_changed_is_not_sent_again(counted_view):
    etag = ask(counted_view, "/").headers["ETag"]
    answer = ask(counted_view, "/", if_none_match=etag)
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.django_db
def test_answer_with_a_cookie_or_an_error_is_not_kept():
    make = Maker()

    @cache.page("news")
    def view(request):
        response = HttpResponse(make(), status=404 if request.path == "/khong-co/" else 200)
        if request.path == "/cookie/":
            response.set_cookie("a", "b")
        return response

    for address in ("/khong-co/", "/cookie/"):
        assert ask(view, address).content != ask(view, address).content


@pytest.mark.django_db
def test_tag_that_names_an_object_leaves_the_others_alone(django_capture_on_commit_callbacks):
    make = Maker()

    @cache.page("news", "news.comments:{pk}")
    def view(request, pk):
        return HttpResponse(make())

    def asked(pk):
        return view(RequestFactory().get(f"/{pk}/"), pk=pk).content.decode()

    assert (asked(1), asked(2)) == ("giá trị 1", "giá trị 2")
    with django_capture_on_commit_callbacks(execute=True):
        cache.touch("news.comments:1")
    assert (asked(1), asked(2)) == ("giá trị 3", "giá trị 2")
    with django_capture_on_commit_callbacks(execute=True):
        cache.touch("news")
    assert (asked(1), asked(2)) == ("giá trị 4", "giá trị 5")


class TestRedis:
    """With a real Redis; skipped where none answers."""

    @pytest.fixture(autouse=True)
    def redis(self, settings):
        import redis

        url = "redis://127.0.0.1:6379/9"
        try:
            redis.Redis.from_url(url).ping()
        except redis.ConnectionError:
            pytest.skip("không có Redis ở 127.0.0.1:6379")
        settings.REDIS_URL = url
        settings.CACHES = {
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": url,
                "KEY_PREFIX": get_random_string(8),
            }
        }

    @pytest.mark.django_db
    def test_touch_makes_stale(self, django_capture_on_commit_callbacks):
        make = Maker()
        assert remember(make) == remember(make)
        with django_capture_on_commit_callbacks(execute=True):
            cache.touch("news")
        assert remember(make) == "giá trị 2"

    @pytest.mark.django_db
    def test_only_tags_of_one_object_go_by_themselves(self, django_capture_on_commit_callbacks):
        from django.core.cache import cache as store

        remember(Maker(), "news", "news.comments:1")
        with django_capture_on_commit_callbacks(execute=True):
            cache.touch("news.comments:2")
        lives = {
            tag: store._cache.get_client().ttl(store.make_key(f"tag:{tag}"))
            for tag in ("news", "news.comments:1", "news.comments:2")
        }
        assert lives["news"] == -1
        assert 0 < lives["news.comments:1"] <= 2 * cache.TIMEOUT
        assert 0 < lives["news.comments:2"] <= 2 * cache.TIMEOUT

    @pytest.mark.django_db
    def test_without_redis_values_are_made_anew(self, settings, django_capture_on_commit_callbacks):
        url = "redis://127.0.0.1:1/0"
        settings.CACHES = {
            "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
        }
        make = Maker()
        assert remember(make) != remember(make)
        with django_capture_on_commit_callbacks(execute=True):
            cache.touch("news")
