"""Two people, one object: the later save writes nothing, says what differs, and lets the person choose."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils import timezone

from documents.models import Document
from news.models import Article
from portal.models import Page
from tests.admin_forms import (
    address,
    article_form,
    change,
    document_form,
    errors_of,
    messages_of,
    press,
    row_of,
    with_rows,
)
from tests.factories import (
    make_article,
    make_category,
    make_document,
    make_photo,
    make_superuser,
    make_topic,
    make_user,
    sign,
    tag,
)
from tests.portal.test_page_admin import make_page, page_form

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=5)


@pytest.fixture
def colleague():
    return make_user(last_name="Đỗ", first_name="Hải Đường")


@pytest.fixture
def as_admin(client):
    client.force_login(make_superuser())
    return client


def saved_meanwhile(obj, by, **changes):
    """Have a colleague save an object after its form was opened."""
    with time_machine.travel(timezone.now() + LATER):
        stored = type(obj).objects.get(pk=obj.pk)
        for name, value in {**changes, "updated_by": by}.items():
            setattr(stored, name, value)
        stored.save()


def shown(response):
    return BeautifulSoup(response.content, "html.parser")


def differences(response):
    """Return what the page says differs: label, what is stored, what is typed."""
    found = {}
    for label in shown(response).select(".conflict dt"):
        pieces = label.find_next("dd")
        found[label.get_text()] = (
            "".join(piece.get_text() for piece in pieces.select("del")),
            "".join(piece.get_text() for piece in pieces.select("ins")),
        )
    return found


@pytest.mark.parametrize(
    ("make", "form", "name"),
    [
        (make_article, article_form, "title"),
        (make_document, document_form, "subject"),
        (make_page, page_form, "title"),
    ],
)
def test_later_save_is_answered_409_with_what_was_typed(as_admin, colleague, make, form, name):
    obj = make()
    opened = form(obj, **{name: "Bản của tôi"})
    saved_meanwhile(obj, colleague, **{name: "Bản của đồng nghiệp"})
    response = change(as_admin, obj, opened)
    assert response.status_code == 409
    assert "Đỗ Hải Đường đã lưu bản khác lúc" in errors_of(response)
    typed = shown(response).select_one(f"[name={name}]")
    assert (typed.get("value") or typed.get_text().strip()) == "Bản của tôi"
    assert getattr(type(obj).objects.get(pk=obj.pk), name) == "Bản của đồng nghiệp"


def test_difference_is_told_field_by_field(as_admin, colleague):
    article = make_article(
        title="Một hai ba", body="<p>Sở có chín phòng.</p>", category=make_category(name="Tin")
    )
    tag(article, "lớp 10")
    opened = article_form(
        article,
        title="Một bốn ba",
        body="<p>Sở có <b>mười</b> phòng.</p>",
        topic=make_topic(name="Tuyển sinh").pk,
        category=make_category(name="Thông báo").pk,
        tag_names=["lớp 10", "đề thi"],
        is_rating_closed="on",
    )
    saved_meanwhile(article, colleague, lead="Tóm tắt mới")
    found = differences(change(as_admin, article, opened))
    assert found["Tiêu đề"] == (" hai", " bốn")
    assert found["Nội dung"] == (" chín", " mười")
    assert found["Tóm tắt"] == ("Tóm tắt mới", "(trống)")
    assert found["Chuyên mục"] == ("Tin", "Thông báo")
    assert found["Dòng sự kiện"] == ("(trống)", "Tuyển sinh")
    assert found["Thẻ"] == ("lớp 10", "lớp 10, đề thi")
    assert found["Không nhận đánh giá sao mới"] == ("Không", "Có")
    assert "Thể loại" not in found


def test_rows_are_compared_too(as_admin, colleague):
    document = make_document()
    kept, gone = sign(document), sign(document)
    rows = with_rows("signatures", row_of(kept, post="Hiệu trưởng"), row_of(gone, DELETE="on"))
    opened = document_form(document, **rows)
    saved_meanwhile(document, colleague, subject="Khác")
    found = differences(change(as_admin, document, opened))
    assert found["Chữ ký, dòng 1: chức vụ khi ký"] == ("Giám đốc", "Hiệu trưởng")
    removed, added = found["Chữ ký, dòng 2"]
    assert gone.signer.name in removed
    assert added == "(trống)"


def test_form_with_errors_of_its_own_is_compared_all_the_same(as_admin, colleague):
    article = make_article(title="Cũ")
    opened = article_form(article, title="Mới", category="")
    saved_meanwhile(article, colleague, lead="Khác")
    response = change(as_admin, article, opened)
    assert response.status_code == 409
    assert differences(response)["Tiêu đề"] == ("Cũ", "Mới")


def test_difference_is_escaped(as_admin, colleague):
    article = make_article(title="Cũ")
    opened = article_form(
        article, title="<script>alert(1)</script>", body="<p onclick=x()>a</p><script>b()</script>"
    )
    saved_meanwhile(article, colleague, lead="Khác")
    page = change(as_admin, article, opened).content.decode()
    assert "<script>alert(1)" not in page
    assert "<script>b()" not in page


def test_own_version_is_kept_by_a_press(as_admin, colleague):
    article = make_article()
    opened = article_form(article, title="Bản của tôi")
    saved_meanwhile(article, colleague, title="Bản của đồng nghiệp")
    told = shown(change(as_admin, article, opened))
    button = told.find("button", string="Giữ bản của tôi")
    form = opened | {"_version": told.select_one("[name=_version]")["value"], button["name"]: button["value"]}
    assert change(as_admin, article, form).status_code == 302
    article.refresh_from_db()
    assert article.title == "Bản của tôi"


def test_verb_that_was_pressed_goes_with_the_choice(as_admin, colleague):
    article = make_article(published=False, lead="Tóm tắt")
    opened = article_form(article, _verb="submit")
    saved_meanwhile(article, colleague, title="Bản của đồng nghiệp")
    told = shown(change(as_admin, article, opened))
    button = told.find("button", string="Giữ bản của tôi, gửi duyệt")
    form = opened | {"_version": told.select_one("[name=_version]")["value"], button["name"]: button["value"]}
    change(as_admin, article, form)
    article.refresh_from_db()
    assert article.status == "in_review"


def test_stored_version_is_taken_by_a_press(as_admin, colleague):
    article = make_article()
    opened = article_form(article, title="Bản của tôi")
    saved_meanwhile(article, colleague, title="Bản của đồng nghiệp")
    assert shown(change(as_admin, article, opened)).find("button", string="Lấy bản đã lưu")["name"] == "_take"
    response = change(as_admin, article, opened | {"_take": "1"})
    assert response.status_code == 302
    article.refresh_from_db()
    assert article.title == "Bản của đồng nghiệp"


def test_third_save_meanwhile_is_told_of_again(as_admin, colleague):
    article = make_article()
    opened = article_form(article, title="Bản của tôi")
    saved_meanwhile(article, colleague, title="Thứ hai")
    version = shown(change(as_admin, article, opened)).select_one("[name=_version]")["value"]
    with time_machine.travel(timezone.now() + LATER):
        saved_meanwhile(article, colleague, title="Thứ ba")
    assert change(as_admin, article, opened | {"_version": version}).status_code == 409


@pytest.mark.parametrize("verb", ["withdraw", "trash", "restore"])
def test_verb_from_a_stale_form_is_refused(as_admin, colleague, verb):
    article = make_article(published=verb == "withdraw")
    if verb == "restore":
        article.trash(by=None)
    version = article.updated_at.isoformat()
    saved_meanwhile(article, colleague, title="Bản của đồng nghiệp")
    response = press(as_admin, article, verb, _version=version, _note="Nhầm")
    assert "vừa có người lưu bản khác" in messages_of(response)
    before = (article.status, article.deleted_at)
    article.refresh_from_db()
    assert (article.status, article.deleted_at) == before


def test_verb_from_a_fresh_form_is_done(as_admin):
    article = make_article()
    press(as_admin, article, "withdraw", _version=article.updated_at.isoformat(), _note="Nhầm")
    article.refresh_from_db()
    assert article.status == "withdrawn"


def test_words_of_who_may_not_save_any_more_come_back(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    article = make_article(published=False, created_by=writer)
    opened = article_form(article, title="Bản của tôi", body="<p>Viết cả buổi.</p><script>x</script>")
    article.submit(by=writer)
    response = change(client, article, opened)
    assert response.status_code == 403
    texts = [area.get_text().strip() for area in shown(response).select("textarea")]
    assert "Bản của tôi" in texts
    assert "Viết cả buổi." in texts
    assert not Article.objects.filter(title="Bản của tôi").exists()


def test_rows_tags_and_choices_of_who_may_not_save_any_more_come_back(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    article = make_article(
        published=False, created_by=writer, form="photos", category=make_category(name="Mầm non")
    )
    photo = make_photo(article)
    rows = (
        {"id": photo.pk, "article": article.pk, "alt": "Sân trường", "caption": "Giờ ra chơi", "order": 0},
        {"alt": "Lớp học", "caption": "", "order": 1},
        {"alt": "", "caption": "", "order": 0},
    )
    opened = article_form(article, tag_names=["lớp 10", "thẻ mới"], **with_rows("photos", *rows))
    article.submit(by=writer)
    page = shown(change(client, article, opened))
    boxes = {
        label.get_text(): label.find_next("textarea").get_text().strip()
        for label in page.select("label[for^=da-]")
    }
    assert boxes["Ảnh, dòng 1"].splitlines()[:2] == ["Mô tả ảnh: Sân trường", "Chú thích: Giờ ra chơi"]
    assert "Lớp học" in boxes["Ảnh, dòng 2"]
    assert "Ảnh, dòng 3" not in boxes
    facts = [" ".join(fact.get_text().split()) for fact in page.select(".locked-out-fact")]
    assert "Thẻ: lớp 10, thẻ mới" in [*facts, *(f"{label}: {words}" for label, words in boxes.items())]
    assert "Chuyên mục: Mầm non" in facts


def test_words_typed_into_what_was_deleted_come_back(as_admin):
    article = make_article()
    opened = article_form(article, title="Bản của tôi")
    article.delete()
    response = as_admin.post(address(Article, "change", 10**6), opened)
    assert response.status_code == 404
    assert "Bản của tôi" in response.content.decode()


@pytest.mark.parametrize("model", [Article, Document, Page])
def test_who_has_no_right_at_all_gets_no_page(client, model):
    client.force_login(make_user())
    obj = {Article: make_article, Document: make_document, Page: make_page}[model]()
    assert change(client, obj, {"title": "x", "_version": "x"}).status_code == 403
