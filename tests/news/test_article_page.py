"""A post's page: all that staff wrote is there, and only what is public."""

import html

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.models import Counter, Tree
from news.models import Category
from tests.factories import (
    at,
    image_bytes,
    make_article,
    make_article_attachment,
    make_category,
    make_user,
    upload,
)

pytestmark = pytest.mark.django_db


def test_page_shows_all_that_staff_wrote(client):
    article = make_article(
        category=make_category(name="Tin tức – Sự kiện"),
        title="Hội nghị giao ban công tác học kỳ I",
        lead="Hội nghị có 38 điểm cầu.",
        body="<h2>Nhiệm vụ</h2><p>Toàn ngành thực hiện 9 nhóm nhiệm vụ.</p>",
        cover=upload("anh.png", image_bytes()),
        cover_alt="Đoàn chủ tịch hội nghị",
        cover_caption="Quang cảnh hội nghị",
        author_text="Vũ Minh Châu",
        posted_by="Phòng Chính trị tư tưởng",
        source_name="Báo Sơn Hà",
        source_url="https://bao.example/tin",
        at=at(2022, 1, 10, 16, 26),
    )
    make_article_attachment(article, title="Bài phát biểu")
    Counter.objects.set_carried_over(article, 2_907_693)
    page = client.get(article.get_absolute_url()).content.decode()
    for text in (
        "Tin tức – Sự kiện",
        "Hội nghị giao ban công tác học kỳ I",
        "Hội nghị có 38 điểm cầu.",
        "<h2>Nhiệm vụ</h2>",
        "Đoàn chủ tịch hội nghị",
        "Quang cảnh hội nghị",
        "Vũ Minh Châu",
        "Phòng Chính trị tư tưởng",
        "Báo Sơn Hà",
        "https://bao.example/tin",
        "Thứ hai, 10/01/2022 16:26",
        "2.907.693",
        "Bài phát biểu",
    ):
        assert text in page, text


def test_poster_is_the_account_where_no_name_was_typed(client):
    user = make_user(first_name="Hà", last_name="Trần")
    article = make_article(created_by=user)
    assert article.poster in client.get(article.get_absolute_url()).content.decode()


def test_newer_and_older_posts_of_the_category_are_linked(client):
    category = make_category()
    older, article, newer = (
        make_article(category=category, title=f"Bài ngày {day}", at=at(2026, 1, day)) for day in (1, 2, 3)
    )
    context = client.get(article.get_absolute_url()).context
    assert list(context["newer"]) == [newer]
    assert list(context["older"]) == [older]


@pytest.mark.parametrize("published", [False, True])
def test_draft_is_not_found_even_by_staff_of_another(client, published):
    article = make_article(published=published)
    expected = 200 if published else 404
    assert client.get(article.get_absolute_url()).status_code == expected


def test_stale_slug_and_category_redirect_for_ever(client):
    article = make_article(title="Tên mới")
    for address in (f"/tin-tuc/chuyen-muc-cu/ten-cu-{article.pk}/", f"/tin-tuc/x/{article.pk}/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, article.get_absolute_url())


def test_withdrawn_post_answers_410_with_title_and_reason(client):
    article = make_article(title="Thông tin nhầm")
    article.withdraw(by=None, note="Số liệu chưa chính xác")
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 410
    assert "Thông tin nhầm" in answer.content.decode()
    assert "Số liệu chưa chính xác" in answer.content.decode()


def test_expired_post_answers_410(client, time_machine):
    time_machine.move_to(at(2026, 1, 1), tick=False)
    article = make_article(unpublish_at=at(2026, 1, 2))
    time_machine.move_to(at(2026, 1, 3), tick=False)
    assert client.get(article.get_absolute_url()).status_code == 410


def test_trashed_post_is_not_found(client):
    article = make_article(published=False)
    article.trash(by=None)
    assert client.get(article.get_absolute_url()).status_code == 404


def test_number_too_large_is_not_found(client):
    assert client.get("/tin-tuc/x/bai-99999999999999999999/").status_code == 404
    assert client.get("/tin-tuc/x/bai-999999999999999999/").status_code == 404


def test_category_lists_its_posts_and_those_below(client):
    parent = make_category(name="Giáo dục phổ thông")
    child = make_category(name="Tiểu học", parent=parent)
    make_article(category=child, title="Bài của tiểu học")
    make_article(title="Bài của chuyên mục khác")
    page = client.get(parent.get_absolute_url()).content.decode()
    assert "Bài của tiểu học" in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "Bài của chuyên mục khác" not in main


def test_page_beyond_the_last_is_not_found(client):
    assert client.get("/tin-tuc/?trang=abc").status_code == 404
    for _ in range(21):
        make_article(title="Trường mới")
    for first, sign in (("/tin-tuc/", "?"), ("/tim-kiem/?q=truong+moi", "&amp;")):
        for number in ("3", "99", "9" * 18):
            response = client.get(f"{first}{html.unescape(sign)}trang={number}")
            assert response.status_code == 404
            page = response.content.decode()
            assert "Danh sách này chỉ có 2 trang" in page
            assert f'href="{first}"' in page
            assert f'href="{first}{sign}trang=2"' in page


def test_page_beyond_the_last_of_an_empty_list_leads_to_its_beginning(client):
    for address in ("/tin-tuc/?trang=2", "/tim-kiem/?q=khongcogi&trang=2"):
        page = client.get(address).content.decode()
        assert "Danh sách này đang trống" in page
        assert "Về đầu danh sách" in page
        assert "Đến trang cuối" not in page


def test_empty_list_says_so(client):
    assert client.get("/tin-tuc/").status_code == 200


def test_category_slug_never_takes_a_reserved_word():
    assert make_category(name="Thẻ").slug == "the-2"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_category(name="Khác", slug="tep")


def test_two_categories_of_one_name_get_two_addresses():
    assert make_category(name="Tin").slug == "tin"
    assert make_category(name="Tin").slug == "tin-2"


def test_category_cannot_stand_below_itself():
    parent = make_category()
    child = make_category(parent=parent)
    parent.parent = child
    with pytest.raises(ValidationError):
        parent.clean()


def test_tree_takes_one_query(django_assert_num_queries):
    parent = make_category()
    child = make_category(parent=parent)
    grandchild = make_category(parent=child)
    with django_assert_num_queries(1):
        tree = Tree.of(Category)
        assert tree.ancestors(tree.by_slug(grandchild.slug)) == [parent, child]
        assert tree.descendants(parent) == [parent, child, grandchild]
        assert tree.by_slug("khong-co") is None


def test_cover_without_a_description_cannot_be_published():
    with pytest.raises(ValidationError, match="mô tả"):
        make_article(cover=upload("anh.png", image_bytes()))


def test_renaming_a_category_moves_its_posts(client):
    category = make_category(name="Tên cũ")
    article = make_article(category=category)
    old = article.get_absolute_url()
    category.slug = "ten-moi"
    category.save()
    new = Category.objects.get(pk=category.pk).articles.get().get_absolute_url()
    assert client.get(old).headers["Location"] == new


def test_post_without_a_lead_is_summed_up_by_its_beginning(client):
    article = make_article(body="<h2>Mở đầu</h2><p>Toàn ngành thi đua.</p>")
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<meta name="description" content="Mở đầu Toàn ngành thi đua.">' in page
