"""What forms of what is published send by themselves."""

from bs4 import BeautifulSoup

from tests.admin_forms import address

TOKEN = "a" * 32
OTHER = "b" * 32


def beat(client, obj_or_model, user, typed=None, token=TOKEN, **own):
    """Send what a form sends by itself; what is typed only where something is."""
    is_new = isinstance(obj_or_model, type)
    model = obj_or_model if is_new else type(obj_or_model)
    url = address(model, "autosave_new") if is_new else address(model, "autosave", obj_or_model.pk)
    data = {**(typed or {}), "_draft": token, "_for": user.pk, **own}
    if typed is not None:
        data.setdefault("_version", "")
    return client.post(url, data)


def form_page(client, model, obj=None, **query):
    url = address(model, "change", obj.pk) if obj else address(model, "add")
    return BeautifulSoup(client.get(url, query).content, "html.parser")
