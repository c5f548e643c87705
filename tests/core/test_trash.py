"""«Thùng rác»: what lies there of all kinds, the way back, and who may delete for good."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from documents.models import Document
from news.models import Article
from portal.models import Page
from tests.factories import make_article, make_document, make_superuser, make_user
from tests.portal.test_page_admin import make_page

pytestmark = pytest.mark.django_db

TRASH = "/quan-tri/thung-rac/"
EMPTY = f"{TRASH}don/"


@pytest.fixture
def as_administrator(client):
    client.force_login(make_user(groups=("Quản trị",), last_name="Đỗ", first_name="Hải Đường"))
    return client


def thrown(make=make_article, days=0, by=None, **kwargs):
    """Make something that was put into the trash some days ago."""
    if make is not make_page:
        kwargs["published"] = False
    with time_machine.travel(timezone.now() - timedelta(days=days)):
        obj = make(**kwargs)
        obj.trash(by=by)
    return obj


def rows(client, **query):
    page = BeautifulSoup(client.get(TRASH, query).content, "html.parser")
    return page.select(".trash-list > li")


def test_all_kinds_are_listed_the_last_first_with_who_and_when(as_administrator):
    person = make_superuser(last_name="Trần", first_name="Văn Hòa")
    thrown(days=3, title="Bài cũ", by=person)
    thrown(make_document, days=2, subject="Văn bản bỏ")
    thrown(make_page, days=1, title="Trang bỏ")
    make_article(title="Còn đăng")
    told = [" ".join(row.get_text(" ", strip=True).split()) for row in rows(as_administrator)]
    assert told[0].startswith("Trang bỏ Trang Bản nháp")
    assert "Văn bản bỏ" in told[1]
    assert "Bài viết Bản nháp Bỏ lúc" in told[2]
    assert "Trần Văn Hòa" in told[2]


def test_empty_trash_says_so(as_administrator):
    assert "Thùng rác trống." in as_administrator.get(TRASH).content.decode()


def test_object_comes_back_by_a_button(as_administrator):
    article = thrown()
    form = rows(as_administrator)[0].select_one("form")
    version = form.select_one("[name=_version]")["value"]
    as_administrator.post(form["action"], {"_version": version})
    article.refresh_from_db()
    assert article.deleted_at is None


def test_deleting_for_good_is_asked_first(as_administrator):
    article = thrown()
    url = rows(as_administrator)[0].select_one("a.is-danger")["href"]
    assert as_administrator.get(url).status_code == 200
    assert Article.objects.exists()
    as_administrator.post(url, {"post": "yes"})
    assert not Article.objects.filter(pk=article.pk).exists()
    assert not Article.versions.model.objects.exists()


def test_who_publishes_sees_the_trash_and_empties_nothing(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    thrown(days=400)
    (row,) = rows(client)
    assert not row.select("a.is-danger, form")
    assert "Dọn thùng rác" not in client.get(TRASH).content.decode()
    assert client.post(EMPTY, {"days": "30", "_until": timezone.now().isoformat()}).status_code == 403
    assert Article.objects.exists()


def test_writer_sees_only_own_things(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    thrown(title="Của người khác")
    thrown(title="Của tôi", created_by=writer)
    assert [row.select_one("a").get_text() for row in rows(client)] == ["Của tôi"]


def test_who_has_nothing_to_do_with_it_gets_no_page(client):
    client.force_login(make_user())
    assert client.get(TRASH).status_code == 403
    assert client.post(EMPTY, {"days": "30"}).status_code == 403


def test_visitor_is_asked_to_sign_in(client):
    assert client.get(TRASH).status_code == 302
    assert client.post(EMPTY, {"days": "30"}).status_code == 302


def test_emptying_asks_first_and_names_what_goes(as_administrator):
    thrown(days=31, title="Cũ")
    thrown(make_document, days=40, subject="Văn bản cũ")
    thrown(days=5, title="Mới bỏ")
    page = as_administrator.post(EMPTY, {"days": "30"}).content.decode()
    assert "Xóa vĩnh viễn 2 mục" in page
    assert "Cũ" in page
    assert "Mới bỏ" not in page
    assert Article.objects.count() == 2


def test_emptying_deletes_what_was_named_and_logs_it(as_administrator):
    old, fresh = thrown(days=31, title="Cũ"), thrown(days=5)
    document = thrown(make_document, days=40)
    kept = make_article()
    page = BeautifulSoup(as_administrator.post(EMPTY, {"days": "30"}).content, "html.parser")
    form = {field["name"]: field["value"] for field in page.select(".reason-form input[type=hidden]")}
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        response = as_administrator.post(EMPTY, form, follow=True)
    assert "Đã xóa vĩnh viễn 2 mục." in response.content.decode()
    assert set(Article.objects.all()) == {fresh, kept}
    assert not Document.objects.filter(pk=document.pk).exists()
    assert set(LogEntry.objects.values_list("object_id", flat=True)) == {str(old.pk), str(document.pk)}


def test_moment_of_the_form_never_reaches_beyond_its_days(as_administrator):
    thrown(days=5)
    until = (timezone.now() + timedelta(days=1)).isoformat()
    for forged in (until, "x", "2026-01-01T00:00:00"):
        as_administrator.post(EMPTY, {"days": "30", "_until": forged})
    assert Article.objects.count() == 1


@pytest.mark.parametrize("days", ["", "0", "1", "-30", "x", "30 "])
def test_only_the_days_that_are_offered_are_taken(as_administrator, days):
    thrown(days=400)
    as_administrator.post(EMPTY, {"days": days, "_until": timezone.now().isoformat()})
    assert Article.objects.count() == 1


def test_what_is_still_used_stays_and_is_named(as_administrator):
    above = make_page(title="Trang trên")
    make_page(title="Trang dưới", parent=above)
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        above.trash(by=None)
    form = {"days": "30", "_until": (timezone.now() - timedelta(days=30)).isoformat()}
    page = as_administrator.post(EMPTY, form, follow=True).content.decode()
    assert "«Trang trên» còn được dùng ở: Trang dưới" in page
    assert Page.objects.filter(pk=above.pk).exists()


def test_long_trash_is_paged_with_few_queries(as_administrator, django_assert_max_num_queries):
    for number in range(60):
        thrown(title=f"Bài {number}", category=make_article().category)
    rows(as_administrator)
    with django_assert_max_num_queries(25):
        assert len(rows(as_administrator)) == 50
    assert len(rows(as_administrator, p="2")) == 10
    for query in ("x", "0", "-1", "9" * 30, "٣"):
        assert as_administrator.get(TRASH, {"p": query}).status_code == 200


def test_titles_are_escaped(as_administrator):
    thrown(title="<script>alert(1)</script>", days=40)
    assert "<script>alert(1)" not in as_administrator.get(TRASH).content.decode()
    assert "<script>alert(1)" not in as_administrator.post(EMPTY, {"days": "30"}).content.decode()


def test_address_of_what_lies_in_the_trash_answers_as_before(client):
    article = make_article()
    url = article.get_absolute_url()
    article.withdraw(by=None, note="Nhầm")
    assert client.get(url).status_code == 410
    article.trash(by=None)
    assert client.get(url).status_code == 404
