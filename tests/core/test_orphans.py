"""What is removed because nothing names it, and what stays because something does."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from core import orphans
from core.files.renditions import make_renditions, renditions_of
from core.models import Autosave, KeptFile, Picture
from core.models.counters import kind_of
from news.models import Article
from portal.models import Block
from tests.factories import (
    image_bytes,
    make_article,
    make_article_attachment,
    make_author,
    make_document_file,
    make_user,
    upload,
)

pytestmark = pytest.mark.django_db

OLD = timedelta(days=31)


@pytest.fixture
def picture():
    """A picture that was uploaded a month ago."""
    with time_machine.travel(timezone.now() - OLD, tick=False):
        return Picture.objects.create(file=upload("a.png", image_bytes((600, 400))))


def shown(picture):
    return f'<p><img src="{picture.file.url}" alt="Sân trường"></p>'


def is_there(picture):
    return Picture.objects.filter(pk=picture.pk).exists()


def test_old_picture_that_nothing_names_goes_with_its_files(picture, django_capture_on_commit_callbacks):
    storage = picture.file.storage
    make_renditions(storage, picture.file.name)
    names = [picture.file.name, *renditions_of(picture.file.name).values()]
    with django_capture_on_commit_callbacks(execute=True):
        assert orphans.remove_pictures() == 1
    assert not is_there(picture)
    assert len(names) == 2
    assert not any(map(storage.exists, names))


def test_new_picture_stays():
    Picture.objects.create(file=upload("a.png", image_bytes()))
    assert orphans.remove_pictures() == 0


@pytest.mark.parametrize(
    "name",
    [
        lambda picture: make_article(body=shown(picture)),
        lambda picture: make_article(body=shown(picture), published=False),
        lambda picture: make_article(body=shown(picture), published=False).trash(by=None),
    ],
    ids=["public", "draft", "trash"],
)
def test_picture_that_a_text_names_stays(picture, name):
    name(picture)
    assert orphans.remove_pictures() == 0
    assert is_there(picture)


def test_picture_in_a_text_block_stays(picture):
    Block.objects.create(kind="portal.text", title="Lời chào", options={"text": shown(picture)})
    assert orphans.remove_pictures() == 0


def test_long_address_in_a_text_is_no_picture():
    address = f"/media/{'a' * 300}"
    article = make_article(body=f'<p><img src="{address}" alt="x"> https://example.vn{address}</p>')
    article.save()
    assert not KeptFile.objects.filter(name__startswith="a" * 20).exists()


def test_picture_that_only_a_version_names_stays(picture):
    article = make_article(body=shown(picture))
    article.body = "<p>Không còn ảnh.</p>"
    article.save()
    assert orphans.remove_pictures() == 0
    article.delete()
    assert orphans.remove_pictures() == 1


def test_version_names_a_picture_once_and_not_its_copies(picture):
    make_article(body=f'<p><img src="{picture.file.url}" alt="Sân trường" width="600" height="400"></p>')
    assert "srcset" in Article.objects.get().body
    assert (
        KeptFile.objects.filter(storage="default").values_list("name", flat=True).get() == picture.file.name
    )


def test_picture_that_only_a_draft_names_stays(picture):
    Autosave.objects.create(
        user=make_user(),
        token=Autosave.new_token(),
        kind=kind_of(Article),
        data=[["body", shown(picture)]],
        saved_at=timezone.now(),
    )
    assert orphans.remove_pictures() == 0


def make_old(storage, name):
    path = storage.path(name)
    moment = (timezone.now() - OLD).timestamp()
    os.utime(path, (moment, moment))


def left_behind(alias, name="article/2026/01/" + "0123456789abcdef" * 2 + ".pdf"):
    """Return the name of a file that no row names, as a killed process leaves it; a month old."""
    storage = storages[alias]
    name = storage.save(name, ContentFile(b"%PDF"))
    make_old(storage, name)
    return name


@pytest.mark.parametrize("alias", ["default", "attachments"])
def test_old_file_that_no_row_names_goes(alias):
    name = left_behind(alias)
    assert orphans.remove_files() == 1
    assert not storages[alias].exists(name)


def test_files_that_rows_name_stay_however_old_they_are():
    files = [
        make_article_attachment().file,
        make_document_file().file,
        make_article(cover=upload("a.png", image_bytes((700, 400))), cover_alt="Sân trường").cover,
    ]
    make_renditions(files[2].storage, files[2].name)
    for file in files:
        make_old(file.storage, file.name)
    for copy in renditions_of(files[2].name).values():
        make_old(files[2].storage, copy)
    assert orphans.remove_files() == 0
    assert all(file.storage.exists(file.name) for file in files)


def test_file_of_a_version_stays_though_its_row_is_gone(client, django_capture_on_commit_callbacks):
    article = make_article()
    attachment = make_article_attachment(article)
    article.save()
    file = attachment.file
    with django_capture_on_commit_callbacks(execute=True):
        attachment.delete()
    make_old(file.storage, file.name)
    assert orphans.remove_files() == 0
    assert file.storage.exists(file.name)


def test_new_file_stays():
    storages["attachments"].save("article/2026/01/" + "a" * 32 + ".pdf", ContentFile(b"%PDF"))
    assert orphans.remove_files() == 0


@pytest.mark.parametrize("name", [".gitkeep", "robots.txt", "logo/so.png", "article/2026/01/huong-dan.pdf"])
def test_what_the_portal_did_not_store_is_not_touched(name):
    left_behind("default", name)
    assert orphans.remove_files() == 0


def test_database_older_than_its_files_costs_none(monkeypatch):
    monkeypatch.setattr(orphans, "SOME", 2)
    names = [left_behind("attachments", f"article/2026/01/{number:032x}.pdf") for number in range(3)]
    with pytest.raises(orphans.TooManyOrphans, match="3 tệp"):
        orphans.remove_files()
    assert all(map(storages["attachments"].exists, names))


def test_nothing_stored_is_nothing_to_remove():
    assert (orphans.remove_pictures(), orphans.remove_files()) == (0, 0)


def test_whatever_field_names_a_file_keeps_it():
    author = make_author(portrait=upload("a.png", image_bytes((700, 700))))
    make_old(author.portrait.storage, author.portrait.name)
    assert orphans.remove_files() == 0
    assert author.portrait.storage.exists(author.portrait.name)


@pytest.fixture
def shared():
    """An old post and a picture for texts, which was its cover before and still is."""
    with time_machine.travel(timezone.now() - OLD, tick=False):
        article = make_article(cover=upload("a.png", image_bytes((600, 400))), cover_alt="Trống trường")
        return article, Picture.objects.adopt(article.cover, alt="Trống trường", by=None)


def delete(obj, callbacks):
    with callbacks(execute=True):
        obj.delete()


def test_shared_picture_stays_when_its_first_owner_goes(shared, django_capture_on_commit_callbacks):
    article, picture = shared
    delete(article, django_capture_on_commit_callbacks)
    assert not KeptFile.objects.filter(name=picture.file.name).exists()
    assert picture.file.storage.exists(picture.file.name)


def test_shared_picture_stays_as_a_cover_when_no_text_names_it(shared, django_capture_on_commit_callbacks):
    article, _ = shared
    KeptFile.objects.all().delete()  # As if the post had no versions.
    with django_capture_on_commit_callbacks(execute=True):
        assert orphans.remove_pictures() == 1
    assert article.cover.storage.exists(article.cover.name)
    assert orphans.remove_files() == 0


def test_old_picture_that_is_chosen_again_is_as_new(shared):
    article, picture = shared
    assert Picture.objects.adopt(article.cover, alt="", by=None) == picture
    KeptFile.objects.all().delete()
    assert orphans.remove_pictures() == 0


def test_shared_picture_goes_with_the_last_that_names_it(shared, django_capture_on_commit_callbacks):
    article, picture = shared
    storage, name = picture.file.storage, picture.file.name
    delete(article, django_capture_on_commit_callbacks)
    delete(picture, django_capture_on_commit_callbacks)
    assert not storage.exists(name)


def test_text_keeps_a_picture_in_the_folder_of_its_first_owner(shared, django_capture_on_commit_callbacks):
    article, picture = shared
    Block.objects.create(kind="portal.text", title="Lời chào", options={"text": shown(picture)})
    delete(article, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        assert orphans.remove_pictures() == 0
    assert picture.file.storage.exists(picture.file.name)


def test_replaced_cover_stays_where_a_picture_names_it(shared, django_capture_on_commit_callbacks):
    article, picture = shared
    KeptFile.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        article.cover = upload("b.png", image_bytes((60, 40)))
        article.save()
    assert article.cover.name != picture.file.name
    assert picture.file.storage.exists(picture.file.name)
