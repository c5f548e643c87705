"""``make demo``: fills an empty site with the content of a fictional department."""

import time

from django.core.management import BaseCommand, CommandError

from portal.demo.fill import NotEmptyError, fill


class Command(BaseCommand):
    """Fills the site once; a second run changes nothing and says so."""

    help = "Tạo nội dung mẫu (một Sở hư cấu) trong cổng còn trống. Chạy lại không đổi gì."
    requires_migrations_checks = True

    def handle(self, *args, **options):
        """Fill the site, or say why not."""
        started = time.monotonic()
        try:
            is_new = fill(self.say)
        except NotEmptyError as error:
            raise CommandError(str(error)) from error
        if is_new:
            self.say(f"Nội dung mẫu đã sẵn sàng sau {time.monotonic() - started:.0f} giây.")
        else:
            self.say("Nội dung mẫu đã có từ trước; không có gì thay đổi.")

    def say(self, line: str) -> None:
        """Print a line at once, also into a pipe."""
        self.stdout.write(line)
        self.stdout.flush()
