"""Looking whether what texts link to is still there.

Pages of other sites are asked politely: by the worker, one after the other, never the same site twice within
a moment. Addresses of the portal itself are looked up in the portal, without a request over the network.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.storage import storages
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from core.jobs import JobTimeout
from core.models import WebLink
from core.outgoing import Prober, Refused, Unreachable

logger = logging.getLogger(__name__)

Status = WebLink.Status

# Seconds between two requests to one site; for one run of the worker, which has other things to do as well.
SAME_SITE_AFTER = 2.0
RUN_TIME = 25.0
NOT_WEB = ("mailto", "tel")
# Twice in a row, most of a day apart, and it is no accident.
FAILURES_TO_BREAK = 2


@dataclass(frozen=True)
class Verdict:
    """What came of looking at an address; ``is_passing`` where it may be otherwise tomorrow."""

    status: str
    reason: str = ""
    is_passing: bool = False


@dataclass
class Checker:
    """Looks at addresses, in the run of one job."""

    prober: Prober = field(default_factory=Prober)
    same_site_after: float = SAME_SITE_AFTER
    run_time: float = RUN_TIME
    _asked: dict[str, float] = field(default_factory=dict)

    def check(self, links: Iterable[WebLink]) -> int:
        """Look at addresses, write down what came of it, and return how many there was time for."""
        end = time.monotonic() + self.run_time
        count = 0
        for link in links:
            if time.monotonic() >= end:
                break
            _note(link, self._verdict_in_any_case(link.address))
            count += 1
        return count

    def _verdict_in_any_case(self, address: str) -> Verdict:
        """Return a verdict on whatever stands in a text: one odd address must not hold up all that wait."""
        try:
            return self.verdict(address)
        except (JobTimeout, OperationalError, InterfaceError):
            raise  # The job's trouble, not the address's: it is tried again as a whole.
        except Exception:
            logger.exception("Không kiểm tra được liên kết %r.", address)
            return Verdict(Status.UNSURE, "chưa kiểm tra được", is_passing=True)

    def verdict(self, address: str) -> Verdict:
        """Return what is to be said of an address as it stands in a text."""
        try:
            parts = urlsplit(address)
            host = parts.hostname
        except ValueError:
            return Verdict(Status.BROKEN, "địa chỉ viết sai")
        if parts.scheme in NOT_WEB:
            return Verdict(Status.FINE)
        if (not parts.scheme and not parts.netloc) or host in own_hosts():
            return of_portal(parts.path)
        self._wait(host or "")
        try:
            status = self.prober.status(f"https:{address}" if not parts.scheme else address)
        except Refused as error:
            return Verdict(Status.REFUSED, str(error))
        except Unreachable as error:
            return Verdict(Status.BROKEN, str(error), is_passing=not error.is_certain)
        return _of_answer(status)

    def _wait(self, host: str) -> None:
        """Leave a site in peace for a moment after each request."""
        left = self._asked.get(host, 0) + self.same_site_after - time.monotonic()
        if host in self._asked and left > 0:
            time.sleep(left)
        self._asked[host] = time.monotonic()


def _note(link: WebLink, verdict: Verdict) -> None:
    """Write down what came of a look, unless nothing links to the address any more.

    Under a lock: another run may have looked at it meanwhile, and a failure counts once in most of a day.
    """
    now = timezone.now()
    with transaction.atomic():
        found = WebLink.objects.select_for_update(no_key=True).filter(pk=link.pk)
        known = found.values_list("failures", "failed_at").first()
        if known is None:
            return
        failures, failed_at = known
        if verdict.status != Status.BROKEN:
            failures, failed_at = 0, None
        elif failed_at is None or failed_at <= now - WebLink.UNSURE_AGAIN_AFTER:
            failures, failed_at = failures + 1, now
        is_early = verdict.is_passing and failures < FAILURES_TO_BREAK
        WebLink.objects.filter(pk=link.pk).update(
            failures=failures,
            failed_at=failed_at,
            status=Status.UNSURE if is_early else verdict.status,
            reason=verdict.reason,
            checked_at=now,
        )


def own_hosts() -> set[str]:
    """Return the names of the portal itself."""
    return _allowed_hosts() | {urlsplit(settings.SITE_URL).hostname or ""} - {""}


def _allowed_hosts() -> set[str]:
    return {host.lower().strip("[].") for host in settings.ALLOWED_HOSTS if "*" not in host}


def of_portal(path: str) -> Verdict:
    """Return what is to be said of a path of the portal, as somebody without an account sees it."""
    path = unquote(path) or "/"
    if path.startswith(reverse("admin:index")):
        return Verdict(Status.BROKEN, "trang quản trị, người đọc không mở được")
    if path.startswith(settings.STATIC_URL):
        return Verdict(Status.FINE)
    if path.startswith(settings.MEDIA_URL):
        try:
            is_there = storages["default"].exists(path.removeprefix(settings.MEDIA_URL))
        except (SuspiciousOperation, ValueError):  # «..», a null character: no file is named so.
            is_there = False
        return Verdict(Status.FINE) if is_there else Verdict(Status.BROKEN, "ảnh không còn trên cổng")
    match = _match(path) or _match(f"{path}/")
    if match is None:
        return Verdict(Status.BROKEN, "cổng không có trang này")
    try:
        with transaction.atomic():  # What the database refuses leaves the job's connection usable.
            response = match.func(_request(path, match), *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        return Verdict(Status.BROKEN, "cổng không có trang này, hoặc trang chưa công bố")
    # Not closed: that would end the connection to the database, and a look opens no file.
    return _of_answer(response.status_code)


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _request(path: str, match: ResolverMatch) -> HttpRequest:
    """Return the request of somebody without an account; a look (HEAD), which nothing counts."""
    # One with colons would need brackets again.
    host = min((host for host in _allowed_hosts() if ":" not in host), default="localhost")
    request = HttpRequest()
    request.method = "HEAD"
    request.path = request.path_info = path
    request.META |= {"REQUEST_METHOD": "HEAD", "SERVER_NAME": host, "SERVER_PORT": "80", "HTTP_HOST": host}
    request.user, request.resolver_match = AnonymousUser(), match
    return request


def _of_answer(status: int) -> Verdict:
    if status in (404, 410):
        return Verdict(Status.BROKEN, f"trang không còn (mã {status})")
    if status >= 500:
        return Verdict(Status.BROKEN, f"máy chủ của trang báo lỗi (mã {status})", is_passing=True)
    if status >= 400:
        # Many sites turn robots away; a reader may well get in.
        return Verdict(Status.REFUSED, f"trang không cho máy kiểm tra (mã {status})")
    return Verdict(Status.FINE)
