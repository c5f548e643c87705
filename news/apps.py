from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin tức"

    def ready(self) -> None:
        from core import blocks, fragments, search
        from news import tasks as _  # noqa: F401 - the clock's jobs
        from news.blocks import KINDS
        from news.models import Article
        from news.voices import state

        search.register(Article)
        blocks.register(*KINDS)
        fragments.register("rating", state.piece)
