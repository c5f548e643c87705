"""Trees of names: categories of news, fields that documents belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from core import cache
from core.models.base import TextModel


class TreeNodeQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("order", "name")


class TreeNode(TextModel):
    """A name with a place below another, an address of its own and an order among its siblings.

    ``RESERVED_SLUGS`` are words that the addresses of the model need for something else. ``TABLE_TAG`` is
    that one of the ``cache_tags`` which nothing but such names touches.
    """

    RESERVED_SLUGS: ClassVar[frozenset[str]] = frozenset()
    TABLE_TAG: ClassVar[str]

    name = models.CharField("tên", max_length=120)
    slug = models.SlugField(
        "phần địa chỉ",
        max_length=120,
        unique=True,
        blank=True,
        help_text="Để trống: tạo từ tên. Đổi phần này làm đổi địa chỉ của trang.",
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="thuộc", null=True, blank=True, related_name="children"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0, help_text="Số nhỏ đứng trước.")

    objects = TreeNodeQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("order", "name")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="%(app_label)s_%(class)s_not_its_own_parent",
                violation_error_message="Một mục không thể nằm trong chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self.free_slug(self.name, self.RESERVED_SLUGS)
        super().save(**kwargs)

    def clean(self) -> None:
        if self.parent and self.pk and self.parent in Tree.read(type(self)).descendants(self):
            raise ValidationError({"parent": "Mục cha không thể nằm trong chính mục này."})


Node = TypeVar("Node", bound=TreeNode)


class Tree(Generic[Node]):
    """All nodes of a model with their places in the tree, from one query.

    A department has some tens of categories or fields, so the whole tree is read at once.
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._by_pk = {node.pk: node for node in nodes}
        self._children: dict[int | None, list[Node]] = {}
        for node in self._by_pk.values():
            self._children.setdefault(node.parent_id, []).append(node)

    @classmethod
    def of(cls, model: type[Node]) -> Tree[Node]:
        """Return the tree of a model as it stands in the cache."""
        return cache.remember(f"tree:{model._meta.label_lower}", {model.TABLE_TAG}, lambda: cls.read(model))

    @classmethod
    def read(cls, model: type[Node]) -> Tree[Node]:
        """Return the tree of a model as it stands in the database."""
        return cls(model.objects.in_order())

    @property
    def roots(self) -> list[Node]:
        return self._children.get(None, [])

    def by_pk(self, pk: int | None) -> Node | None:
        return self._by_pk.get(pk)

    def by_slug(self, slug: str) -> Node | None:
        return next((node for node in self._by_pk.values() if node.slug == slug), None)

    def children(self, node: Node) -> list[Node]:
        return self._children.get(node.pk, [])

    def ancestors(self, node: Node) -> list[Node]:
        """Return the nodes above this one, the topmost first."""
        above: list[Node] = []
        parent_id = node.parent_id
        while parent_id in self._by_pk and self._by_pk[parent_id] not in above:
            above.insert(0, self._by_pk[parent_id])
            parent_id = self._by_pk[parent_id].parent_id
        return above

    def descendants(self, node: Node) -> list[Node]:
        """Return this node and all below it."""
        # Each node once: two who move two nodes below each other at the same moment make a ring.
        found = {node.pk: node}
        waiting = [node]
        while waiting:
            below = [child for child in self.children(waiting.pop(0)) if child.pk not in found]
            found.update((child.pk, child) for child in below)
            waiting += below
        return list(found.values())

    def walk(self) -> Iterator[tuple[int, Node]]:
        """Yield depth (0 for the topmost) and node, in the order of an indented list."""

        def below(nodes: list[Node], depth: int) -> Iterator[tuple[int, Node]]:
            for node in nodes:
                yield depth, node
                yield from below(self.children(node), depth + 1)

        yield from below(self.roots, 0)
