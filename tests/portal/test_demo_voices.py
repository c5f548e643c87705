"""What readers say under the demo's posts."""

import pytest

from news.models import Comment, RatingSum
from news.voices.state import voices_of
from portal.demo import content
from portal.demo.voices import speak
from tests.factories import at, make_article
from tests.news.voices import soup

pytestmark = pytest.mark.django_db


def test_posts_have_scores_conversations_and_something_to_moderate(client):
    titles = [entry["title"] for entry in content.voices()]
    assert set(titles) <= {post.title for post in content.posts()}
    articles = [make_article(title=title, at=at(2026, 1, 2)) for title in titles]
    spoken = speak()
    assert Comment.objects.count() == spoken
    assert {"waiting", "approved", "spam"} == set(Comment.objects.values_list("status", flat=True))
    assert RatingSum.objects.count() == len(titles)
    voices = voices_of(type(articles[0]).objects.for_page().get(pk=articles[0].pk))
    assert voices.rating.count == sum(content.voices()[0]["scores"])
    page = soup(client.get(articles[0].get_absolute_url()))
    assert page.select_one(".comment.is-official")


def test_posts_that_there_are_not_are_passed_over():
    assert speak() == 0
