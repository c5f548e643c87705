"""Files chosen in a form that comes back are held, for their person and for some hours."""

import io
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.kept import kept_files
from core.models import Autosave, HeldUpload
from core.models.held import MOST_OF_A_PERSON
from core.upkeep import forget_held_uploads
from documents.models import Document
from news.models import Article
from tests.admin_forms import add, article_form, change, document_form, with_files, with_rows
from tests.factories import image_bytes, make_article, make_superuser, make_user, pdf_bytes, upload

pytestmark = pytest.mark.django_db

PHOTO = {"alt": "Sân trường", "order": 0}


def held_in(response):
    """Return the hidden fields with which the next form names what is held."""
    page = BeautifulSoup(response.content, "html.parser")
    return {field["name"]: field["value"] for field in page.select("[name^=_held-]")}


def refused(client, **files):
    """Send a form that is refused for its title, with files."""
    return add(client, Article, article_form(title="") | files)


def test_cover_needs_not_be_chosen_again(as_me):
    response = refused(as_me, cover=upload("Ảnh bìa.png", image_bytes()), cover_alt="Lễ khai giảng")
    assert "Đã giữ tệp «Ảnh bìa.png», không cần chọn lại." in " ".join(response.content.decode().split())
    held = held_in(response)
    assert list(held) == ["_held-cover"]
    assert add(as_me, Article, article_form(cover_alt="Lễ khai giảng") | held).status_code == 302
    article = Article.objects.get()
    assert (article.cover_width, article.cover_height) == (64, 36)
    assert not HeldUpload.objects.exists()


def test_pictures_of_a_photo_story_and_files_are_held(as_me):
    rows = with_rows("photos", {"picture": upload("a.png", image_bytes()), **PHOTO})
    files = with_files("attachments", upload("Kế hoạch số 12.pdf", pdf_bytes("Ke hoach")))
    held = held_in(refused(as_me, **rows, **files))
    assert set(held) == {"_held-photos-0-picture", "_held-attachments-0-file"}
    again = article_form(**with_rows("photos", PHOTO)) | with_rows("attachments", {"order": 0}) | held
    assert add(as_me, Article, again).status_code == 302
    article = Article.objects.get()
    assert article.photos.get().alt == "Sân trường"
    file = article.attachments.get()
    with file.file.open("rb") as content:
        assert (file.original_name, content.read()) == ("Kế hoạch số 12.pdf", pdf_bytes("Ke hoach"))


def test_files_of_documents_are_held(as_me):
    form = document_form(subject="") | with_files("files", upload())
    held = held_in(add(as_me, Document, form))
    again = document_form(**with_rows("files", {"order": 0, "role": "main"})) | held
    assert add(as_me, Document, again).status_code == 302
    assert Document.objects.get().files.get().original_name == "Số 09 Thông báo.pdf"


def test_file_is_held_through_any_number_of_refusals(as_me):
    held = held_in(refused(as_me, cover=upload("a.png", image_bytes()), cover_alt="Ảnh"))
    assert held_in(refused(as_me, **held)) == held
    assert HeldUpload.objects.count() == 1


def test_save_that_is_refused_at_its_end_holds_files_too(as_me):
    article = make_article()
    form = article_form(article, cover=upload("a.png", image_bytes())) | with_files("attachments", upload())
    held = held_in(change(as_me, article, form))  # What is public may not lack the description.
    assert set(held) == {"_held-cover", "_held-attachments-0-file"}
    again = article_form(article) | with_rows("attachments", {"order": 0}) | held
    assert held_in(change(as_me, article, again)) == held
    assert change(as_me, article, again | {"cover_alt": "Lễ khai giảng"}).status_code == 302
    article.refresh_from_db()
    assert article.cover_width == 64
    assert article.attachments.count() == 1
    assert not HeldUpload.objects.exists()


def test_preview_holds_nothing(as_me):
    refused(as_me, cover=upload("a.png", image_bytes()), _preview="1")
    assert not HeldUpload.objects.exists()


def test_another_file_takes_the_place_of_the_held_one(as_me):
    held = held_in(refused(as_me, cover=upload("a.png", image_bytes())))
    add(as_me, Article, article_form(cover=upload("b.png", image_bytes((20, 10))), cover_alt="Ảnh") | held)
    assert Article.objects.get().cover_width == 20
    assert not HeldUpload.objects.exists()


def test_held_file_is_given_up_by_a_box(as_me):
    held = held_in(refused(as_me, cover=upload("a.png", image_bytes())))
    add(as_me, Article, article_form() | held | {"_drop-cover": "1"})
    assert not Article.objects.get().cover
    assert not HeldUpload.objects.exists()


def test_file_that_was_refused_is_not_held(as_me):
    response = refused(as_me, cover=upload("a.png", b"no picture"))
    assert not held_in(response)
    assert not HeldUpload.objects.exists()


def test_nobody_takes_anothers_file(as_me):
    held = held_in(refused(as_me, cover=upload("a.png", image_bytes())))
    other = Client()
    other.force_login(make_superuser())
    add(other, Article, article_form(cover_alt="Ảnh") | held)
    assert not Article.objects.get().cover
    assert HeldUpload.objects.exists()


@pytest.mark.parametrize("token", ["", "1", "1.x", "x.y", "9" * 30, "1\0"])
def test_forged_names_of_files_name_nothing(as_me, token):
    refused(as_me, cover=upload("a.png", image_bytes()))
    assert add(as_me, Article, article_form() | {"_held-cover": token}).status_code == 302
    assert not Article.objects.get().cover


def test_held_file_is_checked_like_any_other(as_me):
    held = held_in(refused(as_me, **with_files("attachments", upload())))
    stored = HeldUpload.objects.get()
    with open(stored.file.path, "wb") as file:
        file.write(b"MZ no pdf any more")
    again = article_form(**with_rows("attachments", {"order": 0})) | held
    assert add(as_me, Article, again).status_code == 200
    assert not Article.objects.exists()


def test_too_many_files_are_named_as_lost(as_me, me):
    for _ in range(MOST_OF_A_PERSON):
        HeldUpload.objects.hold(upload("a.png", image_bytes()), me)
    response = refused(as_me, cover=upload("b.png", image_bytes()))
    assert not held_in(response)
    assert "Chưa giữ được tệp «b.png»: hãy chọn lại trước khi lưu." in response.content.decode()


def test_total_size_is_bounded(as_me, settings):
    settings.UPLOAD_MAX_BYTES = 10
    assert "Chưa giữ được tệp" in refused(as_me, cover=upload("b.png", image_bytes())).content.decode()


def test_files_are_held_for_six_hours(as_me, me, django_capture_on_commit_callbacks):
    held = held_in(refused(as_me, cover=upload("a.png", image_bytes())))
    stored = HeldUpload.objects.get().file
    assert kept_files([stored.name]) == {stored.name}
    assert forget_held_uploads.func() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=7)):
        as_me.force_login(me)  # The sign-in has ended meanwhile.
        add(as_me, Article, article_form() | held)
        with django_capture_on_commit_callbacks(execute=True):
            assert forget_held_uploads.func() == 1
    assert not Article.objects.get().cover
    assert not stored.storage.exists(stored.name)


def test_name_of_a_held_file_is_escaped(as_me):
    page = refused(as_me, cover=upload("<img src=x onerror=alert(1)>.png", image_bytes())).content.decode()
    assert "<img src=x" not in page


def hold(client, file):
    return client.post(reverse("hold-picture"), {"upload": file})


def test_picture_sent_ahead_of_its_form_is_part_of_it(as_me):
    told = hold(as_me, upload("a.png", image_bytes())).json()
    rows = with_rows("photos", PHOTO, PHOTO | {"alt": "Cổng trường"})
    second = hold(as_me, upload("b.png", image_bytes((20, 10)))).json()
    held = {"_held-photos-0-picture": told["token"], "_held-photos-1-picture": second["token"]}
    assert add(as_me, Article, article_form(form="photos", body="", **rows) | held).status_code == 302
    assert list(Article.objects.get().photos.values_list("alt", "width")) == [
        ("Sân trường", 64),
        ("Cổng trường", 20),
    ]
    assert not HeldUpload.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (pdf_bytes(), "a.pdf", "Không nhận loại tệp này."),
        (b"<p>", "a.png", "Nội dung tệp không thuộc các loại được nhận: ảnh JPEG, PNG, WebP, GIF."),
        (image_bytes()[:60], "a.png", "Ảnh bị hỏng hoặc chưa tải lên hết."),
    ],
)
def test_what_is_no_picture_is_refused_ahead_of_the_form(as_me, content, name, sentence):
    assert hold(as_me, upload(name, content)).json()["error"].startswith(sentence)
    assert not HeldUpload.objects.exists()


def test_picture_that_finds_no_room_is_refused_with_a_way_on(as_me, me):
    for number in range(MOST_OF_A_PERSON):
        HeldUpload.objects.hold(upload(f"{number}.png", image_bytes()), me)
    error = hold(as_me, upload("a.png", image_bytes())).json()["error"]
    assert "Hãy lưu bài hoặc bỏ bớt ảnh rồi thêm ảnh này" in error
    assert "6 giờ" in error


def test_picture_whose_row_is_taken_out_is_held_no_longer(as_me, django_capture_on_commit_callbacks):
    drop = hold(as_me, upload("a.png", image_bytes())).json()["drop"]
    stored = HeldUpload.objects.get().file
    other = Client()
    other.force_login(make_superuser())
    assert as_me.get(drop).status_code == 405
    assert other.post(drop).status_code == Client().post(drop).status_code == 404
    checking = Client(enforce_csrf_checks=True)
    checking.cookies = as_me.cookies
    assert checking.post(drop).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert as_me.post(drop).status_code == 204
    assert not HeldUpload.objects.exists()
    assert not stored.storage.exists(stored.name)
    assert as_me.post(drop).status_code == 404


def test_many_pictures_are_offered_to_those_who_may_add_some(client):
    article = make_article(form="photos", published=False)
    page = f"/quan-tri/news/article/{article.pk}/change/"
    for rights, is_offered in (
        (("news.change_article", "core.add_picture"), True),
        (("news.change_article",), False),
        (("news.view_article", "core.add_picture"), False),
    ):
        client.force_login(make_user("news.publish_article", *rights))
        assert ("data-many-pictures" in client.get(page).content.decode()) == is_offered


def test_only_who_may_upload_pictures_sends_them_ahead(client):
    assert hold(client, upload("a.png", image_bytes())).status_code == 403
    client.force_login(make_user())
    assert hold(client, upload("a.png", image_bytes())).status_code == 403
    client.force_login(make_user("core.add_picture"))
    assert hold(client, upload("a.png", image_bytes())).status_code == 200
    checking = Client(enforce_csrf_checks=True)
    checking.force_login(make_user("core.add_picture"))
    assert hold(checking, upload("a.png", image_bytes())).status_code == 403


def test_held_picture_is_shown_small_to_its_person_alone(client, as_me):
    page = refused(as_me, cover=upload("a.png", image_bytes((1000, 500))), cover_alt="Ảnh")
    address = BeautifulSoup(page.content, "html.parser").select_one(".field-cover .picture-preview")["src"]
    response = as_me.get(address)
    assert response["Content-Type"] == "image/webp"
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    with Image.open(io.BytesIO(response.content)) as image:
        assert image.size == (320, 160)
    assert Client().get(address).status_code == 404
    other = Client()
    other.force_login(make_superuser())
    assert other.get(address).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=7)):
        as_me.force_login(HeldUpload.objects.get().user)
        assert as_me.get(address).status_code == 404


def test_held_file_that_is_no_picture_has_no_preview(as_me, me):
    held = HeldUpload.objects.hold(upload("a.pdf", pdf_bytes()), me)
    assert as_me.get(reverse("held-preview", args=[held.token])).status_code == 404


def test_draft_that_is_restored_has_its_held_pictures_again(as_me, me):
    told = hold(as_me, upload("a.png", image_bytes())).json()
    form = article_form(**with_rows("photos", PHOTO)) | {"_held-photos-0-picture": told["token"]}
    token = Autosave.new_token()
    own = {"_draft": token, "_for": str(me.pk), "_version": ""}
    as_me.post(reverse("admin:news_article_autosave_new"), form | own)
    draft = Autosave.objects.get(token=token)
    page = as_me.get(reverse("admin:news_article_add"), {"khoi-phuc": draft.pk})
    assert held_in(page) == {"_held-photos-0-picture": told["token"]}
    assert "phải chọn lại" in page.content.decode()
    compared = as_me.get(reverse("admin:news_article_draft", args=[draft.pk]))
    assert "a.png" in compared.content.decode()
    assert HeldUpload.objects.count() == 1
