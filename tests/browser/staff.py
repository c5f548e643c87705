"""What a member of staff does in the admin, step by step, as a person would in a browser."""

import re
from pathlib import Path

from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Locator, Page, expect

PASSWORD = "mat-khau-thu-nghiem"

# A paste as the system's clipboard delivers it: an event with both forms of the text.
PASTE = """
(body, [html, text]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}
"""


def signed_in(page: Page, address: str, user: User) -> Page:
    """Make a tab that of a member of staff without the form for signing in."""
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return page


def autosaved(page: Page) -> Locator:
    """Have twenty seconds pass in a tab whose clock is ours, and wait until what is typed has arrived."""
    with page.expect_response(lambda answer: answer.url.endswith("/nhap/") and answer.ok):
        page.clock.fast_forward(21_000)
    return page.locator("[data-draft-status]")


class Staff:
    """One person at one tab of the admin."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.page.goto(f"{self.address}/quan-tri/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def start(self, label: str) -> None:
        """Press one of the large buttons of the first page."""
        self.page.goto(f"{self.address}/quan-tri/")
        self.page.get_by_role("link", name=label).first.click()

    def open_section(self, title: str) -> None:
        """Open a collapsed part of the form."""
        section = self.page.locator("details", has=self.page.get_by_role("heading", name=title)).first
        if section.get_attribute("open") is None:
            section.locator("summary").click()

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def choose(self, name: str, label: str) -> None:
        select = self.page.locator(f"select[name={name}]")
        option = select.locator("option", has_text=re.compile(rf"^\s*{re.escape(label)}\s*$"))
        select.select_option(value=option.get_attribute("value"))

    def paste(self, text: str, html: str = "", field: str = "body") -> None:
        """Paste into the editor of a field; pictures in it may still be on their way when this returns."""
        editor = self.page.frame_locator(f"#cke_id_{field} iframe").locator("body")
        editor.click()
        editor.evaluate(PASTE, [html, text])
        expect(editor).not_to_have_text("")

    def attach(self, prefix: str, row: int, file: Path, title: str = "") -> None:
        self.page.locator(f"[name={prefix}-{row}-file]").set_input_files(file)
        self.page.locator(f"[name={prefix}-{row}-title]").fill(title)

    def set_moment(self, name: str, day: str, time: str) -> None:
        self.page.locator(f"[name={name}_0]").fill(day)
        self.page.locator(f"[name={name}_1]").fill(time)

    def publish(self) -> str:
        """Press "Xuất bản", also where something is doubtful; return the address on the portal."""
        self.page.get_by_role("button", name="Xuất bản").click()
        despite = self.page.get_by_role("button", name="Vẫn xuất bản")
        done = self.page.locator(".messagelist .success").first
        expect(despite.or_(done)).to_be_visible()
        if despite.is_visible():
            despite.click()
            expect(done).to_be_visible()
        return self.page.get_by_role("link", name="Xem trên trang").first.get_attribute("href")
