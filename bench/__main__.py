"""``python -m bench``: starts a server, measures it, prints a table, and fails where a limit is missed."""

import argparse
import os
import sys
from pathlib import Path

import django

EPILOG = """
Số đo là thời gian trong ứng dụng (WSGI, kể cả kết xuất trang) của một tiến trình gunicorn một luồng, đã
nóng; các trang được hỏi lần lượt, không song song. Trang đã giữ trong bộ đệm không được dùng, trừ các dòng
«từ bộ đệm»: mỗi lần hỏi mang một tên miền khác. Bộ đệm của phần chung (menu, số đếm bên bộ lọc) vẫn dùng;
mỗi từ khóa chỉ được hỏi một lần. CPU là thời gian tính toán thật của ứng dụng, CSDL là thời gian chờ
PostgreSQL, đều là p50; trên máy bận, p50 và p95 còn gồm thời gian chờ tới lượt.

Mã thoát: 0 khi mọi giới hạn được giữ, 1 khi có giới hạn không đạt, 2 khi không đo được.

Không đặt DATABASE_URL: dùng cơ sở dữ liệu «bench» riêng trong PostgreSQL nhúng, tệp ở var/bench, tự tạo
dữ liệu lần đầu. Có DATABASE_URL: đo những gì đang có ở đó, không thêm gì, trừ khi có --fill.
"""


def main() -> int:
    """Measure; return 0 where every limit is kept, within the tolerance for times."""
    options = _options()
    # Only now: the settings are read from the environment, which --help needs nothing of.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    from bench.client import BenchError
    from bench.run import run

    try:
        return run(options)
    except BenchError as error:
        print(f"Lỗi: {error}", file=sys.stderr)  # noqa: T201 - a program of the command line
        return 2


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Đo tốc độ của cổng và so với các giới hạn.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--documents", type=int, default=100_000, metavar="SỐ", help="số văn bản (100.000)")
    parser.add_argument("--articles", type=int, default=50_000, metavar="SỐ", help="số bài viết (50.000)")
    parser.add_argument("--fill", action="store_true", help="thêm dữ liệu vào cơ sở dữ liệu của DATABASE_URL")
    parser.add_argument("--requests", type=int, default=40, metavar="SỐ", help="số lần hỏi mỗi phép đo (40)")
    parser.add_argument("--seed", type=int, default=1, metavar="SỐ", help="chọn trang nào, từ nào để đo (1)")
    parser.add_argument("--only", default="", metavar="CHỮ", help="chỉ các phép đo có chữ này trong tên")
    parser.add_argument(
        "--tolerance",
        type=float,
        default=20,
        metavar="PHẦN TRĂM",
        help="vượt giới hạn chừng này thì chưa là lỗi (20)",
    )
    parser.add_argument(
        "--json", type=Path, metavar="TỆP", help="ghi mọi số đo vào đây (var/bench/<giờ>.json)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
