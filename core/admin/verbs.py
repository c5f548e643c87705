"""How the verbs of publishing are named in the admin."""

from dataclasses import dataclass

from core.admin.states import State


@dataclass(frozen=True)
class Verb:
    """How a verb is named before and after it is done."""

    label: str
    done: str
    refused: str
    takes_note: bool = False


VERBS = {
    "submit": Verb("Gửi duyệt", "Đã gửi duyệt", "chưa gửi duyệt được"),
    "publish": Verb("Xuất bản", "Đã xuất bản", "chưa xuất bản được"),
    "return_to_draft": Verb("Trả lại", "Đã trả lại", "chưa trả lại được", takes_note=True),
    "withdraw": Verb("Gỡ khỏi cổng", "Đã gỡ khỏi cổng", "chưa gỡ được", takes_note=True),
    "trash": Verb("Đưa vào thùng rác", "Đã đưa vào thùng rác", "chưa bỏ đi được"),
    "restore": Verb("Khôi phục", "Đã khôi phục thành bản nháp", "chưa khôi phục được"),
}
# These save the form first. The others act on the object as it is stored.
VERBS_THAT_SAVE = ("submit", "publish", "return_to_draft")

SAVE_LABELS = {
    State.DRAFT: "Lưu nháp",
    State.IN_REVIEW: "Lưu, chưa đăng",
    State.SCHEDULED: "Lưu, giữ lịch hẹn",
    State.PUBLIC: "Lưu và cập nhật trang",
    State.EXPIRED: "Lưu thay đổi",
    State.WITHDRAWN: "Lưu, chưa đăng lại",
}
