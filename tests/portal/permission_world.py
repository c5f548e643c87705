"""The people and the objects of the permission table (test_permission_table.py)."""

from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group

from core.models import PreviewLink
from news.models import ArticleScope, Pick, PickList
from portal.models import Page
from tests.factories import (
    make_article,
    make_article_attachment,
    make_category,
    make_clerk,
    make_comment,
    make_document,
    make_document_file,
    make_poll,
    make_superuser,
    make_topic,
    make_type,
    make_user,
)

# Each by the letter that the table knows him by. The first three have no right at all: nobody who signed
# in, an account that is no member of staff though it is in a group, an editor whose account is locked.
NOBODIES = "-nl"
STAFF = {
    "C": "Cộng tác viên",
    "E": "Biên tập viên",
    "e": "Biên tập viên, of category A",
    "K": "Văn thư",
    "k": "Văn thư, of kind TB",
    "A": "Quản trị",
    "S": "superuser",
}
# Another contributor: what C may do with his own, c may not.
PERSONS = [*NOBODIES, "c", *STAFF]


def make_people(category: Any) -> dict[str, Any]:
    people = {
        "-": None,
        "n": make_user(groups=("Biên tập viên",), is_staff=False),
        "l": make_user(groups=("Biên tập viên",), is_active=False),
        "C": make_user(groups=("Cộng tác viên",)),
        "c": make_user(groups=("Cộng tác viên",)),
        "E": make_user(groups=("Biên tập viên",)),
        "e": make_user(groups=("Biên tập viên",)),
        "K": make_clerk(),
        "k": make_clerk("TB"),
        "A": make_user(groups=("Quản trị",)),
        "S": make_superuser(),
    }
    ArticleScope.objects.create(user=people["e"], category=category)
    return people


def make_world() -> SimpleNamespace:
    """Make one object of each sort that the table names, each in the category or of the kind that it says."""
    w = SimpleNamespace()
    w.a, w.b = make_category(name="Mầm non"), make_category(name="Trung học")
    w.below = make_category(name="Tuyển sinh mầm non", parent=w.a)
    w.people = make_people(w.a)
    other = w.other = make_user(groups=("Biên tập viên",), username="nguoi-khac")
    w.own_draft = make_article(category=w.b, published=False, created_by=w.people["C"], title="Nháp của tôi")
    w.e_draft_b = make_article(category=w.b, published=False, created_by=w.people["e"], title="Nháp của e")
    for letter, category in (("a", w.below), ("b", w.b)):
        for state in ("draft", "review", "public", "withdrawn", "trashed"):
            title = f"Bài {state} {letter}"
            article = make_article(category=category, published=False, created_by=other, title=title)
            make_article_attachment(article)
            bring_into(article, state)
            setattr(w, f"{state}_{letter}", article)
        w.__dict__[f"comment_{letter}"] = make_comment(getattr(w, f"public_{letter}"), status="waiting")
    make_article_attachment(w.own_draft)
    w.k_draft_qd = make_document(published=False, type=make_type("QĐ"), created_by=w.people["k"])
    for letter, code in (("tb", "TB"), ("qd", "QĐ")):
        for state in ("draft", "review", "public", "withdrawn", "trashed"):
            subject = f"Về việc {state} {letter}"
            document = make_document(published=False, type=make_type(code), subject=subject, created_by=other)
            make_document_file(document)
            bring_into(document, state)
            setattr(w, f"{state}_{letter}", document)
    w.picks = PickList.objects.create(title="Nổi bật")
    w.pick_a = Pick.objects.create(list=w.picks, article=w.public_a)
    w.pick_b = Pick.objects.create(list=w.picks, article=w.public_b)
    w.topics = [make_topic(), make_topic()]
    w.poll = make_poll()
    w.page = Page.objects.create(title="Giới thiệu", body="<p>Sở.</p>")
    w.writers = Group.objects.get(name="Cộng tác viên")
    w.weak = make_user(groups=("Cộng tác viên",))
    w.strong = make_superuser()
    w.make_link = lambda obj, person: PreviewLink.make(obj, by=w.people[person], days=1)
    return w


def bring_into(obj: Any, state: str) -> None:
    match state:
        case "review":
            obj.submit(by=None)
        case "public":
            obj.publish(by=None)
        case "withdrawn":
            obj.publish(by=None)
            obj.withdraw(by=None, note="Sai.")
        case "trashed":
            obj.trash(by=None)
