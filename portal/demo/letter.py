"""Composes the documents as Decree 30/2020/NĐ-CP (Appendix I) lays them out, whatever the file format.

What the decree prescribes word for word (the name of the state, the headings, who gets a copy) is added
here; the substance of each document is its own text in ``content/documents``.
"""

import re
from dataclasses import dataclass
from datetime import date

from portal.demo.content import Body, File, Paper, Signer, attachment_text, institutions
from portal.demo.markup import Block, parse

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NOTICE = "Văn bản minh họa của một tỉnh hư cấu, không có giá trị pháp lý."
SUMMARY_NOTICE = "Bản giới thiệu do Sở GDĐT tỉnh Sơn Hà (hư cấu) biên soạn, không thay thế văn bản gốc."

# Of the copies: those who stand above as addressees.
SAME = "Như trên;"
_DISTRICTS_ENDED = date(2025, 7, 1)
# A closing is one of its kind's, chosen by the number; {unit} answers questions under {phone}.
_CLOSINGS: dict[tuple[str, str], tuple[str, ...]] = {
    ("so", "CV"): (
        "Sở Giáo dục và Đào tạo yêu cầu thủ trưởng các đơn vị tổ chức thực hiện nghiêm túc. Vướng mắc phát "
        "sinh, đề nghị liên hệ {unit}, điện thoại {phone}, để được hướng dẫn./.",
        "Nhận được Công văn này, các đơn vị triển khai ngay; việc vượt thẩm quyền báo cáo về {unit} (điện "
        "thoại {phone}) để kịp thời giải quyết./.",
        "Đề nghị các đơn vị phổ biến nội dung Công văn tới cán bộ, giáo viên liên quan và thực hiện đúng "
        "thời hạn nêu trên. Đầu mối giải đáp: {unit}, điện thoại {phone}./.",
    ),
    ("so", "KH"): (
        "Trên đây là Kế hoạch của Sở Giáo dục và Đào tạo. Các phòng thuộc Sở và đơn vị liên quan chủ động "
        "thực hiện; nếu cần điều chỉnh, trao đổi với {unit}, điện thoại {phone}, trước khi triển khai./.",
        "Căn cứ Kế hoạch này, các đơn vị cụ thể hóa thành công việc của mình, phân công người chịu trách "
        "nhiệm. {unit} (điện thoại {phone}) theo dõi, tổng hợp kết quả, báo cáo lãnh đạo Sở./.",
        "Trong quá trình thực hiện, khó khăn, vướng mắc được phản ánh về {unit}, điện thoại {phone}, để "
        "xem xét, giải quyết trong phạm vi thẩm quyền của Sở./.",
    ),
    ("so", "HD"): (
        "Trên đây là hướng dẫn của Sở Giáo dục và Đào tạo. Nội dung chưa rõ, các đơn vị trao đổi với {unit}, "
        "điện thoại {phone}, không tự đặt thêm thủ tục./.",
        "Sở Giáo dục và Đào tạo đề nghị các đơn vị nghiên cứu, thực hiện thống nhất; phản ánh bất cập của "
        "Hướng dẫn về {unit}, điện thoại {phone}, để sửa đổi kịp thời./.",
    ),
    ("so", "TB"): (
        "Sở Giáo dục và Đào tạo thông báo để các đơn vị, cá nhân liên quan biết và thực hiện. Thông tin chi "
        "tiết liên hệ {unit}, điện thoại {phone}./.",
        "Các đơn vị niêm yết Thông báo tại bảng tin và gửi tới cán bộ, giáo viên, cha mẹ học sinh. Người "
        "cần hỏi thêm gọi {unit}, điện thoại {phone}, trong giờ hành chính./.",
    ),
    ("so", "BC"): (
        "Trên đây là báo cáo của Sở Giáo dục và Đào tạo, kính báo cáo UBND tỉnh và gửi các đơn vị biết, phối "
        "hợp thực hiện./.",
        "Sở Giáo dục và Đào tạo kính báo cáo UBND tỉnh xem xét, chỉ đạo; số liệu chi tiết lưu tại {unit}, "
        "điện thoại {phone}./.",
    ),
    ("ubnd", "CT"): (
        "Yêu cầu thủ trưởng các sở, ngành, {local} nghiêm túc thực hiện; Chánh Văn phòng UBND tỉnh theo dõi, "
        "đôn đốc và báo cáo kết quả thực hiện Chỉ thị này./.",
    ),
    ("ubnd", "KH"): (
        "Các sở, ngành và {local} xây dựng kế hoạch cụ thể, thực hiện và gửi kết quả về Sở Giáo dục và Đào "
        "tạo trước ngày 15 tháng 12 hằng năm để tổng hợp, báo cáo UBND tỉnh./.",
    ),
    ("bcd", "KH"): (
        "Các thành viên Ban Chỉ đạo, cơ quan và {local} căn cứ Kế hoạch tổ chức thực hiện; khó khăn phát "
        "sinh phản ánh về Sở Giáo dục và Đào tạo (cơ quan thường trực) để báo cáo Trưởng ban./.",
        "Ban Chỉ đạo yêu cầu các cơ quan, đơn vị phân công một đầu mối, gửi tên và số điện thoại về Sở Giáo "
        "dục và Đào tạo trong ba ngày làm việc kể từ ngày ban hành Kế hoạch./.",
    ),
    ("bcd", "TB"): (
        "Ban Chỉ đạo thông báo để thí sinh, gia đình, các trường và {local} biết, phối hợp thực hiện./.",
    ),
    ("pgd", "CV"): (
        "Phòng Giáo dục và Đào tạo yêu cầu hiệu trưởng các trường thực hiện nghiêm túc, báo cáo ngay về "
        "Phòng khi phát hiện nguy cơ mất an toàn./.",
    ),
    ("pgd", "KH"): (
        "Hiệu trưởng các trường và cán bộ phụ trách phổ cập ở xã, thị trấn thực hiện đúng Kế hoạch; vướng "
        "mắc báo cáo về Phòng Giáo dục và Đào tạo để giải quyết./.",
    ),
    ("pgd", "TB"): (
        "Phòng Giáo dục và Đào tạo thông báo để các trường, cha mẹ học sinh và nhân dân biết, thực hiện./.",
    ),
    ("vhxh", "KH"): (
        "Phòng Văn hóa - Xã hội đề nghị các trường, các thôn phối hợp thực hiện; việc phát sinh trao đổi "
        "trực tiếp với công chức phụ trách giáo dục của xã./.",
    ),
    ("vhxh", "TB"): (
        "Phòng Văn hóa - Xã hội thông báo để nhân dân trong thôn, các trường và trưởng thôn biết, phối hợp "
        "thực hiện./.",
    ),
}
_COPIES: dict[str, tuple[str, ...]] = {
    "so": ("Lãnh đạo Sở;", "Các phòng thuộc Sở;", "Cổng thông tin điện tử của Sở;"),
    "ubnd": ("Chủ tịch, các Phó Chủ tịch UBND tỉnh;", "Sở Giáo dục và Đào tạo;", "Các Phó Chánh Văn phòng;"),
    "bcd": ("Thành viên Ban Chỉ đạo;", "Các trường đặt điểm thi;", "Công an tỉnh;"),
    "pgd": ("UBND huyện (để báo cáo);", "Các trường trên địa bàn huyện;"),
    "vhxh": ("Sở Giáo dục và Đào tạo;", "Chủ tịch UBND xã (để báo cáo);", "Các trường trên địa bàn xã;"),
}


@dataclass(frozen=True)
class Letter:
    """A document ready to be laid out.

    ``body`` is None for a text without the heading of an agency (a summary, a form); ``signer`` likewise.
    ``subject_note`` is the V/v of a công văn, which stands under the number.
    """

    title: str
    blocks: list[Block]
    notice: str
    body: Body | None = None
    number: str = ""
    place_and_date: str = ""
    kind: str = ""
    subject: str = ""
    subject_note: str = ""
    authority: str = ""
    to: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    signer: Signer | None = None


def substance(paper: Paper) -> list[Block]:
    """Return the text of a document with its closing: what its page on the portal shows."""
    blocks = parse(paper.text)
    addressees = []
    if paper.to:
        addressees = [Block("text", f"Kính gửi: {' '.join(paper.to)}".removesuffix(";"))]
    return addressees + _with_end(paper, blocks)


def compose(paper: Paper) -> Letter:
    """Return a document as a letter."""
    if paper.is_summary:
        return Letter(
            title=f"{paper.kind_name} số {paper.number}",
            kind=f"Giới thiệu {paper.kind_name} số {paper.number}",
            subject=paper.subject,
            blocks=parse(paper.text),
            notice=SUMMARY_NOTICE,
        )
    people = institutions()
    body = people.bodies[paper.issuer]
    is_cv = paper.kind == "CV"
    # Copies go to those who must act first; a decision says who they are in its last article.
    first = {"CV": SAME, "QĐ": "Như điều cuối;", "TTr": SAME}.get(paper.kind)
    archive = f"{body.archive}, {paper.unit}" if paper.unit else body.archive
    return Letter(
        title=f"{paper.kind_name} số {paper.number}",
        body=body,
        number=paper.number,
        place_and_date=f"{body.place}, {_day(paper.issued)}",
        kind="" if is_cv else paper.kind_name.upper(),
        subject="" if is_cv else _short_subject(paper),
        subject_note=re.sub(r"^Về việc", "V/v", paper.subject) if is_cv else "",
        authority=body.authority if paper.kind == "QĐ" else "",
        to=paper.to,
        blocks=_with_end(paper, parse(paper.text)),
        copies=(*((first,) if first else ()), *_COPIES[paper.issuer], f"Lưu: {archive}."),
        signer=people.signers[paper.signer],
        notice=NOTICE,
    )


def recipients(paper: Paper) -> list[str]:
    """Return who got a document, in the order of the paper; empty for a draft and a mere summary."""
    if not paper.issued or paper.is_summary:
        return []
    copies = [line for line in compose(paper).copies if line != SAME]
    return [line.rstrip(";.") for line in (*paper.to, *copies)]


def compose_attachment(file: File) -> Letter:
    """Return the text of a file of its own, such as an annex, as a letter without heading."""
    return Letter(title=file.title, blocks=parse(attachment_text(file.text)), notice=NOTICE)


def file_name(paper: Paper, extension: str) -> str:
    """Return the name that staff would give the file: «Thông báo 09-TB-SGDĐT.pdf»."""
    return f"{paper.kind_name} {paper.number.replace('/', '-')}.{extension}"


def _with_end(paper: Paper, blocks: list[Block]) -> list[Block]:
    if not paper.number:
        return blocks
    if closings := _CLOSINGS.get((paper.issuer, paper.kind)):
        unit = institutions().units.get(paper.unit)
        chosen = closings[int(re.match(r"\d+", paper.number)[0]) % len(closings)]
        has_districts = paper.issued < _DISTRICTS_ENDED
        local = "UBND các huyện, thị xã, thành phố" if has_districts else "UBND các xã, phường"
        text = chosen.format(unit=unit and unit.name, phone=unit and unit.phone, local=local)
        return [*blocks, Block("text", text)]
    last = blocks[-1]
    if paper.is_summary or last.text.endswith("./."):
        return blocks
    # The decree ends a text with "./.".
    ended = Block(last.style, f"{last.text.removesuffix('.')}./.", label=last.label)
    return [*blocks[:-1], ended]


def _short_subject(paper: Paper) -> str:
    """Return the subject without the kind, which stands above it in capitals."""
    subject = paper.subject.removeprefix(f"{paper.kind_name} ")
    return subject[0].upper() + subject[1:]


def _day(day: date) -> str:
    """Return a date as the decree writes it: a zero before days under 10 and before January, February."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
