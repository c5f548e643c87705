"""Asking other servers whether a page is there, for addresses that anybody may have put into a text.

Such an address may point at the machines behind the portal (SSRF). So only what the whole internet can reach
is asked: the name is resolved once, every address that comes out is judged, and the connection goes to the
very address that was judged; a name that answers otherwise a moment later (DNS rebinding) gains nothing. Each
redirect begins anew. Nothing of an answer is kept but its status.

Standard library: requests-hardened, the one well-kept package for this, judges loopback and private addresses
alone (not NAT64, 6to4, mapped ones), leaves the ports open and bounds no request as a whole, and brings five
packages along for what is a connection with an address of its own.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from core.text import strip_controls

# In seconds: to connect and for each piece of an answer; for an address with all its redirects.
PIECE_TIME = 8
WHOLE_TIME = 20
MAX_REDIRECTS = 5
# Of a name's addresses; each may take its time to not answer.
MAX_TRIED = 3
PORTS = {"http": 80, "https": 443}
AGENT = "Mozilla/5.0 (compatible; CongThongTin/1.0; kiem tra lien ket)"
HEADERS = {
    "User-Agent": AGENT,
    "Accept": "*/*",
    "Accept-Language": "vi,en;q=0.5",
    "Connection": "close",
}
REDIRECTS = (301, 302, 303, 307, 308)
# Servers that do not know HEAD, or give robots that send it another answer, are asked by GET.
ASKED_AGAIN = (400, 401, 403, 404, 405, 406, 410, 429, 500, 501, 503)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# 6to4, Teredo, NAT64 and the old forms of IPv4 in IPv6 lead to an IPv4 address that nobody has judged;
# site-local addresses are private by an older name.
_DISGUISED = tuple(
    map(
        ipaddress.ip_network,
        ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "fec0::/10"),
    )
)
# Of the IETF's own, and relays for 6to4; Python before 3.11.10 takes the first for public.
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24")))
# 127.1, 0x7f000001, 2130706433, 0177.0.0.1: what C libraries take for an address.
_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)(?:\.(?:0x[0-9a-f]*|[0-9]+))*\.?", re.IGNORECASE)


class Refused(Exception):
    """The portal does not ask this address; the message says why, for staff."""


class Unreachable(Exception):
    """No answer came; ``is_certain`` where none will: there is no such host."""

    def __init__(self, words: str, *, is_certain: bool = False) -> None:
        super().__init__(words)
        self.is_certain = is_certain


class Target(NamedTuple):
    """Where an address leads: parts of it that were looked at."""

    scheme: str
    host: str
    port: int
    path: str


# Host and port in, addresses out: what socket.getaddrinfo says.
Resolve = Callable[[str, int], list[Address]]
Judge = Callable[[Address], bool]


def is_public(address: Address) -> bool:
    """Tell whether an address is one that the whole internet reaches."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _DISGUISED):
            return False
    elif any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not (
        address.is_multicast
        or address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_reserved
        or address.is_unspecified
    )


def resolve(host: str, port: int) -> list[Address]:
    """Return the addresses of a host. Raises Unreachable where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        is_certain = error.errno == socket.EAI_NONAME
        words = "không có máy chủ nào tên này" if is_certain else "chưa hỏi được tên máy chủ"
        raise Unreachable(words, is_certain=is_certain) from error
    except UnicodeError as error:
        raise Refused("tên máy chủ không hợp lệ") from error
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0].partition("%")[0]) for entry in found))


def target_of(address: str, ports: dict[str, int] | None = None) -> Target:
    """Return where an address leads. Raises Refused for what is not asked.

    ``ports`` are those that may be asked, by scheme; in tests those of their own servers.
    """
    if strip_controls(address) != address or any(char.isspace() for char in address):
        raise Refused("địa chỉ có dấu cách hoặc ký tự điều khiển")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode().rstrip(".")
    except (ValueError, UnicodeError) as error:
        raise Refused("địa chỉ viết sai") from error
    scheme = parts.scheme.lower()
    allowed = (ports or PORTS).get(scheme)
    if allowed is None:
        raise Refused("không phải địa chỉ http hay https")
    if parts.username is not None or parts.password is not None:
        raise Refused("địa chỉ có tên đăng nhập")
    if (PORTS[scheme] if port is None else port) != allowed:
        raise Refused("địa chỉ có cổng khác 80, 443")
    if not host or "\\" in address:
        raise Refused("địa chỉ viết sai")
    if _NUMERIC.fullmatch(host):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise Refused("địa chỉ máy chủ viết bằng số lạ") from error
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(scheme, host, allowed, path)


@dataclass
class Prober:
    """Asks for addresses. Tests give it a judge that knows their servers, and names of their own."""

    resolve: Resolve = resolve
    judge: Judge = is_public
    ports: dict[str, int] | None = None
    context: ssl.SSLContext | None = None
    piece_time: float = PIECE_TIME
    whole_time: float = WHOLE_TIME

    def status(self, address: str) -> int:
        """Return the status that an address ends with, after its redirects.

        Raises Refused, for the address or for one that it redirects to, and Unreachable.
        """
        deadline = time.monotonic() + self.whole_time
        for _ in range(MAX_REDIRECTS + 1):
            status, location = self._ask("HEAD", address, deadline)
            if status in ASKED_AGAIN:
                status, location = self._ask("GET", address, deadline)
            if status not in REDIRECTS or not location:
                return status
            try:
                address = urljoin(address, location)
            except ValueError as error:
                raise Refused("địa chỉ chuyển hướng viết sai") from error
        raise Unreachable("chuyển hướng vòng quanh", is_certain=True)

    def _ask(self, method: str, address: str, deadline: float) -> tuple[int, str]:
        """Return status and redirect of one request."""
        target = target_of(address, self.ports)
        addresses = self._addresses(target)
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unreachable("trả lời quá chậm")
        timeout = min(self.piece_time, left)
        connection = _Connection(addresses[:MAX_TRIED], target, self._context(target), timeout)
        # A timeout counts for each piece alone: a server that sends a byte now and then would hold us.
        end = threading.Timer(left, connection.cut)
        end.daemon = True
        end.start()
        try:
            connection.request(method, target.path, headers=HEADERS)
            response = connection.getresponse()
            if connection.is_cut:  # What had come by then reads like a whole answer.
                raise Unreachable("trả lời quá chậm")
            # http.client reads headers as Latin-1; many servers send Vietnamese paths as they are, in UTF-8.
            location = response.headers.get("Location", "").encode("latin-1").decode("utf-8", "replace")
            return response.status, location
        except ssl.SSLCertVerificationError as error:
            raise Unreachable("chứng chỉ bảo mật của trang không hợp lệ", is_certain=True) from error
        except TimeoutError as error:
            raise Unreachable("trả lời quá chậm") from error
        except (OSError, http.client.HTTPException) as error:
            words = "trả lời quá chậm" if connection.is_cut else "không kết nối được, hoặc trả lời hỏng"
            raise Unreachable(words) from error
        finally:
            end.cancel()
            connection.close()

    def _addresses(self, target: Target) -> list[Address]:
        try:
            found = [ipaddress.ip_address(target.host)]
        except ValueError:
            found = self.resolve(target.host, target.port)
        # One that is not public is enough: which of them is taken is nobody's but ours to say.
        if not found or not all(map(self.judge, found)):
            raise Refused("địa chỉ trong mạng nội bộ")
        return found

    def _context(self, target: Target) -> ssl.SSLContext | None:
        if target.scheme != "https":
            return None
        if self.context is None:
            self.context = ssl.create_default_context()
        return self.context


class _Connection(http.client.HTTPConnection):
    """A connection to one of the addresses that were judged; the name is for the server alone."""

    def __init__(
        self, addresses: list[Address], target: Target, context: ssl.SSLContext | None, timeout: float
    ) -> None:
        host = f"[{target.host}]" if ":" in target.host else target.host
        super().__init__(host, target.port, timeout=timeout)
        # Without the port where it is the scheme's own: some servers know themselves by no other name.
        self.default_port = PORTS[target.scheme]
        self._addresses = addresses
        self._target = target
        self._context = context
        self.is_cut = False

    def connect(self) -> None:
        """Connect to the first of the addresses that answers."""
        failure: OSError | None = None
        for address in self._addresses:
            self._go_on()
            try:
                self.sock = socket.create_connection((str(address), self.port), self.timeout)
            except OSError as error:
                failure = error
                continue
            self._go_on()
            if self._context is not None:
                self.sock = self._context.wrap_socket(self.sock, server_hostname=self._target.host)
                self._go_on()
            return
        raise failure or OSError("no address")

    def _go_on(self) -> None:
        """Raise TimeoutError where time ran out while there was no socket to cut."""
        if self.is_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End whatever the connection waits for."""
        self.is_cut = True
        if (sock := self.sock) is not None:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # It has ended by itself.
