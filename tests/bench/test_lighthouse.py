"""``make lighthouse``: which pages it opens, what counts of several runs, what it says of a miss."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench import lighthouse
from bench.client import BenchError, free_port
from bench.lighthouse import LIMITS, METRICS, measured, pages, portal, table

HOME = """
<a href="/tin-tuc/">Tin tức</a> <a href="/tin-tuc/tuyen-sinh/">Tuyển sinh</a>
<a href="/tin-tuc/mam-non/ngay-hoi-12/">Ngày hội</a> <a href="/tin-tuc/mam-non/hoi-thi-11/">Hội thi</a>
"""
REGISTER = '<a href="/van-ban/sap-den-han/">Sắp đến hạn</a> <a href="/van-ban/2026/09-tb-sgddt-3/">09</a>'


@pytest.fixture
def site():
    """A web server with the pages by their paths; give its address and the pages."""
    contents = {"/healthz": '{"database": "ok"}', "/": HOME, "/van-ban/": REGISTER}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(contents[self.path].encode())

        def log_message(self, *args):
            """Say nothing: the test's output is for its failures."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", contents
    server.shutdown()
    thread.join()
    server.server_close()


def report(**scores):
    """Return what Lighthouse writes of a page; scores by category, 100 where none is given."""
    categories = {
        category: {
            "score": scores.get(category.replace("-", "_"), 100) / 100,
            "auditRefs": [{"id": f"{category}-audit", "weight": 1}, {"id": "hint", "weight": 0}],
        }
        for category, _, _ in LIMITS
    }
    audits = {
        f"{category}-audit": {"title": f"Sai ở {category}", "score": 0, "displayValue": "560 ms"}
        for category, _, _ in LIMITS
    }
    metrics = {metric: {"numericValue": scores.get("value", 1000)} for metric, _, _ in METRICS}
    hint = {"hint": {"title": "Gợi ý", "score": 0}}
    return {"categories": categories, "audits": {**audits, **metrics, **hint}}


def test_pages_are_the_newest_that_the_portal_links_to(site):
    address, _ = site
    assert pages(address) == {
        "trang chủ": f"{address}/",
        "chuyên mục": f"{address}/tin-tuc/tuyen-sinh/",
        "bài viết": f"{address}/tin-tuc/mam-non/ngay-hoi-12/",
        "danh sách văn bản": f"{address}/van-ban/",
        "văn bản": f"{address}/van-ban/2026/09-tb-sgddt-3/",
    }


def test_empty_portal_cannot_be_measured(site):
    address, contents = site
    contents["/van-ban/"] = "Chưa có văn bản nào."
    with pytest.raises(BenchError, match="còn trống"):
        pages(address)


def test_portal_that_runs_is_the_one_that_is_measured(site, monkeypatch):
    address, _ = site
    with portal(f"{address}/") as found:
        assert found == address
    monkeypatch.setenv("PORT", address.rpartition(":")[2])
    with portal("") as found:
        assert found == address


def test_named_portal_that_does_not_answer_is_no_reason_to_start_another():
    address = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(BenchError, match="Không có cổng nào trả lời"), portal(address):
        pass


def test_median_of_the_runs_counts():
    runs = [report(performance=score, value=value) for score, value in ((60, 9), (97, 2000), (99, 1000))]
    result = measured("trang chủ", runs)
    assert result.scores["performance"] == 97
    assert result.metrics["largest-contentful-paint"] == 1
    assert result.is_kept


@pytest.mark.parametrize("scores", [{"performance": 94}, {"accessibility": 99}, {"seo": 92}])
def test_page_below_a_limit_is_told_with_what_keeps_it_there(scores):
    result = measured("văn bản", [report(**scores)])
    (category,) = scores
    assert not result.is_kept
    assert [text.split(": ")[1] for text in result.complaints] == [f"Sai ở {category} 560 ms"]
    lines = table([measured("trang chủ", [report()]), result]).splitlines()
    assert [line.endswith("KHÔNG ĐẠT") for line in lines[1:3]] == [False, True]
    assert lines[3].startswith("  văn bản: ")


def test_machine_without_node_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BenchError, match=r"Cần Node\.js"):
        lighthouse.install()


def test_tool_that_is_there_is_not_fetched_again(monkeypatch, tmp_path):
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\nexit 1\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(lighthouse, "FOLDER", tmp_path)
    with pytest.raises(BenchError, match="npm không cài được"):
        lighthouse.install()
    (tmp_path / "installed").write_text(lighthouse.PACKAGE)
    lighthouse.install()


@pytest.mark.parametrize(("failures", "is_measured"), [(2, True), (3, False)])
def test_run_that_lost_its_trace_is_repeated(monkeypatch, tmp_path, failures, is_measured):
    done = tmp_path / "done"
    node = tmp_path / "node"
    node.write_text(
        f"""#!/bin/sh
        echo x >> {done}
        if [ $(wc -l < {done}) -gt {failures} ]; then echo '{{"ok": 1}}'
        else echo '{{"runtimeError": "NO_NAVSTART"}}'; fi
        """
    )
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("CHROMIUM", "chromium")
    if is_measured:
        assert lighthouse.run("http://127.0.0.1/") == {"ok": 1}
    else:
        with pytest.raises(BenchError, match="NO_NAVSTART"):
            lighthouse.run("http://127.0.0.1/")
