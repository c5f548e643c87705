from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from core.richtext.editor import STATIC_IGNORE_PATTERNS


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng thông tin"

    def ready(self) -> None:
        from core import audit, blocks, search
        from portal import banners, tasks  # noqa: F401 - clock jobs register themselves
        from portal.accounts import sessions  # noqa: F401 - its receivers too
        from portal.accounts import tasks as account_tasks  # noqa: F401
        from portal.accounts.told import ACTIONS
        from portal.blocks import KINDS
        from portal.models import Page

        blocks.register(*KINDS, *banners.KINDS)
        search.register(Page)
        audit.register(ACTIONS)


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"


class PortalStaticFilesConfig(StaticFilesConfig):
    # What the editor does not use is not served either (its flawed plugins least of all).
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *STATIC_IGNORE_PATTERNS]
