import pytest

from core import search
from core.extraction import Extracted, find_tesseract
from core.jobs import run_ready_jobs
from core.models import FileText
from core.models.jobs import Job
from core.tasks import extract_file_text, forget_unused_texts, recognise_file_text
from news.models import ArticleAttachment
from tests.core.file_samples import as_upload, docx_bytes, pdf_bytes, scan_bytes, stored
from tests.factories import make_article, make_article_attachment

pytestmark = pytest.mark.django_db


def attach(content, name, article=None):
    return make_article_attachment(article, file=as_upload(content, name))


def test_text_of_an_attached_file_is_read_and_found():
    article = make_article(title="Thông báo")
    attach(docx_bytes("Chỉ tiêu tuyển sinh trường chuyên"), "a.docx", article)
    assert [hit.obj for hit in search.find("trường chuyên").hits] == []
    assert run_ready_jobs() == 1
    text = FileText.objects.get()
    assert (text.status, text.text) == (FileText.Status.DONE, "Chỉ tiêu tuyển sinh trường chuyên")
    assert text.extracted_at
    assert [hit.obj for hit in search.find("trường chuyên").hits] == [article]


def test_text_is_not_found_any_more_when_the_file_is_deleted():
    attachment = attach(docx_bytes("Chỉ tiêu tuyển sinh trường chuyên"), "a.docx")
    run_ready_jobs()
    attachment.delete()
    assert search.find("trường chuyên").total == 0


def test_scan_is_noted_as_empty_where_nothing_recognises_it(monkeypatch):
    monkeypatch.setattr("core.tasks.find_tesseract", lambda: "")
    attach(scan_bytes("Thông báo", "Trang hai"), "a.pdf")
    assert run_ready_jobs() == 1
    text = FileText.objects.get()
    assert (text.status, text.pages) == (FileText.Status.EMPTY, 2)


@pytest.mark.skipif(not find_tesseract(), reason="tesseract with «vie» is not installed")
def test_text_of_a_scan_is_recognised_and_found():
    article = make_article(title="Thông báo")
    attach(scan_bytes("Chỉ tiêu tuyển sinh", "Trường chuyên"), "a.pdf", article)
    assert run_ready_jobs() == 2
    text = FileText.objects.get()
    assert (text.status, text.text, text.pages) == (
        FileText.Status.DONE,
        "Chỉ tiêu tuyển sinh\nTrường chuyên",
        2,
    )
    assert [hit.obj for hit in search.find("truong chuyen").hits] == [article]


def test_scans_come_after_all_other_files(monkeypatch):
    monkeypatch.setattr("core.tasks.find_tesseract", lambda: "/usr/bin/tesseract")
    monkeypatch.setattr("core.tasks.recognise", lambda file: Extracted())
    attach(scan_bytes("Thông báo"), "a.pdf")
    attach(pdf_bytes("Hai"), "b.pdf")
    run_ready_jobs()
    finished = Job.objects.order_by("finished_at").values_list("task_path", flat=True)
    assert [path.rpartition(".")[2] for path in finished] == [
        "extract_file_text",
        "extract_file_text",
        "recognise_file_text",
    ]


def test_what_was_read_stays_where_its_scans_cannot_be_recognised(monkeypatch, caplog):
    monkeypatch.setattr("core.tasks.find_tesseract", lambda: "/usr/bin/tesseract")
    monkeypatch.setattr("core.tasks.recognise", lambda file: Extracted(error="Tệp hỏng."))
    attach(scan_bytes("Thông báo"), "a.pdf")
    run_ready_jobs()
    assert FileText.objects.get().status == FileText.Status.EMPTY
    assert Job.objects.get(task_path__endswith="recognise_file_text").return_value == 0
    assert "Tệp hỏng." in caplog.text


def test_scan_of_an_attachment_that_is_gone_is_left():
    attachment = attach(pdf_bytes(), "a.pdf")
    arguments = ("news.articleattachment", attachment.pk, attachment.sha256)
    attachment.delete()
    assert recognise_file_text.call(*arguments) == 0


@pytest.mark.parametrize("name", ["cong-van.doc", "bang.xls", "trinh-chieu.ppt"])
def test_text_of_an_old_office_file_is_read(name):
    attach(stored(name), name)
    run_ready_jobs()
    assert FileText.objects.get().status == FileText.Status.DONE


def test_file_that_cannot_be_read_is_noted_with_the_reason_and_not_tried_again():
    attach(pdf_bytes("x", encrypt="mat-khau"), "a.pdf")
    run_ready_jobs()
    text = FileText.objects.get()
    assert text.status == FileText.Status.FAILED
    assert text.error == "Tệp PDF đặt mật khẩu nên không đọc được chữ."
    assert Job.objects.get().status == "SUCCESSFUL"
    assert str(text) == f"{text.pk[:12]}: Không đọc được"


def test_lost_file_is_tried_again_later():
    attachment = attach(pdf_bytes(), "a.pdf")
    attachment.file.storage.delete(attachment.file.name)
    run_ready_jobs()
    assert Job.objects.get().status == "READY"
    assert FileText.objects.get().status == FileText.Status.PENDING


def test_content_that_was_read_is_not_read_again(monkeypatch):
    attach(docx_bytes("Chỉ tiêu tuyển sinh"), "a.docx")
    run_ready_jobs()
    monkeypatch.setattr("core.tasks.extract", None)
    first = ArticleAttachment.objects.get()
    with first.file.open("rb") as file:
        content = file.read()
    article = make_article()
    attach(content, "b.docx", article)
    run_ready_jobs()
    assert article in [hit.obj for hit in search.find("chỉ tiêu").hits]


def test_job_of_an_attachment_that_is_gone_ends_quietly():
    attachment = attach(pdf_bytes(), "a.pdf")
    arguments = ("news.articleattachment", attachment.pk, attachment.sha256)
    attachment.delete()
    assert extract_file_text.call(*arguments) == "gone"


def test_job_of_a_file_that_was_replaced_leaves_the_new_one_alone():
    attachment = attach(pdf_bytes("Cu"), "a.pdf")
    old = attachment.sha256
    attachment.file = as_upload(pdf_bytes("Moi"), "a.pdf")
    attachment.save()
    assert extract_file_text.call("news.articleattachment", attachment.pk, old) == "gone"
    assert not FileText.objects.exclude(text="").exists()


def test_texts_of_files_that_are_gone_are_forgotten():
    attach(pdf_bytes("Mot"), "a.pdf").delete()
    kept = attach(pdf_bytes("Hai"), "b.pdf")
    assert forget_unused_texts.call() == 1
    assert FileText.objects.get().pk == kept.sha256
