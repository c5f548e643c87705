"""What a browser says it is: a robot, a phone, a tablet, a computer."""

import re
from typing import NamedTuple

from crawlerdetect import CrawlerDetect

PHONE, TABLET, COMPUTER = "phone", "tablet", "computer"
DEVICES = {PHONE: "Điện thoại", TABLET: "Máy tính bảng", COMPUTER: "Máy tính"}
# What gives no name at all, or none that a browser could have, is no browser.
NAMELESS = "(không tên)"
MAX_BOT_NAME = 60
# Verdicts that are kept: some kilobytes for each thousand.
ROOM = 8192

# The longest names of real browsers have 300 characters; words of 60 come from nobody who reads, and cost the
# patterns of robots a hundred times what others do.
_ABSURD = re.compile(r"[\w-]{60}|[^\x20-\x7e]")
_MAX_LENGTH = 350

_detect = CrawlerDetect()


class Agent(NamedTuple):
    """``bot`` is the name of a robot, "" for people."""

    bot: str
    device: str


_verdicts: dict[str, Agent] = {}


def known(browser: str) -> Agent | None:
    """Return what a User-Agent stands for, where that was found out before."""
    return _verdicts.get(browser)


def look(browser: str) -> Agent:
    """Return what a User-Agent stands for: up to some milliseconds the first time, nothing after that."""
    verdict = _verdicts.get(browser)
    if verdict is None:
        if len(_verdicts) >= ROOM:
            _verdicts.clear()
        verdict = _verdicts[browser] = _find_out(browser)
    return verdict


def is_absurd(browser: str) -> bool:
    """Tell whether no browser calls itself so."""
    if (verdict := known(browser)) is not None and verdict.bot != NAMELESS:
        return False
    return len(browser) > _MAX_LENGTH or bool(_ABSURD.search(browser))


def _find_out(browser: str) -> Agent:
    if not browser.strip() or is_absurd(browser):
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
