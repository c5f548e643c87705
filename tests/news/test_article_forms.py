"""What a post may be beside plain text: a photo story, a video, a link to another site."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from core.embeds import card_of
from core.links import set_links
from core.models.counters import kind_of
from news.models import Article
from tests.admin_forms import add, article_form, messages_of, with_rows
from tests.factories import (
    image_bytes,
    make_article,
    make_article_attachment,
    make_author,
    make_comment,
    make_document,
    make_photo,
    make_topic,
    make_user,
    tag,
    upload,
    write,
)

pytestmark = pytest.mark.django_db

VIDEO = "https://www.youtube.com/watch?v=SonHaMinhHo"
FRAMES = "frame-src https://www.youtube-nocookie.com"


def made(form, **fields):
    article = make_article(published=False, body="", form=form, **fields)
    if form == Article.Form.PHOTOS:
        make_photo(article, alt="Ảnh hai", caption="Chiều", order=2)
        make_photo(article, alt="Ảnh một", caption="Sáng", order=1)
    article.publish(by=None)
    return article


def page_of(client, article):
    return BeautifulSoup(client.get(article.get_absolute_url()).content, "html.parser")


def test_photo_story_shows_its_pictures_in_order_with_words_and_description(client):
    page = page_of(client, made("photos"))
    figures = page.select(".photo-story figure")
    assert [figure.img["alt"] for figure in figures] == ["Ảnh một", "Ảnh hai"]
    assert ["Sáng" in figures[0].figcaption.get_text(), "Chiều" in figures[1].figcaption.get_text()] == [
        True,
        True,
    ]
    assert all(figure.a["href"] == figure.img["src"] for figure in figures)


def test_words_of_the_pictures_are_found():
    article = made("photos")
    assert "Chiều" in article.search_text().body


def test_picture_that_is_deleted_leaves_no_file(settings):
    article = make_article()
    photo = make_photo(article)
    path = settings.MEDIA_ROOT / photo.picture.name
    assert path.exists()
    photo.delete()
    assert not article.photos.exists()


def test_video_is_a_picture_that_leads_to_the_video_and_names_its_player(client):
    article = made("video", video_url=VIDEO, cover=upload("a.png", image_bytes()), cover_alt="Sân khấu")
    response = client.get(article.get_absolute_url())
    card = BeautifulSoup(response.content, "html.parser").select_one(".video-card")
    assert card["href"] == VIDEO
    assert card["data-embed"].startswith("https://www.youtube-nocookie.com/embed/SonHaMinhHo")
    assert card.img["src"] == article.cover.url
    assert "<iframe" not in response.content.decode()


def test_only_pages_of_posts_may_hold_the_frame_of_the_player(client):
    article = made("video", video_url=VIDEO)
    for _ in range(2):  # The second answer comes from the cache.
        assert FRAMES in client.get(article.get_absolute_url()).headers["Content-Security-Policy"]
    assert "frame-src" not in client.get("/tin-tuc/").headers["Content-Security-Policy"]


def test_video_of_another_site_is_a_link_that_says_where_it_leads(client):
    card = page_of(client, made("video", video_url="https://www.vtv.example/xem")).select_one(".video-card")
    assert "data-embed" not in card.attrs
    assert "Xem video tại vtv.example" in card.get_text()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (VIDEO, "SonHaMinhHo"),
        ("https://youtu.be/SonHaMinhHo?t=12", "SonHaMinhHo"),
        ("https://m.youtube.com/watch?list=x&v=SonHaMinhHo", "SonHaMinhHo"),
        ("https://www.youtube.com/shorts/SonHaMinhHo", "SonHaMinhHo"),
        ("https://www.youtube.com/live/SonHaMinhHo?feature=share", "SonHaMinhHo"),
        ("https://www.youtube.com/embed/SonHaMinhHo", "SonHaMinhHo"),
        ("https://www.youtube.com/@sogddt", ""),
        ("https://www.youtube.com/watch?v=ngan", ""),
        ("https://www.youtube.com/embed/", ""),
        ("https://youtube.com.example/watch?v=SonHaMinhHo", ""),
        ('https://youtu.be/"><script>al', ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_youtube_is_known_by_any_of_its_addresses(address, found):
    card = card_of(address)
    assert (card.url.rpartition("=")[2] if card and card.name == "Video" else "") == found


def test_link_says_where_it_leads_on_its_page_and_in_lists(client):
    article = made("link", link_url="https://www.bao.example/bai-viet-1.html")
    page = page_of(client, article)
    assert page.select_one(".article-link a")["href"] == "https://www.bao.example/bai-viet-1.html"
    assert "https://www.bao.example/bai-viet-1.html" in page.select_one(".article-link .where").get_text()
    card = BeautifulSoup(client.get("/tin-tuc/").content, "html.parser").select_one(".article-card")
    assert "Tới bao.example" in card.select_one(".form-mark").get_text()


@pytest.mark.parametrize(
    ("form", "mark"), [("photos", "Phóng sự ảnh"), ("video", "Video"), ("article", None)]
)
def test_lists_mark_what_is_no_plain_text(client, form, mark):
    make_photo(article := make_article(published=False, form=form, video_url=VIDEO))
    article.publish(by=None)
    found = BeautifulSoup(client.get("/tin-tuc/").content, "html.parser").select_one(".form-mark")
    assert (found and found.get_text()) == mark


@pytest.mark.parametrize(
    ("form", "words"), [("photos", "chưa có ảnh"), ("video", "địa chỉ video"), ("link", "địa chỉ liên kết")]
)
def test_post_without_what_its_form_is_made_of_cannot_go_up(form, words):
    article = make_article(published=False, form=form)
    with pytest.raises(ValidationError, match=words):
        article.publish(by=None)


def test_reading_time_is_told_where_there_is_something_to_read(client):
    long = make_article(body=f"<p>{'chữ ' * 1000}</p>")
    assert "Đọc trong 4 phút" in page_of(client, long).select_one(".meta").get_text()
    assert "phút" not in page_of(client, make_article()).select_one(".meta").get_text()


def test_page_can_be_shared_without_loading_anything_of_others(client):
    page = page_of(client, make_article(title="Tin & <b>bài</b>"))
    links = [link["href"] for link in page.select(".share a")]
    assert [re.match(r"[a-z]+:(//[^/]+)?", link)[0] for link in links] == [
        "https://www.facebook.com",
        "https://zalo.me",
        "mailto:",
    ]
    assert "subject=Tin%20%26%20%3Cb%3Eb%C3%A0i%3C%2Fb%3E&body=http%3A%2F%2Ftestserver%2F" in links[2]
    assert all(button.has_attr("hidden") for button in page.select(".share button"))


def data_of(page):
    blocks = [json.loads(block.string) for block in page.find_all("script", type="application/ld+json")]
    return next(block for block in blocks if block["@type"] == "NewsArticle")


def test_search_engines_are_told_what_the_post_is(client):
    article = make_article(
        title="Hội nghị </script><script>alert(1)</script> " + "rất dài " * 20,
        lead="Tóm tắt.",
        topic=make_topic(name="Tuyển sinh"),
        cover=upload("a.png", image_bytes((1280, 720))),
        cover_alt="Ảnh",
        source_url="https://bao.example/tin",
        author_text="Lê Hà",
    )
    tag(article, "thi cử")
    write(article, make_author(name="Trần Minh", post="Phóng viên"))
    data = data_of(page_of(client, article))
    address = f"http://testserver{article.get_absolute_url()}"
    assert (data["url"], data["mainEntityOfPage"]) == (address, address)
    assert len(data["headline"]) <= 111
    assert data["headline"].startswith("Hội nghị </script>")
    assert data["datePublished"] == article.published_at.isoformat()
    assert [person["name"] for person in data["author"]] == ["Trần Minh", "Lê Hà"]
    assert data["author"][0]["url"] == "http://testserver/tin-tuc/tac-gia/tran-minh/"
    assert data["publisher"]["@type"] == "GovernmentOrganization"
    assert data["publisher"]["logo"]["url"].startswith("http://testserver/bieu-tuong/")
    assert data["image"][0]["width"] == 1280
    assert data["keywords"] == ["Tuyển sinh", "thi cử"]
    assert data["isBasedOn"] == "https://bao.example/tin"


def test_post_without_an_author_is_the_agencys(client):
    data = data_of(page_of(client, make_article()))
    assert data["author"] == data["publisher"]


def test_author_has_a_portrait_and_a_biography(client):
    author = make_author(
        name="Trần Minh", biography="Dạy Toán.\n\nNay viết báo.", portrait=upload("a.png", image_bytes())
    )
    write(make_article(), author)
    page = BeautifulSoup(client.get(author.get_absolute_url()).content, "html.parser")
    assert page.select_one(".author-head img")["alt"] == "Chân dung Trần Minh"
    assert [text.get_text() for text in page.select(".biography p")] == ["Dạy Toán.", "Nay viết báo."]


def test_page_takes_few_queries_with_all_that_it_can_have(client, django_assert_max_num_queries):
    topic = make_topic()
    document = make_document(number="12/TB-SGDĐT")
    posts = [
        make_article(topic=topic, lead="Theo Thông báo số 12/TB-SGDĐT.", body="<p>Xem 12/TB-SGDĐT.</p>")
        for _ in range(4)
    ]
    for post in posts:
        tag(post, "thi", "tuyển sinh", "vùng cao")
        write(post, make_author(), make_author())
        make_photo(post)
        make_article_attachment(post)
        set_links(post, [(kind_of(document), document.pk)])
        for _ in range(21):
            make_comment(parent=make_comment(post))
    client.get("/tin-tuc/")
    client.get(posts[0].get_absolute_url())
    with django_assert_max_num_queries(8):
        client.get(posts[1].get_absolute_url())


LACKS = {
    "photos": "Phóng sự ảnh chưa có ảnh nào",
    "video": "Bài video chưa có địa chỉ video",
    "link": "Bài liên kết chưa có địa chỉ liên kết",
    "article": "Bài viết chưa có nội dung",
}


@pytest.mark.parametrize(("form", "words"), LACKS.items(), ids=LACKS)
def test_post_without_what_its_form_is_made_of_is_neither_submitted_nor_published(form, words):
    article = make_article(published=False, body="", form=form)
    for verb in (article.submit, article.publish):
        with pytest.raises(ValidationError, match=words):
            verb(by=None)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


def test_writer_is_told_why_an_empty_photo_story_was_not_submitted(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    form = article_form(title="Ngày hội STEM", form="photos", body="", _verb="submit")
    told = messages_of(add(client, Article, form))
    assert "Đã lưu, nhưng chưa gửi duyệt được: Phóng sự ảnh chưa có ảnh nào." in told
    article = Article.objects.get()
    assert (article.title, article.status) == ("Ngày hội STEM", Article.Status.DRAFT)


def test_photo_story_with_pictures_in_the_same_form_is_submitted(client):
    client.force_login(make_user(groups=("Cộng tác viên",)))
    picture = {"picture": upload("a.png", image_bytes()), "alt": "Học sinh thi", "order": 0}
    form = article_form(form="photos", body="", _verb="submit") | with_rows("photos", picture)
    add(client, Article, form)
    assert Article.objects.get().status == Article.Status.IN_REVIEW
