import hashlib
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.forms import modelform_factory

from core.models import FileText
from core.models.jobs import Job
from news.models import ArticleAttachment
from tests.core import file_samples as samples
from tests.core.file_samples import as_upload, docx_bytes, ole_bytes, pdf_bytes
from tests.factories import make_article, make_article_attachment, upload

pytestmark = pytest.mark.django_db


def test_facts_are_those_of_the_file():
    content = pdf_bytes("Thong bao")
    attachment = make_article_attachment(file=as_upload(content, "Số 09 Thông báo.pdf"))
    attachment.refresh_from_db()
    assert attachment.original_name == "Số 09 Thông báo.pdf"
    assert attachment.content_type == "application/pdf"
    assert attachment.size == len(content)
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert attachment.extension == "pdf"
    assert not attachment.has_macros


def test_stored_bytes_are_the_uploaded_ones():
    content = docx_bytes("Một", "Hai")
    attachment = ArticleAttachment.objects.get(
        pk=make_article_attachment(file=as_upload(content, "a.docx")).pk
    )
    with attachment.file.open("rb") as file:
        assert file.read() == content


def test_upload_that_django_keeps_on_disk_is_moved_whole():
    content = pdf_bytes("Thong bao")
    with TemporaryUploadedFile("Báo cáo.pdf", "application/pdf", len(content), None) as file:
        file.write(content)
        file.seek(0)
        attachment = make_article_attachment(file=file)
    with ArticleAttachment.objects.get(pk=attachment.pk).file.open("rb") as stored:
        assert stored.read() == content


def test_facts_that_come_with_the_row_are_not_believed():
    attachment = make_article_attachment(
        content_type="text/html", size=1, sha256="0" * 64, original_name="x.html"
    )
    assert attachment.content_type == "application/pdf"
    assert attachment.original_name == "Số 09 Thông báo.pdf"
    assert attachment.size > 1


def test_type_that_the_browser_claims_is_not_believed():
    file = upload()
    file.content_type = "text/html"
    assert make_article_attachment(file=file).content_type == "application/pdf"


def test_macros_are_noted():
    assert make_article_attachment(
        file=as_upload(ole_bytes("Workbook", "_VBA_PROJECT_CUR/VBA/dir"), "a.xls")
    ).has_macros


def test_name_is_kept_in_one_spelling():
    name = unicodedata.normalize("NFD", "Thông báo tuyển sinh.pdf")
    assert make_article_attachment(file=upload(name)).original_name == "Thông báo tuyển sinh.pdf"


def test_replacing_the_file_updates_the_facts():
    attachment = make_article_attachment()
    content = docx_bytes("Khác")
    attachment.file = as_upload(content, "Phụ lục.docx")
    attachment.save()
    attachment.refresh_from_db()
    assert attachment.original_name == "Phụ lục.docx"
    assert attachment.extension == "docx"
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()


def test_saving_without_a_new_file_leaves_the_facts():
    attachment = make_article_attachment()
    before = attachment.sha256
    attachment = ArticleAttachment.objects.get(pk=attachment.pk)
    attachment.title = "Tên khác"
    attachment.save()
    attachment.refresh_from_db()
    assert (attachment.sha256, attachment.original_name) == (before, "Số 09 Thông báo.pdf")


def test_title_is_shown_in_place_of_the_name():
    assert make_article_attachment(title="Mẫu đơn").display_title == "Mẫu đơn"


def test_name_without_extension_is_shown_where_there_is_no_title():
    attachment = make_article_attachment(file=upload("QĐ 12.2024 (bản ký).pdf"))
    assert str(attachment) == attachment.display_title == "QĐ 12.2024 (bản ký)"


def form_for(file, **data):
    form_class = modelform_factory(ArticleAttachment, fields=["article", "file", "title", "order"])
    return form_class({"article": make_article().pk, "order": 0, **data}, {"file": file})


def test_refused_file_is_an_error_at_its_field():
    form = form_for(as_upload(b"MZ" + b"\0" * 100, "Thông báo.pdf"))
    assert list(form.errors) == ["file"]
    assert form.errors["file"][0].startswith("Nội dung tệp không thuộc các loại được nhận: ảnh JPEG")


def test_good_file_passes_the_form_and_is_read_once(monkeypatch):
    from core.models import attachments

    asked = []
    monkeypatch.setattr(
        attachments,
        "inspect_upload",
        lambda file, inspect=attachments.inspect_upload: asked.append(file) or inspect(file),
    )
    form = form_for(upload())
    assert form.is_valid(), form.errors
    form.save()
    assert len(asked) == 1


def test_refused_file_is_not_saved_without_a_form_either(settings):
    with pytest.raises(ValidationError):
        make_article_attachment(file=upload(content=b"<script>alert(1)</script>"))
    assert not ArticleAttachment.objects.exists()
    assert not list(settings.ATTACHMENTS_ROOT.rglob("*.pdf"))


def test_name_that_is_too_long_for_a_folder_is_refused():
    with pytest.raises(ValidationError, match="Tên tệp dài quá 200"):
        make_article_attachment(file=upload("ă" * 197 + ".pdf"))


def test_text_is_read_by_a_job():
    attachment = make_article_attachment()
    assert FileText.objects.get().status == FileText.Status.PENDING
    arguments = Job.objects.get().args_kwargs["args"]
    assert arguments == ["news.articleattachment", attachment.pk, attachment.sha256]


def test_job_is_undone_with_the_attachment():
    def save_and_fail():
        with transaction.atomic():
            make_article_attachment()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_and_fail()
    assert not Job.objects.exists()
    assert not FileText.objects.exists()


def test_no_job_is_made_where_the_file_did_not_change():
    attachment = make_article_attachment()
    attachment.title = "Tên khác"
    attachment.save()
    assert Job.objects.count() == 1


@pytest.mark.parametrize("extension", ["jpg", "zip", "rar"])
def test_file_that_holds_no_text_makes_no_job(extension):
    make_article_attachment(file=as_upload(samples.one_of_each()[extension], f"a.{extension}"))
    assert not Job.objects.exists()
    assert not FileText.objects.exists()


def test_same_content_twice_has_one_text():
    make_article_attachment()
    make_article_attachment()
    assert FileText.objects.count() == 1


def test_attachments_stand_in_their_order():
    article = make_article()
    second = make_article_attachment(article, order=2)
    first = make_article_attachment(article, order=1)
    assert list(article.attachments.all()) == [first, second]
