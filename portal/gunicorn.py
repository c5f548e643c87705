"""gunicorn's settings, for ``make run`` and for production; the environment decides.

With nginx in front (production) a worker takes one request at a time: nginx buffers slow visitors, and
pages cost CPU, not waiting. Without it (``make run``) a browser's idle connections would block such
workers, so each gets threads.
"""

import gc
import os

_production = os.environ.get("PORTAL_ENV") == "production"
_cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
_host = os.environ.get("HOST") or "127.0.0.1"

wsgi_app = "portal.wsgi:application"
bind = f"{f'[{_host}]' if ':' in _host else _host}:{os.environ.get('PORT') or '8000'}"

workers = int(os.environ.get("WEB_CONCURRENCY") or (2 * _cpus + 1 if _production else 2))
threads = int(os.environ.get("WEB_THREADS") or (1 if _production else 4))
worker_class = "gthread" if threads > 1 else "sync"
# Loaded once, then forked: less memory, and a worker that is replaced is there at once.
preload_app = True

timeout = 60
graceful_timeout = 10
keepalive = 5
# A worker is replaced now and then, so that a leak stays small; not all of them at once.
max_requests = 5000
max_requests_jitter = 500
# Heartbeats go to a file: never to a slow disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# Otherwise a socket appears in the home folder of whoever starts the site.
control_socket_disable = True


def when_ready(server):
    """What is loaded before the fork stays: the collector of garbage need not look through it again."""
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    # A page makes thousands of objects that go by themselves: looked through every 700, as Python does, they
    # cost a tenth of its time.
    gc.set_threshold(20_000, 20, 20)


loglevel = os.environ.get("GUNICORN_LOG_LEVEL") or "warning"
