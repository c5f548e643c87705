"""What a reader goes on with: what staff chose, the same topic, the same tags; never what is not public."""

import pytest

from core.links import set_links
from core.models.counters import kind_of
from news.around import around
from tests.factories import at, make_article, make_category, make_document, make_topic, tag

pytestmark = pytest.mark.django_db


def choose(article, *others):
    set_links(article, [(kind_of(other), other.pk) for other in others])


def related(client, article):
    return [post.title for post in client.get(article.get_absolute_url()).context["related"]]


def test_what_staff_chose_comes_first_in_their_order_then_the_topic_then_the_tags(client):
    topic = make_topic()
    article = make_article(topic=topic, at=at(2026, 3, 9))
    tag(article, "thi", "lớp 10")
    chosen = [make_article(title=f"Chọn {number}", at=at(2026, 1, number)) for number in (1, 2)]
    choose(article, *chosen)
    for day in (3, 4):
        make_article(title=f"Cùng sự kiện {day}", topic=topic, at=at(2026, 2, day))
    one, both = (
        make_article(title="Một thẻ", at=at(2026, 3, 1)),
        make_article(title="Hai thẻ", at=at(2026, 1, 1)),
    )
    tag(one, "thi")
    tag(both, "thi", "lớp 10")
    assert related(client, article) == [
        "Chọn 1",
        "Chọn 2",
        "Cùng sự kiện 4",
        "Cùng sự kiện 3",
        "Hai thẻ",
        "Một thẻ",
    ]


def test_nothing_is_said_twice(client):
    topic, category = make_topic(), make_category()
    article = make_article(topic=topic, category=category, at=at(2026, 3, 9))
    older = make_article(title="Cũ hơn", topic=topic, category=category, at=at(2026, 3, 8))
    chosen = make_article(title="Chọn", topic=topic)
    tag(article, "thi")
    tag(chosen, "thi")
    tag(older, "thi")
    choose(article, chosen)
    context = client.get(article.get_absolute_url()).context
    assert [post.title for post in context["related"]] == ["Chọn"]
    assert [post.title for post in context["older"]] == ["Cũ hơn"]


def test_chosen_documents_stay_with_the_linked_content(client):
    article, document = make_article(), make_document(subject="Kế hoạch thi")
    choose(article, document)
    context = client.get(article.get_absolute_url()).context
    assert (context["linked"], context["related"]) == ([document], [])


@pytest.mark.parametrize("way", ["chosen", "topic", "tag", "neighbour"])
def test_what_is_not_public_is_nowhere_round_a_post(client, way):
    topic, category = make_topic(), make_category()
    article = make_article(topic=topic, category=category)
    tag(article, "thi")
    hidden = [
        make_article(title="Kín một", published=False),
        make_article(title="Kín hai", at=at(2099, 1, 1)),
    ]
    gone = make_article(title="Kín ba")
    gone.withdraw(by=None, note="Nhầm")
    hidden.append(gone)
    for post in hidden:
        if way == "topic":
            post.topic = topic
        if way == "neighbour":
            post.category = category
        post.save()
        if way == "tag":
            tag(post, "thi")
    if way == "chosen":
        choose(article, *hidden)
    assert "Kín" not in client.get(article.get_absolute_url()).content.decode()


def test_no_more_than_six_are_found_by_themselves(client):
    topic = make_topic()
    article = make_article(topic=topic)
    for _ in range(9):
        make_article(topic=topic)
    assert len(related(client, article)) == 6


def test_draft_without_a_date_has_only_what_is_about_the_same():
    topic, category = make_topic(), make_category()
    make_article(title="Cùng mục", category=category)
    make_article(title="Cùng sự kiện", topic=topic)
    draft = make_article(published=False, category=category, topic=topic)
    found = around(draft, [])
    assert ([post.title for post in found.related], found.newer, found.older) == (["Cùng sự kiện"], [], [])
    assert around(make_article(published=False), []).related == []
