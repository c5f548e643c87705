"""What texts link to: found when they are saved, looked at by the worker, told to staff."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import tasks, weblinks
from core.jobs import JobTimeout, enqueue_due, run_ready_jobs
from core.models import WebLink, WebLinkUse
from core.models.jobs import Job
from core.outgoing import Prober, Refused, Unreachable
from core.weblinks import Checker, of_portal
from tests.factories import (
    make_article,
    make_article_attachment,
    make_category,
    make_document,
    make_poll,
    make_user,
)

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/core/weblink/"
Status = WebLink.Status


def linking(*addresses, **kwargs):
    body = "".join(f'<p><a href="{address}">xem</a></p>' for address in addresses)
    return make_article(body=body, lead="Tóm tắt.", **kwargs)


class Internet(Prober):
    """Answers instead of the internet: a status, or what is raised, by address."""

    def __init__(self, answers=None):
        super().__init__()
        self.answers = answers or {}
        self.asked = []

    def status(self, address):
        self.asked.append(address)
        answer = self.answers.get(address, 200)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def internet(monkeypatch):
    found = Internet()
    monkeypatch.setattr(tasks, "Checker", lambda: Checker(found, same_site_after=0))
    return found


def result(address):
    link = WebLink.objects.get(address=address)
    return link.status, link.reason


def test_links_of_a_saved_text_are_looked_at(internet):
    internet.answers = {"https://a.example/het": 404, "https://a.example/con": 200}
    article = linking("https://a.example/het", "https://a.example/con", "mailto:ai@example.vn")
    run_ready_jobs()
    assert result("https://a.example/het") == (Status.BROKEN, "trang không còn (mã 404)")
    assert result("https://a.example/con") == (Status.FINE, "")
    assert [link.address for link in WebLink.objects.broken_in(article)] == ["https://a.example/het"]
    assert "mailto:ai@example.vn" not in internet.asked


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (200, Status.FINE),
        (204, Status.FINE),
        (404, Status.BROKEN),
        (410, Status.BROKEN),
        (403, Status.REFUSED),
        (429, Status.REFUSED),
        (500, Status.UNSURE),
        (Refused("địa chỉ trong mạng nội bộ"), Status.REFUSED),
        (Unreachable("không có máy chủ nào tên này", is_certain=True), Status.BROKEN),
        (Unreachable("trả lời quá chậm"), Status.UNSURE),
    ],
    ids=str,
)
def test_what_an_answer_says(internet, answer, status):
    internet.answers = {"https://a.example/": answer}
    linking("https://a.example/")
    run_ready_jobs()
    assert result("https://a.example/")[0] == status


def test_what_may_pass_is_broken_only_the_second_time(internet, time_machine):
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    internet.answers = {"https://a.example/": Unreachable("trả lời quá chậm")}
    linking("https://a.example/")
    run_ready_jobs()
    assert result("https://a.example/")[0] == Status.UNSURE
    time_machine.move_to("2026-03-03T08:00:00+07:00", tick=False)
    tasks.look_after_links.call()
    run_ready_jobs()
    assert result("https://a.example/")[0] == Status.BROKEN
    internet.answers = {}
    time_machine.move_to("2026-03-10T08:00:00+07:00", tick=False)
    tasks.look_after_links.call()
    run_ready_jobs()
    link = WebLink.objects.get()
    assert (link.status, link.failures) == (Status.FINE, 0)


def test_failures_within_a_day_count_once(internet, time_machine):
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    internet.answers = {"https://a.example/": 503}
    linking("https://a.example/")
    run_ready_jobs()
    for hour in range(9, 24, 2):
        time_machine.move_to(f"2026-03-02T{hour:02}:30:00+07:00", tick=False)
        tasks.check_links_now.call([WebLink.objects.get().pk])
        linking("https://a.example/")
        run_ready_jobs()
        assert (result("https://a.example/")[0], WebLink.objects.get().failures) == (Status.UNSURE, 1)
    time_machine.move_to("2026-03-03T08:00:00+07:00", tick=False)
    tasks.check_links_now.call([WebLink.objects.get().pk])
    assert result("https://a.example/")[0] == Status.BROKEN
    time_machine.move_to("2026-03-03T09:00:00+07:00", tick=False)
    tasks.check_links_now.call([WebLink.objects.get().pk])
    assert result("https://a.example/")[0] == Status.BROKEN


def test_two_runs_at_once_count_one_failure(internet):
    WebLink.objects.create(address="https://a.example/")
    internet.answers = {"https://a.example/": 503}
    for link in (WebLink.objects.get(), WebLink.objects.get()):
        Checker(internet, same_site_after=0).check([link])
    assert WebLink.objects.get().failures == 1


def test_address_forgotten_during_a_look_is_no_failure_of_the_job(internet):
    gone = WebLink.objects.create(address="https://a.example/")
    kept = WebLink.objects.create(address="https://b.example/")
    links = [gone, kept]
    WebLink.objects.filter(pk=gone.pk).delete()
    assert Checker(internet, same_site_after=0).check(links) == 2
    assert WebLink.objects.get().status == Status.FINE


def test_address_that_nobody_expected_holds_up_no_other(internet, caplog):
    internet.answers = {"https://a.example/": RuntimeError("lạ")}
    linking("https://a.example/", "https://b.example/", "/media/../x", "/media/%00")
    run_ready_jobs()
    assert result("https://a.example/") == (Status.UNSURE, "chưa kiểm tra được")
    assert result("https://b.example/")[0] == Status.FINE
    assert "https://a.example/" in caplog.text
    assert not WebLink.objects.due().exists()


def test_trouble_of_the_job_itself_is_no_verdict(internet):
    link = WebLink.objects.create(address="https://a.example/")
    internet.answers = {"https://a.example/": JobTimeout("lâu quá")}
    with pytest.raises(JobTimeout):
        Checker(internet).check([link])
    assert WebLink.objects.get().checked_at is None


def test_address_that_was_looked_at_is_left_alone_for_a_week(internet, time_machine):
    time_machine.move_to("2026-03-02T08:00:00+07:00", tick=False)
    linking("https://a.example/")
    run_ready_jobs()
    for day, times in ((3, 1), (8, 1), (9, 2)):
        time_machine.move_to(f"2026-03-{day:02}T08:00:01+07:00", tick=False)
        tasks.look_after_links.call()
        run_ready_jobs()
        assert len(internet.asked) == times, day


def test_address_in_many_texts_is_looked_at_once(internet):
    for _ in range(3):
        linking("https://a.example/")
    run_ready_jobs()
    assert internet.asked == ["https://a.example/"]
    assert WebLinkUse.objects.count() == 3


def test_link_taken_out_of_a_text_is_forgotten(internet):
    article = linking("https://a.example/", "https://b.example/")
    run_ready_jobs()
    article.body = '<p><a href="https://b.example/">xem</a></p>'
    article.save()
    run_ready_jobs()
    assert [use.link.address for use in WebLinkUse.objects.all()] == ["https://b.example/"]
    article.body = "<p>Không còn liên kết.</p>"
    article.save()
    assert not WebLinkUse.objects.exists()
    tasks.look_after_links.call()
    assert not WebLink.objects.exists()


def test_links_of_what_was_deleted_are_forgotten(internet):
    article = linking("https://a.example/")
    run_ready_jobs()
    article.delete()
    assert tasks.look_after_links.call() >= 1
    assert not WebLink.objects.exists()


def test_links_of_what_was_there_before_are_written_down_and_then_looked_at(internet, monkeypatch):
    monkeypatch.setattr(tasks, "NOTED_IN_A_RUN", 2)
    articles = [linking(f"https://a.example/{number}") for number in range(5)]
    thrown = linking("https://a.example/bo", published=False)
    thrown.trash(by=None)
    make_document(body='<p><a href="https://b.example/">xem</a></p>')
    Job.objects.all().delete()
    tasks.note_all_links.call()
    run_ready_jobs()
    assert internet.asked == []
    assert WebLinkUse.objects.filter(kind="news.article").count() == len(articles)
    tasks.look_after_links.call()
    run_ready_jobs()
    assert set(internet.asked) == {
        *(f"https://a.example/{number}" for number in range(5)),
        "https://b.example/",
    }


def test_links_are_written_down_as_soon_as_there_is_a_worker():
    enqueue_due()
    assert Job.objects.filter(task_path="core.tasks.note_all_links").exists()


def test_save_that_changes_no_text_looks_at_no_link(internet):
    article = linking("https://a.example/", published=False)
    run_ready_jobs()
    article.publish(by=None)
    article.category = make_category()
    article.save(**article.only_fields(["category"]))
    assert not Job.objects.ready().exists()
    article.link_url = "https://b.example/"
    article.save(**article.only_fields(["link_url"]))
    run_ready_jobs()
    assert "https://b.example/" in internet.asked


def test_links_of_what_comes_back_from_the_trash_are_known_again(internet):
    article = linking("https://a.example/", published=False)
    run_ready_jobs()
    article.trash(by=None)
    run_ready_jobs()
    tasks.look_after_links.call()
    assert not WebLink.objects.exists()
    article.restore(by=None)
    run_ready_jobs()
    assert WebLinkUse.objects.count() == 1


def test_many_links_are_looked_at_in_several_runs(internet):
    linking(*(f"https://a.example/{number}" for number in range(tasks.LOOKED_AT_IN_A_RUN * 2 + 5)))
    assert run_ready_jobs() > 2
    assert len(set(internet.asked)) == tasks.LOOKED_AT_IN_A_RUN * 2 + 5


def test_run_ends_when_its_time_is_over(internet):
    links = [WebLink.objects.create(address=f"https://a.example/{number}") for number in range(3)]
    assert Checker(internet, run_time=0).check(links) == 0


def test_one_site_is_not_asked_twice_within_a_moment(monkeypatch, internet):
    waits = []
    monkeypatch.setattr(weblinks.time, "sleep", waits.append)
    checker = Checker(internet, same_site_after=60)
    for address in ("https://a.example/1", "https://b.example/1", "https://a.example/2"):
        checker.verdict(address)
    assert [wait > 50 for wait in waits] == [True]


def test_address_too_long_for_the_table_is_left_out(internet):
    linking("https://a.example/" + "x" * 2000)
    run_ready_jobs()
    assert not WebLink.objects.exists()


# Addresses of the portal itself


def test_pages_of_the_portal_are_looked_up_without_a_request(internet):
    article, document, poll = make_article(), make_document(), make_poll()
    for obj in (article, document, poll, make_article_attachment(article), article.category):
        assert of_portal(obj.get_absolute_url()).status == Status.FINE, obj
    for path in ("/", "/tin-tuc/", "/tin-tuc", "/van-ban/", "/tim-kiem/", "/static/css/main.css"):
        assert of_portal(path).status == Status.FINE, path
    linking("/tin-tuc/", "http://testserver/van-ban/")
    run_ready_jobs()
    assert internet.asked == []


def test_what_readers_cannot_open_is_broken():
    draft = make_article(published=False)
    gone = make_article()
    gone.withdraw(by=None, note="Sai.")
    for path in (
        draft.get_absolute_url(),
        gone.get_absolute_url(),
        make_article_attachment(draft).get_absolute_url(),
        "/quan-tri/news/article/1/change/",
        "/khong-co-trang-nay/",
        "/media/article/khong-co.jpg",
        "/media/../x",
        "/media/%2e%2e/x",
        "/media/%00",
        "/tin-tuc/%00/",
    ):
        assert of_portal(path).status == Status.BROKEN, path


# What staff see


@pytest.fixture
def broken(internet):
    internet.answers = {"https://a.example/het": 404}

    def make(**kwargs):
        article = linking("https://a.example/het", **kwargs)
        run_ready_jobs()
        return article

    return make


def test_form_of_a_post_names_its_broken_links(client, broken):
    client.force_login(make_user(groups=("Biên tập viên",)))
    article = broken()
    page = client.get(f"/quan-tri/news/article/{article.pk}/change/").content.decode()
    assert "Liên kết hỏng trong bản đã lưu:" in page
    assert "https://a.example/het" in page


def test_broken_link_is_a_doubt_before_publishing(broken):
    [doubt] = broken(published=False).doubts()
    assert "https://a.example/het" in doubt.words


def test_list_names_what_is_broken_and_where(client, broken):
    client.force_login(make_user(groups=("Biên tập viên",)))
    article = broken(title="Bài có liên kết hỏng")
    linking("https://a.example/con")
    run_ready_jobs()
    page = client.get(LIST).content.decode()
    assert "https://a.example/het" in page
    assert f"/quan-tri/news/article/{article.pk}/change/" in page
    assert "https://a.example/con" not in page
    assert "https://a.example/con" in client.get(f"{LIST}?ket_qua=fine").content.decode()


@pytest.mark.parametrize(
    ("group", "status", "sees"),
    [
        ("Cộng tác viên", 403, False),
        ("Biên tập viên", 200, True),
        ("Văn thư", 200, False),
        ("Quản trị", 200, True),
    ],
)
def test_list_shows_only_what_stands_in_texts_that_a_person_sees(client, broken, group, status, sees):
    client.force_login(make_user(groups=(group,)))
    broken()
    response = client.get(LIST)
    assert response.status_code == status
    assert ("a.example" in response.content.decode()) == sees


def test_staff_have_addresses_looked_at_again(client, broken, internet):
    client.force_login(make_user(groups=("Biên tập viên",)))
    broken()
    internet.answers = {}
    pk = WebLink.objects.get().pk
    client.post(LIST, {"action": "check_again", "_selected_action": [pk]})
    run_ready_jobs()
    assert WebLink.objects.get().status == Status.FINE


def test_list_can_only_be_read(client, broken):
    client.force_login(make_user(groups=("Quản trị",)))
    broken()
    pk = WebLink.objects.get().pk
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{pk}/delete/", {"post": "yes"}).status_code == 403
    assert 'name="address"' not in client.get(f"{LIST}{pk}/change/").content.decode()


def test_list_asks_the_same_number_of_times_for_many_rows(client, internet, django_assert_max_num_queries):
    client.force_login(make_user(groups=("Quản trị",)))
    for number in range(6):
        internet.answers[f"https://a.example/{number}"] = 404
        linking(f"https://a.example/{number}", "https://a.example/0")
    run_ready_jobs()
    client.get(LIST)
    with django_assert_max_num_queries(14):
        client.get(LIST)


def test_what_was_not_looked_at_for_a_week_is_due():
    now = timezone.now()
    old = WebLink.objects.create(address="https://a.example/", checked_at=now - timedelta(days=8))
    new = WebLink.objects.create(address="https://b.example/")
    WebLink.objects.create(address="https://c.example/", checked_at=now - timedelta(days=6))
    assert list(WebLink.objects.due()) == [new, old]
