"""The drafts that a form offers: how they are told apart, and how much room they take."""

import json

import pytest
import time_machine
from django.utils import timezone

from news.models import Article
from tests.admin_forms import article_form
from tests.drafting import OTHER, TOKEN, beat, form_page
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def offers(client, model, obj=None):
    return [
        " ".join(offer.get_text(" ", strip=True).split()).partition(" Khôi phục")[0]
        for offer in form_page(client, model, obj).select(".draft-offer")
    ]


@pytest.mark.parametrize(
    ("number", "told"), [(1, None), (2, "Còn 1 bản soạn dở khác"), (5, "Còn 4 bản soạn dở khác")]
)
def test_newest_is_offered_in_full_and_those_before_it_in_a_line(as_me, me, number, told):
    for nth in range(number):
        beat(as_me, Article, me, article_form(title=f"Bài {nth}"), token=f"{nth:032x}")
    shown = form_page(as_me, Article)
    folded = shown.select_one("details.draft-others")
    assert (folded and folded.summary.get_text(strip=True)) == told
    outside = [offer for offer in shown.select(".draft-offer") if not offer.find_parent("details")]
    assert [offer.select_one(".draft-words strong").get_text() for offer in outside] == [f"Bài {number - 1}"]
    assert len(shown.select(".draft-offer")) == number


@time_machine.travel("2026-11-28T05:30:00+07:00", tick=False)
def test_offers_are_told_apart_by_name_first_words_and_time(as_me, me):
    beat(as_me, Article, me, article_form(title="Khai giảng", body="<p>Sáng <b>nay</b>.</p>"))
    with time_machine.travel("2026-11-27T22:05:00+07:00", tick=False):
        beat(as_me, Article, me, article_form(title=" ", body="<p>Chỉ có chữ.</p>"), token=OTHER)
    assert offers(as_me, Article) == [
        "Có bản đang soạn dở lúc 05:30 , chưa lưu. Khai giảng Sáng nay.",
        "Có bản đang soạn dở lúc 22:05 hôm qua , chưa lưu. Chỉ có chữ.",
    ]


def test_offer_says_whether_it_is_newer_than_what_is_stored(as_me, me):
    with time_machine.travel("2026-11-28T05:00:00+07:00", tick=False) as now:
        article = make_article(title="Cũ", at=timezone.now())
        opened = Article.objects.get().updated_at.isoformat()
        now.move_to("2026-11-28T05:10:00+07:00")
        beat(as_me, article, me, article_form(article, _version=opened))
        assert "Mới hơn bản đang lưu." in offers(as_me, Article, article)[0]
        now.move_to("2026-11-28T05:20:00+07:00")
        Article.objects.get().save()
        assert "Cũ hơn bản đang lưu (lưu lúc 05:20)." in offers(as_me, Article, article)[0]
        now.move_to("2026-11-28T05:30:00+07:00")
        beat(as_me, article, me, article_form(article, title="Gõ thêm", _version=opened))
        told = "Mới hơn bản đang lưu (lưu lúc 05:20), nhưng soạn từ bản trước đó."
        assert told in offers(as_me, Article, article)[0]


def test_offers_come_with_the_answer_where_a_browser_hands_over_its_copies(as_me, me):
    answer = beat(as_me, Article, me, article_form(), token=OTHER, _offers="1", _own=TOKEN, _left="1")
    assert "Có bản đang soạn dở lúc" in json.loads(answer.content)["offers"]
