from django.apps import AppConfig
from django.db.models.signals import m2m_changed


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from core import blocks, mentions, scopes, search
        from documents import tasks  # noqa: F401 - the clock learns of the jobs
        from documents.blocks import KINDS
        from documents.facet_values import facets_of, refresh_after_areas
        from documents.mentions import find_mentions
        from documents.models import Document, DocumentScope

        search.register(Document, facets_of)
        m2m_changed.connect(refresh_after_areas, sender=Document.areas.through)
        scopes.register(
            scopes.Scope(
                rows=DocumentScope,
                rights=("documents.publish_document",),
                label="Loại văn bản phụ trách",
                help_text=(
                    "Để trống: mọi loại mà nhóm cho phép. Phạm vi này giới hạn quyền xuất bản, sửa, gỡ văn "
                    "bản. Với loại khác, người này vẫn soạn văn bản của mình và gửi duyệt."
                ),
            )
        )
        mentions.register(find_mentions)
        blocks.register(*KINDS)
