from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from core import blocks, mentions, search
        from documents import tasks  # noqa: F401 - the clock learns of the jobs
        from documents.blocks import KINDS
        from documents.mentions import find_mentions
        from documents.models import Document

        search.register(Document)
        mentions.register(find_mentions)
        blocks.register(*KINDS)
