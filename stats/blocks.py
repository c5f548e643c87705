"""The kind of block with the visits."""

from typing import Any

from core.blocks import BlockKind, OnPage
from stats import visits


def numbers(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The numbers as they were when the page was made; the beacon's answer brings those of the moment."""
    now = visits.told()
    return {"numbers": now} if now.total else None


KINDS = (
    BlockKind(
        key="stats.visits",
        label="Thống kê truy cập",
        title="Thống kê truy cập",
        help=(
            "Đang truy cập, hôm nay, hôm qua, tuần, tháng, tổng số lượt. Số mang sang từ trang cũ đặt ở "
            "«Cách đếm»."
        ),
        template="blocks/visits.html",
        context=numbers,
        tags=visits.TAGS,
    ),
)
