"""Versions of an object are bounded, and files that only the deleted ones named go with them."""

import pytest

from core.models import KeptFile
from core.upkeep import trim_versions
from tests.factories import image_bytes, make_article, make_article_attachment, upload

pytestmark = pytest.mark.django_db


def test_few_versions_are_left_alone():
    article = make_article()
    assert trim_versions.func() == 0
    assert article.versions.count() == 2


def test_oldest_versions_go_but_not_the_first(monkeypatch):
    monkeypatch.setattr("core.upkeep.VERSIONS_KEPT", 5)
    article = make_article(published=False, title="0")
    for number in range(1, 9):
        article.title = str(number)
        article.save()
    other = make_article()
    assert trim_versions.func() == 4
    titles = article.versions.order_by("history_id").values_list("title", flat=True)
    assert list(titles) == ["0", "5", "6", "7", "8"]
    assert other.versions.count() == 2
    assert trim_versions.func() == 0


def test_files_of_deleted_versions_go_and_the_others_stay(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("core.upkeep.VERSIONS_KEPT", 3)
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article(cover=upload("a.png", image_bytes()), cover_alt="Ảnh", published=False)
        kept, dropped = make_article_attachment(article), make_article_attachment(article)
        article.save()
        dropped.delete()
    first = article.cover.name
    covers = []
    for width in (20, 30, 40, 50):
        with django_capture_on_commit_callbacks(execute=True):
            article.cover = upload("b.png", image_bytes((width, 10)))
            article.save()
        covers.append(article.cover.name)
    exists = article.cover.storage.exists
    assert all(map(exists, (first, *covers)))
    with django_capture_on_commit_callbacks(execute=True):
        trim_versions.func()
    # The first version stays, and the last ones.
    assert [exists(name) for name in (first, *covers)] == [True, False, False, True, True]
    assert not dropped.file.storage.exists(dropped.file.name)
    assert kept.file.storage.exists(kept.file.name)
    assert not KeptFile.objects.filter(name=covers[0]).exists()
