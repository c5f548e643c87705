"""The kinds of documents.

Administrative: the 29 of Decree 30/2020/NĐ-CP, Appendix III, in its order. Legal: the
forms of Law 64/2025/QH15 and of earlier laws whose documents are still in force. Party: Kết luận and the others that
a department receives. A Party document shares the abbreviation of the administrative kind of its name
(NQ, QĐ, CT, BC…), so it uses that kind; only what has no administrative namesake stands here.
Later changes are the staff's: the table is edited in the admin.
"""

from django.db import migrations

ADMINISTRATIVE = [
    ("Nghị quyết", "NQ", "nghi-quyet"),
    ("Quyết định", "QĐ", "quyet-dinh"),
    ("Chỉ thị", "CT", "chi-thi"),
    ("Quy chế", "QC", "quy-che"),
    ("Quy định", "QyĐ", "quy-dinh"),
    ("Thông cáo", "TC", "thong-cao"),
    ("Thông báo", "TB", "thong-bao"),
    ("Hướng dẫn", "HD", "huong-dan"),
    ("Chương trình", "CTr", "chuong-trinh"),
    ("Kế hoạch", "KH", "ke-hoach"),
    ("Phương án", "PA", "phuong-an"),
    ("Đề án", "ĐA", "de-an"),
    ("Dự án", "DA", "du-an"),
    ("Báo cáo", "BC", "bao-cao"),
    ("Biên bản", "BB", "bien-ban"),
    ("Tờ trình", "TTr", "to-trinh"),
    ("Hợp đồng", "HĐ", "hop-dong"),
    ("Công điện", "CĐ", "cong-dien"),
    ("Bản ghi nhớ", "BGN", "ban-ghi-nho"),
    ("Bản thỏa thuận", "BTT", "ban-thoa-thuan"),
    ("Giấy ủy quyền", "GUQ", "giay-uy-quyen"),
    ("Giấy mời", "GM", "giay-moi"),
    ("Giấy giới thiệu", "GGT", "giay-gioi-thieu"),
    ("Giấy nghỉ phép", "GNP", "giay-nghi-phep"),
    ("Phiếu gửi", "PG", "phieu-gui"),
    ("Phiếu chuyển", "PC", "phieu-chuyen"),
    ("Phiếu báo", "PB", "phieu-bao"),
    ("Công văn", "", "cong-van"),
    ("Thư công", "", "thu-cong"),
]
LEGAL = [
    ("Hiến pháp", "", "hien-phap"),
    ("Bộ luật", "", "bo-luat"),
    ("Luật", "", "luat"),
    ("Pháp lệnh", "PL", "phap-lenh"),
    ("Lệnh", "L", "lenh"),
    ("Nghị quyết liên tịch", "NQLT", "nghi-quyet-lien-tich"),
    ("Nghị định", "NĐ", "nghi-dinh"),
    ("Thông tư", "TT", "thong-tu"),
    ("Thông tư liên tịch", "TTLT", "thong-tu-lien-tich"),
    ("Văn bản hợp nhất", "VBHN", "van-ban-hop-nhat"),
]
PARTY = [
    ("Kết luận", "KL", "ket-luan"),
    ("Điều lệ Đảng", "", "dieu-le-dang"),
    ("Thông tri", "", "thong-tri"),
    ("Lời kêu gọi", "", "loi-keu-goi"),
]


def add_types(apps, schema_editor):
    document_type = apps.get_model("documents", "DocumentType")
    order = 0
    for group, kinds in (("administrative", ADMINISTRATIVE), ("legal", LEGAL), ("party", PARTY)):
        for name, code, slug in kinds:
            order += 10
            document_type.objects.get_or_create(
                name=name, defaults={"code": code, "slug": slug, "group": group, "order": order}
            )


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(add_types, migrations.RunPython.noop)]
