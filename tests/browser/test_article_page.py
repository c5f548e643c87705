"""A post in a real browser: the video that waits for a click, the voice, sharing; and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import tab_to
from tests.factories import image_bytes, make_article, upload

PLAYER = "https://www.youtube-nocookie.com"
VIDEO = "https://www.youtube.com/watch?v=SonHaMinhHo"
BODY = "<h2>Nhiệm vụ</h2><p>Câu thứ nhất. Câu thứ hai!</p><ul><li>Mục một</li></ul>"

# The browser here has no voice, as some have none: this stands for the one that others have.
VOICE = """
  window.said = [];
  const speech = Object.assign(new EventTarget(), {
    voices: [],
    current: null,
    getVoices() { return this.voices; },
    speak(utterance) { this.current = utterance; window.said.push([utterance.text, utterance.lang]); },
    cancel() { const it = this.current; this.current = null; it?.dispatchEvent(new Event("error")); },
    pause() { window.said.push("pause"); },
    resume() { window.said.push("resume"); },
    finish() { this.current.dispatchEvent(new Event("end")); },
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
"""
ARRIVES = """
  speechSynthesis.voices = [{ lang: "en-US" }, { lang: "vi-VN" }];
  speechSynthesis.dispatchEvent(new Event("voiceschanged"));
"""


@pytest.fixture
def video():
    article = make_article(
        published=False,
        title="Ngày hội khoa học",
        form="video",
        video_url=VIDEO,
        cover=upload("a.png", image_bytes((640, 360))),
        cover_alt="Sân khấu",
    )
    article.publish(by=None)
    return article


def test_player_comes_only_when_somebody_presses_the_picture(page, site, video):
    asked = []

    def play(route):
        asked.append(route.request.url)
        route.fulfill(body="player")

    page.route(f"{PLAYER}/**", play)
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(site.url + video.get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert asked == []
    tab_to(page, page.get_by_role("link", name="Xem video"))
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "Ngày hội khoa học")
    page.frame_locator("iframe").get_by_text("player").wait_for()
    assert [url.split("?")[0] for url in asked] == [f"{PLAYER}/embed/SonHaMinhHo"]
    assert refused == []


def test_page_lets_nobody_elses_frame_in(page, site, video):
    page.goto(site.url + video.get_absolute_url())
    page.evaluate("""
        document.addEventListener("securitypolicyviolation", (event) => {
          document.body.dataset.refused = event.effectiveDirective;
        });
        const frame = document.createElement("iframe");
        frame.src = "https://www.youtube.com/x";
        document.body.append(frame);
    """)
    expect(page.locator("body")).to_have_attribute("data-refused", "frame-src")


def test_without_scripts_the_video_is_a_link_and_nothing_else_is_offered(browser, site, video):
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(site.url + video.get_absolute_url())
    expect(plain.get_by_role("link", name="Xem video")).to_have_attribute("href", VIDEO)
    expect(plain.get_by_role("link", name="Facebook")).to_be_visible()
    for name in ("Chia sẻ", "Chép liên kết", "Nghe bài"):
        expect(plain.get_by_role("button", name=name)).to_be_hidden()
    context.close()


def test_post_is_read_aloud_piece_by_piece_and_can_be_halted(page, site):
    article = make_article(lead="Tóm tắt của bài.", body=BODY)
    page.add_init_script(VOICE)
    page.goto(site.url + article.get_absolute_url())
    play = page.locator("[data-play]")
    expect(page.locator("[data-listen]")).to_have_attribute("data-listen", "idle")
    expect(play).to_be_hidden()  # No Vietnamese voice yet.
    page.evaluate(ARRIVES)
    page.get_by_role("button", name="Nghe bài").click()
    expect(page.locator("[data-listen]")).to_have_attribute("data-listen", "speaking")
    for _ in range(4):
        page.evaluate("speechSynthesis.finish()")
    page.get_by_role("button", name="Tạm dừng").click()
    page.get_by_role("button", name="Nghe tiếp").click()
    said = page.evaluate("window.said")
    texts = ["Tóm tắt của bài.", "Nhiệm vụ", "Câu thứ nhất.", "Câu thứ hai!", "Mục một"]
    assert said == [*([text, "vi-VN"] for text in texts), "pause", "resume"]
    page.get_by_role("button", name="Dừng", exact=True).click()
    expect(play).to_be_focused()
    expect(play).to_have_text("Nghe bài")
    expect(page.get_by_role("button", name="Dừng", exact=True)).to_be_hidden()


def test_voice_ends_with_the_post(page, site):
    article = make_article(body="<p>Một câu.</p>")
    page.add_init_script(VOICE)
    page.goto(site.url + article.get_absolute_url())
    expect(page.locator("[data-listen]")).to_have_attribute("data-listen", "idle")
    page.evaluate(ARRIVES)
    page.get_by_role("button", name="Nghe bài").click()
    expect(page.locator("[data-listen]")).to_have_attribute("data-listen", "speaking")
    page.evaluate("speechSynthesis.finish()")
    expect(page.get_by_role("button", name="Nghe bài")).to_be_visible()


def test_long_text_is_cut_between_sentences_and_at_commas(page, site):
    page.goto(site.url)
    address = page.evaluate("document.querySelector('script[type=module]').src")
    text = "Một câu ngắn. " + "vế của một câu rất dài, " * 20 + "hết. “Anh nói vậy.” Số 09/TB?"
    pieces = page.evaluate(
        "([main, text]) => import(new URL('modules/spoken.js', main)).then((it) => it.pieces(text))",
        [address, text],
    )
    assert max(map(len, pieces)) <= 200
    assert " ".join(pieces) == text
    assert pieces[0] == "Một câu ngắn."


def test_page_is_handed_to_what_the_machine_shares_with(page, site):
    article = make_article(title="Tin & bài")
    page.add_init_script("navigator.share = (data) => { window.shared = data; return Promise.reject(); };")
    page.goto(site.url + article.get_absolute_url())
    page.get_by_role("button", name="Chia sẻ").click()
    assert page.evaluate("window.shared") == {
        "title": "Tin & bài",
        "url": site.url + article.get_absolute_url(),
    }
