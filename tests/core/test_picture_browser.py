"""The window to choose a picture in."""

import pytest
from bs4 import BeautifulSoup

from core.models import Picture
from core.richtext.editor import IMAGE_BROWSER_URL
from tests.core.file_samples import as_upload, image_bytes
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_user("core.view_picture")
    client.force_login(user)
    return user


def make_picture(alt="", by=None):
    return Picture.objects.create(file=as_upload(image_bytes(), "a.jpg"), alt=alt, uploaded_by=by)


def found(client, **query):
    response = client.get(IMAGE_BROWSER_URL, query)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [button["data-alt"] for button in page.select("[data-place] button")], page


def test_pictures_are_listed_the_newest_first(client, staff):
    for alt in ("Lễ khai giảng", "Sân trường"):
        make_picture(alt)
    names, page = found(client, CKEditorFuncNum="3")
    assert names == ["Sân trường", "Lễ khai giảng"]
    assert page.select_one("[data-place]")["data-place"] == "3"
    assert page.select_one("[data-place] button")["data-url"] == Picture.objects.first().file.url


@pytest.mark.parametrize("query", ["khai giảng", "giang khai", "KHAI", "  khai  "])
def test_words_are_found_in_any_order_without_marks(client, staff, query):
    make_picture("Lễ khai giảng")
    make_picture("Sân trường")
    names, page = found(client, q=query, CKEditorFuncNum="3")
    assert names == ["Lễ khai giảng"]
    # The next search is for the same box of the editor.
    assert page.select_one("[name=CKEditorFuncNum]")["value"] == "3"


def test_own_pictures_can_be_asked_for(client, staff):
    make_picture("Của tôi", by=staff)
    make_picture("Của người khác", by=make_user())
    assert found(client, cua_toi="on")[0] == ["Của tôi"]


def test_who_may_only_upload_chooses_among_their_own(client):
    user = make_user("core.add_picture")
    client.force_login(user)
    make_picture("Của tôi", by=user)
    make_picture("Của người khác", by=make_user())
    names, page = found(client)
    assert names == ["Của tôi"]
    assert not page.select("[name=cua_toi]")


def test_page_of_nothing_says_what_to_do(client, staff):
    assert "Chưa có ảnh nào." in found(client)[1].text
    make_picture("Sân trường")
    assert "Hãy thử ít từ hơn" in found(client, q="xyz")[1].text


def test_many_pictures_come_by_pages_in_few_queries(client, staff, django_assert_max_num_queries):
    Picture.objects.bulk_create(
        Picture(file=f"picture/2026/11/{number:032x}.jpg", alt=f"Ảnh {number}", width=60, height=40)
        for number in range(60)
    )
    with django_assert_max_num_queries(8):
        names, page = found(client, trang="2")
    assert len(names) == 24
    assert "Trang 2/3" in page.text
    assert found(client, trang="99")[0] == found(client, trang="3")[0] != []


@pytest.mark.parametrize("query", ["\x00", "%", "_", "'\"<script>", "a" * 5000])
def test_any_words_are_answered(client, staff, query):
    make_picture("Sân trường")
    _, page = found(client, q=query)
    assert not page.select("main script, .picture-search script")


def test_only_staff_who_may_see_pictures_get_in(client):
    assert client.get(IMAGE_BROWSER_URL).status_code == 302
    client.force_login(make_user())
    assert client.get(IMAGE_BROWSER_URL).status_code == 403
    assert client.post(IMAGE_BROWSER_URL).status_code in (403, 405)
