"""What is doubtful, said beside the form: when it opens, and after each autosave of what is typed."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from documents.models import Document
from news.models import Article
from portal.models import Page
from tests.admin_forms import address, article_form, change, document_form, messages_of
from tests.drafting import beat
from tests.factories import make_article, make_document, make_superuser, make_user
from tests.portal.test_page_admin import make_page, page_form

pytestmark = pytest.mark.django_db

NUMBER = "Gọi 0912345678 để hỏi."
MAKE = {
    Article: (make_article, article_form),
    Document: (make_document, document_form),
    Page: (make_page, page_form),
}


def beside(html):
    return BeautifulSoup(html, "html.parser").select_one("[data-doubts]")


def opened(client, model, obj=None):
    url = address(model, "change", obj.pk) if obj else address(model, "add")
    return beside(client.get(url).content)


def after(client, obj_or_model, user, typed):
    return beside(beat(client, obj_or_model, user, typed).json()["doubts"])


@pytest.mark.parametrize("model", [Article, Document, Page])
def test_what_is_stored_is_looked_through_when_the_form_opens(as_me, model):
    make, _ = MAKE[model]
    found = opened(as_me, model, make(body=f"<p>{NUMBER}</p>"))
    assert not found.has_attr("hidden")
    assert found.select_one("summary [role=status]").get_text().startswith("Nên xem lại")
    assert found.select_one("a[href='#id_body']").get_text() == "Nội dung"


@pytest.mark.parametrize("model", [Article, Document, Page])
@pytest.mark.parametrize("is_new", [True, False])
def test_what_is_typed_is_looked_through_after_each_autosave_and_stays_unsaved(as_me, me, model, is_new):
    make, form = MAKE[model]
    obj = None if is_new else make()
    found = after(as_me, obj or model, me, form(obj, body=f"<p>{NUMBER}</p>"))
    assert "0912345678" in found.get_text()
    assert found.select_one("a[href='#id_body']")
    assert not model.objects.filter(body__contains="0912345678").exists()


@pytest.mark.parametrize("model", [Article, Document, Page])
@pytest.mark.parametrize(
    ("name", "days", "told", "afterwards"),
    [
        ("published_at", 2, "nếu lưu ngày này, nội dung sẽ bị ẩn đến", "đã ẩn khỏi cổng, sẽ tự hiện lại lúc"),
        ("unpublish_at", -1, "lưu xong là nội dung bị ẩn ngay", "đã ẩn khỏi cổng vì đã quá giờ hết hạn"),
        ("published_at", -2, "", ""),
        ("unpublish_at", 1, "", ""),
    ],
)
def test_date_that_hides_what_is_on_the_portal_is_told(client, model, name, days, told, afterwards):
    user = make_superuser()
    client.force_login(user)
    make, form = MAKE[model]
    obj = make() if model is Page else make(published=False)
    now = timezone.localtime()
    obj.publish(by=None, at=now - timedelta(days=5))
    moments = {"published_at": now - timedelta(days=5), name: now + timedelta(days=days)}
    typed = form(obj)
    for box, moment in moments.items():
        typed |= {f"{box}_0": moment.strftime("%d/%m/%Y"), f"{box}_1": moment.strftime("%H:%M")}
    found = after(client, obj, user, typed)
    assert told in found.get_text()
    assert bool(found.select(f"a[href='#id_{name}_0']")) == bool(told)
    said = messages_of(change(client, obj, typed))
    assert afterwards in said
    assert ("đã ẩn khỏi cổng" in said) == bool(told)
    assert obj.is_public() != bool(told)


def test_save_that_is_refused_hides_nothing_and_says_so(client):
    client.force_login(make_superuser())
    document = make_document()
    later = timezone.localtime() + timedelta(days=2)
    moment = {"published_at_0": later.strftime("%d/%m/%Y"), "published_at_1": later.strftime("%H:%M")}
    page = change(client, document, document_form(document, body="") | moment).content.decode()
    assert "Văn bản cần ít nhất một tệp" in page
    assert "đã ẩn khỏi cổng" not in page
    assert document.is_public()


def test_form_that_nobody_has_touched_is_not_doubted(as_me):
    assert opened(as_me, Article).has_attr("hidden")


def test_list_is_hidden_again_once_nothing_is_doubtful(as_me, me):
    article = make_article(published=False, lead="Tóm tắt.", body=f"<p>{NUMBER}</p>")
    assert after(as_me, article, me, article_form(article, body="<p>Nội dung.</p>")).has_attr("hidden")


def test_half_a_form_is_looked_through_as_well(as_me, me):
    found = after(as_me, Article, me, {"title": "HỘI NGHỊ TỔNG KẾT NĂM HỌC"})
    assert [link["href"] for link in found.select("a")] == ["#id_lead", "#id_title"]


def test_a_word_of_life_alone_is_not_looked_through(as_me, me):
    assert beat(as_me, make_article(published=False, lead=""), me).json()["doubts"] == ""


def test_picture_that_stayed_on_the_machine_is_told(as_me, me):
    html = '<p><img src="file:///C:/anh.png" alt="Lễ khai giảng"></p><p>Nội dung.</p>'
    found = after(as_me, Article, me, article_form(body=html))
    assert "có 1 ảnh còn ở máy của người viết" in found.get_text()


def test_document_without_a_day_is_doubted(as_me, me):
    found = after(as_me, Document, me, document_form(issued_on=""))
    assert [link["href"] for link in found.select("a")] == ["#id_issued_on"]
    assert "trích dẫn thiếu ngày" in found.get_text()


def test_what_is_doubtful_can_be_no_markup(as_me, me):
    title = "Lịch thi <img src=x onerror=alert(1)>"
    make_article(title=title)
    found = after(as_me, Article, me, article_form(title=title))
    assert f"giống hệt bài «{title}»" in found.get_text()
    assert found.select("img") == []


def test_writer_hears_of_a_post_with_the_same_title_only_if_he_may_know_it(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    draft = make_article(title="Lịch thi lớp 10", published=False)
    typed = article_form(title="Lịch thi lớp 10")
    assert "giống hệt" not in after(client, Article, writer, typed).get_text()
    draft.publish(by=None)
    assert "giống hệt bài «Lịch thi lớp 10»" in after(client, Article, writer, typed).get_text()


def test_who_may_not_edit_is_shown_no_list(client):
    writer = make_user(groups=("Cộng tác viên",))
    article = make_article(published=False, lead="", created_by=writer)
    article.submit(by=writer)
    client.force_login(writer)
    assert opened(client, Article, article) is None
