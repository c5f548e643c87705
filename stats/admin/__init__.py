"""The admin of what is counted."""

from stats.admin import settings

__all__ = ["settings"]
