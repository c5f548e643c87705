"""What people see of a link that is shared: title, description and picture of every public page."""

import io
import unicodedata
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from PIL import Image

from portal import icons
from portal.icons import sharing
from portal.models import Page, SiteSettings
from tests.factories import image_bytes, make_article, make_category, make_document, upload

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
NAME = "Sở Giáo dục và Đào tạo tỉnh Sơn Hà"


@pytest.fixture(autouse=True)
def site():
    return SiteSettings.objects.create(name=NAME, parent_name="UBND tỉnh Sơn Hà", english_name="Son Ha DOET")


def facts_of(client, address):
    head = BeautifulSoup(client.get(address).content, "html.parser").head
    found = {}
    for tag in head.find_all("meta"):
        name = tag.get("property") or tag.get("name")
        if name and name != "theme-color":
            assert name not in found
            found[name] = tag["content"]
    return found


def make_page(**kwargs):
    kwargs = {"title": "Giới thiệu", "body": "<h2>Về Sở</h2><p>Sở có 9 phòng.</p>"} | kwargs
    page = Page.objects.create(**kwargs)
    page.publish(by=None)
    return page


@pytest.fixture
def addresses():
    """Every kind of page that may be shared."""
    category = make_category(name="Tuyển sinh")
    document = make_document(due_on=timezone.localdate() + timedelta(days=9))
    covered = make_article(cover=upload("a.jpg", image_bytes((1600, 900), "JPEG")), cover_alt="Sân trường")
    return {
        "home": "/",
        "news": "/tin-tuc/",
        "category": make_article(category=category).category.get_absolute_url(),
        "article": make_article().get_absolute_url(),
        "article with a cover": covered.get_absolute_url(),
        "documents": "/van-ban/",
        "filtered documents": "/van-ban/?loai=thong-bao",
        "due documents": "/van-ban/sap-den-han/",
        "document": document.get_absolute_url(),
        "page": make_page().get_absolute_url(),
        "english page": make_page(title="About", language="en").get_absolute_url(),
    }


def test_every_page_is_complete(client, addresses):
    for name, address in addresses.items():
        facts = facts_of(client, address)
        assert facts["og:type"] in ("website", "article"), name
        assert facts["og:title"], name
        assert facts["og:description"] == facts["description"] != "", name
        assert facts["og:url"] == f"{SITE}{address.partition('?')[0]}", name
        assert facts["og:locale"] == ("en_US" if name == "english page" else "vi_VN"), name
        assert facts["og:site_name"] == ("Son Ha DOET" if name == "english page" else NAME), name
        assert facts["og:image:alt"], name
        assert facts["twitter:card"] == "summary_large_image", name


def test_picture_of_every_page_answers_and_has_the_size_that_is_told(client, addresses):
    for name, address in addresses.items():
        facts = facts_of(client, address)
        assert facts["og:image"].startswith(f"{SITE}/"), name
        response = client.get(facts["og:image"].removeprefix(SITE))
        picture = Image.open(io.BytesIO(b"".join(response)))
        told = int(facts["og:image:width"]), int(facts["og:image:height"])
        assert told == picture.size, name


def test_titles_tell_lists_apart(client, addresses):
    lists = ("home", "news", "documents", "category")
    titles = [facts_of(client, addresses[name])["og:title"] for name in lists]
    assert titles == [NAME, "Tin tức", "Văn bản", "Tuyển sinh"]


def test_home_page_says_what_the_portal_is(client):
    assert facts_of(client, "/")["description"] == (
        "Cổng thông tin điện tử của Sở Giáo dục và Đào tạo tỉnh Sơn Hà, UBND tỉnh Sơn Hà: "
        "tin tức, thông báo, văn bản, tuyển sinh và thi cử."
    )


def test_article_shows_its_cover_with_its_description(client):
    cover = upload("a.jpg", image_bytes((1600, 900), "JPEG"))
    article = make_article(title="Khai giảng", lead="Hơn 200 trường.", cover=cover, cover_alt="Sân trường")
    facts = facts_of(client, article.get_absolute_url())
    assert (facts["og:type"], facts["og:title"], facts["og:description"]) == (
        "article",
        "Khai giảng",
        "Hơn 200 trường.",
    )
    assert (facts["og:image"], facts["og:image:width"], facts["og:image:height"], facts["og:image:alt"]) == (
        f"{SITE}{article.cover.url}",
        "1600",
        "900",
        "Sân trường",
    )


def test_cover_whose_file_is_missing_breaks_no_page(client):
    article = make_article(cover=upload("a.png", image_bytes((900, 500))), cover_alt="Sân trường")
    article.cover.storage.delete(article.cover.name)
    assert facts_of(client, article.get_absolute_url())["og:image:width"] == "900"


def test_article_without_a_cover_shows_emblem_and_name(client):
    facts = facts_of(client, make_article().get_absolute_url())
    assert facts["og:image"] == f"{SITE}{icons.address(SiteSettings.load(), 'chia-se.png')}"
    assert (facts["og:image:width"], facts["og:image:height"]) == ("1200", "630")
    assert facts["og:image:alt"] == f"Biểu trưng và tên {NAME}"


def test_document_says_kind_number_and_subject(client):
    document = make_document(number="09/TB-SGDĐT", subject="Kết luận giao ban")
    facts = facts_of(client, document.get_absolute_url())
    assert facts["og:title"] == "Thông báo số 09/TB-SGDĐT"
    assert facts["og:description"] == "Kết luận giao ban"


def test_page_without_a_lead_says_how_it_begins(client):
    assert facts_of(client, make_page().get_absolute_url())["description"] == "Về Sở Sở có 9 phòng."
    page = make_page(title="Cơ cấu", lead="Chín phòng.")
    assert facts_of(client, page.get_absolute_url())["description"] == "Chín phòng."


def test_category_says_what_it_is_for_or_else_its_name(client):
    category = make_category(name="Tuyển sinh & thi")
    other = make_category(description="Lịch thi, điểm thi.")
    assert facts_of(client, category.get_absolute_url())["description"] == (
        "Tin, bài mới trong chuyên mục Tuyển sinh & thi"
    )
    assert facts_of(client, other.get_absolute_url())["description"] == "Lịch thi, điểm thi."


def test_long_description_is_cut_and_never_within_an_escape(client):
    article = make_article(lead="<&> " * 200)
    said = facts_of(client, article.get_absolute_url())["og:description"]
    assert len(said) == 300
    assert said.startswith("<&> <&>")
    assert set(said) == set("<&> …")


def test_picture_can_write_every_vietnamese_letter_with_its_marks():
    marks = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    vowels = [unicodedata.normalize("NFC", letter + mark) for letter in "aăâeêioôơuưy" for mark in marks]
    letters = [*vowels, *"bcdđghklmnpqrstvx", *map(str.upper, [*vowels, "đ"]), *"–’«»()./0123456789"]
    face = sharing.font(60)
    unknown = bytes(face.getmask("\uffff"))
    for letter in letters:
        assert len(letter) == 1
        assert bytes(face.getmask(letter)) != unknown, letter
        # Nothing reaches out of its line.
        _, top, _, bottom = face.getbbox(letter, anchor="lm")
        assert -60 * sharing.LEADING / 2 <= top < bottom <= 60 * sharing.LEADING / 2, letter
    assert len({bytes(face.getmask(letter)) for letter in vowels}) == len(vowels)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Sở Giáo dục và Đào tạo", ["Sở Giáo dục", "và Đào tạo"]),
        (NAME, ["Sở Giáo dục", "và Đào tạo", "tỉnh Sơn Hà"]),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", ["SỞ GIÁO DỤC", "VÀ ĐÀO TẠO"]),
        ("Sở", ["Sở"]),
    ],
)
def test_name_is_broken_between_words_of_the_name(name, lines):
    found = sharing.wrapped(name, sharing.font(76), 660)
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in found] == lines


@pytest.mark.parametrize("name", [NAME, "Sở", "Trung tâm Giáo dục thường xuyên " * 6, "KHÔNGDẤUCÁCH" * 2])
def test_names_stay_within_the_picture(client, site, name):
    site.name = name.strip()
    site.save()
    content, _ = icons.make(site, "chia-se.png")
    picture = Image.open(io.BytesIO(content)).convert("L")
    ink = picture.crop((430, 0, 1200, 530)).point(lambda value: 255 * (value < 200)).getbbox()
    left, top, right, bottom = ink
    assert left >= 18
    assert top >= 40
    assert right <= 770 - 60
    assert bottom <= 530 - 30
