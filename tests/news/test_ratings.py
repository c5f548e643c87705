"""Rating a post: one voice a browser, to be changed, and sums that are those of the scores."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from core import ballots, fragments
from news.models import Article, Rating, VoiceSettings
from news.voices.state import Average
from tests.factories import at, make_article
from tests.news.voices import rate, soup, sums

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(title="Khai giảng năm học mới")


def test_score_is_recorded_and_the_average_is_shown(client, article):
    response = rate(client, article, 4)
    assert response.status_code == 302
    page = soup(client.get(response.url)).main.get_text(" ", strip=True)
    assert "Cảm ơn bạn đã đánh giá." in page
    assert "4 /5" in page
    assert "1 lượt đánh giá" in page
    assert sums(article) == (1, 4)


def test_form_in_the_post_gets_the_answer_without_a_page_round_it(client, article):
    response = rate(client, article, 5, part="khung/")
    assert response.status_code == 200
    answer = soup(response)
    assert not answer.find(["html", "main"])
    assert answer.select_one("[data-answer]").get_text() == "Cảm ơn bạn đã đánh giá."
    assert answer.select_one("[name=diem][checked]")["value"] == "5"


def test_score_can_be_changed_and_moves_the_sums_exactly(client, article):
    rate(Client(), article, 2)
    for score, expected in ((5, (2, 7)), (1, (2, 3)), (1, (2, 3)), (3, (2, 5))):
        rate(client, article, score)
        assert sums(article) == expected
    assert sorted(Rating.objects.values_list("score", flat=True)) == [2, 3]


def test_same_score_again_uses_nothing_up(client, article):
    answers = [rate(client, article, 4).status_code for _ in range(9)]
    assert answers == [302] * 9


def test_rating_never_writes_the_post(client, article):
    before = Article.objects.values().get()
    rate(client, article, 4)
    assert Article.objects.values().get() == before


@pytest.mark.parametrize("score", ["", "0", "6", "x", "45", "-1", "４", "4\x00"])
def test_what_is_no_score_is_refused_in_words(client, article, score):
    response = rate(client, article, score)
    assert response.status_code == 400
    alert = soup(response).main.find(role="alert").get_text(strip=True)
    assert alert == "Bạn chưa chọn số sao. Hãy chọn từ 1 đến 5 rồi bấm «Gửi đánh giá»."
    assert sums(article) == (0, 0)


def test_trap_takes_no_score(client, article):
    assert rate(client, article, 4, trang_web="https://example.vn").status_code == 400
    assert sums(article) == (0, 0)


def test_browser_without_cookies_is_told_so_and_its_choice_stays(client, article):
    response = client.post(f"{article.get_absolute_url()}danh-gia/", {"diem": "4"})
    page = soup(response).main
    assert response.status_code == 400
    assert "đang chặn cookie" in page.find(role="alert").get_text()
    assert page.select_one("[name=diem][checked]")["value"] == "4"


def test_expired_token_keeps_the_score(article):
    client = Client(enforce_csrf_checks=True)
    address = f"{article.get_absolute_url()}danh-gia/"
    client.get(address)
    response = client.post(address, {"diem": "4"})
    assert response.status_code == 403
    assert soup(response).main.find("a", string="Mở lại biểu mẫu")["href"] == f"{address}?diem=4"
    page = soup(client.get(f"{address}?diem=4")).main
    assert page.select_one("[name=diem][checked]")["value"] == "4"
    assert "Đánh giá chưa được gửi." in page.get_text()


def close_post(article):
    Article.objects.filter(pk=article.pk).update(is_rating_closed=True)


def close_site(article):
    VoiceSettings.objects.create(takes_ratings=False)


@pytest.mark.parametrize("close", [close_post, close_site])
def test_closed_rating_takes_no_score_and_keeps_what_there_is(
    client, article, close, django_capture_on_commit_callbacks
):
    rate(client, article, 4)
    with django_capture_on_commit_callbacks(execute=True):
        close(article)
    response = rate(Client(), article, 1)
    assert response.status_code == 409
    page = soup(response).main
    assert "không nhận đánh giá nữa" in page.find(role="alert").get_text()
    assert not page.find("form")
    assert sums(article) == (1, 4)
    post = soup(client.get(article.get_absolute_url())).select_one("#danh-gia")
    assert "4 /5" in post.get_text(" ", strip=True)
    assert not post.find("form")


def test_post_that_was_withdrawn_meanwhile_is_gone(client, article):
    client.get(f"{article.get_absolute_url()}danh-gia/")
    article.withdraw(by=None, note="Đăng nhầm.")
    assert client.post(f"{article.get_absolute_url()}danh-gia/", {"diem": "4"}).status_code == 410


@pytest.mark.parametrize(
    "part", ["danh-gia/", "danh-gia/khung/", "y-kien/", "y-kien/viet/", "y-kien/viet/khung/"]
)
def test_what_belongs_to_a_draft_is_not_there(client, part):
    draft = make_article(published=False)
    assert client.get(f"{draft.get_absolute_url()}{part}").status_code == 404
    assert client.post(f"{draft.get_absolute_url()}{part}").status_code in (404, 405)


@pytest.mark.parametrize("part", ["danh-gia/", "y-kien/", "y-kien/viet/?tra_loi=7", "y-kien/?trang=1"])
def test_stale_address_leads_to_the_present_one(client, article, part):
    answer = client.get(f"/tin-tuc/cu/ten-cu-{article.pk}/{part}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{article.get_absolute_url()}{part}")


def test_beacon_brings_the_average_as_it_is_now(client, article, rf):
    client.get(article.get_absolute_url())
    rate(client, article, 4)
    rate(Client(), article, 5)
    request = rf.get("/")
    place = f"rating-{article.pk}"
    assert "4,5" in fragments.render(request, [place])[place]
    request.COOKIES[ballots.cookie_name()] = client.cookies[ballots.cookie_name()].value
    assert "đã cho bài 4 sao" in fragments.render(request, [place])[place]


@pytest.mark.parametrize("which", ["", "x", "0", "7777777", "9" * 30, "1;"])
def test_beacon_brings_nothing_of_what_there_is_not(rf, which):
    assert fragments.render(rf.get("/"), [f"rating-{which}"]) == {}


def test_beacon_says_nothing_of_a_post_that_is_not_public(client, article, rf):
    rate(client, article, 4)
    article.withdraw(by=None, note="Đăng nhầm.")
    assert fragments.render(rf.get("/"), [f"rating-{article.pk}"]) == {}


def test_stored_voice_names_nobody(client, article):
    rate(client, article, 4)
    stored = Rating.objects.values().get()
    assert set(stored) == {"id", "article_id", "voter", "score", "rated_on"}
    assert stored["rated_on"] == timezone.localdate()
    cookie = client.cookies[ballots.cookie_name()].value
    assert cookie.partition(".")[0].encode() not in bytes(stored["voter"])


def test_database_refuses_a_second_voice_and_a_sixth_star(article):
    Rating.objects.create(article=article, voter=b"a", score=5, rated_on=timezone.localdate())
    for voter, score in ((b"a", 4), (b"b", 6), (b"b", 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(article=article, voter=voter, score=score, rated_on=timezone.localdate())


@pytest.mark.parametrize(
    ("count", "total", "text", "stars"),
    [
        (1, 5, "5", ["full"] * 5),
        (2, 9, "4,5", ["full"] * 4 + ["half"]),
        (3, 10, "3,3", ["full"] * 3 + ["half", "none"]),
        (20, 69, "3,5", ["full"] * 3 + ["half", "none"]),
        (4, 9, "2,3", ["full"] * 2 + ["half", "none", "none"]),
        (1, 1, "1", ["full"] + ["none"] * 4),
    ],
)
def test_average_is_written_to_a_tenth_and_drawn_to_a_half(count, total, text, stars):
    average = Average(count, total)
    assert (average.text, average.stars) == (text, stars)


def test_forty_of_one_network_rate_without_scripts(time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    article = make_article()
    answers = [
        rate(Client(HTTP_USER_AGENT=f"Điện thoại {number}"), article, 5).status_code for number in range(41)
    ]
    assert answers == [302] * 40 + [429]
    assert sums(article) == (40, 200)


def test_what_is_refused_for_want_of_work_comes_back_with_the_work(time_machine):
    time_machine.move_to(at(2026, 3, 2, 9, 5), tick=False)
    article = make_article()
    for _ in range(5):
        rate(Client(), article, 5)
    form = soup(rate(Client(), article, 3)).select_one("form.rating-form")
    assert form.has_attr("data-again")
    assert form.has_attr("data-challenge")
    assert form.select_one("[checked]")["value"] == "3"


@pytest.mark.parametrize("table", ["news_rating", "news_commentreport"])
def test_no_index_only_repeats_the_beginning_of_another(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, indkey::text FROM pg_index WHERE indrelid = %s::regclass"
            " AND indpred IS NULL",
            [table],
        )
        columns = dict(cursor.fetchall())
    repeated = [
        name
        for name, keys in columns.items()
        if any(other.startswith(f"{keys} ") for other in columns.values())
    ]
    assert repeated == []
