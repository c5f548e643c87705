"""``make demo``: fills an empty site with the content of a fictional department, and more where asked."""

import os
import time

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import models

from portal.demo.bulk.crew import Crew
from portal.demo.bulk.fill import fill_up
from portal.demo.fill import NotEmptyError, fill
from portal.demo.progress import Progress


class Command(BaseCommand):
    """Fills the site once; a second run changes nothing and says so."""

    help = (
        "Tạo nội dung mẫu (một Sở hư cấu) trong cổng còn trống. Chạy lại không đổi gì. "
        "Với --documents, --articles: thêm hàng loạt văn bản, bài viết ghép từ khuôn để thử sức chịu tải, "
        "cho tới khi cổng có đủ chừng ấy; chạy lại thì bù cho đủ, Ctrl-C thì dừng ở mẻ vừa xong. "
        "Mỗi văn bản có 1 đến 3 tệp PDF thật, tải về được; trên trang PDF chỉ có dòng chữ «minh họa», còn "
        "300 chữ để tìm trong tệp thì ghi thẳng vào cơ sở dữ liệu. 100.000 văn bản, 50.000 bài viết cần "
        "khoảng 3 GB đĩa."
    )
    requires_migrations_checks = True

    def add_arguments(self, parser):
        """Add the options."""
        for name, noun in (("--documents", "văn bản"), ("--articles", "bài viết")):
            parser.add_argument(
                name, type=int, default=0, metavar="SỐ", help=f"thêm {noun} mẫu cho tới khi cổng có đủ số này"
            )
        parser.add_argument(
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            metavar="SỐ",
            help="số tiến trình cùng làm (mặc định: số nhân của máy)",
        )

    def handle(self, *args, documents: int, articles: int, processes: int, **options):
        """Fill the site, or say why not."""
        if (documents or articles) and settings.PRODUCTION:
            raise CommandError("Dữ liệu hàng loạt chỉ dành cho máy thử: PORTAL_ENV đang là production.")
        started = time.monotonic()
        try:
            is_new = fill(self.say)
        except NotEmptyError as error:
            raise CommandError(str(error)) from error
        if is_new:
            self.say(f"Nội dung mẫu đã sẵn sàng sau {time.monotonic() - started:.0f} giây.")
        else:
            self.say("Nội dung mẫu đã có từ trước; không có gì thay đổi.")
        if documents or articles:
            self.add_bulk(documents, articles, processes)

    def add_bulk(self, documents: int, articles: int, processes: int) -> None:
        """Add documents and posts until there are so many."""
        started = time.monotonic()
        bars: dict[type[models.Model], Progress] = {}

        def report(model: type[models.Model], done: int, wanted: int) -> None:
            if model not in bars:
                noun = str(model._meta.verbose_name).capitalize()
                bars[model] = Progress(self.stdout, noun, wanted, done)
            bars[model].show(done)

        try:
            added = fill_up(documents, articles, Crew(processes, self.say), report)
        except KeyboardInterrupt as error:
            raise CommandError("Đã dừng theo yêu cầu; những mẻ đã xong vẫn còn.") from error
        self.say(f"Đã thêm {added} mục sau {time.monotonic() - started:.0f} giây." if added else "Đã đủ số.")

    def say(self, line: str) -> None:
        """Print a line at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()
