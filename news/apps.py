from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Tin tức"

    def ready(self) -> None:
        from core import blocks, fragments, picture_sources, scopes, search
        from news import tasks as _  # noqa: F401 - the clock's jobs
        from news.blocks import KINDS
        from news.models import Article, ArticleScope
        from news.pictures import SOURCES
        from news.voices import state

        search.register(Article)
        scopes.register(
            scopes.Scope(
                rows=ArticleScope,
                rights=("news.publish_article", "news.moderate_comment", "news.report_article"),
                label="Chuyên mục phụ trách",
                help_text=(
                    "Chọn chuyên mục thì gồm cả chuyên mục con. Để trống: mọi chuyên mục mà nhóm cho phép. "
                    "Phạm vi này giới hạn quyền xuất bản, sửa bài của người khác, ghim, chọn tin, duyệt ý "
                    "kiến, báo cáo. Ở chuyên mục khác, người này vẫn viết bài của mình và gửi duyệt như cộng "
                    "tác viên. Quyền khác của nhóm (thông báo, menu, khối, banner, trang, thăm dò) không bị "
                    "giới hạn: người chỉ giữ chuyên mục thì để ở nhóm «Biên tập chuyên mục»."
                ),
            )
        )
        blocks.register(*KINDS)
        for source in SOURCES:
            picture_sources.register(source)
        fragments.register("rating", state.piece)
