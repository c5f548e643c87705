"""robots.txt, read as RFC 9309 says: the longest rule that fits decides."""

import re

import pytest

from portal.models import Banner
from tests.factories import image_bytes, make_document, make_document_file, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    return [line.split(": ", 1) for line in response.content.decode().splitlines() if line]


@pytest.fixture
def may_read(lines):
    """Return a function that tells whether a robot may read an address."""
    rules = [(rule, path) for rule, path in lines if rule in ("Allow", "Disallow")]

    def fits(pattern, address):
        return re.match(re.escape(pattern).replace(r"\*", ".*"), address)

    def tell(address):
        fitting = [(len(path), rule) for rule, path in rules if fits(path, address)]
        return (
            max(fitting, key=lambda rule: (rule[0], rule[1] == "Allow"), default=(0, "Allow"))[1] == "Allow"
        )

    return tell


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/tin-tuc/",
        "/tin-tuc/?trang=2",
        "/tin-tuc/tuyen-sinh/lich-thi-12/",
        "/tin-tuc/tuyen-sinh/lich-thi-12/y-kien/?trang=2",
        "/tin-tuc/tep/3/lich-thi.pdf",
        "/van-ban/",
        "/van-ban/?trang=7",
        "/van-ban/2026/09-tb-sgddt-5/",
        "/van-ban/sap-den-han/?trang=2",
        "/trang/gioi-thieu/",
        "/tham-do/?trang=2",
        "/tham-do/3/",
        "/rss/van-ban.xml",
        "/sitemap-van-ban-1.xml",
        "/static/css/main.css",
        "/media/article/2026/01/a.webp",
        "/favicon.ico",
        "/bieu-tuong/0a1b2c/chia-se.png",
    ],
)
def test_robots_may_read_what_the_public_reads(may_read, address):
    assert may_read(address)


@pytest.mark.parametrize(
    "address",
    [
        "/quan-tri/",
        "/quan-tri/news/article/add/",
        "/dang-nhap/",
        "/dang-xuat/",
        "/tai-khoan/",
        "/dem/",
        "/tim-kiem/",
        "/tim-kiem/?q=lich+thi&loai=news.article",
        "/van-ban/?loai=thong-bao",
        "/van-ban/?loai=thong-bao&trang=2",
        "/van-ban/?trang=2&loai=thong-bao",
        "/van-ban/xuat/danh-sach.csv?nam=2026",
        "/van-ban/sap-den-han.ics?nam=2026",
        "/rss/van-ban.atom?nam=2026",
        "/tin-tuc/tuyen-sinh/lich-thi-12/danh-gia/",
        "/tin-tuc/tuyen-sinh/lich-thi-12/y-kien/viet/?tra_loi=7",
        "/tin-tuc/tuyen-sinh/lich-thi-12/y-kien/7/bao-vi-pham/",
        "/tham-do/3/?chon=7",
        "/tham-do/3/phieu/",
    ],
)
def test_robots_leave_alone_what_is_no_page_of_its_own(may_read, address):
    assert not may_read(address)


def test_robots_click_no_banner(may_read):
    banner = Banner.objects.create(title="B", alt="B", picture=upload("a.png", image_bytes()))
    assert not may_read(banner.get_absolute_url())


def test_robots_take_each_file_and_not_all_in_one(may_read):
    file = make_document_file(make_document())
    assert may_read(file.get_absolute_url())
    assert not may_read(f"/van-ban/tep/tat-ca/{file.document_id}/")


def test_rules_are_for_every_robot_and_name_the_sitemap_in_full(client, settings):
    settings.ALLOWED_HOSTS = ["sogddt.example.vn"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"host": "sogddt.example.vn", "x-forwarded-proto": "https"}

    said = client.get("/robots.txt", headers=headers).content.decode().splitlines()

    assert said[0] == "User-agent: *"
    assert said[-2:] == [
        "Sitemap: https://sogddt.example.vn/sitemap.xml",
        "Sitemap: https://sogddt.example.vn/sitemap-tin-moi.xml",
    ]
