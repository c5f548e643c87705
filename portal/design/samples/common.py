"""What the samples of all apps are made of: texts as long and as full of stacked marks as those of staff."""

from urllib.parse import quote

# No row has it: links lead to no real post.
NO_ROW = 0
LONG_TITLE = (
    "ĐẠI HỘI NHÀ GIÁO: ĐỔI MỚI CĂN BẢN, TOÀN DIỆN; Ẩ Ễ Ỗ Ự Ằ GIỮ NGUYÊN DẤU Ở MỌI DÒNG, KỂ CẢ DÒNG ĐẦU"
)
LEAD = (
    "Sáng nay, hơn ba trăm đại biểu đã về dự; nhiều thầy, cô giáo ở các điểm trường xa nhất lần đầu gặp nhau."
)
SUBJECT = "Về việc phối hợp quản lý trường học, tổ chức kỳ thi chọn học sinh giỏi và kiểm tra cơ sở vật chất"
WORDS = "hoi nghi"


class Drawing:
    """A picture that is no file: hills under a sun."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height

    @property
    def url(self) -> str:
        svg = (
            f"<svg xmlns='http://www.w3.org/2000/svg' width='{self.width}' height='{self.height}'"
            " viewBox='0 0 160 90' preserveAspectRatio='xMidYMid slice'>"
            "<path fill='#f4ede1' d='M0 0h160v90H0z'/><circle cx='112' cy='34' r='13' fill='#f0c04f'/>"
            "<path fill='#84776a' d='M0 70 50 34l44 36 30-22 36 26v16H0z'/></svg>"
        )
        return f"data:image/svg+xml,{quote(svg)}"
