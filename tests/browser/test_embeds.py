"""Videos and maps in a text: from the button or the address to the card, and the frame on a press."""

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.looking import DESKTOP, PHONE, problems_of, tab_to
from tests.browser.staff import Staff, signed_in
from tests.factories import make_article, make_category, make_user

VIDEO = "https://www.youtube.com/watch?v=SonHaMinhHo"
BODY = (
    "<h2>Ngày hội</h2><p>Mở đầu.</p>"
    f'<p class="embed"><a href="{VIDEO}">Phóng sự ngày khai giảng</a></p>'
    "<p>https://www.google.com/maps/@21.02,105.83,17z</p>"
    "<p>https://www.openstreetmap.org/#map=17/21.02/105.83</p><p>Kết.</p>"
)


@pytest.fixture
def strangers(page, site):
    """What the tab asks of others, each answered with an empty page."""
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(content_type="text/html", body="<title>Trang khác</title>")

    page.route(lambda address: not address.startswith(site.url), answer)
    return asked


def test_frame_comes_on_a_press_and_nobody_is_asked_before(page, site, strangers):
    page.goto(site.url + make_article(body=BODY).get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert strangers == []
    for name, start in (
        ("Phóng sự ngày khai giảng", "https://www.youtube-nocookie.com/embed/SonHaMinhHo?autoplay=1"),
        ("Bản đồ trên Google Maps", "https://www.google.com/maps?q=21.02,105.83&z=17&hl=vi&output=embed"),
        ("Bản đồ trên OpenStreetMap", "https://www.openstreetmap.org/export/embed.html?bbox="),
    ):
        link = page.get_by_role("link", name=name)
        tab_to(page, link)
        page.keyboard.press("Enter")
        frame = page.locator(f"iframe[title='{name}']")
        expect(frame).to_be_focused()
        assert frame.get_attribute("src").startswith(start)
        expect(frame.content_frame.locator("html")).to_have_count(1)
        assert strangers[-1].startswith(start)


def test_page_frames_nobody_but_the_sites_of_its_cards(page, site, strangers):
    page.goto(site.url + make_article(body=f"<p>{VIDEO}</p>").get_absolute_url())
    page.evaluate(
        """() => {
          document.addEventListener("securitypolicyviolation", (event) => {
            document.body.dataset.refused = event.effectiveDirective
          })
          const frame = document.createElement("iframe")
          frame.src = "https://www.google.com/maps?q=1,2&output=embed"
          document.body.append(frame)
        }"""
    )
    expect(page.locator("body")).to_have_attribute("data-refused", "frame-src")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_are_accessible_and_fit(page, site, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(site.url + make_article(body=BODY).get_absolute_url())
    assert list(problems_of(page, PHONE, DESKTOP)) == []


def test_on_paper_and_without_scripts_a_card_is_its_link(browser, site):
    article = make_article(body=BODY)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url + article.get_absolute_url())
    expect(page.get_by_role("link", name="Phóng sự ngày khai giảng")).to_have_attribute("href", VIDEO)
    page.emulate_media(media="print")
    link = page.locator(".embed a").first
    assert link.evaluate("link => getComputedStyle(link, '::after').content") == f'" ({VIDEO})"'
    assert link.evaluate("link => link.getBoundingClientRect().height") < 80
    expect(page.locator(".embed small").first).to_be_hidden()
    context.close()


def test_staff_insert_a_card_with_the_button_and_readers_get_it(page, site):
    article = make_article(published=False, category=make_category(), body="<p>Mở đầu.</p>")
    signed_in(page, site.url, make_user(groups=("Biên tập viên",)))
    page.goto(f"{site.url}/quan-tri/news/article/{article.pk}/change/")
    body = page.frame_locator("#cke_id_body iframe").locator("body")
    body.click()
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Video, bản đồ").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Địa chỉ").fill("https://maps.app.goo.gl/abc")
    dialog.get_by_label("Tên hiện trên khung").fill("Phóng sự ngày khai giảng")
    dialog.get_by_role("button", name="Đồng ý").click()
    assert "chép địa chỉ dài trên thanh địa chỉ" in said[0]
    dialog.get_by_label("Địa chỉ").fill("https://youtu.be/SonHaMinhHo")
    dialog.get_by_role("button", name="Đồng ý").click()
    expect(body.locator(".embed")).to_have_text("Phóng sự ngày khai giảng")
    page.goto(site.url + Staff(page, site.url).publish())
    expect(page.locator(".embed a")).to_have_attribute("href", VIDEO)
    assert 'class="embed"' in Article.objects.get().body


def test_size_and_caption_are_chosen_in_the_dialog_of_the_picture(page, site):
    body = '<p><img src="/media/picture/a.png" alt="Sân trường" width="640" height="360"></p>'
    article = make_article(published=False, category=make_category(), body=body)
    signed_in(page, site.url, make_user(groups=("Biên tập viên",)))
    page.goto(f"{site.url}/quan-tri/news/article/{article.pk}/change/")
    page.frame_locator("#cke_id_body iframe").locator("img.cke_widget_element").dblclick()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Bề rộng trên trang").select_option("image-half")
    dialog.get_by_label("Ảnh có chú thích").check()
    dialog.get_by_label("Canh trái").check()
    dialog.get_by_role("button", name="Đồng ý").click()
    caption = page.frame_locator("#cke_id_body iframe").locator("figcaption")
    caption.click()
    page.keyboard.type("Ngày đầu năm học")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    stored = Article.objects.get(pk=article.pk).body
    assert '<figure class="image image-half image-left">' in stored
    assert "<figcaption>Ngày đầu năm học</figcaption>" in stored


def test_picture_without_words_is_not_taken_by_the_dialog(page, site):
    article = make_article(published=False, category=make_category(), body="<p>Mở đầu.</p>")
    signed_in(page, site.url, make_user(groups=("Biên tập viên",)))
    page.goto(f"{site.url}/quan-tri/news/article/{article.pk}/change/")
    page.frame_locator("#cke_id_body iframe").locator("body").click()
    said = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    page.locator(".cke_button__image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Địa chỉ").fill("/media/picture/a.png")
    dialog.get_by_role("button", name="Đồng ý").click()
    assert len(said) == 1
    expect(dialog).to_be_visible()
