"""What the book of who did what says of accounts."""

ACTIONS = {
    "sign_in": "Đăng nhập",
    "sign_in.failed": "Đăng nhập không thành",
    "sign_out": "Đăng xuất",
    "password.changed": "Đổi mật khẩu",
    "password.reset": "Đặt lại mật khẩu bằng liên kết",
    "password.set": "Đặt mật khẩu cho người khác",
    "password.link": "Tạo liên kết đặt lại mật khẩu",
    "email.changed": "Đổi địa chỉ thư",
    "factor.added": "Thêm xác thực hai lớp",
    "factor.removed": "Bỏ xác thực hai lớp",
    "factor.codes": "Tạo mã dự phòng mới",
    "factor.reset_asked": "Đề nghị gỡ xác thực hai lớp",
    "factor.reset_cancelled": "Hủy đề nghị gỡ xác thực hai lớp",
    "factor.reset": "Gỡ xác thực hai lớp",
    "sessions.ended": "Đăng xuất thiết bị khác",
    "scope.changed": "Đổi phạm vi phụ trách",
    "audit.exported": "Xuất nhật ký",
}
