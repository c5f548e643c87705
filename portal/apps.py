from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from core.richtext.editor import STATIC_IGNORE_PATTERNS


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Cổng thông tin"


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"


class PortalStaticFilesConfig(StaticFilesConfig):
    # What the editor does not use is not served either (its flawed plugins least of all).
    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *STATIC_IGNORE_PATTERNS]
