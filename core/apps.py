from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        from core import paths, tasks, upkeep  # noqa: F401 - converters and clock jobs register themselves
