"""Kinds of blocks that show banners, the logos of partners, and advertising."""

from typing import Any

from django import forms

from core.blocks import BlockKind, OnPage
from portal import furniture
from portal.models import Banner

Place = Banner.Place


class BannersOptions(forms.Form):
    place = forms.ChoiceField(
        label="Banner của vị trí",
        choices=[(place.value, place.label) for place in (Place.HOME, Place.SIDE)],
        initial=Place.HOME.value,
    )


def _of(place: str) -> dict[str, Any] | None:
    banners = furniture.standing().banners.get(place)
    return {"banners": banners} if banners else None


def banners(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The banners of the place that the block is for."""
    return _of(options["place"])


def partners(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The logos of all partners."""
    return _of(Place.PARTNERS)


def advertising(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """What others pay for, or what looks like it."""
    return _of(Place.ADVERTISING)


# Key of the kind and options of the blocks that show the banners of a place.
SHOWN_BY: dict[str, tuple[str, dict[str, str]]] = {
    Place.HOME: ("portal.banners", {"place": Place.HOME.value}),
    Place.SIDE: ("portal.banners", {"place": Place.SIDE.value}),
    Place.PARTNERS: ("portal.partners", {}),
    Place.ADVERTISING: ("portal.advertising", {}),
}

KINDS = (
    BlockKind(
        key="portal.banners",
        label="Banner",
        help="Các banner đang hiện của một vị trí: giữa trang chủ hoặc cột bên.",
        template="blocks/banners.html",
        context=banners,
        form=BannersOptions,
        tags=Banner.cache_tags,
    ),
    BlockKind(
        key="portal.partners",
        label="Dải đối tác",
        title="Đối tác",
        help="Biểu trưng của các đối tác, có liên kết tới trang của họ.",
        template="blocks/partners.html",
        context=partners,
        tags=Banner.cache_tags,
    ),
    BlockKind(
        key="portal.advertising",
        label="Ô quảng cáo",
        help="Các ảnh quảng cáo đang hiện, luôn có chữ «Quảng cáo» ở trên.",
        template="blocks/advertising.html",
        context=advertising,
        tags=Banner.cache_tags,
    ),
)
