"""The form of a post and the tree of categories."""

import pytest
from django.contrib.admin.models import LogEntry

from core.checks import is_shouted
from core.models import Counter
from news.models import Article, Category
from tests.admin_forms import add, article_form, change, errors_of, messages_of, with_files
from tests.factories import image_bytes, make_article, make_category, make_user, pdf_bytes, upload

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/article/"


@pytest.fixture
def as_editor(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    return client


@pytest.fixture
def as_administrator(client):
    client.force_login(make_user(groups=("Quản trị",)))
    return client


def test_post_goes_up_with_picture_and_file_in_one_press(as_editor):
    cover = upload("Ảnh.png", image_bytes((1200, 675)))
    form = article_form(cover=cover, cover_alt="Lễ khai giảng", _verb="publish")
    add(as_editor, Article, form | with_files("attachments", upload("Kế hoạch số 12.pdf")))
    article = Article.objects.get()
    page = as_editor.get(article.get_absolute_url()).content.decode()
    assert article.cover.url in page
    assert "Kế hoạch số 12" in page


def test_attached_file_comes_down_as_it_went_up(as_editor):
    content = pdf_bytes("Ke hoach")
    form = article_form(_verb="publish") | with_files("attachments", upload("Kế hoạch.pdf", content))
    add(as_editor, Article, form)
    response = as_editor.get(Article.objects.get().attachments.get().get_absolute_url())
    assert b"".join(response) == content


def test_broken_picture_is_refused_on_the_form(as_editor):
    response = add(as_editor, Article, article_form(cover=upload("Ảnh.png", b"no picture")))
    assert response.status_code == 200
    assert errors_of(response)


def test_kept_cover_is_shown_in_the_form(as_editor):
    article = make_article(cover=upload("Ảnh.png", image_bytes()), cover_alt="Ảnh")
    page = as_editor.get(f"{LIST}{article.pk}/change/").content.decode()
    assert f'<img class="picture-preview" src="{article.cover.url}"' in page


def test_views_of_an_earlier_site_are_carried_over(as_editor):
    article = make_article()
    change(as_editor, article, article_form(article, carried_over="1250"))
    assert Counter.objects.of(article).total_views == 1250
    page = as_editor.get(f"{LIST}{article.pk}/change/").content.decode()
    assert 'value="1250"' in page


def test_saving_without_a_change_leaves_the_counter_alone(as_editor):
    article = make_article()
    Counter.objects.set_carried_over(article, 30)
    change(as_editor, article, article_form(article, carried_over="30"))
    assert Counter.objects.of(article).carried_over == 30


def test_writer_cannot_set_views(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    assert "carried_over" not in client.get(f"{LIST}add/").content.decode()
    add(client, Article, article_form(carried_over="1000000"))
    assert not Counter.objects.exists()


def test_title_in_capitals_is_warned_of_and_saved(as_editor):
    response = add(as_editor, Article, article_form(title="HƯỚNG TỚI ĐẠI HỘI ĐẢNG"))
    assert "toàn chữ hoa" in messages_of(response)
    assert Article.objects.exists()


@pytest.mark.parametrize(
    ("title", "shouted"),
    [
        ("HƯỚNG TỚI ĐẠI HỘI", True),
        ("KẾT QUẢ kỳ thi TUYỂN SINH", True),
        ("Sở GDĐT họp giao ban", False),
        ("UBND, HĐND", False),
        ("09/TB-SGDĐT", False),
    ],
)
def test_what_counts_as_capitals(title, shouted):
    assert is_shouted(title) == shouted


def test_title_of_two_lines_becomes_one(as_editor):
    add(as_editor, Article, article_form(title="Hội nghị\r\ntổng kết"))
    assert Article.objects.get().title == "Hội nghị tổng kết"


def test_filter_by_category_takes_in_those_below_it(as_editor):
    parent = make_category(name="Tuyển sinh")
    make_article(title="Trong", category=make_category(name="Lớp 10", parent=parent))
    make_article(title="Ngoài")
    response = as_editor.get(LIST, {"chuyen_muc": parent.slug})
    assert [article.title for article in response.context["cl"].result_list] == ["Trong"]


def test_filter_by_an_unknown_category_finds_nothing(as_editor):
    make_article()
    assert list(as_editor.get(LIST, {"chuyen_muc": "khong-co"}).context["cl"].result_list) == []


def tree():
    first = make_category(name="Tin tức", order=1)
    second = make_category(name="Tuyển sinh", order=2)
    make_category(name="Lớp 10", parent=second)
    make_category(name="Mầm non", parent=first)


def test_categories_are_offered_as_a_tree(as_editor):
    tree()
    form = as_editor.get(f"{LIST}add/").context["adminform"].form
    assert [label for _, label in form.fields["category"].choices] == [
        "Chọn chuyên mục",
        "Tin tức",
        "\u2003Mầm non",
        "Tuyển sinh",
        "\u2003Lớp 10",
    ]


def test_categories_are_listed_as_a_tree(as_administrator):
    tree()
    found = as_administrator.get("/quan-tri/news/category/").context["cl"].result_list
    assert [(category.name, category.depth) for category in found] == [
        ("Tin tức", 0),
        ("Mầm non", 1),
        ("Tuyển sinh", 0),
        ("Lớp 10", 1),
    ]


def test_category_is_found_without_diacritics(as_administrator):
    tree()
    page = as_administrator.get("/quan-tri/news/category/", {"q": "mam non"}).content.decode()
    assert "Mầm non" in page
    assert "Lớp 10" not in page


def test_list_without_categories_is_no_error(as_administrator):
    assert as_administrator.get("/quan-tri/news/category/").status_code == 200


def test_order_of_categories_is_set_in_the_list(as_administrator):
    category = make_category(name="Tin tức", order=1)
    form = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": category.pk, "form-0-order": 7}
    as_administrator.post("/quan-tri/news/category/", {**form, "_save": "Lưu"})
    assert Category.objects.get().order == 7


def test_category_with_posts_cannot_be_deleted_and_says_why(as_administrator):
    category = make_category(name="Tin tức")
    for number in range(22):
        make_article(title=f"Bài số {number}", category=category)
    page = as_administrator.get(f"/quan-tri/news/category/{category.pk}/delete/").content.decode()
    assert page.count("Bài số ") == 20
    assert "… và 2 mục khác" in page


def test_choice_of_a_category_offers_to_add_one_but_not_to_delete_it(as_administrator):
    page = as_administrator.get(f"{LIST}add/").content.decode()
    assert "add_id_category" in page
    assert "delete_id_category" not in page


@pytest.mark.parametrize(
    "source", ["data:image/png;base64,AAAA", "file:///C:/anh.png", "https://khac.example/anh.jpg"]
)
def test_picture_that_readers_will_not_see_is_said(as_editor, source):
    response = add(as_editor, Article, article_form(body=f'<p>Ảnh: <img src="{source}"></p>'))
    assert "người đọc sẽ không thấy" in messages_of(response)


def test_picture_of_the_portal_is_fine(as_editor):
    response = add(as_editor, Article, article_form(body='<p>Ảnh: <img src="/media/anh/a.png" alt=""></p>'))
    assert "người đọc sẽ không thấy" not in messages_of(response)


def test_empty_row_of_files_says_nothing(as_editor):
    assert "None" not in as_editor.get(f"{LIST}add/").content.decode()


def test_history_names_what_was_changed_and_nothing_else(as_editor):
    article = make_article(body="<p>Một <strong>đoạn</strong>.</p>", lead="Cũ")
    # As the editor writes the same text.
    body = "<p>Một <b>đoạn</b>.</p>\n"
    change(as_editor, article, article_form(article, lead="Mới", body=body, carried_over="0"))
    assert LogEntry.objects.get().get_change_message() == "Đã sửa Tóm tắt."


def test_refused_save_shows_the_state_that_is_stored(as_editor):
    article = make_article()
    late = {"published_at_0": "30/11/2099", "published_at_1": "08:00"}
    early = {"unpublish_at_0": "28/11/2099", "unpublish_at_1": "08:00"}
    response = change(as_editor, article, article_form(article) | late | early)
    page = response.content.decode()
    assert response.status_code == 200
    assert errors_of(response)
    assert "Hẹn giờ" not in page
    assert "Lưu và cập nhật trang" in page


def test_half_a_moment_says_which_half_is_missing(as_editor):
    article = make_article()
    half = {"unpublish_at_0": "30/11/2099", "unpublish_at_1": ""}
    assert "Thiếu giờ" in errors_of(change(as_editor, article, article_form(article) | half))


def test_name_that_one_signs_in_with_is_not_shown_to_readers(client):
    user = make_user(username="vanthu01")
    article = make_article(created_by=user)
    assert "vanthu01" not in client.get(article.get_absolute_url()).content.decode()
    user.last_name, user.first_name = "Trần Văn", "Hòa"
    user.save()
    article.save()
    assert "Trần Văn Hòa" in client.get(make_article(created_by=user).get_absolute_url()).content.decode()
