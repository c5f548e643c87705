from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin tức"

    def ready(self) -> None:
        from core import blocks, search
        from news import tasks  # noqa: F401 - the clock's job
        from news.blocks import KINDS
        from news.models import Article

        search.register(Article)
        blocks.register(*KINDS)
