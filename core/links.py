"""Reading and writing which published objects name each other (core.models.ObjectLink)."""

from collections.abc import Iterable

from django.db import models, transaction

from core import search
from core.models import ObjectLink, Publishable
from core.models.counters import kind_of

# Kind (``news.article``) and id of an object.
Ref = tuple[str, int]


def linked_refs(obj: Publishable) -> list[Ref]:
    """Return what an object is linked with, on whichever side the link was made."""
    # Two people may link the same two objects at once, each from its own side.
    return list(dict.fromkeys(link.other_side(obj) for link in ObjectLink.objects.of(obj)))


def set_links(obj: Publishable, refs: Iterable[Ref]) -> None:
    """Make these, in this order, all that an object is linked with; the pages of both sides go stale."""
    kind = kind_of(obj)
    wanted = [ref for ref in dict.fromkeys(refs) if ref != (kind, obj.pk)]
    with transaction.atomic():
        before = {link.other_side(obj): link for link in ObjectLink.objects.of(obj).select_for_update()}
        ObjectLink.objects.filter(
            pk__in=[link.pk for ref, link in before.items() if ref not in wanted]
        ).delete()
        for order, ref in enumerate(wanted):
            if ref in before:
                ObjectLink.objects.filter(pk=before[ref].pk).update(order=order)
            else:
                ObjectLink.objects.create(
                    from_kind=kind, from_id=obj.pk, to_kind=ref[0], to_id=ref[1], order=order
                )
        for touched in {kind, *(ref[0] for ref in (*before, *wanted))}:
            search.registered()[touched].touch_pages()


def linked(obj: Publishable, *, apart_from: str = "") -> list[Publishable]:
    """Return the published objects that an object is linked with, in order; one query a kind.

    ``apart_from`` is a kind to leave out. What :func:`with_link_refs` has read is not asked for again.
    """
    return load([ref for ref in refs_of(obj) if ref[0] != apart_from], public=True)


def refs_of(obj: Publishable) -> list[Ref]:
    """Return what an object is linked with, as :func:`with_link_refs` has read it where it has."""
    if not hasattr(obj, "link_refs"):
        return linked_refs(obj)
    return list(dict.fromkeys((ref["kind"], ref["id"]) for ref in obj.link_refs))


def with_link_refs(objects: models.QuerySet) -> models.QuerySet:
    """Have published objects say with their own row what they are linked with."""
    return objects.annotate(link_refs=ObjectLink.objects.refs_of(objects.model))


def load(refs: Iterable[Ref], *, public: bool) -> list[Publishable]:
    """Fetch objects in the given order; what is not there, or not public where it must be, is left out."""
    refs = list(refs)
    found: dict[Ref, Publishable] = {}
    for kind in dict.fromkeys(kind for kind, _ in refs):
        model: type[models.Model] | None = search.registered().get(kind)
        if model is None:
            continue
        objects = model._default_manager.all()
        if public:  # As a line in a list: what a card shows besides is not needed.
            objects = objects.published().for_list().prefetch_related(None)
        for obj in objects.filter(pk__in=[pk for of, pk in refs if of == kind]):
            found[kind, obj.pk] = obj
    return [found[ref] for ref in refs if ref in found]
