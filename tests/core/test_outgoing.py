"""Asking other servers: what may not be asked is not, however it is dressed up. The servers here are real."""

import ipaddress
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from core import outgoing
from core.outgoing import Prober, Refused, Unreachable, is_public, target_of

LOCAL = ipaddress.ip_address("127.0.0.1")


class Answers(BaseHTTPRequestHandler):
    """Answers as the path says; what was asked is kept on the server."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.command, self.path, dict(self.headers)))
        name, _, rest = self.path.lstrip("/").partition("/")
        match name:
            case "status":
                self._answer(int(rest))
            case "to":
                self._answer(302, Location=rest)
            case "plain":
                self._answer(302, Location=unquote(rest))
            case "vietnamese":  # In UTF-8 as it is, as many servers do.
                self._answer(302, Location="/tuyển-sinh?môn=toán".encode().decode("latin-1"))
            case "round":
                self._answer(302, Location=f"/round/{int(rest or 0) + 1}")
            case "no-head":
                self._answer(405 if self.command == "HEAD" else 200)
            case "drip":
                self._drip()
            case "junk":
                self.wfile.write(b"\x00\xff\x00\xff")
                self.close_connection = True
            case _:
                self._answer(200)

    do_HEAD = do_GET

    def _answer(self, status, **headers):
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _drip(self):
        """Send a header that never ends, a byte now and then."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        try:
            while not self.server.stopped.wait(0.05):
                self.wfile.write(b"x")
                self.wfile.flush()
        except OSError:
            self.close_connection = True

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def serving(address="127.0.0.1", context=None):
    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        daemon_threads = True

    server = Server((address, 0), Answers)
    server.asked, server.stopped = [], threading.Event()
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server():
    with serving() as running:
        yield running


def port_of(server):
    return server.server_address[1]


def allowing(server, **options):
    """Return a prober for which the machine of the test is the internet."""
    options.setdefault("resolve", lambda host, port: [LOCAL])
    options.setdefault("judge", lambda address: address == LOCAL)
    return Prober(ports={"http": port_of(server)}, **options)


def at(server, path="/", host="truong.example"):
    return f"http://{host}:{port_of(server)}{path}"


# What is public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",  # noqa: S104 - not bound to
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2001:0:7f00:1::1",
        "::ffff:0:127.0.0.1",
    ],
)
def test_address_that_not_everybody_reaches_is_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "103.28.36.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_address_that_everybody_reaches_is_public(address):
    assert is_public(ipaddress.ip_address(address))


# Addresses as they are written


@pytest.mark.parametrize(
    "address",
    [
        "ftp://truong.example/",
        "file:///etc/passwd",
        "gopher://truong.example/",
        "javascript:alert(1)",
        "//truong.example/",
        "truong.example",
        "http://",
        "http:///x",
        "http://user@truong.example/",
        "http://user:mat-khau@truong.example/",
        "http://truong.example:22/",
        "http://truong.example:8080/",
        "https://truong.example:80/",
        "http://truong.example:0/",
        "http://truong.example:99999/",
        "http://[::1/",
        "http://truong.example\\@127.0.0.1/",
        "http://truong.example/\r\nHost: x",
        "http://truong.example/ x",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.1.:80.5/",
    ],
)
def test_address_written_to_deceive_is_refused(address):
    with pytest.raises(Refused):
        target_of(address)


def test_plain_address_is_read():
    assert target_of("https://Trường.vn/Tin tức/?q=a&b=á".replace(" ", "%20")) == (
        "https",
        "xn--trng-rib8295b.vn",
        443,
        "/Tin%20t%E1%BB%A9c/?q=a&b=%C3%A1",
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://localhost./",
        "https://10.0.0.5/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
    ],
)
def test_machine_of_our_own_is_never_asked(address, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("asked"))
    with pytest.raises(Refused, match="mạng nội bộ"):
        Prober().status(address)


# What is asked, and how


def test_status_comes_back(server):
    assert allowing(server).status(at(server, "/status/410")) == 410


def test_look_is_enough_where_the_server_knows_it(server):
    assert allowing(server).status(at(server)) == 200
    assert [command for command, *_ in server.asked] == ["HEAD"]


def test_server_that_does_not_know_a_look_is_asked_for_the_page(server):
    assert allowing(server).status(at(server, "/no-head")) == 200
    assert [command for command, *_ in server.asked] == ["HEAD", "GET"]


def test_server_is_told_its_name_and_who_asks(server):
    allowing(server).status(at(server))
    headers = server.asked[0][2]
    assert headers["Host"] == f"truong.example:{port_of(server)}"
    assert "lien ket" in headers["User-Agent"]
    assert "Cookie" not in headers


def test_redirects_are_followed_for_a_while(server):
    assert allowing(server).status(at(server, f"/to/{at(server, '/status/204')}")) == 204
    with pytest.raises(Unreachable, match="vòng quanh") as error:
        allowing(server).status(at(server, "/round"))
    assert error.value.is_certain
    assert len(server.asked) == 2 + outgoing.MAX_REDIRECTS + 1


def test_redirect_may_be_written_in_vietnamese(server):
    assert allowing(server).status(at(server, "/vietnamese")) == 200
    assert server.asked[-1][1] == "/tuy%E1%BB%83n-sinh?m%C3%B4n=to%C3%A1n"


@pytest.mark.parametrize("to", ["http://[::1", "//[", "http://a]b/"])
def test_redirect_to_nowhere_is_refused(server, to):
    with pytest.raises(Refused):
        allowing(server).status(at(server, f"/plain/{to}"))


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/",
        "http://truong.example:22/",
        "file:///etc/passwd",
        "ftp://truong.example/",
        "http://noi-bo.example/",
        "//noi-bo.example/",
        "http://user@truong.example/",
    ],
)
def test_redirect_into_our_own_network_is_refused(server, to):
    def resolve(host, port):
        return [ipaddress.ip_address("10.0.0.1") if host == "noi-bo.example" else LOCAL]

    to = to.replace("example/", f"example:{port_of(server)}/").replace(".2/", f".2:{port_of(server)}/")
    with pytest.raises(Refused):
        allowing(server, resolve=resolve).status(at(server, f"/to/{to}"))
    assert len(server.asked) == 1


def test_name_that_answers_otherwise_a_moment_later_gains_nothing(server):
    """DNS rebinding: the first answer is judged, and it is the one that is connected to."""
    answers = iter([[LOCAL], [ipaddress.ip_address("10.0.0.1")]])
    asked = []

    def resolve(host, port):
        asked.append(host)
        return next(answers)

    prober = allowing(server, resolve=resolve)
    assert prober.status(at(server)) == 200
    assert asked == ["truong.example"]
    with pytest.raises(Refused):
        prober.status(at(server))


def test_name_with_one_private_address_among_public_ones_is_refused(server):
    prober = allowing(server, resolve=lambda host, port: [LOCAL, ipaddress.ip_address("192.168.1.1")])
    with pytest.raises(Refused):
        prober.status(at(server))
    assert server.asked == []


def test_next_address_is_tried_where_the_first_does_not_answer():
    with serving("127.0.0.1") as server:
        second = [ipaddress.ip_address("127.0.0.9"), LOCAL]
        prober = allowing(server, resolve=lambda host, port: second, judge=lambda address: True)
        assert prober.status(at(server)) == 200


def test_host_that_there_is_not_is_certainly_gone():
    with pytest.raises(Unreachable) as error:
        outgoing.resolve("khong-co.invalid", 80)
    assert isinstance(error.value.is_certain, bool)


def test_closed_port_is_unreachable_and_not_certain(server):
    closed = Prober(resolve=lambda host, port: [LOCAL], judge=lambda address: True, ports={"http": 1})
    with pytest.raises(Unreachable) as error:
        closed.status("http://truong.example:1/")
    assert not error.value.is_certain


def test_server_that_drips_is_cut_off(server):
    prober = allowing(server, piece_time=5, whole_time=0.5)
    started = time.monotonic()
    with pytest.raises(Unreachable, match="quá chậm"):
        prober.status(at(server, "/drip"))
    assert time.monotonic() - started < 3


def test_server_that_says_nothing_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        prober = Prober(
            resolve=lambda host, port: [LOCAL],
            judge=lambda address: True,
            ports={"http": port},
            piece_time=0.2,
        )
        with pytest.raises(Unreachable, match="quá chậm"):
            prober.status(f"http://truong.example:{port}/")


def test_answer_that_is_no_answer_is_unreachable(server):
    with pytest.raises(Unreachable):
        allowing(server).status(at(server, "/junk"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subject = ["-subj", "/CN=truong.example", "-addext", "subjectAltName=DNS:truong.example"]
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject),
            *("-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    return cert, key


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serving(context=context) as running:
        yield running


def over_tls(server, **options):
    return Prober(
        resolve=lambda host, port: [LOCAL],
        judge=lambda address: address == LOCAL,
        ports={"https": port_of(server)},
        **options,
    )


def test_certificate_is_checked_against_the_name_and_not_the_address(secure, certificate):
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    prober = over_tls(secure, context=trusting)
    assert prober.status(f"https://truong.example:{port_of(secure)}/") == 200
    with pytest.raises(Unreachable, match="chứng chỉ"):
        prober.status(f"https://khac.example:{port_of(secure)}/")


def test_certificate_that_nobody_vouches_for_is_no_good(secure):
    with pytest.raises(Unreachable, match="chứng chỉ") as error:
        over_tls(secure).status(f"https://truong.example:{port_of(secure)}/")
    assert error.value.is_certain


def test_ipv6_is_asked_where_it_is_public():
    if not socket.has_ipv6:
        pytest.skip("máy này không có IPv6")
    try:
        with serving("::1") as server:
            prober = Prober(
                resolve=lambda host, port: [ipaddress.ip_address("::1")],
                judge=lambda address: True,
                ports={"http": port_of(server)},
            )
            assert prober.status(at(server)) == 200
    except OSError as error:
        pytest.skip(f"máy này không có ::1 ({error})")


def test_connection_cut_while_it_waits_for_an_address_asks_no_other(server):
    target = target_of(
        f"http://127.0.0.1:{server.server_port}/status/200", ports={"http": server.server_port}
    )
    connection = outgoing._Connection([LOCAL], target, None, 1)
    connection.cut()  # There is no socket yet that this could end.
    with pytest.raises(TimeoutError):
        connection.request("GET", "/")
    assert server.asked == []
