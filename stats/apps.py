from django.apps import AppConfig


class StatsConfig(AppConfig):
    name = "stats"
    verbose_name = "Thống kê"

    def ready(self) -> None:
        from core import blocks, fragments, hits, search
        from stats import tasks, visits  # noqa: F401 - the clock's jobs
        from stats.blocks import KINDS
        from stats.buffer import buffer
        from stats.models import Poll
        from stats.polls import blocks as poll_blocks
        from stats.polls import state
        from stats.polls import tasks as poll_tasks  # noqa: F401 - the clock's jobs

        hits.receive(buffer.add)
        search.register(Poll)
        blocks.register(*KINDS, *poll_blocks.KINDS)
        fragments.register("visits", visits.fragment)
        fragments.register("poll", state.piece)
