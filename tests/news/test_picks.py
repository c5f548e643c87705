"""«Tin chọn tay»: a block with posts that staff put into an order."""

import pytest

from news.models import Article, Pick, PickList
from news.tasks import refresh_pinned_posts
from portal.models import Block
from tests.factories import at, make_article, make_superuser, make_user
from tests.portal.blocks import headings, only, place, soup

pytestmark = pytest.mark.django_db

LIST = "/quan-tri/news/picklist/"
PICKS = "/quan-tri/news/pick/"


@pytest.fixture
def picks():
    return PickList.objects.create(title="Tiêu điểm")


def pick(picks, title, order=0, article=None, **kwargs):
    article = article or make_article(title=title)
    return Pick.objects.create(list=picks, article=article, order=order, **kwargs)


def titles(client):
    return [link.get_text() for link in soup(client.get("/")).main.select(".title-link")]


def test_block_shows_posts_in_the_order_of_staff(client, picks):
    only("news.picked", list=picks.pk, layout="list", number=5)
    pick(picks, "Thứ hai", 2)
    pick(picks, "Thứ nhất", 1)
    assert titles(client) == ["Thứ nhất", "Thứ hai"]
    assert "Tiêu điểm" in headings(soup(client.get("/")).main)


def test_what_is_not_public_leaves_the_block_by_itself(client, picks):
    only("news.picked", list=picks.pk, layout="list", number=5)
    pick(picks, "Đang đăng", 1)
    pick(picks, "Nháp", 2, make_article(title="Nháp", published=False))
    gone = make_article(title="Đã gỡ")
    pick(picks, "Đã gỡ", 3, gone)
    gone.withdraw(by=None, note="Sai.")
    assert titles(client) == ["Đang đăng"]


def test_pick_has_a_period_of_its_own(client, picks, time_machine, django_capture_on_commit_callbacks):
    time_machine.move_to(at(2026, 3, 10, 8), tick=False)
    only("news.picked", list=picks.pk, layout="list", number=5)
    pick(picks, "Luôn luôn", 1, make_article(title="Luôn luôn", at=at(2026, 3, 1)))
    pick(
        picks,
        "Một giờ",
        0,
        make_article(title="Một giờ", at=at(2026, 3, 1)),
        starts_at=at(2026, 3, 10, 9),
        ends_at=at(2026, 3, 10, 10),
    )
    for hour, expected in ((8, ["Luôn luôn"]), (9, ["Một giờ", "Luôn luôn"]), (10, ["Luôn luôn"])):
        time_machine.move_to(at(2026, 3, 10, hour, 1), tick=False)
        with django_capture_on_commit_callbacks(execute=True):
            refresh_pinned_posts.call()
        assert titles(client) == expected, hour


def test_block_says_nothing_that_stands_on_the_page_already(client, picks):
    only("news.featured", number=1)
    place("news.picked", list=picks.pk, layout="list", number=5)
    pick(picks, "Mới nhất", 1)
    pick(picks, "Cũ hơn", 2, make_article(title="Cũ hơn", at=at(2020, 1, 1)))
    assert titles(client).count("Mới nhất") == 1


@pytest.mark.parametrize("chosen", [None, "", 999_999])
def test_block_without_a_list_shows_nothing(client, chosen):
    only("news.picked", list=chosen, layout="list", number=5)
    assert client.get("/").status_code == 200
    assert titles(client) == []


def test_change_of_a_list_shows_at_once(client, picks, django_capture_on_commit_callbacks):
    only("news.picked", list=picks.pk, layout="list", number=5)
    first = pick(picks, "Một", 1)
    assert titles(client) == ["Một"]
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert titles(client) == []


def test_editor_makes_a_list_and_puts_it_on_the_home_page(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    articles = [make_article(title=title) for title in ("Một", "Hai")]
    client.post(f"{LIST}add/", {"title": "Tiêu điểm"})
    picks = PickList.objects.get()
    for article in articles:
        client.post(f"{PICKS}add/", {"list": picks.pk, "article": article.pk, "is_shown": "on"})
    assert [str(found) for found in Pick.objects.for_block(picks.pk)] == ["Một", "Hai"]
    client.post(f"{PICKS}{Pick.objects.get(article=articles[1]).pk}/move/up/")
    assert [str(found) for found in Pick.objects.for_block(picks.pk)] == ["Hai", "Một"]
    Block.objects.all().delete()
    client.force_login(make_superuser())
    address = "/quan-tri/portal/block/add/?region=home&kind=news.picked"
    form = {"title": "", "is_shown": "on", "region": "home", "width": "full"}
    form |= {"list": picks.pk, "layout": "list", "number": 5}
    assert client.post(address, form).status_code == 302
    client.logout()
    assert "Tiêu điểm" in headings(soup(client.get("/")).main)


def test_one_post_twice_in_a_list_is_refused_in_words(client, picks):
    client.force_login(make_user(groups=("Biên tập viên",)))
    found = pick(picks, "Một")
    form = {"list": picks.pk, "article": found.article_id, "is_shown": "on"}
    assert "Bài này đã có trong danh sách." in client.post(f"{PICKS}add/", form).content.decode()


def test_list_in_the_admin_says_what_keeps_a_post_out_of_the_block(client, picks):
    client.force_login(make_user(groups=("Biên tập viên",)))
    pick(picks, "Nháp", 1, make_article(title="Nháp", published=False))
    pick(picks, "Hết hạn", 2, ends_at=at(2020, 1, 1))
    page = client.get(PICKS).content.decode()
    assert "state-chip-nhap" in page
    assert "Đã hết hạn" in page


def test_list_of_picks_asks_the_same_number_of_times_for_many(client, picks, django_assert_max_num_queries):
    client.force_login(make_user(groups=("Biên tập viên",)))
    for number in range(6):
        pick(picks, f"Tin {number}", number)
    client.get(PICKS)
    with django_assert_max_num_queries(12):
        client.get(PICKS)


def test_posts_are_offered_while_one_types(client):
    client.force_login(make_user(groups=("Biên tập viên",)))
    make_article(title="Lịch tuyển sinh lớp 10")
    make_article(title="Khác")
    query = {"app_label": "news", "model_name": "pick", "field_name": "article", "term": "tuyen sinh"}
    found = client.get("/quan-tri/autocomplete/", query).json()["results"]
    assert [entry["text"] for entry in found] == ["Lịch tuyển sinh lớp 10"]


def test_deleted_post_leaves_its_lists(picks):
    pick(picks, "Một")
    Article.objects.get().delete()
    assert not Pick.objects.exists()
