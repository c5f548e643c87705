"""Documents in every standing, the page of one, and the register's filters."""

from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from core.qr import qr_code
from core.search import Snippet
from documents.citation import cite, signature_lines
from documents.facets import Option
from documents.filters import DocumentFilter
from documents.models import (
    Area,
    Document,
    DocumentFile,
    DocumentType,
    IssuingBody,
    SendingUnit,
    Signature,
    Signer,
)
from documents.standing import Reason
from portal.design.samples.common import LONG_TITLE, NO_ROW, SUBJECT


def file(name: str, **fields: Any) -> DocumentFile:
    made = DocumentFile(pk=NO_ROW, file=name, original_name=name, size=248_000, sha256="0f" * 32, **fields)
    made.downloads = 1234
    return made


def document(number: str = "09/TB-SGDĐT", subject: str = SUBJECT, **fields: Any) -> Document:
    today = timezone.localdate()
    files = fields.pop("files", [file("Thông báo.pdf", pages=3)])
    successor = IssuingBody(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà", short_name="Sở GDĐT", slug="so-gddt")
    made = Document(
        pk=NO_ROW,
        number=number,
        number_key=number,
        subject=subject,
        type=DocumentType(name="Thông báo", slug="thong-bao"),
        issuing_body=fields.pop("issuing_body", successor),
        **{
            "issued_on": today,
            "sorted_on": today,
            "year": today.year,
            "published_at": timezone.now(),
            **fields,
        },
    )
    made._prefetched_objects_cache = {"files": files}
    made.area_pks = []
    return made


def documents() -> list[Document]:
    """Documents in every standing: in force or not, urgent, due, without number, files or date."""
    today = timezone.localdate()
    files = [file(name) for name in ("Kế hoạch.pdf", "Biểu 1.docx", "Biểu 2.xlsx", "Bản in.zip", "Ảnh.jpg")]
    found = document(due_on=today + timedelta(days=3), urgency="most_urgent", files=files)
    found.snippet = Snippet("Hội nghị họp lúc 7 giờ 30 phút.", "Giấy mời")
    return [
        found,
        document("2045/SGDĐT-GDTrH-GDTX", effect="not_yet", due_on=today),
        document("30/2020/NĐ-CP", effect="partly", due_on=today - timedelta(days=2)),
        document("05/VBHN-BGDĐT", "Văn bản hợp nhất", effect="expired", files=[]),
        document("", LONG_TITLE, effect="recalled", issued_on=None, due_on=today + timedelta(days=40)),
    ]


def document_page() -> dict[str, Any]:
    """All that the page of a document can say."""
    district = IssuingBody(
        name="Phòng Giáo dục và Đào tạo huyện Bình Lâm",
        slug="phong-binh-lam",
        successor=IssuingBody(name="Phòng Văn hóa – Xã hội xã Khe Lim", slug="phong-khe-lim"),
    )
    today = timezone.localdate()
    made = document(
        issuing_body=district,
        sending_unit=SendingUnit(name="Phòng Quản lý chất lượng"),
        effective_on=today,
        expires_on=today + timedelta(days=365),
        due_on=today + timedelta(days=3),
        urgency="very_urgent",
        effect="partly",
        language="en",
    )
    signer = Signer(name="Lương Hữu Đạt", post="Phó Giám đốc", slug="luong-huu-dat")
    signature = Signature(document=made, signer=signer, authority="KT.", post="Phó Giám đốc Sở")
    return {
        "document": made,
        "due_words": "còn 3 ngày",
        "reasons": [Reason("Được sửa đổi, bổ sung bởi", document("12/TB-SGDĐT"), today)],
        "ended": document(effect="recalled"),
        "signatures": [(signature_lines(signature, district.name), signer)],
        "recipients": ["Như trên", "Các phòng thuộc Sở", "Lưu: VT, QLCL"],
        "areas": [Area(name="Thi, kiểm tra", slug="thi"), Area(name="Giáo dục mầm non", slug="mam-non")],
        "main_files": [file("Thông báo.pdf", pages=3), file("Thông báo có macro.docx", has_macros=True)],
        "annexes": [
            file("phu_luc_01_danh_sach_cac_truong_tham_gia_hoi_thi_giao_vien_day_gioi_cap_tinh.xlsx")
        ],
        "related": [
            ("Được thay thế bởi", [(document(), "khoản 2 Điều 5"), (document("01/KH-SGDĐT"), "")], 12)
        ],
        "citation": cite(made),
        "address": "https://example.vn/van-ban/2026/09-tb-sgddt-1/",
        "qr_code": qr_code("https://example.vn/"),
    }


def filters() -> dict[str, Any]:
    """The form of the register, filled in wrongly; and what it says when all is well."""
    wrong = DocumentFilter(QueryDict("loai=x&tu=31/02/2026&den=2026-12-31&q=họp"))
    wrong.is_valid()
    options = [Option("thong-bao", "Thông báo", 14, is_chosen=True), Option("ke-hoach", "Kế hoạch", 1200)]
    return {
        "form": wrong.form,
        "given": {field: wrong.in_address(field) for field in wrong.filters},
        "selects": dict.fromkeys(
            ("loai", "co_quan", "linh_vuc", "nam", "hieu_luc", "nguoi_ky", "han"), options
        ),
        "sorts": [("", "Mới nhất", True), ("cu-nhat", "Cũ nhất", False)],
        "conditions": [
            ("Loại: Thông báo", "/#11"),
            ("Năm 2026", "/#12"),
            (f"Từ khóa «{LONG_TITLE}»", "/#13"),
        ],
        "quick_links": [("Loại", [("Công văn", "29", "/#14"), ("Kế hoạch", "hơn 1.000", "/#15")])],
    }
