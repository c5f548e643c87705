"""Topics, tags and authors in the admin: typed with commas, made by those who may, two made one."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User

from core.search import find
from news.models import Article, Author, Tag, Topic
from tests.admin_forms import add, address, article_form, change, errors_of, run_action, with_rows
from tests.drafting import beat
from tests.factories import (
    image_bytes,
    make_article,
    make_author,
    make_photo,
    make_topic,
    make_user,
    tag,
    upload,
    write,
)

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/article/"


@pytest.fixture
def as_editor(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    return client


@pytest.fixture
def as_writer(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    return client


@pytest.fixture
def as_administrator(client):
    client.force_login(make_user(groups=("Quản trị",)))
    return client


def names(article):
    return list(article.tags.order_by("places__pk").values_list("name", flat=True))


def test_tags_are_typed_with_commas_and_keep_their_order(as_editor):
    Tag.objects.create(name="thi cử")
    add(as_editor, Article, article_form(tag_names=["Tuyển sinh,  lớp 10 ,", "THI CỬ", "tuyển sinh"]))
    assert names(Article.objects.get()) == ["Tuyển sinh", "lớp 10", "thi cử"]
    assert Tag.objects.count() == 3


def test_writer_chooses_among_tags_and_makes_none(as_writer):
    Tag.objects.create(name="thi cử")
    response = add(as_writer, Article, article_form(tag_names=["thi cử, mới tinh"]))
    assert "Chưa có thẻ «mới tinh»" in errors_of(response)
    assert not Article.objects.exists()
    assert 'value="mới tinh" selected' in response.content.decode()
    add(as_writer, Article, article_form(tag_names=["Thi cử"]))
    assert names(Article.objects.get()) == ["thi cử"]


def test_writer_is_told_of_a_tag_that_is_not_there_before_the_save(as_writer):
    Tag.objects.create(name="thi cử")
    page = BeautifulSoup(as_writer.get(address(Article, "add")).content, "html.parser")
    url = page.select_one("[name=tag_names]")["data-tags-refused"]
    assert as_writer.get(url, {"the": ["THI CU"]}).json() == {"words": ""}
    told = as_writer.get(url, {"the": ["thi cử", "mới tinh", "<b>"]}).json()["words"]
    assert told == "Chưa có thẻ «mới tinh», «<b>». Hãy chọn thẻ đã có, hoặc nhờ biên tập viên tạo thẻ mới."
    assert as_writer.post(url).status_code == 405


def test_tag_that_is_not_there_is_a_doubt_beside_the_form(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    doubts = beat(client, Article, writer, article_form(tag_names=["mới tinh"])).json()["doubts"]
    link = BeautifulSoup(doubts, "html.parser").select_one("a[href='#id_tag_names']")
    assert "Chưa có thẻ «mới tinh»" in link.find_parent("li").get_text()


def test_who_makes_tags_is_told_of_none(as_editor):
    page = BeautifulSoup(as_editor.get(address(Article, "add")).content, "html.parser")
    assert not page.select_one("[name=tag_names]").has_attr("data-tags-refused")


def test_only_staff_who_see_tags_learn_which_there_are(client):
    client.force_login(make_user(groups=("Văn thư",)))
    assert client.get("/quan-tri/news/tag/chua-co/", {"the": "a"}).status_code == 403


def test_tags_that_are_taken_out_are_gone_and_others_stay_as_they_were(as_editor):
    article = make_article()
    tag(article, "một", "hai")
    change(as_editor, article, article_form(article, tag_names=["hai"]))
    assert names(article) == ["hai"]
    places = list(article.articletags.values_list("pk", flat=True))
    change(as_editor, article, article_form(Article.objects.get()))
    assert list(article.articletags.values_list("pk", flat=True)) == places


@pytest.mark.parametrize(
    ("typed", "words"), [("x" * 61, "dài quá 60 ký tự"), (",".join(map(str, range(16))), "nhiều nhất 15 thẻ")]
)
def test_tag_that_is_too_long_and_too_many_are_refused_in_words(as_editor, typed, words):
    assert words in errors_of(add(as_editor, Article, article_form(tag_names=[typed])))


def test_post_is_found_by_a_tag_as_soon_as_it_is_saved(as_editor):
    from core.search import find

    add(as_editor, Article, article_form(tag_names=["Xylophon"], _verb="publish"))
    assert find("xylophon").total == 1


def test_tags_are_offered_while_one_types_without_marks(as_editor):
    Tag.objects.create(name="Tuyển sinh")
    Tag.objects.create(name="thi cử")
    found = as_editor.get("/quan-tri/news/tag/choices/", {"term": "tuyen"}).json()
    assert found["results"] == [{"id": "Tuyển sinh", "text": "Tuyển sinh"}]


def test_tags_are_offered_to_staff_alone(client):
    assert client.get("/quan-tri/news/tag/choices/").status_code == 302
    client.force_login(make_user())
    assert client.get("/quan-tri/news/tag/choices/").status_code == 403


def test_topic_and_authors_are_chosen_in_the_form(as_editor):
    topic, first, second = make_topic(), make_author(), make_author()
    rows = with_rows("articleauthors", {"author": second.pk, "order": 2}, {"author": first.pk, "order": 1})
    add(as_editor, Article, article_form(topic=topic.pk, **rows))
    article = Article.objects.get()
    assert article.topic == topic
    assert [place.author for place in article.articleauthors.all()] == [first, second]


def test_author_twice_is_refused_in_words(as_editor):
    author = make_author()
    rows = with_rows("articleauthors", {"author": author.pk, "order": 1}, {"author": author.pk, "order": 2})
    response = add(as_editor, Article, article_form(**rows))
    assert "Tác giả này đã có trong bài." in response.content.decode()


def test_new_post_of_an_author_has_their_name_to_begin_with(as_editor):
    author = make_author(account_id=int(as_editor.session["_auth_user_id"]))
    page = as_editor.get(f"{LIST}add/").content.decode()
    assert f'<option value="{author.pk}" selected' in page
    add(as_editor, Article, article_form(**with_rows("articleauthors", {"author": author.pk, "order": 0})))
    assert list(Article.objects.get().authors.all()) == [author]


def test_photo_story_goes_up_with_its_pictures_in_one_press(as_editor):
    rows = with_rows(
        "photos",
        {"picture": upload("1.png", image_bytes()), "alt": "Sân trường", "caption": "Sáng", "order": 1},
        {"picture": upload("2.png", image_bytes()), "alt": "Lớp học", "order": 2},
    )
    cover = {"cover": upload("0.png", image_bytes((1200, 800))), "cover_alt": "Sân trường"}
    add(as_editor, Article, article_form(form="photos", body="", _verb="publish", **cover, **rows))
    article = Article.objects.published().get()
    assert [photo.alt for photo in article.photos.all()] == ["Sân trường", "Lớp học"]


def test_picture_without_a_description_is_refused(as_editor):
    rows = with_rows("photos", {"picture": upload("1.png", image_bytes()), "alt": "", "order": 1})
    response = add(as_editor, Article, article_form(form="photos", **rows))
    assert not Article.objects.exists()
    assert "Không được để trống" in response.content.decode()


def test_public_photo_story_keeps_a_picture(as_editor):
    article = make_article(published=False, form="photos")
    photo = make_photo(article)
    article.publish(by=None)
    row = {"id": photo.pk, "article": article.pk, "alt": photo.alt, "order": 0, "DELETE": "on"}
    response = change(as_editor, article, article_form(article, **with_rows("photos", row)))
    assert "chưa có ảnh nào" in errors_of(response)
    assert article.photos.exists()


def test_plain_post_without_a_text_is_refused(as_editor):
    assert "Bài viết cần có nội dung." in errors_of(add(as_editor, Article, article_form(body="")))
    add(
        as_editor,
        Article,
        article_form(form="link", body="", link_url="https://bao.example/", _verb="publish"),
    )
    assert Article.objects.published().exists()


@pytest.mark.parametrize("form", ["video_url", "link_url"])
def test_address_that_is_a_script_is_refused(as_editor, form):
    response = add(as_editor, Article, article_form(**{form: "javascript:alert(1)"}))
    assert not Article.objects.exists()
    assert errors_of(response)


@pytest.mark.parametrize("model", [Topic, Tag, Author])
def test_list_counts_posts_and_leads_to_them(as_editor, model):
    article = make_article(title="Bài có tên")
    article.topic = make_topic(name="Tên")
    article.save()
    tag(article, "Tên")
    write(article, make_author(name="Tên"))
    name = model.objects.get()
    page = as_editor.get(f"/quan-tri/news/{model._meta.model_name}/").content.decode()
    field = {Topic: "topic", Tag: "tags", Author: "authors"}[model]
    address = f"{LIST}?{field}__id__exact={name.pk}"
    assert f'<a href="{address}">1</a>' in page
    make_article(title="Bài khác")
    found = as_editor.get(address).context["cl"].result_list
    assert [post.title for post in found] == ["Bài có tên"]


def test_lists_of_names_take_few_queries(as_editor, django_assert_max_num_queries):
    for number in range(4):
        tag(make_article(), f"thẻ {number}")
        make_author(account=make_user())
    for name in ("tag", "topic", "author"):
        with django_assert_max_num_queries(12):
            as_editor.get(f"/quan-tri/news/{name}/")


def test_chosen_names_become_one_after_a_question(as_administrator):
    first, second = make_article(), make_article()
    (kept,), (other,) = tag(first, "thi cử"), tag(second, "thi")
    asked = run_action(as_administrator, "merge_selected", kept, other)
    assert "Giữ lại mục nào?" in asked.content.decode()
    assert Tag.objects.count() == 2
    done = run_action(as_administrator, "merge_selected", kept, other, _kept=str(kept.pk))
    assert "Đã gộp 1 mục" in done.content.decode()
    assert list(Tag.objects.all()) == [kept]
    assert names(second) == ["thi cử"]


def test_one_name_alone_cannot_be_merged(as_administrator):
    topic = make_topic()
    assert "Hãy chọn từ hai" in run_action(as_administrator, "merge_selected", topic).content.decode()


def test_name_that_was_not_chosen_cannot_be_the_one_that_stays(as_administrator):
    first, second, third = make_topic(), make_topic(), make_topic()
    run_action(as_administrator, "merge_selected", first, second, _kept=str(third.pk))
    assert Topic.objects.count() == 3


@pytest.mark.parametrize("make", [make_topic, make_author, Tag.objects.create])
def test_editors_merge_names(as_editor, make):
    first, second = make(name="Chuyển đổi số"), make(name="chuyển đổi số trong giáo dục")
    run_action(as_editor, "merge_selected", first, second, _kept=str(first.pk))
    assert list(type(first).objects.all()) == [first]


def test_who_may_only_choose_names_may_not_merge_them(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    first, second = make_topic(), make_topic()
    run_action(client, "merge_selected", first, second, _kept=str(first.pk))
    assert Topic.objects.count() == 2


def test_editors_make_names_and_writers_do_not(client):
    for group, status in (("Biên tập viên", 200), ("Cộng tác viên", 403)):
        client.force_login(make_user(groups=(group,)))
        for name in ("topic", "tag", "author"):
            assert client.get(f"/quan-tri/news/{name}/add/").status_code == status


def test_accounts_are_shown_to_those_who_may_see_them(client):
    make_author(account=make_user(username="nguoi-bi-mat"))
    for group, seen in (("Biên tập viên", False), ("Quản trị", True)):
        client.force_login(make_user(groups=(group,)))
        page = client.get(f"/quan-tri/news/author/{Author.objects.get().pk}/change/").content.decode()
        assert ("nguoi-bi-mat" in page) == seen
        assert ("nguoi-bi-mat" in client.get("/quan-tri/news/author/").content.decode()) == seen


def test_two_tags_of_one_name_are_refused_in_words(as_editor):
    Tag.objects.create(name="thi cử")
    response = as_editor.post("/quan-tri/news/tag/add/", {"name": "Thi Cử", "slug": ""})
    assert "Đã có thẻ này." in errors_of(response)


def test_public_post_is_found_by_an_author_as_soon_as_the_form_is_saved(as_editor):
    article, author = make_article(), make_author(name="Trần Xylophon")
    rows = with_rows("articleauthors", {"author": author.pk, "order": 0})
    change(as_editor, article, article_form(article, **rows))
    assert find("xylophon").total == 1


def test_deletion_of_a_tag_says_on_how_many_posts_it_is(as_administrator):
    for _ in range(3):
        tag(make_article(), "thi")
    page = as_administrator.get(f"/quan-tri/news/tag/{Tag.objects.get().pk}/delete/").content.decode()
    assert "Bài có thẻ này: 3" in page
    assert "thẻ của bài" not in page


def test_author_over_posts_is_not_deleted_and_the_way_out_is_said(as_administrator):
    author = make_author()
    write(make_article(), author)
    page = as_administrator.get(f"/quan-tri/news/author/{author.pk}/delete/").content.decode()
    assert "Đang đứng tên 1 bài. Hãy gộp vào một mục khác thay vì xóa." in page


def test_writer_is_not_told_how_many_posts_wait_under_a_topic(as_writer):
    topic = make_topic()
    make_article(topic=topic)
    make_article(topic=topic, published=False)
    page = as_writer.get("/quan-tri/news/topic/").content.decode()
    assert f'topic__id__exact={topic.pk}">1</a>' in page


def test_writer_does_not_decide_whether_a_post_takes_comments(as_writer):
    article = make_article(published=False, created_by=User.objects.get())
    assert b'name="commenting"' not in as_writer.get(f"{LIST}{article.pk}/change/").content
    change(as_writer, article, article_form(article, commenting="open", is_rating_closed="on"))
    article.refresh_from_db()
    assert (article.commenting, article.is_rating_closed) == ("", False)


def test_tag_typed_without_diacritics_is_the_one_that_there_is(as_writer):
    Tag.objects.create(name="vùng cao")
    add(as_writer, Article, article_form(tag_names=["Vung cao"]))
    assert names(Article.objects.get()) == ["vùng cao"]


def test_tag_typed_without_diacritics_that_may_be_two_is_a_new_one(as_editor):
    for name in ("thi", "thị"):
        Tag.objects.create(name=name)
    add(as_editor, Article, article_form(tag_names=["thỉ", "Thi"]))
    assert names(Article.objects.get()) == ["thỉ", "thi"]


def test_form_opened_before_a_merge_goes_to_the_tag_that_stays(as_editor):
    kept, other = tag(make_article(), "học bạ số", "học bạ điện tử")
    article = make_article()
    tag(article, "học bạ điện tử")
    opened = article_form(article, title="Đang sửa dở")
    kept.take_in(other)
    change(as_editor, article, opened)
    assert names(article) == ["học bạ số"]
    assert list(Tag.objects.all()) == [kept]


def test_form_opened_before_a_tag_was_renamed_does_not_make_it_again(as_editor):
    article = make_article()
    (renamed,) = tag(article, "chuyển đổi só")
    opened = article_form(article, title="Đang sửa dở")
    renamed.name = "chuyển đổi số"
    renamed.save()
    change(as_editor, article, opened)
    assert names(article) == ["chuyển đổi số"]
    assert Tag.objects.count() == 1


def test_writer_with_a_form_opened_before_a_merge_is_not_refused(as_writer):
    kept, other = tag(make_article(), "học bạ số", "học bạ điện tử")
    kept.take_in(other)
    add(as_writer, Article, article_form(tag_names=["Học bạ điện tử", "học bạ số"]))
    assert names(Article.objects.latest("pk")) == ["học bạ số"]


def test_names_of_tags_that_went_up_one_after_the_other_mean_the_last(as_editor):
    first, second, last = (Tag.objects.create(name=name) for name in ("thi", "thi cử", "kỳ thi"))
    second.take_in(first)
    last.take_in(second)
    add(as_editor, Article, article_form(tag_names=["thi", "thi cử"]))
    assert names(Article.objects.get()) == ["kỳ thi"]


def test_tag_that_is_made_again_on_purpose_has_its_name(as_editor):
    kept, other = (Tag.objects.create(name=name) for name in ("thể thao", "bóng đá"))
    kept.take_in(other)
    add(as_editor, Tag, {"name": "Bóng đá"})
    add(as_editor, Article, article_form(tag_names=["bóng đá"]))
    assert names(Article.objects.get()) == ["Bóng đá"]
