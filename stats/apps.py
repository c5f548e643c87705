from django.apps import AppConfig


class StatsConfig(AppConfig):
    name = "stats"
    verbose_name = "Thống kê"

    def ready(self) -> None:
        from core import blocks, hits
        from stats import fragments, tasks, visits  # noqa: F401 - the clock's jobs
        from stats.blocks import KINDS
        from stats.buffer import buffer

        hits.receive(buffer.add)
        blocks.register(*KINDS)
        fragments.register("visits", visits.fragment)
