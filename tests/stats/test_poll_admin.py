"""The admin of polls: what can be changed when, resets, results to keep."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from django.contrib.admin.models import LogEntry

from stats.models import Ballot, Choice, Poll, PollReset
from tests.admin_forms import add, address, change, errors_of, messages_of, with_rows
from tests.factories import make_ballot, make_poll, make_user
from tests.stats.ballots import soup

pytestmark = pytest.mark.django_db

RIGHTS = ("stats.add_poll", "stats.change_poll", "stats.view_poll")


@pytest.fixture
def boss(client):
    user = make_user(*RIGHTS, "stats.publish_poll")
    client.force_login(user)
    return user


OPENED = {"published_at_0": "01/03/2026", "published_at_1": "08:00"}


def form_of(poll=None, *rows, **changes):
    """Return the form of a new poll, or of one that is there, with some of it changed."""
    form = {
        "question": poll.question if poll else "Có nên học hai buổi?",
        "intro": "",
        "max_choices": 1,
        "audience": "everyone",
        "results": "after_voting",
        **with_rows("choices", *rows),
    }
    if poll:
        form["_version"] = poll.updated_at.isoformat()
    return form | changes


def row(choice, **changes):
    return {"id": choice.pk, "poll": choice.poll_id, "text": choice.text, "order": choice.order} | changes


def test_poll_is_written_and_published(client, boss):
    rows = [{"text": text, "order": order} for order, text in enumerate(("Có", "Không"), 1)]
    response = add(client, Poll, form_of(None, *rows, _verb="publish"))
    assert response.status_code == 302, errors_of(response)
    poll = Poll.objects.get()
    assert poll.is_public()
    assert [choice.text for choice in poll.choices.all()] == ["Có", "Không"]


def test_poll_without_choices_is_saved_but_not_published(client, boss):
    response = add(client, Poll, form_of(_verb="publish"))
    assert "ít nhất hai lựa chọn" in messages_of(response)
    assert Poll.objects.get().status == Poll.Status.DRAFT


def test_two_choices_alike_are_refused_in_words(client, boss):
    rows = [{"text": "Có", "order": order} for order in (1, 2)]
    response = add(client, Poll, form_of(None, *rows))
    assert "Hai lựa chọn giống nhau." in errors_of(response)
    assert not Poll.objects.exists()


def test_wording_is_free_before_the_first_ballot(client, boss):
    poll = make_poll("Có", "Không")
    rows = [row(choice, text=f"{choice} ạ") for choice in poll.choices.all()]
    response = change(
        client,
        poll,
        form_of(poll, *rows, question="Sửa câu hỏi?", published_at_0="01/03/2026", published_at_1="08:00"),
    )
    assert response.status_code == 302, errors_of(response)
    poll.refresh_from_db()
    assert poll.question == "Sửa câu hỏi?"
    assert [choice.text for choice in poll.choices.all()] == ["Có ạ", "Không ạ"]


def test_wording_is_frozen_once_there_are_ballots(client, boss):
    poll = make_poll("Có", "Không", question="Câu cũ?")
    make_ballot(poll, "Có")
    form = soup(client.get(address(Poll, "change", poll.pk)))
    frozen = ("question", "max_choices", "audience", "results", "choices-0-text")
    assert not [name for name in frozen if form.find(attrs={"name": name, "disabled": False})]
    # Nobody has voted for the second one yet.
    rows = [row(choice, text=f"{choice} ạ") for choice in poll.choices.all()]
    data = form_of(poll, *rows, intro="Thêm lời.", **OPENED)
    for name in frozen:
        del data[name]
    response = change(client, poll, data)
    assert response.status_code == 302, errors_of(response)
    poll.refresh_from_db()
    assert (poll.question, poll.audience, poll.max_choices) == ("Câu cũ?", "everyone", 1)
    assert poll.intro == "Thêm lời."
    assert [choice.text for choice in poll.choices.all()] == ["Có", "Không ạ"]


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("question", "Câu mới?", "Câu cũ?"),
        ("max_choices", 2, "1"),
        ("audience", "members", "Mọi người"),
        ("results", "never", "Sau khi bỏ phiếu"),
        ("choices-0-text", "Có ạ", "Có"),
    ],
)
def test_what_froze_while_the_form_was_open_is_said_and_nothing_is_saved(client, boss, name, typed, stored):
    poll = make_poll("Có", "Không", question="Câu cũ?")
    rows = [row(choice) for choice in poll.choices.all()]
    data = form_of(poll, *rows, intro="Thêm lời.", **OPENED) | {name: typed}
    make_ballot(poll, "Có")
    response = change(client, poll, data)
    assert response.status_code == 200
    assert f"Đã có phiếu nên không sửa được nữa; đang lưu là «{stored}»." in errors_of(response)
    poll.refresh_from_db()
    assert poll.intro == ""
    assert not Poll.objects.exclude(question="Câu cũ?", max_choices=1, audience="everyone")
    assert poll.choices.first().text == "Có"
    field = soup(response).find(attrs={"name": name})
    shown = field.find("option", selected=True)["value"] if field.name == "select" else field.get("value")
    assert (shown or field.get_text()).strip() == str(typed)


def test_form_that_was_opened_before_the_first_ballot_is_saved_where_it_changes_nothing_frozen(client, boss):
    poll = make_poll("Có", "Không")
    data = form_of(poll, *[row(choice) for choice in poll.choices.all()], intro="Thêm lời.", **OPENED)
    make_ballot(poll, "Có")
    response = change(client, poll, data)
    assert response.status_code == 302, errors_of(response)
    assert Poll.objects.get().intro == "Thêm lời."
    assert Poll.objects.get().ballots_count == 1


def test_deleted_choice_with_votes_is_retired_and_staff_are_told(client, boss):
    poll = make_poll("Có", "Không", "Khác", "Nữa")
    make_ballot(poll, "Có")
    rows = [
        row(choice, **({"DELETE": "on"} if choice.text in ("Có", "Khác") else {}))
        for choice in poll.choices.all()
    ]
    data = form_of(poll, *rows, published_at_0="01/03/2026", published_at_1="08:00")
    response = change(client, poll, data)
    assert response.status_code == 302, errors_of(response)
    assert list(poll.choices.values_list("text", "is_retired")) == [
        ("Có", True),
        ("Không", False),
        ("Nữa", False),
    ]
    assert "«Có» đã có phiếu nên không bị xóa mà được rút" in messages_of(response)
    logged = json.loads(LogEntry.objects.latest("pk").change_message)
    changed = [entry["changed"].get("object") for entry in logged if "changed" in entry]
    assert "Có" in changed
    assert "Khác" not in changed
    assert [entry["deleted"]["object"] for entry in logged if "deleted" in entry] == ["Khác"]
    assert Ballot.objects.count() == 1


def test_form_says_results_and_list_says_how_many_ballots(client, boss):
    poll = make_poll("Có", "Không", results="never")
    make_ballot(poll, "Có")
    form = soup(client.get(address(Poll, "change", poll.pk)))
    assert "100%" in form.select_one(".poll-outcome").get_text()
    assert form.find("a", string="Tải Excel")
    listed = soup(client.get(address(Poll, "changelist")))
    assert listed.select_one(".field-ballots_cast").get_text() == "1"


def test_list_costs_the_same_for_many_polls(client, boss, django_assert_max_num_queries):
    for _ in range(4):
        make_ballot(make_poll("Có", "Không"), "Có")
    client.get(address(Poll, "changelist"))
    with django_assert_max_num_queries(10):
        client.get(address(Poll, "changelist"))


def test_first_page_of_the_admin_offers_a_poll(client, boss):
    make_poll(published=False, created_by=boss)
    assert "Tạo thăm dò ý kiến" in client.get("/quan-tri/").content.decode()


def test_reset_asks_for_a_reason_and_is_logged(client, boss):
    poll = make_poll("Có", "Không")
    make_ballot(poll, "Có")
    url = address(Poll, "reset", poll.pk)
    assert "1 phiếu của" in soup(client.get(url)).get_text(" ", strip=True)
    assert "Hãy ghi lý do" in client.post(url, {"_note": " "}).content.decode()
    assert Ballot.objects.count() == 1
    assert client.post(url, {"_note": "Câu hỏi sai."}).status_code == 302
    assert not Ballot.objects.exists()
    assert PollReset.objects.get().reset_by == boss
    assert "Đã xóa hết 1 phiếu: Câu hỏi sai." in LogEntry.objects.latest("pk").get_change_message()
    assert (
        "Câu hỏi sai."
        in soup(client.get(address(Poll, "change", poll.pk))).select_one(".poll-outcome").get_text()
    )


def test_looking_at_the_page_of_a_reset_destroys_nothing(client, boss):
    poll = make_poll("Có", "Không")
    make_ballot(poll, "Có")
    client.get(address(Poll, "reset", poll.pk))
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("page", ["reset", "csv", "xlsx"])
def test_others_neither_reset_nor_export(client, page):
    poll = make_poll("Có", "Không")
    make_ballot(poll, "Có")
    client.force_login(make_user(*RIGHTS))  # He does not publish, and it is not his own.
    assert client.post(address(Poll, page, poll.pk), {"_note": "Thử."}).status_code in (403, 404)
    client.logout()
    assert client.post(address(Poll, page, poll.pk), {"_note": "Thử."}).status_code == 302
    assert Ballot.objects.count() == 1


def test_writer_does_not_reset_his_own_poll(client):
    user = make_user(*RIGHTS)
    poll = make_poll("Có", "Không", published=False, created_by=user)
    make_ballot(poll, "Có")
    client.force_login(user)
    assert client.post(address(Poll, "reset", poll.pk), {"_note": "Thử."}).status_code == 403
    assert Ballot.objects.count() == 1


def test_results_as_csv(client, boss):
    poll = make_poll("Có", "=1+1", "Rút")
    for text in ("Có", "Có", "=1+1"):
        make_ballot(poll, text)
    poll.choices.get(text="=1+1").retire()
    poll.choices.get(text="Rút").retire()
    response = client.get(address(Poll, "csv", poll.pk))
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert rows == [
        ["Lựa chọn", "Số phiếu", "Tỷ lệ (%)", "Ghi chú"],
        ["Có", "2", "66.7", ""],
        ["'=1+1", "1", "33.3", "Đã rút"],
        ["Tổng số phiếu", "3", "", ""],
    ]


def test_results_as_a_workbook(client, boss):
    poll = make_poll("Có", "Không", question="Có nên?")
    make_ballot(poll, "Có")
    response = client.get(address(Poll, "xlsx", poll.pk))
    assert "attachment" in response.headers["Content-Disposition"]
    with ZipFile(io.BytesIO(response.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "Thăm dò ý kiến: Có nên?" in sheet
    assert "<v>100.0</v>" in sheet


def test_choices_with_ballots_cannot_be_deleted_with_their_poll(client, boss):
    poll = make_poll("Có", "Không", published=False)
    make_ballot(poll, "Có")
    poll.trash(by=None)
    boss.user_permissions.add(*boss.user_permissions.model.objects.filter(codename="delete_poll"))
    client.force_login(type(boss).objects.get(pk=boss.pk))
    response = client.post(address(Poll, "delete", poll.pk), {"post": "yes"})
    assert response.status_code == 200
    assert Choice.objects.count() == 2
