"""The admin of what is counted, and of polls."""

from stats.admin import polls, settings

__all__ = ["polls", "settings"]
