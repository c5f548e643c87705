"""What a browser says it is: a robot, a phone, a tablet, a computer."""

import re
from functools import lru_cache
from typing import NamedTuple

from crawlerdetect import CrawlerDetect

PHONE, TABLET, COMPUTER = "phone", "tablet", "computer"
DEVICES = {PHONE: "Điện thoại", TABLET: "Máy tính bảng", COMPUTER: "Máy tính"}
# What gives no name at all is no browser.
NAMELESS = "(không tên)"
MAX_BOT_NAME = 60

_detect = CrawlerDetect()


class Agent(NamedTuple):
    """``bot`` is the name of a robot, "" for people."""

    bot: str
    device: str


@lru_cache(maxsize=8192)
def look(browser: str) -> Agent:
    """Return what a User-Agent stands for. Some milliseconds the first time, nothing after that."""
    if not browser.strip():
        return Agent(NAMELESS, COMPUTER)
    # Not its is_crawler(), which keeps what it found last in the object: threads would read each other's.
    is_bot, found = _detect._check_crawler(browser)
    if is_bot:
        return Agent(_name(browser, found or ""), COMPUTER)
    return Agent("", _device(browser))


def _name(browser: str, found: str) -> str:
    """Return the robot's name: the word in which the telling piece stands, «Googlebot» for «bot»."""
    match = re.search(rf"[\w.-]*{re.escape(found.strip())}[\w.-]*", browser)
    return (match[0] if match else found).strip("-. ")[:MAX_BOT_NAME] or NAMELESS


def _device(browser: str) -> str:
    """By what browsers agree on: phones say «Mobi»; Android without it, and iPad, is a tablet (MDN)."""
    if re.search(r"iPad|Tablet|PlayBook|Silk(?!.*Mobile)", browser):
        return TABLET
    if "Mobi" in browser:
        return PHONE
    return TABLET if "Android" in browser else COMPUTER
