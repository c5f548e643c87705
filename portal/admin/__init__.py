"""The admin of the furniture and of accounts."""

from portal.admin import accounts, announcements, banners, blocks, links, menus, pages, settings

__all__ = ["accounts", "announcements", "banners", "blocks", "links", "menus", "pages", "settings"]
