"""The furniture of the site that staff set: names, menus, announcements, banners, pages, blocks."""

from portal.models.accounts import AuthenticatorApp, FactorReset, Passkey, RecoveryCode, StaffSession
from portal.models.announcements import Announcement
from portal.models.banners import Banner, BannerClick, Link, LinkList
from portal.models.blocks import Block
from portal.models.menus import MenuItem
from portal.models.pages import Page
from portal.models.settings import SiteSettings

__all__ = [
    "Announcement",
    "AuthenticatorApp",
    "Banner",
    "BannerClick",
    "Block",
    "FactorReset",
    "Link",
    "LinkList",
    "MenuItem",
    "Page",
    "Passkey",
    "RecoveryCode",
    "SiteSettings",
    "StaffSession",
]
