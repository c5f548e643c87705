"""What public pages are made from, kept in memory and made stale by tags.

A cached value names the tags that it was made from ("news", "documents", "site"). :func:`touch`, called
by every save and verb, makes stale what was made from a tag. Each tag has a version, which is part of the
key; a stale value is never read again and falls out of the cache by age.

With Redis the versions stand in Redis, one for all processes. Without Redis each process keeps its own
pages and its own versions, and learns of the others' changes by PostgreSQL's LISTEN/NOTIFY: a NOTIFY is
delivered with the commit of the transaction that sent it, so no change can be lost between the two. While
a process cannot listen (the database is away), it keeps nothing new, and answers with what it last kept.

The day in Vietnam is part of every key as well: pages say which day it is, and how many are left until
another. At midnight nothing that was made the day before is read again, whatever the worker is doing.
"""

import functools
import hashlib
import logging
import os
import select
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import get_random_string
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

CHANNEL = "portal_cache"
ASK_EVERY = 30  # seconds
# A page whose content changes within a day by the clock alone (a scheduled post) is refreshed by the
# worker's clock job; this is the bound for all else, in seconds.
TIMEOUT = 600
# Browsers ask each time (and mostly get 304); nginx may keep an answer for a second.
SHORTLY = "public, max-age=0, s-maxage=1, must-revalidate"
# What has another address as soon as it changes.
FOREVER = "public, max-age=31536000, immutable"


def touch(*tags: str) -> None:
    """Make stale, when the running transaction commits, all that was made from these tags."""
    if not tags:
        return
    if not _shared():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, " ".join(tags)])
    transaction.on_commit(functools.partial(_renew, tags))


_keeps_nothing: ContextVar[bool] = ContextVar("keeps nothing", default=False)


@contextmanager
def keeping_nothing() -> Iterator[None]:
    """Have what is made within kept for nobody: it may show what a transaction has not committed."""
    token = _keeps_nothing.set(True)
    try:
        yield
    finally:
        _keeps_nothing.reset(token)


def remember(key: str, tags: Iterable[str], make: Callable[[], Any], timeout: int = TIMEOUT) -> Any:
    """Return the value kept under a key, made by ``make()`` when there is none or a tag was touched.

    ``timeout`` is in seconds. ``make`` must not return None.
    """
    versioned = _versioned(key, tags)
    value = _get(versioned)
    if value is None:
        value = make()
        _keep(versioned, value, timeout)
    return value


def page(*tags: str | Callable[[], Iterable[str]], params: Sequence[str] = ()) -> Callable:
    """Decorate a public view: keep its 200 answers, the same bytes for every visitor.

    Among ``tags`` may be functions that return tags, asked at each request (core.blocks.tags: what a block
    beside the page shows is known only when all apps have registered theirs). A tag may name a part of the
    address, by which one object's pages are told from the others': ``news.comments:{pk}``.
    ``params`` are the query parameters that the view knows. All others are taken out of ``request.GET``
    before the view runs, so they make no new key and cannot be echoed into a page that others get.
    The view must not look at the visitor: no session, no cookie, no user.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.GET = _known(request.GET, params)
            if request.method not in ("GET", "HEAD"):
                return view(request, *args, **kwargs)
            address = f"{request.scheme}://{request.get_host()}{request.path}?{request.GET.urlencode()}"
            named = list(_named(tags, kwargs))
            versioned = _versioned(f"page:{address}", named)
            kept = _get(versioned)
            if kept is None:
                try:
                    response = view(request, *args, **kwargs)
                    if hasattr(response, "render"):
                        response.render()
                except (OperationalError, InterfaceError):
                    # Without the database nothing can have changed either: what was last kept still holds.
                    kept = _get(_last_versioned(f"page:{address}", named))
                    if kept is None:
                        raise
            if kept is None:
                _describe(response)
                if response.status_code == 200 and not response.cookies:
                    _keep(versioned, (response.content, dict(response.headers)), TIMEOUT)
            else:
                content, headers = kept
                response = HttpResponse(content, headers=headers)
            return get_conditional_response(request, etag=response.headers.get("ETag"), response=response)

        return wrapper

    return decorate


def _named(tags: Iterable[str | Callable[[], Iterable[str]]], address: Mapping[str, Any]) -> Iterator[str]:
    """Give tags by their names; ``address`` are the parts of the address that a tag may name."""
    for tag in tags:
        if callable(tag):
            yield from tag()
        else:
            yield tag.format(**address)


def _describe(response: HttpResponse) -> None:
    """Say to browsers and to nginx how long an answer holds.

    410 too: otherwise nginx would keep the last 200 of what was withdrawn, and show it again while the
    application is away.
    """
    if response.status_code in (200, 410):
        response.headers["Cache-Control"] = SHORTLY
    if response.status_code == 200:
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'


def _known(query: QueryDict, params: Sequence[str]) -> QueryDict:
    known = QueryDict(mutable=True)
    for name in sorted(params):
        if value := query.get(name):  # The last one, as the views read it.
            known[name] = value
    known._mutable = False
    return known


def _shared() -> bool:
    return bool(settings.REDIS_URL)


def _versioned(key: str, tags: Iterable[str]) -> str | None:
    """Return the key with the day and the versions of its tags, or None while nothing may be cached."""
    tags = sorted(set(tags))
    version = _shared_version(tags) if _shared() else _listener.version(tags)
    return None if version is None else _key(version, key)


def _last_versioned(key: str, tags: Iterable[str]) -> str | None:
    """Return the key under which a value was last kept, also while nothing new may be."""
    tags = sorted(set(tags))
    return None if _shared() else _key(_listener.last_version(tags), key)


def _key(version: str, key: str) -> str:
    return "kept:" + hashlib.sha256(f"{timezone.localdate()}|{version}|{key}".encode()).hexdigest()


def _shared_version(tags: Sequence[str]) -> str | None:
    names = [f"tag:{tag}" for tag in tags]
    try:
        versions = cache.get_many(names)
        for tag, name in zip(tags, names, strict=True):
            if name not in versions:
                cache.add(name, get_random_string(12), _lifetime(tag))
                versions[name] = cache.get(name)
    except RedisError as error:
        logger.warning("Redis không trả lời, bỏ qua bộ nhớ đệm: %s", error)
        return None
    return ".".join(str(versions[name]) for name in names)


def _lifetime(tag: str) -> int | None:
    """Return for how many seconds a version stands in Redis; that of a tag of one object not for ever.

    There are as many as objects, and as addresses that somebody makes up. What was made from it is gone by
    then (TIMEOUT); a new version makes nothing stale that is fresh elsewhere.
    """
    return 2 * TIMEOUT if ":" in tag else None


def _get(key: str | None) -> Any:
    if key is None:
        return None
    try:
        return cache.get(key)
    except RedisError as error:
        logger.warning("Redis không trả lời, bỏ qua bộ nhớ đệm: %s", error)
        return None


def _keep(key: str | None, value: Any, timeout: int) -> None:
    if key is None or _keeps_nothing.get():
        return
    try:
        cache.set(key, value, timeout)
    except RedisError as error:
        logger.warning("Redis không trả lời, bỏ qua bộ nhớ đệm: %s", error)


def _renew(tags: Iterable[str]) -> None:
    if not _shared():
        _listener.renew(tags)
        return
    try:
        for tag in tags:
            cache.set(f"tag:{tag}", get_random_string(12), _lifetime(tag))
    except RedisError:
        # The save itself stands; pages made before it are shown until they age out (TIMEOUT).
        logger.exception("Redis không trả lời: trang cũ còn hiện tối đa %s giây.", TIMEOUT)


class _Listener:
    """The versions of this process, kept fresh by a thread that listens to PostgreSQL."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._versions: dict[str, int] = {}
        self._next = 0
        self._unheard = 0
        self._listening = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def version(self, tags: Sequence[str]) -> str | None:
        if settings.CACHE_LISTENER:
            self._ensure_thread()
            if not self._listening.is_set():
                return None
        return self.last_version(tags)

    def last_version(self, tags: Sequence[str]) -> str:
        """Return what the versions were when this process last heard of any."""
        with self._lock:
            return ".".join(str(self._versions.get(tag, self._unheard)) for tag in tags)

    def renew(self, tags: Iterable[str]) -> None:
        with self._lock:
            for tag in tags:
                self._next += 1
                self._versions[tag] = self._next

    def stop(self) -> None:
        """End the thread and its connection (tests; a process that drops its database)."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
        self._forget()

    def _ensure_thread(self) -> None:
        if self._pid != os.getpid():  # A forked worker has the parent's object but not its thread.
            self._forget()
        if self._thread is None:
            with self._lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="cache-listener", daemon=True)
                    self._thread.start()
            # The first request of a process waits a moment rather than go uncached.
            self._listening.wait(1)

    def _run(self) -> None:
        while not self._stop.is_set():
            listening = connections.create_connection("default")
            try:
                self._listen(listening)
            except (DatabaseError, InterfaceError, OSError) as error:
                logger.warning("Mất kết nối nghe thay đổi bộ nhớ đệm, thử lại: %s", error)
            finally:
                self._listening.clear()
                listening.close()
            self._stop.wait(1)

    def _listen(self, listening: Any) -> None:
        listening.ensure_connection()
        listening.set_autocommit(True)
        raw = listening.connection
        with listening.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        with self._lock:
            # What was said before this moment went unheard: start anew, with no version seen before.
            self._next += 1
            self._unheard = self._next
            self._versions = {}
        self._listening.set()
        asked_at = time.monotonic()
        while not self._stop.is_set():
            if time.monotonic() - asked_at > ASK_EVERY:
                # A connection that a firewall dropped says nothing by itself; this fails, and is renewed.
                with listening.cursor() as cursor:
                    cursor.execute("SELECT 1")
                asked_at = time.monotonic()
            if select.select([raw], [], [], 0.5)[0] or raw.notifies:
                with listening.wrap_database_errors:
                    raw.poll()
                for notice in raw.notifies:
                    self.renew(notice.payload.split())
                raw.notifies.clear()


_listener = _Listener()
stop_listening = _listener.stop
