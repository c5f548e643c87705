"""What is not public is neither fetched nor named: state by state, role by role, place by place.

The tables are the rule. «200», «404», «410»: what an address answers. «x»: it is named or shown there; «-»:
it is not. Pages of the portal answer everybody alike, whoever is signed in. In the admin «form» is its form
alone; «x» is its preview as well, and its file, which others get as the portal says.
"""

from datetime import timedelta
from pathlib import PurePath
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from core.links import set_links
from core.models import PreviewLink
from core.models.counters import kind_of
from news.models import Pick, PickList
from tests.conftest import BROWSER
from tests.factories import (
    image_bytes,
    make_area,
    make_article,
    make_article_attachment,
    make_author,
    make_category,
    make_document,
    make_document_file,
    make_superuser,
    make_topic,
    make_user,
    sign,
    tag,
    upload,
    write,
)
from tests.portal.blocks import place
from tests.sitemaps import sitemap_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

PORTAL = """
            | public | draft | in review | scheduled | expired | withdrawn | trash
its address | 200    | 404   | 404       | 404       | 410     | 410       | 404
its file    | 200    | 404   | 404       | 404       | 410     | 410       | 404
its preview | 302    | 200   | 200       | 200       | 200     | 404       | 404
named       | x      | -     | -         | -         | -       | -         | -
"""

POSTS_IN_THE_ADMIN = """
               | public | draft | in review | scheduled | expired | withdrawn | trash
nobody         | -      | -     | -         | -         | -       | -         | -
its writer     | x      | x     | x         | x         | x       | x         | form
another writer | -      | -     | -         | -         | -       | -         | -
editor         | x      | x     | x         | x         | x       | x         | x
clerk          | -      | -     | -         | -         | -       | -         | -
administrator  | x      | x     | x         | x         | x       | x         | x
"""

DOCUMENTS_IN_THE_ADMIN = """
               | public | draft | in review | scheduled | expired | withdrawn | trash
nobody         | -      | -     | -         | -         | -       | -         | -
another writer | -      | -     | -         | -         | -       | -         | -
editor         | -      | -     | -         | -         | -       | -         | -
its writer     | x      | x     | x         | x         | x       | x         | x
clerk          | x      | x     | x         | x         | x       | x         | x
administrator  | x      | x     | x         | x         | x       | x         | x
"""

# Stands in the title alone, and so in the address; no page says it by itself.
SECRET, IN_ADDRESS = "Bạchdương", "bachduong"


def read(table):
    """Return the cells of a table by row and column."""
    head, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip("\n").splitlines())
    return {(row[0], name): cell for row in rows for name, cell in zip(head[1:], row[1:], strict=True)}


STATES = [name for row, name in read(PORTAL) if row == "named"]
POST_ROLES = list(dict.fromkeys(row for row, _ in read(POSTS_IN_THE_ADMIN)))


def put(obj, state):
    """Bring a draft into a state."""
    now = timezone.now()
    match state:
        case "public":
            obj.publish(by=None)
        case "in review":
            obj.submit(by=None)
        case "scheduled":
            obj.publish(by=None, at=now + timedelta(days=1))
        case "expired":
            obj.publish(by=None, at=now - timedelta(days=2), until=now - timedelta(days=1))
        case "withdrawn":
            obj.publish(by=None)
            obj.withdraw(by=None, note="Đăng nhầm.")
        case "trash":
            obj.trash(by=None)


def person(role, writer):
    """Return a browser in which somebody of a role is signed in."""
    client = Client(headers={"User-Agent": BROWSER})
    match role:
        case "its writer":
            client.force_login(writer)
        case "another writer":
            client.force_login(make_user(groups=("Cộng tác viên",)))
        case "editor":
            client.force_login(make_user(groups=("Biên tập viên",)))
        case "clerk":
            client.force_login(make_user(groups=("Văn thư",)))
        case "administrator":
            client.force_login(make_user(groups=("Quản trị",)))
    return client


def told(client, address):
    """Return all that an address says, whatever its status."""
    answer = client.get(address)
    return unquote(b"".join(answer).decode(errors="replace"))


def status(client, address):
    answer = client.get(address)
    b"".join(answer)  # To its end, so that its file is closed.
    return str(answer.status_code)


def names(client, address, secrets):
    said = told(client, address)
    return any(secret in said for secret in secrets)


class Post:
    """A post with all that could name it: its lists, others that share what it has, blocks, links."""

    def __init__(self, state):
        self.writer = make_user(groups=("Cộng tác viên",))
        category, topic, author = make_category(name="Tuyển sinh"), make_topic(name="Kỳ thi"), make_author()
        both = {"category": category, "topic": topic}
        self.obj = make_article(
            title=f"Đề thi thử {SECRET}",
            published=False,
            created_by=self.writer,
            cover=upload("anh.png", image_bytes()),
            cover_alt="Học sinh",
            pinned_until=timezone.now() + timedelta(days=5),
            **both,
        )
        self.file = make_article_attachment(self.obj)
        self.link = PreviewLink.make(self.obj, by=make_superuser(), days=3)
        self.other = make_article(title="Đề thi thử năm trước", **both)
        self.document = make_document(subject="Về kỳ thi thử")
        (shared,) = tag(self.other, "đề thi")
        tag(self.obj, "đề thi")
        write(self.other, author)
        write(self.obj, author)
        set_links(self.other, [(kind_of(self.obj), self.obj.pk)])
        set_links(self.document, [(kind_of(self.obj), self.obj.pk)])
        picks = PickList.objects.create(title="Tiêu điểm")
        for article in (self.other, self.obj):
            Pick.objects.create(list=picks, article=article)
        place("news.picked", "home", title="Tiêu điểm", list=picks.pk)
        put(self.obj, state)
        slug = category.slug
        self.places = {
            "home page, its blocks": "/",
            "list": "/tin-tuc/",
            "category": category.get_absolute_url(),
            "topic": topic.get_absolute_url(),
            "tag": shared.get_absolute_url(),
            "author": author.get_absolute_url(),
            "feed": "/rss/tin-tuc.xml",
            "Atom": "/rss/tin-tuc.atom",
            "feed of the category": f"/rss/tin-tuc/{slug}.xml",
            "feed of the topic": f"/rss/chu-de/{topic.slug}.xml",
            "feed of the tag": f"/rss/the/{shared.slug}.atom",
            "sitemap": sitemap_of("tin-tuc", self.obj),
            "sitemap of news": "/sitemap-tin-moi.xml",
            "search": "/tim-kiem/?q=%C4%91%E1%BB%81+thi",
            "related, before and after": self.other.get_absolute_url(),
            "document that is linked with it": self.document.get_absolute_url(),
        }


class Paper:
    """A document with all that could name it."""

    def __init__(self, state):
        self.writer = make_user(groups=("Văn thư",))
        area = make_area(name="Thi cử")
        due = timezone.localdate() + timedelta(days=3)
        self.obj = make_document(
            subject=f"Về đề thi thử {SECRET}", published=False, created_by=self.writer, due_on=due
        )
        self.other = make_document(
            subject="Về đề thi thử năm trước", due_on=due, issuing_body=self.obj.issuing_body
        )
        for document in (self.obj, self.other):
            document.areas.add(area)
        sign(self.obj, sign(self.other).signer)
        self.file = make_document_file(self.obj)
        self.link = PreviewLink.make(self.obj, by=make_superuser(), days=3)
        self.article = make_article(title="Đề thi thử năm trước", body=f"<p>Theo {self.obj.number}.</p>")
        set_links(self.article, [(kind_of(self.obj), self.obj.pk)])
        set_links(self.other, [(kind_of(self.obj), self.obj.pk)])
        put(self.obj, state)
        self.places = {
            "home page, its blocks": "/",
            "register": "/van-ban/",
            "register, searched": "/van-ban/?q=%C4%91%E1%BB%81+thi",
            "due documents": "/van-ban/sap-den-han/",
            "calendar of due documents": "/van-ban/sap-den-han.ics",
            "list as CSV": "/van-ban/xuat/danh-sach.csv",
            "feed": "/rss/van-ban.xml",
            "Atom": "/rss/van-ban.atom",
            "sitemap": sitemap_of("van-ban", self.obj),
            "search": "/tim-kiem/?q=%C4%91%E1%BB%81+thi",
            "document that is linked with it": self.other.get_absolute_url(),
            "post that is linked with it and mentions it": self.article.get_absolute_url(),
        }


KINDS = pytest.mark.parametrize("made", [Post, Paper], ids=["post", "document"])


IN_THE_ADMIN = pytest.mark.parametrize(
    ("made", "table"),
    [(Post, POSTS_IN_THE_ADMIN), (Paper, DOCUMENTS_IN_THE_ADMIN)],
    ids=["post", "document"],
)


def column(table, state):
    """Return the cells of a state by row."""
    return {row: cell for (row, name), cell in read(table).items() if name == state}


@KINDS
@pytest.mark.parametrize("state", STATES)
def test_portal_shows_to_every_role_what_the_table_says(made, state):
    one = made(state)
    secrets = [SECRET, IN_ADDRESS, one.obj.get_absolute_url()]
    if made is Post:
        secrets.append(PurePath(one.obj.cover.name).stem)  # Its smaller copies are named by it, too.
    expected = column(PORTAL, state)
    statuses, named = {}, {}
    for role in POST_ROLES:
        client = person(role, one.writer)
        statuses[role] = (
            status(client, one.obj.get_absolute_url()),
            status(client, one.link.get_absolute_url()),
        )
        named |= {(role, name): names(client, url, secrets) for name, url in one.places.items()}
    assert statuses == dict.fromkeys(POST_ROLES, (expected["its address"], expected["its preview"]))
    assert {where: said for where, said in named.items() if said != (expected["named"] == "x")} == {}


@KINDS
@pytest.mark.parametrize("state", ["expired", "withdrawn"])
def test_what_is_gone_says_no_more_than_its_title_and_the_reason(made, state):
    one = made(state)
    said = told(person("nobody", one.writer), one.obj.get_absolute_url())
    assert "Nội dung bài viết" not in said
    assert "Nội dung văn bản" not in said
    assert one.file.original_name not in said
    if made is Post:
        assert one.obj.cover.name not in said


@IN_THE_ADMIN
@pytest.mark.parametrize("state", STATES)
def test_admin_shows_to_each_role_what_the_table_says(made, table, state):
    one = made(state)
    pages = f"/quan-tri/{one.obj._meta.app_label}/{one.obj._meta.model_name}/{one.obj.pk}"
    found = {}
    for role in column(table, state):
        client = person(role, one.writer)
        has_form, has_preview = (
            names(client, f"{pages}/{page}/", [SECRET]) for page in ("change", "xem-truoc")
        )
        found[role] = {(True, True): "x", (True, False): "form", (False, False): "-"}[has_form, has_preview]
    assert found == column(table, state)


@IN_THE_ADMIN
@pytest.mark.parametrize("state", STATES)
def test_file_is_for_those_who_may_look_at_what_it_belongs_to(made, table, state):
    one = made(state)
    for_others = column(PORTAL, state)["its file"]
    roles = column(table, state)
    found = {role: status(person(role, one.writer), one.file.get_absolute_url()) for role in roles}
    assert found == {role: "200" if cell == "x" else for_others for role, cell in roles.items()}


@KINDS
def test_forged_preview_opens_nothing(made):
    one = made("draft")
    token = one.link.token
    for forged in (f"{one.obj.pk}", f"{one.link.pk}.abc", f"{one.link.pk + 1}.{token.partition('.')[2]}"):
        assert person("editor", one.writer).get(f"/xem-truoc/{forged}/").status_code == 404
