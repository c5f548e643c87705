"""Moderating: the verbs, who may use them, and all of it through the admin as staff press its buttons."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from core.models import TransitionError
from news.models import Comment
from tests.factories import make_article, make_comment, make_superuser, make_user
from tests.news.voices import soup, texts

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/comment/"
GROUPS = [("Cộng tác viên", False), ("Biên tập viên", True), ("Văn thư", False), ("Quản trị", True)]


@pytest.fixture
def moderator():
    return make_user(groups=("Biên tập viên",), last_name="Lê", first_name="Hoa")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def waiting(**kwargs):
    return make_comment(status="waiting", **kwargs)


def page_of(comment, verb=""):
    return f"{LIST}{comment.pk}/{verb or 'change'}/"


def stored(comment):
    return Comment.objects.get(pk=comment.pk)


def selected(client, action, *comments, **data):
    address = f"{LIST}?trang_thai=tat-ca"
    sent = {"action": action, "_selected_action": [each.pk for each in comments]}
    return client.post(address, sent | data, follow=True)


# The verbs


@pytest.mark.parametrize(
    ("verb", "starts", "end"),
    [
        ("approve", ("waiting", "rejected", "spam"), "approved"),
        ("reject", ("waiting", "approved", "spam"), "rejected"),
        ("mark_spam", ("waiting", "approved", "rejected"), "spam"),
    ],
)
def test_verbs_lead_from_state_to_state(verb, starts, end):
    arguments = {"reason": "Quảng cáo."} if verb == "reject" else {}
    for status in Comment.Status.values:
        comment = make_comment(status=status)
        if status in starts:
            getattr(comment, verb)(by=None, **arguments)
            assert stored(comment).status == end
        else:
            with pytest.raises(TransitionError):
                getattr(comment, verb)(by=None, **arguments)


def test_who_decided_when_and_why_is_kept(moderator):
    comment = waiting()
    comment.reject(by=moderator, reason="Quảng cáo.")
    kept = stored(comment)
    assert (kept.moderated_by, kept.reason) == (moderator, "Quảng cáo.")
    assert kept.moderated_at
    kept.approve(by=moderator)
    assert stored(comment).reason == ""


def test_rejection_needs_a_reason():
    with pytest.raises(TransitionError, match="Hãy ghi lý do"):
        waiting().reject(by=None, reason="  ")


@pytest.mark.parametrize("verb", ["approve", "mark_spam"])
def test_verbs_need_the_right(verb):
    with pytest.raises(PermissionDenied):
        getattr(waiting(), verb)(by=make_user("news.view_comment", "news.delete_comment"))


def test_decision_answers_the_complaints():
    comment = make_comment()
    comment.report(b"a", "insult")
    comment.refresh_from_db()
    comment.keep(by=None)
    kept = stored(comment)
    assert (kept.status, kept.reports_count, kept.reports.get().is_handled) == ("approved", 0, True)
    with pytest.raises(TransitionError):
        kept.keep(by=None)


def test_erasure_leaves_nothing_of_what_was_written():
    comment = make_comment(email="ha@example.vn", text="Chuyện riêng.", sent_as=b"x")
    comment.erase(by=make_user("news.moderate_comment", "news.delete_comment"))
    kept = stored(comment)
    assert (kept.name, kept.email, kept.text, kept.sent_as, kept.status) == ("", "", "", None, "rejected")
    assert str(kept) == "(nội dung đã xóa)"
    with pytest.raises(TransitionError):
        kept.approve(by=None)


def test_erasure_needs_the_right_to_delete(moderator):
    with pytest.raises(PermissionDenied):
        make_comment().erase(by=moderator)


@pytest.mark.parametrize("fields", [{"text": ""}, {"name": ""}])
def test_database_refuses_comments_without_words_or_name(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(**fields)


# Who may


@pytest.mark.parametrize(("group", "may"), GROUPS)
def test_who_moderates(client, group, may):
    comment = waiting(email="ha@example.vn", text="Chờ duyệt ạ.")
    client.force_login(make_user(groups=(group,)))
    for address in (LIST, page_of(comment)):
        response = client.get(address)
        assert (response.status_code == 200) == may
        assert may or "ha@example.vn" not in response.content.decode()
    for verb in ("approve", "mark_spam", "tra-loi"):
        response = client.post(page_of(comment, verb), {"tra_loi": "Trả lời."})
        assert (response.status_code == 302) == (may and verb != "x")
    assert (stored(comment).status != "waiting") == may


@pytest.mark.parametrize(
    ("group", "may"),
    [("Cộng tác viên", False), ("Biên tập viên", False), ("Văn thư", False), ("Quản trị", True)],
)
def test_who_deletes_and_erases_for_good_and_who_sets_the_rules(client, group, may):
    comment = make_comment(text="Chuyện riêng.")
    client.force_login(make_user(groups=(group,)))
    assert (client.get("/quan-tri/news/voicesettings/").status_code == 200) == may
    assert (client.get(page_of(comment, "delete")).status_code == 200) == may
    client.post(page_of(comment, "erase"))
    assert (stored(comment).text == "") == may
    client.post(page_of(comment, "delete"), {"post": "yes"})
    assert Comment.objects.exists() != may


def test_nobody_writes_or_changes_what_a_reader_said(client):
    comment = waiting(text="Nguyên văn.")
    client.force_login(make_superuser())
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(page_of(comment), {"text": "Lời khác."}).status_code == 403
    assert stored(comment).text == "Nguyên văn."


# The list


def test_what_has_to_be_done_comes_first_the_longest_waiting_first(desk):
    reported = make_comment(text="Bị báo")
    reported.report(b"a", "insult")
    for text, status in (
        ("Chờ một", "waiting"),
        ("Chờ hai", "waiting"),
        ("Đã hiện", "approved"),
        ("Rác", "spam"),
    ):
        make_comment(text=text, status=status)
    listed = [each.text for each in desk.get(LIST).context["cl"].result_list]
    assert listed == ["Bị báo", "Chờ một", "Chờ hai"]


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("trang_thai=waiting", ["Chờ"]),
        ("trang_thai=approved", ["Hiện"]),
        ("trang_thai=bi-bao", ["Hiện"]),
        ("trang_thai=tat-ca", ["Rác", "Hiện", "Chờ"]),
        ("trang_thai=tat-ca&q=tuyen+sinh", ["Hiện"]),
        ("trang_thai=tat-ca&q=rac", ["Rác"]),
        ("trang_thai=tat-ca&bai=x", []),
    ],
)
def test_list_is_filtered_and_searched(desk, query, listed):
    waiting(text="Chờ")
    shown = make_comment(make_article(title="Tuyển sinh lớp 10"), text="Hiện")
    shown.report(b"a", "insult")
    make_comment(text="Rác", status="spam")
    assert [each.text for each in desk.get(f"{LIST}?{query}").context["cl"].result_list] == listed


def test_list_of_one_post_is_a_link_away(desk):
    first = waiting(text="Của bài này")
    waiting(text="Của bài khác")
    link = soup(desk.get(LIST)).find("a", string="chỉ bài này")["href"]
    assert f"bai={first.article_id}" in link
    assert [each.text for each in desk.get(link).context["cl"].result_list] == ["Của bài này"]


def test_list_costs_the_same_for_many_rows(desk, django_assert_max_num_queries):
    for _ in range(12):
        waiting(parent=make_comment())
    desk.get(LIST)
    with django_assert_max_num_queries(9):
        desk.get(LIST)


def test_text_of_strangers_is_text_in_the_admin(desk):
    comment = waiting(text="<script>alert(1)</script> https://example.vn/x", name="<b>Hà</b>")
    for address in (LIST, page_of(comment)):
        page = soup(desk.get(address))
        assert not [script for script in page.find_all("script") if "alert(1)" in (script.string or "")]
        assert "<script>alert(1)</script>" in page.get_text()
        assert not page.find("a", href="https://example.vn/x")


def test_many_are_decided_at_once_and_each_is_logged(desk, moderator):
    comments = [waiting() for _ in range(3)]
    response = selected(desk, "approve_selected", *comments)
    assert "Đã duyệt: 3 ý kiến bạn đọc." in response.content.decode()
    assert Comment.objects.approved().count() == 3
    logged = LogEntry.objects.filter(user=moderator, object_id__in=[f"{each.pk}" for each in comments])
    assert {entry.get_change_message() for entry in logged} == {"Đã duyệt."}


def test_rejecting_many_asks_for_a_reason_first(desk):
    comments = [waiting() for _ in range(2)]
    assert "Lý do không đăng" in selected(desk, "reject_selected", *comments).content.decode()
    assert Comment.objects.waiting().count() == 2
    assert "Hãy ghi lý do." in selected(desk, "reject_selected", *comments, _note=" ").content.decode()
    selected(desk, "reject_selected", *comments, _note="Quảng cáo.")
    assert set(Comment.objects.values_list("status", "reason")) == {("rejected", "Quảng cáo.")}


def test_refusals_of_many_are_told_one_by_one(desk):
    response = selected(desk, "approve_selected", waiting(), make_comment(text="Hiện rồi"))
    assert "Đã duyệt: 1" in response.content.decode()
    assert "<li>«Hiện rồi»: đang là «đang hiện»" in response.content.decode()


def test_of_many_those_are_named_too_that_one_may_no_longer_decide(rf, moderator):
    request = rf.post(LIST)
    request.user, request.session = make_user(), {}
    request._messages = FallbackStorage(request)
    admin.site.get_model_admin(Comment)._act_on_all(request, [waiting(text="Chờ")], "approve")
    assert "«Chờ»: bạn không có quyền làm việc này." in str(next(iter(request._messages)))


def test_more_than_a_page_can_ask_about_is_refused_in_words(desk, monkeypatch):
    monkeypatch.setattr("core.admin.verbs.MAX_AT_ONCE", 2)
    response = selected(desk, "reject_selected", *[waiting() for _ in range(3)])
    assert "Mỗi lần chỉ làm được với 2 ý kiến bạn đọc." in response.content.decode()


def test_deleting_many_is_offered_to_those_alone_who_may(client, desk):
    waiting()
    assert "delete_selected" not in desk.get(LIST).content.decode()
    client.force_login(make_user(groups=("Quản trị",)))
    assert "delete_selected" in client.get(LIST).content.decode()


# The log, which outlives what it is about


def in_the_log():
    return " ".join(f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all())


def test_log_says_what_was_decided_and_names_nobody_by_his_words(desk):
    comment = waiting(text="Con tôi tên là Minh")
    desk.post(page_of(comment, "approve"))
    desk.post(page_of(comment, "tra-loi"), {"tra_loi": "Chào chị Hà."})
    assert set(LogEntry.objects.values_list("object_repr", "change_message")) == {
        (f"Ý kiến bạn đọc {comment.pk}", "Đã duyệt."),
        (f"Ý kiến bạn đọc {comment.pk}", "Đã trả lời."),
        (f"Ý kiến bạn đọc {Comment.objects.latest('pk').pk}", "Trả lời của cơ quan."),
    }


@pytest.mark.parametrize("way", ["erase", "delete", "delete_selected"])
def test_what_is_erased_or_deleted_leaves_no_words_in_the_log(client, way):
    client.force_login(make_user(groups=("Quản trị",)))
    comment, other = waiting(text="Con tôi tên là Minh"), waiting()
    for each in (comment, other):
        client.post(page_of(each, "reject"), {"_note": "Lộ tên Minh."})
    LogEntry.objects.filter(object_id=comment.pk).update(object_repr="Con tôi tên là Minh")
    if way == "delete_selected":
        selected(client, way, comment, post="yes")
    else:
        client.post(page_of(comment, way), {"post": "yes"})
    own = LogEntry.objects.filter(object_id=comment.pk).order_by("pk")
    assert {entry.object_repr for entry in own} == {f"Ý kiến bạn đọc {comment.pk}"}
    assert [entry.change_message for entry in own] == [
        "Không đăng.",
        "Đã xóa nội dung." if way == "erase" else "",
    ]
    # What was decided of others stays as it is.
    assert LogEntry.objects.get(object_id=other.pk).change_message == "Không đăng: Lộ tên Minh."


def test_answer_goes_from_the_log_with_what_it_answers(client):
    client.force_login(make_user(groups=("Quản trị",)))
    parent = make_comment()
    answer = make_comment(parent=parent)
    client.post(page_of(answer, "reject"), {"_note": "Lộ tên Minh."})
    client.post(page_of(parent, "delete"), {"post": "yes"})
    assert "Minh" not in in_the_log()


# The page of one


def test_page_shows_all_that_a_moderator_needs(desk):
    article = make_article(title="Tuyển sinh lớp 10")
    parent = make_comment(article, text="Câu hỏi đầu.")
    make_comment(parent=parent, text="Người khác trả lời.", status="waiting")
    comment = waiting(parent=parent, name="Minh", email="minh@example.vn", text="Gọi 0912345678.\nCảm ơn.")
    comment.report(b"a", "private", "Có số điện thoại.")
    page = soup(desk.get(page_of(comment))).select_one("#content")
    words = page.get_text(" ", strip=True)
    for text in (
        "Minh",
        "minh@example.vn",
        "Gọi 0912345678.",
        "có số giống số điện thoại",
        "Tuyển sinh lớp 10",
        "Câu hỏi đầu.",
        "Người khác trả lời.",
        "Lộ thông tin riêng của một người: «Có số điện thoại.»",
    ):
        assert text in words, text
    assert page.find("a", string="Tuyển sinh lớp 10")["href"] == article.get_absolute_url()


def test_button_decides_and_leads_to_the_next(desk, moderator):
    first, second = waiting(), waiting()
    response = desk.post(page_of(first, "approve"))
    assert response.headers["Location"] == page_of(second)
    assert stored(first).status == "approved"
    response = desk.post(page_of(second, "reject"), {"_note": "Quảng cáo."}, follow=True)
    assert response.request["PATH_INFO"] == LIST
    history = desk.get(page_of(second, "history")).content.decode()
    assert "Không đăng: Quảng cáo." in history
    assert moderator.username in history


def test_refused_verb_is_told_and_changes_nothing(desk):
    comment = waiting()
    response = desk.post(page_of(comment, "reject"), {"_note": ""}, follow=True)
    assert "Hãy ghi lý do không đăng" in response.content.decode()
    assert stored(comment).status == "waiting"


@pytest.mark.parametrize("verb", ["approve", "mark_spam", "tra-loi"])
def test_buttons_take_a_post_alone(desk, verb):
    comment = waiting()
    assert desk.get(page_of(comment, verb)).status_code == 405
    assert stored(comment).status == "waiting"


def test_made_up_verb_is_not_found(desk):
    assert desk.post(page_of(waiting(), "save")).status_code == 404


# Answers


def test_answer_approves_what_it_answers_and_shows_as_the_departments(desk, client):
    comment = waiting(text="Bao giờ thi?")
    desk.post(page_of(comment, "tra-loi"), {"tra_loi": "Ngày 05/06.\r\n", "nguoi_tra_loi": "Phòng QLCL"})
    answer = Comment.objects.get(parent=comment)
    assert (answer.text, answer.name, answer.is_official, answer.status) == (
        "Ngày 05/06.",
        "Phòng QLCL",
        True,
        "approved",
    )
    assert stored(comment).status == "approved"
    block = (
        soup(client.get(comment.article.get_absolute_url())).select_one("#y-kien").get_text(" ", strip=True)
    )
    assert "Bao giờ thi?" in block
    assert "Trả lời của Sở GDĐT" in block


def test_answer_sent_twice_is_one_answer_and_both_clicks_are_thanked(desk):
    comment = waiting(text="Bao giờ thi?")
    page = soup(desk.get(page_of(comment)))
    held = {"ma": page.select_one("[name=ma]")["value"], "tra_loi": "Ngày 05/06."}
    for _ in range(2):
        response = desk.post(page_of(comment, "tra-loi"), held, follow=True)
        assert "Đã trả lời «Bao giờ thi?»" in response.content.decode()
    assert texts(Comment.objects.filter(is_official=True)) == ["Ngày 05/06."]
    assert LogEntry.objects.filter(change_message="Trả lời của cơ quan.").count() == 1


def test_same_answer_from_another_form_is_another(desk):
    comment = make_comment()
    for _ in range(2):
        page = soup(desk.get(page_of(comment)))
        held = {"ma": page.select_one("[name=ma]")["value"], "tra_loi": "Đã ghi nhận."}
        desk.post(page_of(comment, "tra-loi"), held)
    assert texts(Comment.objects.filter(is_official=True)) == ["Đã ghi nhận."] * 2


def test_answer_to_an_answer_stands_in_the_same_conversation(moderator):
    parent = make_comment()
    reply = make_comment(parent=parent)
    assert reply.answer(by=moderator, text="Vâng.").parent == parent


def test_answer_that_is_refused_comes_back_with_its_words(desk):
    comment = waiting()
    response = desk.post(
        page_of(comment, "tra-loi"), {"tra_loi": "x" * 2_001, "nguoi_tra_loi": "QLCL"}, follow=True
    )
    page = soup(response)
    assert "Câu trả lời dài quá 2000 ký tự." in page.get_text()
    assert len(page.select_one("[name=tra_loi]").string.strip()) == 2_001
    assert page.select_one("[name=nguoi_tra_loi]")["value"] == "QLCL"
    assert stored(comment).status == "waiting"


def test_what_was_rejected_is_not_answered(moderator):
    with pytest.raises(TransitionError):
        make_comment(status="rejected").answer(by=moderator, text="Trả lời.")
    with pytest.raises(PermissionDenied):
        make_comment().answer(by=make_user(), text="Trả lời.")
    with pytest.raises(ValidationError):
        make_comment().answer(by=moderator, text="")
    assert texts(Comment.objects.filter(is_official=True)) == []


def test_answer_to_what_waits_is_not_left_approved_when_it_is_refused(moderator):
    comment = waiting()
    with pytest.raises(ValidationError):
        comment.answer(by=moderator, text="")
    assert stored(comment).status == "waiting"


# The first page


def board(client):
    boards = {each.title: each for each in client.get("/quan-tri/").context["boards"]}
    return boards.get("Ý kiến bạn đọc cần xử lý")


def test_first_page_shows_what_waits_and_how_many(desk):
    assert board(desk).rows == []
    assert "Không có ý kiến bạn đọc nào cần xử lý." in desk.get("/quan-tri/").content.decode()
    for number in range(9):
        waiting(text=f"Số {number}", name="Hà")
    found = board(desk)
    assert [row.title for row in found.rows] == [f"Số {number}" for number in range(6)]
    assert found.more == [("Tất cả 9 ý kiến bạn đọc", LIST)]


def test_first_page_shows_them_to_moderators_alone(client):
    waiting()
    client.force_login(make_user(groups=("Cộng tác viên",)))
    assert board(client) is None


def test_full_portal_deletes_a_post_with_all_that_was_said_of_it(client):
    article = make_article(published=False)
    make_comment(parent=make_comment(article)).report(b"a", "insult")
    article.trash(by=None)
    client.force_login(make_user(groups=("Quản trị",)))
    client.post(f"/quan-tri/news/article/{article.pk}/delete/", {"post": "yes"})
    assert not Comment.objects.exists()


@pytest.mark.parametrize("verb", ["mark_spam", "reject", "erase"])
def test_answer_typed_beside_another_button_is_not_lost(client, verb):
    client.force_login(make_user(groups=("Quản trị",)))
    comment = waiting()
    held = {"tra_loi": "Ngày 05/06.", "nguoi_tra_loi": "Phòng QLCL", "_note": "Quảng cáo."}
    page = soup(client.post(page_of(comment, verb), held, follow=True))
    assert stored(comment).status == "waiting"
    assert "câu trả lời còn nguyên ở dưới, chưa gửi" in page.select_one("[role=alert]").get_text()
    assert page.select_one("#tra-loi").get_text().strip() == "Ngày 05/06."
    assert page.select_one("#nguoi-tra-loi")["value"] == "Phòng QLCL"
    assert page.select_one("[name=_note]")["value"] == "Quảng cáo."
    despite = page.select_one("[name=_despite]")
    client.post(despite["formaction"], held | {"_despite": despite["value"]})
    assert stored(comment).status != "waiting"
    assert Comment.objects.count() == 1


def test_answer_typed_beside_approval_goes_along(desk):
    comment = waiting()
    desk.post(page_of(comment, "approve"), {"tra_loi": "Ngày 05/06."})
    assert stored(comment).status == "approved"
    assert Comment.objects.get(is_official=True).text == "Ngày 05/06."


def test_refusal_of_a_verb_loses_no_answer(desk):
    comment = waiting()
    held = {"tra_loi": "Ngày 05/06.", "_despite": "1", "_note": " "}
    page = soup(desk.post(page_of(comment, "reject"), held, follow=True))
    assert "Hãy ghi lý do không đăng" in page.select_one(".messagelist").get_text()
    assert page.select_one("#tra-loi").get_text().strip() == "Ngày 05/06."
    assert page.select_one("details.submission-reason").has_attr("open")
