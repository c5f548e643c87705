"""Run the jobs of the queue and of the clock."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.jobs import Heartbeat, JobWorker, run_ready_jobs


class Command(BaseCommand):
    help = "Chạy các việc nền trong hàng đợi và các việc định kỳ, cho tới khi nhận TERM hoặc Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Chạy hết việc đang chờ rồi dừng.")

    def handle(self, *, batch: bool, **options: Any) -> None:
        """Work; returns when told to stop, with the job under way finished."""
        if batch:
            self.stdout.write(f"Đã chạy {run_ready_jobs()} việc nền.")
            return
        worker = JobWorker()
        worker.configure_signals()
        heartbeat = Heartbeat(worker.worker_id)
        heartbeat.start()
        self.stdout.write(f"Tiến trình chạy việc nền {worker.worker_id[:8]} đã sẵn sàng.")
        try:
            worker.run()
        finally:
            heartbeat.stop()
        self.stdout.write("Tiến trình chạy việc nền đã dừng.")
