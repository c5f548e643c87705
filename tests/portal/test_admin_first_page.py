"""The first page of the admin: what waits for whom."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.dashboard import BOARD_ROWS
from tests.factories import make_article, make_document, make_user

pytestmark = pytest.mark.django_db


def boards(client, user):
    client.force_login(user)
    response = client.get("/quan-tri/")
    return {board.title: [row.title for row in board.rows] for board in response.context["boards"]}


def in_review(title, **kwargs):
    article = make_article(title=title, published=False, **kwargs)
    article.submit(by=None)
    return article


@pytest.fixture
def editor():
    return make_user(groups=("Biên tập viên",))


@pytest.fixture
def writer():
    return make_user(groups=("Cộng tác viên",))


def test_editor_sees_what_waits_for_review_the_longest_waiting_first(client, editor):
    in_review("Gửi trước")
    in_review("Gửi sau")
    assert boards(client, editor)["Chờ bạn duyệt"] == ["Gửi trước", "Gửi sau"]


def test_posts_wait_for_editors_and_documents_for_the_register(client):
    in_review("Bài viết")
    make_document(number="", subject="Văn bản", published=False).submit(by=None)
    assert boards(client, make_user(groups=("Biên tập viên",)))["Chờ bạn duyệt"] == ["Bài viết"]
    assert boards(client, make_user(groups=("Văn thư",)))["Chờ bạn duyệt"] == ["Văn bản"]
    assert boards(client, make_user(groups=("Quản trị",)))["Chờ bạn duyệt"] == ["Bài viết", "Văn bản"]


def test_writer_sees_only_own_things(client, writer):
    in_review("Của tôi", created_by=writer)
    in_review("Của người khác", created_by=make_user())
    make_article(title="Nháp của người khác", published=False, created_by=make_user())
    seen = boards(client, writer)
    assert seen == {"Bản nháp của bạn": [], "Bạn đã gửi, đang chờ duyệt": ["Của tôi"]}


def test_returned_post_stands_with_its_reason(client, writer):
    article = in_review("Bị trả", created_by=writer)
    article.return_to_draft(by=None, note="Thiếu số liệu.")
    seen = boards(client, writer)
    assert seen["Trả lại cho bạn sửa"] == ["Bị trả"]
    assert seen["Bản nháp của bạn"] == []
    assert "Thiếu số liệu." in client.get("/quan-tri/").content.decode()


def test_drafts_of_ones_own_show_the_latest_first(client, editor):
    make_article(title="Cũ", published=False, created_by=editor)
    make_article(title="Mới", published=False, created_by=editor)
    assert boards(client, editor)["Bản nháp của bạn"] == ["Mới", "Cũ"]


def test_scheduled_and_expiring_posts_are_announced(client, editor):
    now = timezone.now()
    make_article(title="Mai hiện", at=now + timedelta(days=1))
    make_article(title="Sắp hết", unpublish_at=now + timedelta(days=3))
    make_article(title="Còn lâu", unpublish_at=now + timedelta(days=30))
    seen = boards(client, editor)
    assert seen["Sắp tự hiện"] == ["Mai hiện"]
    assert seen["Hết hạn trong 7 ngày tới"] == ["Sắp hết"]


def test_full_board_leads_to_the_list(client, editor):
    for number in range(BOARD_ROWS + 1):
        in_review(f"Bài {number}")
    assert len(boards(client, editor)["Chờ bạn duyệt"]) == BOARD_ROWS
    assert "/quan-tri/news/article/?trang_thai=cho-duyet" in client.get("/quan-tri/").content.decode()


def test_what_is_in_the_trash_waits_for_nobody(client, editor):
    make_article(published=False, created_by=editor).trash(by=None)
    assert boards(client, editor)["Bản nháp của bạn"] == []


@pytest.mark.parametrize(
    ("group", "buttons"),
    [
        ("Cộng tác viên", ["Viết bài mới"]),
        ("Biên tập viên", ["Viết bài mới", "Tạo thăm dò ý kiến", "Thêm trang mới"]),
        ("Văn thư", ["Đăng văn bản"]),
        ("Quản trị", ["Viết bài mới", "Đăng văn bản", "Tạo thăm dò ý kiến", "Thêm trang mới"]),
    ],
)
def test_large_buttons_are_what_a_person_may_write(client, group, buttons):
    client.force_login(make_user(groups=(group,)))
    assert [label for label, _ in client.get("/quan-tri/").context["compose"]] == buttons


def test_empty_desk_says_so(client, editor):
    client.force_login(editor)
    page = client.get("/quan-tri/").content.decode()
    assert "Không có gì chờ duyệt." in page
    assert "Bạn không có bản nháp nào." in page


def test_account_without_rights_is_told_whom_to_ask(client):
    client.force_login(make_user())
    assert "Hãy liên hệ người quản trị cổng." in client.get("/quan-tri/").content.decode()


def test_people_are_greeted_in_the_vietnamese_order(client):
    client.force_login(make_user(last_name="Trần Văn", first_name="Hòa"))
    assert "Chào Trần Văn Hòa" in client.get("/quan-tri/").content.decode()


def test_first_page_costs_the_same_for_many_rows(client, editor, django_assert_max_num_queries):
    for _ in range(4):
        in_review("Bài", created_by=make_user())
    client.force_login(editor)
    with django_assert_max_num_queries(26):
        client.get("/quan-tri/")
