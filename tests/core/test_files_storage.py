import re
from contextlib import contextmanager, suppress

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import DataError, transaction

from core.files.fields import PrivateFileField
from core.files.storage import discard_on_error, random_path
from core.models import Picture
from news.models import ArticleAttachment
from tests.core.file_samples import as_upload, image_bytes, pdf_bytes
from tests.factories import make_article, make_article_attachment


class Undo(Exception):
    """What a test throws to make a block fail."""


@contextmanager
def failing(block=discard_on_error):
    """Run the body in a block that fails at its end."""
    with suppress(Undo), block():
        yield
        raise Undo


def stored(alias="attachments"):
    """Return the names of all files of a storage."""
    root = storages[alias].base_location
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("name", "extension"),
    [("Số 09.PDF", "pdf"), ("a.jpeg", "jpg"), ("a.exe", "bin"), ("a", "bin"), ("a.b/../c", "bin")],
)
def test_random_path_holds_nothing_of_the_name_but_an_allowed_extension(time_machine, name, extension):
    time_machine.move_to("2026-03-31T18:00:00Z", tick=False)  # already April in Vietnam
    path = random_path(Picture(), name)
    assert re.fullmatch(rf"picture/2026/04/[0-9a-f]{{32}}\.{extension}", path)


def test_random_path_is_another_each_time():
    assert random_path(Picture(), "a.pdf") != random_path(Picture(), "a.pdf")


def test_private_file_has_no_address_but_the_apps(db):
    attachment = make_article_attachment()
    assert attachment.file.storage is storages["attachments"]
    assert attachment.file.url == attachment.get_absolute_url()


def test_private_field_is_written_to_migrations_without_its_storage():
    field = PrivateFileField(upload_to=random_path)
    assert field.deconstruct()[1:] == ("core.files.fields.PrivateFileField", [], {"upload_to": random_path})


@pytest.mark.usefixtures("committing_db")
def test_file_of_a_failed_transaction_is_deleted():
    article = make_article()
    with failing():
        make_article_attachment(article)
        assert len(stored()) == 1
    assert stored() == []
    assert not ArticleAttachment.objects.exists()


@pytest.mark.usefixtures("committing_db")
def test_file_of_a_save_that_fails_alone_is_deleted():
    with pytest.raises(DataError):
        make_article_attachment(title="x" * 251)
    assert stored() == []


@pytest.mark.usefixtures("committing_db")
def test_file_of_a_committed_transaction_stays_when_what_follows_the_commit_fails():
    def fail():
        raise Undo

    with suppress(Undo), discard_on_error():
        transaction.on_commit(fail)
        make_article_attachment()
    assert len(stored()) == 1
    assert ArticleAttachment.objects.count() == 1


@pytest.mark.usefixtures("committing_db")
def test_file_of_an_inner_block_is_deleted_when_the_outer_one_fails():
    with failing(), discard_on_error():
        make_article_attachment()
    assert stored() == []


@pytest.mark.usefixtures("committing_db")
def test_only_the_inner_blocks_file_is_deleted_when_only_it_fails():
    with discard_on_error():
        kept = make_article_attachment()
        with failing():
            make_article_attachment()
    assert stored() == [kept.file.name]
    assert ArticleAttachment.objects.get() == kept


@pytest.mark.usefixtures("committing_db")
def test_file_that_was_there_before_is_left_alone_by_a_failure():
    kept = make_article_attachment()
    with failing():
        kept.title = "Tên mới"
        kept.save()
    assert stored() == [kept.file.name]


def test_half_written_file_is_deleted():
    class Breaking(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"first"
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        default_storage.save("picture/a.jpg", Breaking(b""))
    assert stored("default") == []


@pytest.mark.usefixtures("committing_db")
def test_file_of_a_deleted_row_is_deleted_on_commit_only():
    attachment = make_article_attachment()
    with transaction.atomic():
        attachment.delete()
        assert len(stored()) == 1
    assert stored() == []


@pytest.mark.usefixtures("committing_db")
def test_file_stays_when_the_deletion_of_its_row_is_undone():
    attachment = make_article_attachment()
    with failing(transaction.atomic):
        attachment.delete()
    assert stored() == [attachment.file.name]


@pytest.mark.usefixtures("committing_db")
@pytest.mark.parametrize("way", ["cascade", "queryset"])
def test_file_leaves_with_a_row_that_no_method_deletes(way):
    attachment = make_article_attachment()
    if way == "cascade":
        attachment.article.delete()
    else:
        ArticleAttachment.objects.all().delete()
    assert stored() == []


@pytest.mark.usefixtures("committing_db")
def test_replaced_file_is_deleted_on_commit_only():
    attachment = make_article_attachment()
    old = attachment.file.name
    with transaction.atomic():
        attachment.file = as_upload(pdf_bytes("Khac"), "Bản mới.pdf")
        attachment.save()
        assert old in stored()
    assert stored() == [attachment.file.name] != [old]


@pytest.mark.usefixtures("committing_db")
def test_replaced_file_stays_when_the_replacement_is_undone():
    attachment = make_article_attachment()
    old = attachment.file.name
    with failing():
        attachment.file = as_upload(pdf_bytes("Khac"), "Bản mới.pdf")
        attachment.save()
    assert stored() == [old]


@pytest.mark.usefixtures("committing_db")
def test_saving_a_row_without_a_new_file_keeps_its_file():
    attachment = make_article_attachment()
    attachment.title = "Tên khác"
    attachment.save()
    assert stored() == [attachment.file.name]


@pytest.mark.usefixtures("committing_db")
def test_file_that_cannot_be_deleted_does_not_undo_the_deletion(monkeypatch, caplog):
    attachment = make_article_attachment()

    def refuse(name):
        raise PermissionError(name)

    monkeypatch.setattr(storages["attachments"], "delete", refuse)
    attachment.delete()
    assert not ArticleAttachment.objects.exists()
    assert "Không xóa được tệp" in caplog.text


@pytest.mark.usefixtures("committing_db")
def test_picture_leaves_with_its_row():
    picture = Picture.objects.create(file=as_upload(image_bytes(), "a.jpg"))
    assert len(stored("default")) == 1
    picture.delete()
    assert stored("default") == []
