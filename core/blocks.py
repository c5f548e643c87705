"""Kinds of blocks: what staff can put on the home page and into the side columns.

An app registers its kinds in ``AppConfig.ready()``; portal keeps which of them stand where, in which order
and under which name. A room that is built later joins in by registering.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse

from core import cache


@dataclass
class OnPage:
    """What the blocks of one page have shown so far: nothing is said twice. ``path`` is its address."""

    seen: set[tuple[str, int]] = field(default_factory=set)
    path: str = ""

    def pks(self, kind: str) -> list[int]:
        """Return the ids of the objects of a kind that stand on the page already."""
        return [pk for of, pk in self.seen if of == kind]

    def note(self, kind: str, pks: list[int]) -> None:
        self.seen.update((kind, pk) for pk in pks)


# The block's options and the page so far -> what its template is given; None where it has nothing to show.
MakeContext = Callable[[dict[str, Any], OnPage], dict[str, Any] | None]


@dataclass(frozen=True)
class BlockKind:
    """One kind of block.

    ``key`` names it for ever ("news.featured"), ``label`` is what staff read, ``help`` tells them in a
    sentence what it shows. ``form`` has the options: its cleaned data must fit into JSON, and its fields may
    not be named as those of a block (title, region, width …). ``is_wide`` blocks need the width of the home
    page, the others fit into a side column as well. ``title`` stands above the block where neither staff nor
    ``context`` (under "title") name it. ``tags`` are the cache tags of what it shows. ``says_once`` is the
    kind of objects ("news.article") of which the context leaves out those that stand on the page already.
    ``begins`` names the view whose list the block is the beginning of: beside that list it is left out.
    """

    key: str
    label: str
    template: str
    context: MakeContext
    form: type[forms.Form] = forms.Form
    is_wide: bool = False
    title: str = ""
    help: str = ""
    tags: tuple[str, ...] = ()
    says_once: str = ""
    begins: str = ""

    @property
    def defaults(self) -> dict[str, Any]:
        """The options of a block for which staff have chosen none."""
        return {name: option.initial for name, option in self.form.base_fields.items()}

    def render(self, name: str, title: str, options: Mapping[str, Any], page: OnPage) -> str:
        """Return the HTML of a block, "" where it has nothing to show; note on the page what it shows.

        ``name`` tells the blocks of a kind apart, also to the template. What was made once is kept until a
        save touches ``tags`` or the tag "site", which belongs to the block itself.
        """
        if self.begins and page.path == reverse(self.begins):
            return ""
        # What stands above decides what is left to show; of that, only what this kind looks at.
        above = sorted(page.pks(self.says_once))

        def make() -> tuple[str, set[tuple[str, int]]]:
            here = OnPage({(self.says_once, pk) for pk in above})
            context = self.context({**self.defaults, **options}, here)
            if context is None:
                return "", set()
            words = {"title": title} if title else {}
            always = {"title": self.title, "name": name}
            html = render_to_string(self.template, {**always, **context, **words})
            return html, here.seen

        html, shown = cache.remember(f"block:{self.key}:{name}:{above}", {"site", *self.tags}, make)
        page.seen |= shown
        return html


_kinds: dict[str, BlockKind] = {}


def register(*kinds: BlockKind) -> None:
    """Offer kinds of blocks to staff."""
    _kinds.update((kind.key, kind) for kind in kinds)


def registered() -> dict[str, BlockKind]:
    """Return the kinds by key, in the order of their labels."""
    return dict(sorted(_kinds.items(), key=lambda item: item[1].label))


def tags() -> set[str]:
    """Return the cache tags of everything that a block may show: a page with blocks is made from them."""
    return {"site"}.union(*(kind.tags for kind in _kinds.values()))
