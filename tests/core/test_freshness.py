"""What follows from a change elsewhere: entries, pages, addresses."""

import pytest

from core import search, tasks
from core.jobs import run_ready_jobs
from core.models import SearchEntry
from core.models.jobs import Job
from core.tasks import reindex_related
from documents.models import DocumentType, IssuingBody
from news.models import Article
from tests.factories import (
    at,
    make_article,
    make_body,
    make_category,
    make_document,
    make_document_file,
    make_superuser,
    sign,
)

pytestmark = pytest.mark.django_db


def test_reindex_reads_each_object_when_its_turn_comes():
    first, second = make_article(title="Bài một"), make_article(title="Bài hai")
    reindexing = search.reindex()
    Article.objects.filter(pk=second.pk).update(title="Bài ba")
    late = make_article(title="Bài bốn")
    list(reindexing)
    assert set(SearchEntry.objects.values_list("object_id", "title")) == {
        (first.pk, "Bài một"),
        (second.pk, "Bài ba"),
        (late.pk, "Bài bốn"),
    }


def test_publishing_takes_the_date_that_is_stored():
    article = make_article(published=False, published_at=at(2026, 1, 1))
    Article.objects.filter(pk=article.pk).update(published_at=at(2026, 2, 2))
    article.publish(by=None)
    assert article.published_at == at(2026, 2, 2)


def test_document_is_found_by_the_new_name_of_its_body():
    body = make_body(name="Sở cũ")
    document = make_document(issuing_body=body)
    body.name = "Sở Giáo dục Bình Minh"
    body.save()
    job = Job.objects.filter(task_path=reindex_related.module_path).latest("enqueued_at")
    assert reindex_related.call(*job.args_kwargs["args"]) == 1
    assert [hit.obj for hit in search.find("binh minh").hits] == [document]


def test_renaming_is_worked_off_in_several_jobs(monkeypatch):
    monkeypatch.setattr(tasks, "REINDEXED_IN_A_RUN", 2)
    body = make_body(name="Sở cũ")
    for _ in range(5):
        make_document(issuing_body=body)
    Job.objects.all().delete()
    body.name = "Sở Giáo dục Bình Minh"
    body.save()
    assert run_ready_jobs() == 3
    assert search.find("binh minh").total == 5


def _reorder(named):
    named.order = 9


def _give_other_post(signer):
    signer.post = "Phó Giám đốc"


@pytest.mark.parametrize(
    ("name_of", "change"),
    [
        (lambda document: document.issuing_body, _reorder),
        (lambda document: document.type, _reorder),
        (lambda document: sign(document).signer, _give_other_post),
    ],
    ids=["body", "kind", "signer"],
)
def test_change_that_search_does_not_read_reindexes_nothing(name_of, change):
    named = name_of(make_document())
    Job.objects.all().delete()
    change(named)
    named.save()
    assert not Job.objects.exists()


def test_slug_that_is_taken_gets_a_number():
    assert DocumentType.objects.create(name="THÔNG BÁO").slug == "thong-bao-2"
    long = "Ban Chỉ đạo " + "rất dài " * 25
    slugs = {IssuingBody.objects.create(name=f"{long}{number}").slug for number in range(3)}
    assert len(slugs) == 3
    assert all(len(slug) <= 120 for slug in slugs)


def test_categories_deleted_in_bulk_leave_the_menu(client, django_capture_on_commit_callbacks):
    category = make_category(name="Chuyên mục thừa")
    assert "Chuyên mục thừa" in client.get("/").content.decode()
    client.force_login(make_superuser())
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            "/quan-tri/news/category/",
            {"action": "delete_selected", "_selected_action": [category.pk], "post": "yes"},
        )
    client.logout()
    assert "Chuyên mục thừa" not in client.get("/").content.decode()


def test_file_that_is_taken_off_leaves_its_page(client, django_capture_on_commit_callbacks):
    file = make_document_file()
    address, download = file.document.get_absolute_url(), file.get_absolute_url()
    assert download in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        file.delete()
    assert download not in client.get(address).content.decode()


def test_redirect_is_asked_for_again(client):
    article = make_article()
    assert client.get(f"/tin-tuc/x/{article.pk}/").headers["Cache-Control"] == "no-cache"


def test_what_is_gone_takes_the_place_of_the_page_in_front(client):
    article = make_article()
    article.withdraw(by=None, note="Sai")
    for address in (article.get_absolute_url(), "/khong-co/"):
        assert "s-maxage=1" in client.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("page", ["01", "last", "١", " 1", "0", "1e3", "9999999"])
def test_page_number_has_one_spelling(client, page):
    make_article()
    assert client.get("/tin-tuc/", {"trang": page}).status_code == 404
