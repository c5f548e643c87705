"""Copies, moves of many, titles that are there already."""

import pytest
from django.contrib.admin.models import LogEntry

from core.jobs import run_ready_jobs
from core.links import linked, linked_refs, set_links
from core.models import Counter, SearchEntry, Status
from core.models.counters import kind_of
from news.checks import same_titled
from news.models import Article, ArticleAuthor, Topic
from tests.admin_forms import add, article_form, messages_of, run_action
from tests.factories import (
    at,
    image_bytes,
    make_article,
    make_article_attachment,
    make_author,
    make_category,
    make_document,
    make_photo,
    make_superuser,
    make_user,
    pdf_bytes,
    tag,
    upload,
)

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/article/"


@pytest.fixture
def editor():
    return make_user(groups=("Biên tập viên",))


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def copy(client, article):
    return client.post(f"{LIST}{article.pk}/sao-chep/")


# Copies


def test_copy_is_a_draft_of_who_copies_with_the_content_and_nothing_else(as_editor, editor):
    article = make_article(
        title="Lịch thi năm 2025",
        lead="Tóm tắt.",
        body="<p>Nội dung.</p>",
        cover=upload("Ảnh.png", image_bytes()),
        cover_alt="Phòng thi",
        author_text="Phòng Khảo thí",
        created_by=make_user(),
        pinned_until=at(2099, 1, 1),
        unpublish_at=at(2099, 1, 1),
    )
    Counter.objects.add(kind_of(article), article.pk, views=7)
    response = copy(as_editor, article)
    made = Article.objects.exclude(pk=article.pk).get()
    assert response.url == f"{LIST}{made.pk}/change/"
    assert made.title == "Bản sao: Lịch thi năm 2025"
    assert (made.lead, made.body, made.cover_alt) == ("Tóm tắt.", "<p>Nội dung.</p>", "Phòng thi")
    assert (made.category, made.author_text) == (article.category, "Phòng Khảo thí")
    assert (made.status, made.created_by) == (Status.DRAFT, editor)
    assert (made.published_at, made.unpublish_at, made.pinned_until) == (None, None, None)
    assert Counter.objects.of(made).total_views == 0


def test_files_and_picture_of_a_copy_are_its_own(as_editor):
    article = make_article(cover=upload("Ảnh.png", image_bytes()), cover_alt="Ảnh")
    file = make_article_attachment(article, file=upload("Kế hoạch.pdf", pdf_bytes("Ke hoach")), title="KH")
    copy(as_editor, article)
    made = Article.objects.exclude(pk=article.pk).get()
    own = made.attachments.get()
    assert (own.original_name, own.title, own.sha256) == ("Kế hoạch.pdf", "KH", file.sha256)
    assert own.file.name != file.file.name
    assert made.cover.name != article.cover.name
    assert (made.cover_width, made.cover_height) == (article.cover_width, article.cover_height)
    article.delete()
    with own.file.open("rb") as kept:
        assert kept.read() == pdf_bytes("Ke hoach")


def test_copy_of_a_photo_story_has_the_photos_as_its_own(as_editor):
    article = make_article(form=Article.Form.PHOTOS, body="", published=False)
    make_photo(article, alt="Sau", caption="Hai", order=2)
    make_photo(article, alt="Trước", caption="Một", order=1)
    copy(as_editor, article)
    made = Article.objects.exclude(pk=article.pk).get()
    assert made.form == Article.Form.PHOTOS
    fields = ("alt", "caption", "order", "width", "height")
    assert list(made.photos.values_list(*fields)) == list(article.photos.values_list(*fields))
    article.delete()
    run_ready_jobs()
    for photo in made.photos.all():
        with photo.picture.open("rb") as kept:
            assert kept.read()


def test_authors_and_tags_of_a_copy_stand_in_their_order(as_editor):
    article = make_article()
    for order, name in ((2, "An"), (1, "Bình")):
        ArticleAuthor.objects.create(article=article, author=make_author(name=name), order=order)
    tag(article, "thi", "an toàn")
    copy(as_editor, article)
    made = Article.objects.exclude(pk=article.pk).get()
    assert list(made.articleauthors.values_list("author__name", "order")) == [("Bình", 1), ("An", 2)]
    assert list(made.articletags.values_list("tag__name", flat=True)) == ["thi", "an toàn"]
    assert "an toàn" in SearchEntry.objects.get(kind="news.article", object_id=made.pk).body


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("form", "video"),
        ("video_url", "https://youtu.be/a"),
        ("link_url", "https://a.example/"),
        ("commenting", "closed"),
        ("source_url", "https://b.example/"),
    ],
)
def test_copy_has_what_makes_its_form(as_editor, name, value):
    article = make_article(published=False, **{name: value})
    copy(as_editor, article)
    assert getattr(Article.objects.exclude(pk=article.pk).get(), name) == value


def test_copy_keeps_the_topic(as_editor):
    topic = Topic.objects.create(name="Tuyển sinh")
    article = make_article(topic=topic)
    copy(as_editor, article)
    assert Article.objects.exclude(pk=article.pk).get().topic == topic


def test_copy_keeps_what_the_post_is_linked_with(as_editor):
    article, document = make_article(), make_document()
    set_links(article, [(kind_of(document), document.pk)])
    copy(as_editor, article)
    assert linked(Article.objects.exclude(pk=article.pk).get()) == [document]


def test_title_of_a_copy_has_room(as_editor):
    copy(as_editor, make_article(title="x" * 300))
    assert {len(title) for title in Article.objects.values_list("title", flat=True)} == {300}


def test_post_whose_file_is_gone_is_not_copied_and_leaves_nothing(as_editor, settings):
    file = make_article_attachment(make_article(cover=upload("Ảnh.png", image_bytes()), cover_alt="Ảnh"))
    file.file.storage.delete(file.file.name)
    before = list(settings.MEDIA_ROOT.rglob("*.*"))
    response = copy(as_editor, file.article)
    assert "không còn trên máy chủ" in messages_of(response)
    assert Article.objects.count() == 1
    assert list(settings.MEDIA_ROOT.rglob("*.*")) == before


@pytest.mark.parametrize(
    ("group", "own", "may"),
    [
        ("Cộng tác viên", True, True),
        ("Cộng tác viên", False, False),
        ("Biên tập viên", False, True),
        ("Văn thư", False, False),
        ("Quản trị", False, True),
    ],
)
def test_who_copies_a_post(client, group, own, may):
    user = make_user(groups=(group,))
    client.force_login(user)
    copy(client, make_article(created_by=user if own else make_user()))
    assert (Article.objects.count() == 2) == may


def test_copy_is_offered_in_the_form_and_made_by_post_only(as_editor):
    article = make_article()
    assert "Sao chép thành bài mới" in as_editor.get(f"{LIST}{article.pk}/change/").content.decode()
    assert as_editor.get(f"{LIST}{article.pk}/sao-chep/").status_code == 405


# Many at once


def test_posts_are_moved_to_a_category_after_it_was_chosen(as_editor):
    target = make_category(name="Tuyển sinh")
    articles = [make_article(), make_article(published=False)]
    page = run_action(as_editor, "move_selected", *articles).content.decode()
    assert "Chọn chuyên mục" in page
    response = run_action(as_editor, "move_selected", *articles, category=str(target.pk), _moved="1")
    assert "Đã chuyển 2 bài sang «Tuyển sinh»" in response.content.decode()
    assert set(Article.objects.values_list("category", flat=True)) == {target.pk}
    assert LogEntry.objects.filter(change_message__contains="Đã chuyển sang chuyên mục").count() == 2


def test_move_without_a_category_asks_again(as_editor):
    article = make_article()
    page = run_action(as_editor, "move_selected", article, category="", _moved="1").content.decode()
    assert "Hãy chọn chuyên mục." in page


def test_moved_post_is_found_at_its_old_address(as_editor, client):
    article = make_article()
    old = article.get_absolute_url()
    run_action(as_editor, "move_selected", article, category=str(make_category(name="Mới").pk), _moved="1")
    client.logout()
    assert client.get(old).status_code == 301
    assert client.get(old).url.startswith("/tin-tuc/moi/")


def test_writer_moves_only_what_he_may_edit(client):
    writer = make_user(groups=("Cộng tác viên",))
    client.force_login(writer)
    target = make_category(name="Tuyển sinh")
    draft = make_article(published=False, created_by=writer)
    public = make_article(title="Đã đăng", created_by=writer)
    other = make_article(published=False, created_by=make_user())
    response = run_action(client, "move_selected", draft, public, other, category=str(target.pk), _moved="1")
    page = response.content.decode()
    assert "Đã chuyển 1 bài" in page
    assert "Không chuyển được 1 bài" in page
    moved = Article.objects.filter(category=target).values_list("pk", flat=True)
    assert list(moved) == [draft.pk]


def test_nothing_is_moved_in_the_trash(client):
    client.force_login(make_superuser())
    article = make_article(published=False)
    article.trash(by=None)
    page = client.get(f"{LIST}?trang_thai=thung-rac").content.decode()
    assert "move_selected" not in page


def test_clerk_moves_nothing(client):
    client.force_login(make_user(groups=("Văn thư",)))
    target = make_category()
    article = make_article()
    run_action(client, "move_selected", article, category=str(target.pk), _moved="1")
    assert not Article.objects.filter(category=target).exists()


# Titles that are there already


@pytest.mark.parametrize("title", ["Lịch thi học kỳ I", "LICH THI HOC KY I", "  lịch  thi học kỳ i "])
def test_title_is_known_however_it_is_spelt(title):
    article = make_article(title="Lịch thi học kỳ I")
    assert same_titled(title) == [article]


@pytest.mark.parametrize("title", ["Lịch thi học kỳ II", "Thi học kỳ I lịch", "Lịch thi", "", "…"])
def test_other_title_is_another(title):
    make_article(title="Lịch thi học kỳ I")
    assert same_titled(title) == []


def test_title_of_more_than_a_year_ago_is_free(time_machine):
    time_machine.move_to(at(2025, 3, 1), tick=False)
    make_article(title="Thông báo nghỉ Tết")
    time_machine.move_to(at(2026, 2, 27), tick=False)
    assert same_titled("Thông báo nghỉ Tết")
    time_machine.move_to(at(2026, 3, 3), tick=False)
    assert not same_titled("Thông báo nghỉ Tết")


def test_post_is_no_twin_of_itself_nor_of_one_in_the_trash():
    article = make_article(title="Lịch thi", published=False)
    thrown = make_article(title="Lịch thi", published=False)
    thrown.trash(by=None)
    assert same_titled("Lịch thi", article.pk) == []


def test_twin_is_named_while_one_types(as_editor):
    article = make_article(title="Lịch thi học kỳ I")
    found = as_editor.get(f"{LIST}trung-tieu-de/", {"tieu-de": "lich thi hoc ky i", "bai": ""}).json()
    [twin] = found["twins"]
    assert twin["url"] == f"{LIST}{article.pk}/change/"
    assert "Lịch thi học kỳ I (đã xuất bản" in twin["text"]
    query = {"tieu-de": "Lịch thi học kỳ I", "bai": article.pk}
    assert as_editor.get(f"{LIST}trung-tieu-de/", query).json() == {"twins": []}


def test_twin_is_told_after_a_save_that_loses_nothing(as_editor):
    make_article(title="Lịch thi học kỳ I")
    response = add(as_editor, Article, article_form(title="Lịch thi học kỳ I"))
    assert "Đã có bài cùng tiêu đề" in messages_of(response)
    assert Article.objects.count() == 2


def test_twin_is_a_doubt_before_publishing():
    make_article(title="Lịch thi", lead="Tóm tắt.")
    [doubt] = make_article(title="Lịch thi", lead="Tóm tắt.", published=False).doubts()
    assert "giống hệt bài «Lịch thi»" in doubt.words
    assert doubt.url


def test_writer_learns_of_public_twins_and_not_of_others_drafts(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    draft = make_article(title="Lịch thi", published=False, created_by=make_user())
    query = {"tieu-de": "Lịch thi", "bai": ""}
    assert client.get(f"{LIST}trung-tieu-de/", query).json() == {"twins": []}
    draft.publish(by=None)
    assert len(client.get(f"{LIST}trung-tieu-de/", query).json()["twins"]) == 1


@pytest.mark.parametrize("own", ["x", "-1", "9" * 30, "١"])
def test_nonsense_for_a_key_is_no_error(as_editor, own):
    assert as_editor.get(f"{LIST}trung-tieu-de/", {"tieu-de": "A", "bai": own}).status_code == 200


def test_titles_are_asked_for_by_staff_with_rights_alone(client):
    client.force_login(make_user(groups=("Văn thư",)))
    assert client.get(f"{LIST}trung-tieu-de/", {"tieu-de": "A"}).status_code == 403


def test_copy_tells_a_writer_nothing_of_drafts_that_name_the_post(client):
    writer = make_user(groups=("Cộng tác viên",))
    post, draft, public = make_article(created_by=writer), make_article(published=False), make_article()
    for other in (draft, public):
        set_links(other, [(kind_of(post), post.pk)])
    client.force_login(writer)
    copy(client, post)
    made = Article.objects.latest("pk")
    assert made.created_by == writer
    assert linked_refs(made) == [(kind_of(public), public.pk)]
