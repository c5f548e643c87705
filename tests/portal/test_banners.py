"""Banners, partners' logos, advertising: what is shown, and what clicks count."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.blocks import OnPage
from portal.banners import SHOWN_BY
from portal.furniture import standing
from portal.models import Banner, BannerClick, Block, Link, LinkList
from portal.tasks import refresh_furniture
from tests.factories import at, image_bytes, make_article, make_superuser, upload
from tests.portal.blocks import only, place, soup

pytestmark = pytest.mark.django_db

Place = Banner.Place


def make_banner(place=Place.TOP, **kwargs):
    kwargs.setdefault("title", "Tuyển sinh")
    kwargs.setdefault("alt", "Tra cứu tuyển sinh lớp 10")
    kwargs.setdefault("address", "https://tuyensinh.example.vn/tra-cuu?lop=10#ket-qua")
    kwargs.setdefault("picture", upload("anh.png", image_bytes((400, 100))))
    return Banner.objects.create(place=place, **kwargs)


def click(client, banner, **headers):
    return client.get(banner.get_absolute_url(), headers=headers)


def clicks(banner):
    return sum(BannerClick.objects.filter(banner=banner).values_list("clicks", flat=True))


# What pages show


def test_nothing_is_in_the_page_when_there_is_no_banner(client):
    for kind in ("portal.banners", "portal.partners", "portal.advertising"):
        place(kind)
    page = soup(client.get("/"))
    assert not page.select(".banner, .banners, .partners, .banner-top, .banner-label")
    assert "Quảng cáo" not in page.get_text()


def test_banner_under_the_menu_stands_on_every_page_and_loads_at_once(client):
    make_banner(order=1)
    make_banner(order=2)
    for address in ("/", "/tin-tuc/", make_article().get_absolute_url(), "/tim-kiem/"):
        pictures = soup(client.get(address)).select(".banner-top img")
        assert [picture.get("loading") for picture in pictures] == [None, "lazy"]


def test_picture_says_its_size_and_what_is_in_it(client):
    banner = make_banner(phone_picture=upload("nho.png", image_bytes((200, 200))))
    picture = soup(client.get("/")).select_one(".banner-top picture")
    assert picture.img["src"] == banner.picture.url
    assert (picture.img["width"], picture.img["height"]) == ("400", "100")
    assert picture.img["alt"] == "Tra cứu tuyển sinh lớp 10"
    assert picture.source["srcset"] == banner.phone_picture.url
    assert (picture.source["width"], picture.source["height"]) == ("200", "200")


def test_banner_leads_on_through_the_counting_address_of_this_site(client):
    banner = make_banner()
    link = soup(client.get("/")).select_one("a.banner")
    assert link["href"] == f"/di/{banner.pk}/"
    assert link["rel"] == ["nofollow"]


def test_banner_without_an_address_is_a_picture_alone(client):
    make_banner(address="")
    page = soup(client.get("/"))
    assert page.select_one(".banner img")
    assert not page.select("a.banner")


@pytest.mark.parametrize("chosen", [Place.HOME, Place.SIDE])
def test_block_shows_the_banners_of_its_place_in_their_order(client, chosen):
    last = make_banner(chosen, order=2)
    first = make_banner(chosen, order=1)
    make_banner(Place.SIDE if chosen == Place.HOME else Place.HOME)
    only("portal.banners", place=chosen.value)
    links = soup(client.get("/")).main.select(".banners a")
    assert [link["href"] for link in links] == [first.get_absolute_url(), last.get_absolute_url()]


def test_partners_have_a_heading(client):
    make_banner(Place.PARTNERS, alt="Đại học Hải Phòng")
    only("portal.partners")
    page = soup(client.get("/")).main
    assert page.h2.get_text() == "Đối tác"
    assert page.select_one(".partners img")["alt"] == "Đại học Hải Phòng"


def test_advertising_says_that_it_is_advertising_whatever_staff_call_the_block(client):
    make_banner(Place.ADVERTISING)
    only("portal.advertising", title="Bạn nên xem")
    page = soup(client.get("/")).main
    assert page.select_one(".banner-label").get_text() == "Quảng cáo"
    assert page.select_one("a.banner")["rel"] == ["nofollow", "sponsored"]


def test_banner_comes_and_goes_by_the_clock_though_the_page_was_kept(
    client, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to(at(2026, 9, 4, 7, 59), tick=False)
    make_banner(Place.HOME, starts_at=at(2026, 9, 4, 8), ends_at=at(2026, 9, 4, 8, 30))
    only("portal.banners", place="home")
    assert not soup(client.get("/")).select(".banner")
    for moment, number in ((at(2026, 9, 4, 8, 1), 1), (at(2026, 9, 4, 8, 31), 0)):
        time_machine.move_to(moment, tick=False)
        with django_capture_on_commit_callbacks(execute=True):
            assert refresh_furniture.call() == ["site"]
        assert len(soup(client.get("/")).select(".banner")) == number


def test_change_is_shown_on_the_next_request(client, django_capture_on_commit_callbacks):
    banner = make_banner(Place.PARTNERS)
    only("portal.partners")
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        banner.alt = "Tên mới"
        banner.save()
    assert soup(client.get("/")).select_one(".partners img")["alt"] == "Tên mới"
    with django_capture_on_commit_callbacks(execute=True):
        banner.delete()
    assert not soup(client.get("/")).select(".partners")


def test_many_banners_cost_one_query_more_and_none_once_kept(client, django_assert_num_queries):
    for chosen in Place:
        for _ in range(3):
            make_banner(chosen)
    with django_assert_num_queries(1):
        standing()
    for kind, options in SHOWN_BY.values():
        with django_assert_num_queries(0):
            assert Block(kind=kind, options=options).render(OnPage())


def test_picture_needs_words():
    with pytest.raises(ValidationError) as error:
        Banner(title="Ảnh", picture=upload("anh.png", image_bytes()), alt="").full_clean()
    assert list(error.value.message_dict) == ["alt"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//lua-dao.vn", "/\\lua-dao.vn", "data:text/html,x"]
)
def test_hostile_address_is_refused(address):
    with pytest.raises(ValidationError) as error:
        Banner(title="Ảnh", picture=upload("anh.png", image_bytes()), alt="Chữ", address=address).full_clean()
    assert list(error.value.message_dict) == ["address"]


# Clicks


def test_click_leads_to_the_address_and_is_counted(client):
    banner = make_banner()
    response = click(client, banner)
    assert response.status_code == 302
    assert response["Location"] == "https://tuyensinh.example.vn/tra-cuu?lop=10#ket-qua"
    assert "no-store" in response["Cache-Control"]
    assert clicks(banner) == 1


@pytest.mark.parametrize(
    "address", ["/van-ban/", "tel:02253842014", "mailto:so@example.vn", "http://example.vn/"]
)
def test_click_leads_to_whatever_address_staff_may_type(client, address):
    assert click(client, make_banner(address=address))["Location"] == address


@pytest.mark.parametrize(
    "query", ["?url=https://lua-dao.vn", "?next=//lua-dao.vn", "?address=https://lua-dao.vn"]
)
def test_visitor_cannot_say_where_to(client, query):
    banner = make_banner()
    response = client.get(banner.get_absolute_url() + query, headers={"X-Forwarded-Host": "lua-dao.vn"})
    assert response["Location"] == banner.address


def test_script_that_got_into_the_database_is_not_followed(client):
    banner = make_banner()
    Banner.objects.filter(pk=banner.pk).update(address="javascript:alert(1)")
    assert click(client, banner).status_code == 400


def test_person_is_counted_once_in_half_an_hour(client, time_machine):
    banner = make_banner()
    for minute, counted in ((0, 1), (10, 1), (29, 1), (30, 2), (45, 2)):
        time_machine.move_to(at(2026, 3, 2, 8, minute), tick=False)
        click(client, banner)
        assert clicks(banner) == counted


def test_other_person_and_other_banner_count_for_themselves(client):
    banner, other = make_banner(), make_banner()
    click(client, banner)
    click(client, banner, user_agent="Trình duyệt khác")
    click(client, other)
    assert (clicks(banner), clicks(other)) == (2, 1)


def test_clicks_are_counted_by_day_in_vietnam(client, time_machine):
    banner = make_banner()
    for moment in (at(2026, 3, 2, 23, 50), at(2026, 3, 3, 0, 30)):
        time_machine.move_to(moment, tick=False)
        click(client, banner)
    assert [(each.day.day, each.clicks) for each in banner.clicks.all()] == [(3, 1), (2, 1)]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
    ],
)
def test_look_ahead_of_a_browser_is_no_click(client, headers):
    banner = make_banner()
    assert click(client, banner, **headers).status_code == 302
    assert clicks(banner) == 0


def test_only_a_get_is_a_click(client):
    banner = make_banner()
    assert client.head(banner.get_absolute_url()).status_code == 302
    assert client.post(banner.get_absolute_url()).status_code == 405
    assert clicks(banner) == 0


def test_banner_that_is_not_shown_leads_nowhere(client, time_machine):
    time_machine.move_to(at(2026, 9, 5), tick=False)
    hidden = [
        make_banner(is_shown=False),
        make_banner(starts_at=at(2026, 9, 6)),
        make_banner(ends_at=at(2026, 9, 5)),
        make_banner(address=""),
    ]
    assert [click(client, banner).status_code for banner in hidden] == [404] * 4
    assert client.get("/di/999999/").status_code == 404
    assert not BannerClick.objects.exists()


def test_click_sets_no_cookie(client):
    assert not click(client, make_banner()).cookies


def test_click_is_cheap(client, django_assert_max_num_queries):
    banner = make_banner()
    with django_assert_max_num_queries(8):
        click(client, banner)


def test_deleted_banner_takes_its_clicks_along():
    banner = make_banner()
    BannerClick.objects.add(banner)
    banner.delete()
    assert not BannerClick.objects.exists()


# Admin


@pytest.fixture
def staff(client):
    client.force_login(make_superuser())
    return client


def banner_form(**changes):
    return {
        "place": "top",
        "title": "Tuyển sinh",
        "picture": upload("anh.png", image_bytes()),
        "alt": "Tra cứu tuyển sinh",
        "address": "https://tuyensinh.example.vn/",
        "order": 0,
        "is_shown": "on",
    } | changes


def test_staff_add_a_banner(staff):
    staff.post("/quan-tri/portal/banner/add/", banner_form())
    banner = Banner.objects.get()
    assert (banner.width, banner.height, banner.alt) == (64, 36, "Tra cứu tuyển sinh")


def test_form_refuses_a_picture_without_words_and_a_file_that_is_no_picture(staff):
    form = banner_form(alt="  ", picture=upload("anh.png", b"<svg onload=alert(1)>"))
    errors = staff.post("/quan-tri/portal/banner/add/", form).context["adminform"].form.errors
    assert set(errors) == {"alt", "picture"}


def test_staff_are_told_when_no_block_shows_the_banner(staff):
    def said(**changes):
        response = staff.post("/quan-tri/portal/banner/add/", banner_form(**changes), follow=True)
        return [str(message) for message in response.context["messages"] if "Chưa có khối" in str(message)]

    Block.objects.all().delete()
    assert said(place="top") == []
    assert said(place="home") == [
        "Chưa có khối nào hiện vị trí «Giữa trang chủ»: hãy thêm ở «Khối trên trang»."
    ]
    place("portal.banners", place="home")
    assert said(place="home") == []
    assert len(said(place="side")) == 1


def test_list_has_the_clicks_of_thirty_days(staff, django_assert_max_num_queries):
    today = timezone.localdate()
    for _ in range(3):
        banner = make_banner()
        for days, number in ((0, 5), (29, 2), (30, 100)):
            BannerClick.objects.create(banner=banner, day=today - timedelta(days=days), clicks=number)
    with django_assert_max_num_queries(8):
        page = soup(staff.get("/quan-tri/portal/banner/"))
    assert [cell.get_text() for cell in page.select("td.field-recent_clicks")] == ["7"] * 3
    assert len(page.select(".field-preview img")) == 3


def test_form_has_the_clicks_by_day(staff, time_machine):
    time_machine.move_to(at(2026, 3, 2), tick=False)
    banner = make_banner()
    assert "Chưa có lượt bấm nào" in staff.get(change(banner)).content.decode()
    BannerClick.objects.create(banner=banner, day=at(2026, 3, 1).date(), clicks=12)
    rows = soup(staff.get(change(banner))).select(".field-clicks_by_day tbody tr")
    assert [row.get_text(" ", strip=True) for row in rows] == ["01/03/2026 12"]


def change(banner):
    return reverse("admin:portal_banner_change", args=[banner.pk])


def test_list_of_links_is_kept_in_one_form(staff, django_capture_on_commit_callbacks):
    cache.clear()
    links = LinkList.objects.create(title="Liên kết website")
    only("portal.links", list=links.pk)
    form = {
        "title": "Liên kết",
        "links-TOTAL_FORMS": 2,
        "links-INITIAL_FORMS": 0,
        "links-0-label": "Bộ Giáo dục và Đào tạo",
        "links-0-address": "https://moet.gov.vn/",
        "links-0-order": 0,
        "links-1-label": "Xấu",
        "links-1-address": "javascript:alert(1)",
        "links-1-order": 1,
    }
    address = reverse("admin:portal_linklist_change", args=[links.pk])
    assert "Địa chỉ phải bắt đầu" in staff.post(address, form).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(address, form | {"links-1-address": "/van-ban/"})
    assert [link.address for link in Link.objects.all()] == ["https://moet.gov.vn/", "/van-ban/"]
    assert soup(staff.get("/")).main.h2.get_text() == "Liên kết"
