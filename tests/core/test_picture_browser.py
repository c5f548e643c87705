"""The window to choose a picture in."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from core.models import Picture
from core.richtext.editor import IMAGE_BROWSER_URL
from tests.core.file_samples import as_upload, image_bytes
from tests.factories import make_article, make_photo, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_user("core.view_picture", "core.add_picture")
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


def take(client, page):
    """Press the first picture as the window does; return where it is."""
    button = page.select_one("[data-place] button")
    return client.post(button["data-take"]).json()["url"]


def test_covers_and_pictures_of_stories_are_found_by_what_is_said_of_them(client, staff):
    make_article(title="Lễ khai giảng", cover=as_upload(image_bytes(), "a.jpg"), cover_alt="Trống trường")
    story = make_article(published=False, form="photos", body="", title="Ngày hội STEM")
    make_photo(story, alt="Gian hàng", caption="Robot hái quả")
    story.publish(by=None)
    make_picture("Sân trường")
    assert sorted(found(client)[0]) == ["Gian hàng", "Sân trường", "Trống trường"]
    for query, alt in (("trong", "Trống trường"), ("khai giang", "Trống trường"), ("robot", "Gian hàng")):
        assert found(client, q=query)[0] == [alt], query
    assert "Phóng sự ảnh" in found(client, q="stem")[1].select_one(".picture-facts").text


def test_pictures_of_what_is_not_public_are_not_shown(client, staff):
    article = make_article(
        published=False, cover=as_upload(image_bytes(), "a.jpg"), cover_alt="Trống", created_by=staff
    )
    assert found(client)[0] == []
    assert client.post(address_of(article)).status_code == 404


def address_of(article):
    return reverse("admin:core_picture_take", args=["news.article", article.pk])


def test_chosen_cover_is_a_picture_of_the_same_file_from_then_on(client, staff):
    cover = as_upload(image_bytes("JPEG", (600, 400)), "a.jpg")
    article = make_article(cover=cover, cover_alt="Trống trường")
    url = take(client, found(client)[1])
    picture = Picture.objects.get()
    assert (picture.file.name, url) == (article.cover.name, article.cover.url)
    assert (picture.alt, picture.width, picture.height) == ("Trống trường", 600, 400)
    assert (picture.uploaded_by, len(picture.sha256)) == (staff, 64)
    names, page = found(client)
    assert names == ["Trống trường"]
    assert not page.select("[data-take]")
    client.post(address_of(article))
    assert Picture.objects.count() == 1


def test_who_may_only_upload_takes_none_of_others(client):
    user = make_user("core.add_picture")
    client.force_login(user)
    own = make_article(cover=as_upload(image_bytes(), "a.jpg"), cover_alt="Của tôi", created_by=user)
    other = make_article(cover=as_upload(image_bytes(), "a.jpg"), cover_alt="Của người khác")
    assert found(client)[0] == ["Của tôi"]
    assert client.post(address_of(own)).status_code == 200
    assert client.post(address_of(other)).status_code == 404


def test_only_who_may_choose_pictures_takes_one(client, staff):
    article = make_article(cover=as_upload(image_bytes(), "a.jpg"), cover_alt="Trống trường")
    assert client.get(address_of(article)).status_code == 405
    checking = Client(enforce_csrf_checks=True)
    checking.force_login(staff)
    assert checking.post(address_of(article)).status_code == 403
    client.force_login(make_user())
    assert client.post(address_of(article)).status_code == 403
    assert not Picture.objects.exists()


def test_who_may_add_no_picture_is_shown_none_to_take(client):
    client.force_login(make_user("core.view_picture"))
    article = make_article(cover=as_upload(image_bytes(), "a.jpg"), cover_alt="Trống trường")
    make_picture("Sân trường")
    assert found(client)[0] == ["Sân trường"]
    assert client.post(address_of(article)).status_code == 403


def test_picture_that_is_gone_from_the_disk_is_not_taken(client, staff):
    article = make_article(cover=as_upload(image_bytes(), "a.jpg"), cover_alt="Trống trường")
    article.cover.storage.delete(article.cover.name)
    assert client.post(address_of(article)).status_code == 404
