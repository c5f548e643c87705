"""The permission table: what is done, to what, and who may do it (the letters of permission_world).

``of`` is what the README calls the object, ``what`` the action. ``do`` does it through HTTP and tells whether
it was done; what may not be done is refused, not there, or leads to the sign-in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from core.models import Picture, PreviewLink, Status
from news.models import Article, Category, Pick, Topic
from stats.models import PollReset
from tests.admin_forms import address, article_form, change, document_form, press, run_action
from tests.factories import image_bytes, upload

ADMIN = "/quan-tri/"
EVERYBODY = "everybody"
Do = Callable[[Client, SimpleNamespace], bool]


@dataclass(frozen=True)
class Row:
    of: str
    what: str
    who: str
    do: Do


def body(response: HttpResponse) -> bytes:
    if response.streaming:
        return b"".join(response.streaming_content)
    return response.content


def opens(path: str | Callable[[Any], str]) -> Do:
    """Tell whether an address answers, and not with the sign-in."""

    def do(c: Client, w: SimpleNamespace) -> bool:
        response = c.get(path(w) if callable(path) else path)
        body(response)
        return response.status_code == 200

    return do


def shows(path: str, name: str) -> Do:
    """Tell whether a page shows the title of an object."""

    def do(c: Client, w: SimpleNamespace) -> bool:
        response = c.get(path)
        obj = getattr(w, name)
        title = getattr(obj, "subject", None) or obj.title
        # The words of a search are on its page, whatever it finds.
        return response.status_code == 200 and body(response).decode().count(title) > path.count(title) * 2

    return do


def lists(name: str, query: str = "") -> Do:
    """Tell whether the admin's list has an object among its rows."""

    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        response = c.get(address(type(obj), "changelist") + query)
        return response.status_code == 200 and obj in list(response.context["cl"].result_list)

    return do


def edits(name: str) -> Do:
    """Tell whether the form of an object opens with boxes to be filled in."""

    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        response = c.get(address(type(obj), "change", obj.pk))
        return response.status_code == 200 and response.context["has_change_permission"]

    return do


def saves(name: str) -> Do:
    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        if isinstance(obj, Article):
            change(c, obj, article_form(obj, title="Tiêu đề khác"))
        else:
            change(c, obj, document_form(obj, subject="Trích yếu khác"))
        obj.refresh_from_db()
        return "khác" in str(obj)

    return do


def moves(name: str, to: str) -> Do:
    """Tell whether a post comes into another category, by its form and by the action of the list alike."""

    def do(c: Client, w: SimpleNamespace) -> bool:
        obj, category = getattr(w, name), getattr(w, to)
        run_action(c, "move_selected", obj, follow=False, _moved="1", category=str(category.pk))
        obj.refresh_from_db()
        by_action = obj.category == category
        Article.objects.filter(pk=obj.pk).update(category=w.below if name.endswith("_a") else w.b)
        obj.refresh_from_db()
        change(c, obj, article_form(obj, category=category.pk))
        obj.refresh_from_db()
        assert by_action == (obj.category == category), "The form and the action of the list disagree."
        return by_action

    return do


AFTER = {
    "submit": (Status.IN_REVIEW, False),
    "publish": (Status.PUBLISHED, False),
    "return_to_draft": (Status.DRAFT, False),
    "withdraw": (Status.WITHDRAWN, False),
    "trash": (None, True),
    "restore": (Status.DRAFT, False),
}
ACTIONS = {"return_to_draft": "return_selected"}


def uses(verb: str, name: str) -> Do:
    """Tell whether a verb does its work, by its button and by the action of the list alike."""

    def done(obj: Any) -> bool:
        obj.refresh_from_db()
        status, in_trash = AFTER[verb]
        return bool(obj.deleted_at) == in_trash and status in (None, obj.status)

    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        before = (obj.status, obj.deleted_at)
        press(c, obj, verb, _note="Vì thử nghiệm.")
        by_button = done(obj)
        obj.status, obj.deleted_at = before
        obj.save()
        obj.refresh_from_db()
        query = "?trang_thai=thung-rac" if verb == "restore" else ""
        told = {"_note": "Vì thử nghiệm."}
        if verb == "publish":
            told |= {"_despite": "1", "_seen": f"{obj.pk}:{obj.updated_at.isoformat()}"}
        run_action(c, ACTIONS.get(verb, f"{verb}_selected"), obj, query=query, follow=False, **told)
        assert by_button == done(obj), f"The button and the action «{verb}» disagree."
        return by_button

    return do


def deletes(name: str) -> Do:
    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        c.post(address(type(obj), "delete", obj.pk), {"post": "yes"})
        gone = not type(obj).objects.filter(pk=obj.pk).exists()
        if not gone:
            data = {"action": "delete_selected", "_selected_action": [obj.pk], "post": "yes"}
            query = "?trang_thai=thung-rac" if hasattr(obj, "deleted_at") else ""
            c.post(address(type(obj), "changelist") + query, data)
            assert type(obj).objects.filter(pk=obj.pk).exists(), "The page and the action disagree."
        return gone

    return do


def file_of(name: str) -> Do:
    def path(w: SimpleNamespace) -> str:
        obj = getattr(w, name)
        return (obj.attachments if isinstance(obj, Article) else obj.files).first().get_absolute_url()

    return opens(path)


def archive_of(name: str) -> Do:
    return opens(lambda w: f"/van-ban/tep/tat-ca/{getattr(w, name).pk}/")


def page_of(name: str) -> Do:
    return opens(lambda w: getattr(w, name).get_absolute_url())


def beside(name: str, step: str) -> Do:
    """Tell whether a page beside the form of an object opens."""

    def path(w: SimpleNamespace) -> str:
        obj = getattr(w, name)
        return f"{ADMIN}{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/{step}"

    return opens(path)


def shares(name: str) -> Do:
    """Tell whether a person makes a preview link, which opens for everybody."""

    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        c.post(address(type(obj), "preview_link", obj.pk), {"days": "1"})
        link = PreviewLink.objects.of(obj).first()
        return link is not None and Client().get(link.get_absolute_url()).status_code == 200

    return do


def copies(name: str) -> Do:
    def do(c: Client, w: SimpleNamespace) -> bool:
        c.post(f"{ADMIN}news/article/{getattr(w, name).pk}/sao-chep/")
        return Article.objects.filter(title__startswith="Bản sao: ").exists()

    return do


def offers(path: str, name: str) -> Do:
    """Tell whether an autocomplete names an object."""

    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        response = c.get(path)
        if response.status_code != 200:
            return False
        data = response.json()
        assert not data.get("pagination", {}).get("more")
        return (getattr(obj, "subject", None) or getattr(obj, "title", None) or str(obj)) in str(data)

    return do


def offers_picture(c: Client, w: SimpleNamespace) -> bool:
    Picture.objects.create(file=upload("anh.png", image_bytes()), alt="Sân trường", uploaded_by=w.other)
    response = c.get(f"{ADMIN}core/picture/chon/")
    return response.status_code == 200 and bool(response.context["page"].object_list)


def approves(name: str) -> Do:
    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        c.post(f"{ADMIN}news/comment/{obj.pk}/approve/")
        obj.refresh_from_db()
        return obj.status == "approved"

    return do


def answers(name: str) -> Do:
    def do(c: Client, w: SimpleNamespace) -> bool:
        obj = getattr(w, name)
        c.post(f"{ADMIN}news/comment/{obj.pk}/tra-loi/", {"tra_loi": "Cảm ơn bạn."})
        return type(obj).objects.filter(parent=obj).exists()

    return do


def uploads(c: Client, w: SimpleNamespace) -> bool:
    c.post(f"{ADMIN}anh/tai-len/", {"upload": upload("anh.png", image_bytes())})
    return Picture.objects.exists()


def merges(c: Client, w: SimpleNamespace) -> bool:
    pks = [topic.pk for topic in w.topics]
    data = {"action": "merge_selected", "_selected_action": pks, "_kept": pks[0]}
    c.post(f"{ADMIN}news/topic/", data)
    return Topic.objects.count() == 1


def picks(name: str) -> Do:
    def do(c: Client, w: SimpleNamespace) -> bool:
        Pick.objects.all().delete()
        form = {"list": w.picks.pk, "article": getattr(w, name).pk, "is_shown": "on"}
        c.post(f"{ADMIN}news/pick/add/", form)
        return Pick.objects.exists()

    return do


def adds_category(c: Client, w: SimpleNamespace) -> bool:
    c.post(f"{ADMIN}news/category/add/", {"name": "Mới", "parent": w.a.pk, "order": 0})
    return Category.objects.filter(name="Mới").exists()


def resets_poll(c: Client, w: SimpleNamespace) -> bool:
    type(w.poll).objects.filter(pk=w.poll.pk).update(ballots_count=1)
    c.post(f"{ADMIN}stats/poll/{w.poll.pk}/xoa-phieu/", {"_note": "Vì thử nghiệm."})
    return PollReset.objects.exists()


def gives_group(c: Client, w: SimpleNamespace) -> bool:
    c.post(f"{ADMIN}auth/user/{w.weak.pk}/change/", account_form(w.weak, groups=[]))
    return not w.weak.groups.exists()


def gives_scope(c: Client, w: SimpleNamespace) -> bool:
    form = account_form(w.weak, scope_news_article=[w.a.pk])
    c.post(f"{ADMIN}auth/user/{w.weak.pk}/change/", form)
    return w.weak.news_scopes.exists()


def makes_superuser(c: Client, w: SimpleNamespace) -> bool:
    c.post(f"{ADMIN}auth/user/{w.weak.pk}/change/", account_form(w.weak, is_superuser="on"))
    return User.objects.get(pk=w.weak.pk).is_superuser


def locks_superuser(c: Client, w: SimpleNamespace) -> bool:
    form = account_form(w.strong)
    form.pop("is_active")
    c.post(f"{ADMIN}auth/user/{w.strong.pk}/change/", form)
    return not User.objects.get(pk=w.strong.pk).is_active


def changes_group(c: Client, w: SimpleNamespace) -> bool:
    c.post(f"{ADMIN}auth/group/{w.writers.pk}/change/", {"name": "Đổi tên", "permissions": []})
    return type(w.writers).objects.filter(name="Đổi tên").exists()


def account_form(user: User, **changes: Any) -> dict[str, Any]:
    form = {"username": user.username, "groups": [group.pk for group in user.groups.all()]}
    form |= {name: "on" for name in ("is_active", "is_staff", "is_superuser") if getattr(user, name)}
    return form | changes


def in_admin(model: str, step: str = "") -> Do:
    return opens(f"{ADMIN}{model}/{step}")
