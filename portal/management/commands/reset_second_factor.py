"""Takes somebody's second factor away, where there are no two administrators who could."""

from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError

from portal.accounts import resets


class Command(BaseCommand):
    help = "Gỡ xác thực hai lớp của một tài khoản và đăng xuất tài khoản đó ở mọi nơi; có ghi nhật ký."

    def add_arguments(self, parser):
        """Add the options."""
        parser.add_argument("username", help="tên đăng nhập")

    def handle(self, *args, username, **options):
        """Take it away; the account sets another up at its next sign-in."""
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Không có tài khoản «{username}».")
        resets.by_command(user)
        self.stdout.write(f"Đã gỡ xác thực hai lớp của {username}.")
