"""The book of who did what: what comes into it, who reads it, that nothing leaves it."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from core import audit
from core.models import AuditEntry
from core.tasks import forget_audit
from tests.accounts.people import browser, sign_in
from tests.factories import at, make_article, make_category, make_superuser, make_user

pytestmark = pytest.mark.django_db

BOOK = "/quan-tri/core/auditentry/"


@pytest.fixture
def reader():
    client = browser()
    client.force_login(make_user("core.view_auditentry"))
    return client


def entry(**kwargs):
    return AuditEntry.objects.create(**{"action": "added", "actor": "Lan", **kwargs})


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor", "object_name"))


# What comes into it


def test_signing_in_and_out_and_failing_are_noted():
    user, client = make_user(username="lan", last_name="Đỗ Thị", first_name="Lan"), browser()
    sign_in(client, user, "sai")
    sign_in(client, user)
    client.post("/dang-xuat/")
    assert actions() == [
        ("sign_in.failed", "", "lan"),
        ("sign_in", "Đỗ Thị Lan (lan)", ""),
        ("sign_out", "Đỗ Thị Lan (lan)", ""),
    ]


def test_name_that_nobody_has_is_not_noted():
    sign_in(browser(), "mat-khau-go-nham-o", "sai")
    assert not AuditEntry.objects.exists()


def test_what_is_done_in_the_admin_is_noted(client):
    client.force_login(make_superuser(username="chi-huong"))
    client.post("/quan-tri/auth/group/add/", {"name": "Nhóm mới"})
    noted = AuditEntry.objects.get(action="added")
    assert (noted.actor, noted.kind, noted.object_name) == ("chi-huong", "auth.group", "Nhóm mới")


def test_deleting_many_at_once_is_noted_one_by_one(client):
    client.force_login(make_superuser())
    users = [make_user() for _ in range(3)]
    data = {"action": "delete_selected", "_selected_action": [user.pk for user in users], "post": "yes"}
    client.post("/quan-tri/auth/user/", data)
    assert AuditEntry.objects.filter(action="deleted", kind="auth.user").count() == 3


def test_verb_of_publishing_is_noted_in_words(client, reader):
    client.force_login(make_superuser())
    article = make_article(published=False, title="Bài mới")
    data = {"action": "publish_selected", "_selected_action": [article.pk]}
    page = client.post("/quan-tri/news/article/", data)
    seen = page.context["seen"]
    client.post("/quan-tri/news/article/", {**data, "_seen": seen, "_despite": "1"})
    noted = AuditEntry.objects.get(kind="news.article")
    assert (audit.label_of(noted), audit.words_of(noted)) == ("Xuất bản", "Bản nháp → Đã xuất bản")


def test_unregistered_action_is_refused():
    with pytest.raises(KeyError):
        audit.record("bay", by=None)


LOOKS_LIKE_JSON = [
    "[2026]",
    "[null]",
    '[{"added": 5}]',
    '[{"added": {}}]',
    "[",
    "[[]]",
    '[{"changed": {"fields": 1}}]',
]


@pytest.mark.parametrize("action", ["added", "factor.reset_asked"])
@pytest.mark.parametrize("detail", LOOKS_LIKE_JSON)
def test_no_line_makes_the_book_unreadable(reader, action, detail):
    entry(action=action, detail=detail)
    assert reader.get(BOOK).status_code == 200
    assert reader.get(f"{BOOK}nhat-ky.xlsx").status_code == 200


def test_persons_own_words_are_shown_as_they_are():
    made = entry(action="factor.reset_asked", detail='[{"added": {}}]')
    assert audit.words_of(made) == '[{"added": {}}]'


def test_nobody_else_writes_what_only_the_database_copies():
    with pytest.raises(KeyError):
        audit.record("changed", by=None)


# That nothing leaves it


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditentry SET actor = 'Người khác'",
        "DELETE FROM core_auditentry",
        "TRUNCATE core_auditentry",
    ],
)
def test_database_refuses_to_change_the_book(statement):
    entry()
    with pytest.raises(Error, match="chỉ được ghi thêm"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().actor == "Lan"


def test_model_refuses_too():
    made = entry()
    with pytest.raises(Error), transaction.atomic():
        made.delete()
    made.actor = "Người khác"
    with pytest.raises(Error), transaction.atomic():
        made.save()


def test_what_was_kept_for_its_time_is_forgotten(settings):
    settings.AUDIT_KEEP_DAYS = 730
    entry(at=timezone.now() - timedelta(days=731))
    kept = entry(at=timezone.now() - timedelta(days=729))
    assert forget_audit.func() == 1
    assert AuditEntry.objects.get() == kept


def test_forgetting_opens_no_way_for_others():
    entry(at=timezone.now() - timedelta(days=800))
    AuditEntry.objects.forget(timezone.now() - timedelta(days=790))
    entry(at=timezone.now() - timedelta(days=800))
    with pytest.raises(Error), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_nothing_young_is_forgotten_whatever_is_asked():
    entry()
    with pytest.raises(Error), transaction.atomic():
        AuditEntry.objects.forget(timezone.now() + timedelta(days=1))


def test_book_outlives_account_and_object(client):
    user = make_user(username="se-nghi")
    audit.record("sign_in", by=user)
    user.delete()
    assert AuditEntry.objects.get(action="sign_in").actor == "se-nghi"


# Who reads it


def test_only_those_with_the_right_read_it(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    assert client.get(BOOK).status_code == 403
    assert client.get(f"{BOOK}nhat-ky.csv").status_code == 403


def test_administrators_have_the_right(client):
    client.force_login(make_user(groups=("Quản trị",)))
    assert client.get(BOOK).status_code == 200


def test_nobody_changes_it_in_the_admin(client):
    made = entry()
    client.force_login(make_superuser())
    assert client.get(f"{BOOK}add/").status_code == 403
    assert client.post(f"{BOOK}{made.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{BOOK}{made.pk}/change/", {"actor": "x"}).status_code == 403
    assert client.get(f"{BOOK}{made.pk}/change/").status_code == 200


def test_book_is_searched_and_filtered(reader):
    entry(object_name="Lịch thi lớp 10", kind="news.article")
    entry(object_name="Thông báo nghỉ", action="deleted")
    assert "Lịch thi" in reader.get(f"{BOOK}?q=lịch thi").content.decode()
    assert "Thông báo nghỉ" not in reader.get(f"{BOOK}?q=lịch thi").content.decode()
    assert "Lịch thi" not in reader.get(f"{BOOK}?viec=deleted").content.decode()
    assert "Thông báo nghỉ" not in reader.get(f"{BOOK}?loai=news.article").content.decode()


def test_book_is_read_by_the_month(reader, time_machine):
    time_machine.move_to("2026-03-15 09:00:00+07:00", tick=False)
    reader.force_login(make_user("core.view_auditentry"))
    entry(object_name="Đầu tháng", at=at(2026, 2, 1, 0))
    entry(object_name="Tháng trước nữa", at=at(2026, 1, 31, 23))
    page = reader.get(f"{BOOK}?thang=2026-02").content.decode()
    assert "Đầu tháng" in page
    assert "Tháng trước nữa" not in page
    assert reader.get(f"{BOOK}?thang=2026-13").status_code == 200


def test_book_is_taken_along_as_it_is_filtered(reader):
    entry(object_name="=1+1", at=at(2026, 3, 2, 9))
    entry(object_name="Thông báo nghỉ", action="deleted")
    response = reader.get(f"{BOOK}nhat-ky.csv?viec=added")
    lines = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert lines[1][:3] == ["Thứ hai, 02/03/2026 09:00", "Lan", "Thêm"]
    assert lines[1][4] == "'=1+1"
    assert len(lines) == 2
    assert reader.get(f"{BOOK}nhat-ky.xlsx").content[:2] == b"PK"
    assert AuditEntry.objects.filter(action="audit.exported").count() == 2


def test_list_costs_the_same_for_many_lines(reader, django_assert_max_num_queries):
    category = make_category()
    for number in range(20):
        audit.record("sign_in.failed", by=None, obj=category, detail=str(number))
    with django_assert_max_num_queries(12):
        reader.get(BOOK)
