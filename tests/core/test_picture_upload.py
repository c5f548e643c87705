import re

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Picture
from news.models import Article
from tests.admin_forms import add, article_form
from tests.core.file_samples import as_upload, image_bytes, pdf_bytes
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = make_user("core.add_picture")
    client.force_login(user)
    return user


def send(client, file=None, **data):
    if file is not None:
        data["upload"] = file
    return client.post(reverse("picture-upload"), data)


def test_picture_is_kept_and_its_address_told_as_the_editor_asks(client, staff):
    answer = send(client, as_upload(image_bytes("PNG", (300, 200)), "Ảnh đẹp.png"), alt="Sân trường").json()
    picture = Picture.objects.get()
    assert answer == {
        "uploaded": 1,
        "fileName": "Ảnh đẹp.png",
        "url": picture.file.url,
        "width": 300,
        "height": 200,
    }
    assert picture.uploaded_by == staff
    assert picture.alt == "Sân trường"


def test_address_of_the_picture_cannot_be_guessed_and_is_served(client, staff):
    url = send(client, as_upload(image_bytes(), "a.jpg")).json()["url"]
    assert re.fullmatch(r"[0-9a-f]{32}-60\.jpg", url.rpartition("/")[2])
    response = Client().get(url)
    with Picture.objects.get().file.open() as file:
        assert b"".join(response) == file.read()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (pdf_bytes(), "a.pdf", "a.pdf: Không nhận loại tệp này."),
        (b"<svg onload='alert(1)'/>", "a.svg", "a.svg: Không nhận loại tệp này."),
        (b"<script>alert(1)</script>", "a.png", "a.png: Nội dung tệp không thuộc các loại được nhận"),
        (b"", "a.png", "a.png: Tệp rỗng"),
        (image_bytes()[:300], "a.jpg", "a.jpg: Ảnh bị hỏng"),
    ],
)
def test_refused_picture_is_answered_with_a_sentence_that_the_editor_shows(
    client, staff, settings, content, name, sentence
):
    response = send(client, as_upload(content, name))
    assert response.status_code == 200
    assert response.json()["uploaded"] == 0
    assert response.json()["error"]["message"].startswith(sentence)
    assert not Picture.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_picture_over_the_limit_is_refused(client, staff, settings):
    settings.UPLOAD_IMAGE_MAX_BYTES = 100
    message = send(client, as_upload(image_bytes(), "a.jpg")).json()["error"]["message"]
    assert message.endswith("vượt mức 100 B cho phép.")


def test_request_without_a_picture_is_refused(client, staff):
    response = send(client)
    assert response.status_code == 400
    assert response.json()["error"]["message"] == "Không nhận được ảnh nào."


@pytest.mark.parametrize("kwargs", [None, {}, {"is_staff": False}])
def test_only_staff_with_the_right_may_upload(client, kwargs):
    if kwargs is not None:
        client.force_login(make_user(*(["core.add_picture"] if kwargs else []), **kwargs))
    response = send(client, as_upload(image_bytes(), "a.jpg"))
    assert response.status_code == 403
    assert response.json()["uploaded"] == 0
    assert not Picture.objects.exists()


def test_request_from_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("core.add_picture"))
    assert send(client, as_upload(image_bytes(), "a.jpg")).status_code == 403
    assert not Picture.objects.exists()


def test_editor_is_let_in_with_the_token_in_a_header(client):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("core.add_picture"))
    token = "a" * 32
    client.cookies["csrftoken"] = token
    response = client.post(
        reverse("picture-upload"),
        {"upload": as_upload(image_bytes(), "a.jpg")},
        headers={"x-csrftoken": token},
    )
    assert response.json()["uploaded"] == 1


def test_upload_is_a_post(client, staff):
    assert client.get(reverse("picture-upload")).status_code == 405


def test_staff_find_a_picture_by_its_description(client):
    client.force_login(make_user("core.view_picture"))
    Picture.objects.create(file=as_upload(image_bytes(), "a.jpg"), alt="Lễ khai giảng")
    Picture.objects.create(file=as_upload(image_bytes(), "b.jpg"), alt="Sân trường")
    page = client.get(reverse("admin:core_picture_changelist"), {"q": "khai giảng"}).content.decode()
    assert "Lễ khai giảng" in page
    assert "Sân trường" not in page


def test_picture_added_in_the_admin_is_its_adders(client):
    user = make_user("core.add_picture", "core.view_picture")
    client.force_login(user)
    data = {"file": as_upload(image_bytes("JPEG", (3000, 1500)), "a.jpg"), "alt": "Lễ khai giảng"}
    assert client.post(reverse("admin:core_picture_add"), data).status_code == 302
    picture = Picture.objects.get()
    assert (picture.uploaded_by, picture.width, str(picture)) == (user, 2000, "Lễ khai giảng")


def test_refused_picture_is_an_error_in_the_admins_form(client):
    client.force_login(make_user("core.add_picture"))
    data = {"file": as_upload(image_bytes() + b"<script>", "a.jpg"), "alt": ""}
    response = client.post(reverse("admin:core_picture_add"), data)
    assert "Trong ảnh có lẫn mã lệnh" in response.content.decode()


def test_address_of_a_picture_in_texts_cannot_be_changed(client):
    client.force_login(make_user("core.change_picture", "core.view_picture"))
    picture = Picture.objects.create(file=as_upload(image_bytes(), "a.jpg"))
    page = client.get(reverse("admin:core_picture_change", args=[picture.pk])).content.decode()
    assert 'type="file"' not in page
    assert "60 × 40" in page


@pytest.mark.parametrize(("known", "told"), [("", "Lớp học vùng cao"), ("Sân trường", "Sân trường")])
def test_picture_learns_its_description_from_the_text_that_it_stands_in(client, known, told):
    client.force_login(make_superuser())
    picture = Picture.objects.create(file=as_upload(image_bytes(), "a.jpg"), alt=known)
    body = (
        f'<p><img src="{picture.file.url}" alt="Lớp học vùng cao"></p><p><img src="/media/x.jpg" alt="x"></p>'
    )
    add(client, Article, article_form(body=body))
    picture.refresh_from_db()
    assert picture.alt == told
