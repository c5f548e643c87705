"""The admin of polls."""

from stats.admin import polls

__all__ = ["polls"]
