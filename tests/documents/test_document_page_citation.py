"""How a document is cited and signed in writing, and what machines are told of it."""

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup

from core.qr import qr_code
from documents.citation import cite, signature_lines
from documents.models import Signature
from tests.factories import (
    make_area,
    make_body,
    make_document,
    make_document_file,
    make_type,
    make_unit,
    relate,
)

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 «x»"


@pytest.mark.parametrize(
    ("subject", "end"),
    [
        ("Về việc nghỉ lễ.", " về việc nghỉ lễ"),
        ("V/v nghỉ lễ", " về việc nghỉ lễ"),
        ("V/v: nghỉ lễ", " về việc nghỉ lễ"),
        ("VỀ VIỆC NGHỈ LỄ", " về việc NGHỈ LỄ"),
        ("Về tuyển sinh", " về tuyển sinh"),
        ("Kết luận giao ban", ": Kết luận giao ban"),
        ("Vềnh tai", ": Vềnh tai"),
    ],
)
def test_citation_has_kind_number_date_body_and_subject(subject, end):
    document = make_document(
        number="9/TB-SGDĐT",
        issued_on=date(2022, 1, 10),
        issuing_body=make_body(name="Sở Giáo dục và Đào tạo tỉnh Sơn Hà"),
        subject=subject,
    )

    start = "Thông báo số 09/TB-SGDĐT ngày 10/01/2022 của Sở Giáo dục và Đào tạo tỉnh Sơn Hà"
    assert cite(document) == start + end


def test_citation_of_what_has_neither_number_nor_date():
    document = make_document(
        number="", issued_on=None, issuing_body=make_body(name="Sở GDĐT"), subject="Về việc nghỉ lễ"
    )

    assert cite(document) == "Thông báo của Sở GDĐT về việc nghỉ lễ"


@pytest.mark.parametrize(
    ("authority", "post", "lines"),
    [
        ("", "Giám đốc", ["Giám đốc"]),
        ("KT.", "Phó Giám đốc", ["KT. Giám đốc", "Phó Giám đốc"]),
        ("KT.", "Phó trưởng phòng", ["KT. Trưởng phòng", "Phó trưởng phòng"]),
        ("KT.", "Hiệu phó", ["KT.", "Hiệu phó"]),
        ("TM.", "Chủ tịch", ["TM. Ủy ban nhân dân tỉnh", "Chủ tịch"]),
        ("TL.", "Chánh Văn phòng", ["TL.", "Chánh Văn phòng"]),
        ("TUQ.", "Trưởng phòng", ["TUQ.", "Trưởng phòng"]),
        ("Q.", "Giám đốc", ["Q. Giám đốc"]),
        ("KT.", "", ["KT."]),
    ],
)
def test_signature_is_written_as_under_the_document(authority, post, lines):
    signature = Signature(authority=authority, post=post)

    assert signature_lines(signature, "Ủy ban nhân dân tỉnh") == lines


def data_of(client, document) -> dict:
    page = BeautifulSoup(client.get(document.get_absolute_url()).content, "html.parser")
    return json.loads(page.find("script", type="application/ld+json").string)


def test_structured_data_names_the_document_as_schema_org_does(client):
    body = make_body(name="Sở GDĐT")
    document = make_document(
        number="9/TB-SGDĐT",
        issuing_body=body,
        sending_unit=make_unit(body, name="Văn phòng"),
        subject="Về việc nghỉ lễ",
        issued_on=date(2026, 3, 2),
        effective_on=date(2026, 3, 5),
    )
    document.areas.add(make_area(name="Thi cử"))
    file = make_document_file(document)
    address = f"http://testserver{document.get_absolute_url()}"

    data = data_of(client, document)

    assert {name: data[name] for name in data if name not in ("datePublished", "dateModified")} == {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": address,
        "url": address,
        "name": "Thông báo số 09/TB-SGDĐT",
        "headline": "Về việc nghỉ lễ",
        "alternateName": "Thông báo số 09/TB-SGDĐT ngày 02/03/2026 của Sở GDĐT về việc nghỉ lễ",
        "legislationIdentifier": "09/TB-SGDĐT",
        "legislationType": "Thông báo",
        "legislationDate": "2026-03-02",
        "legislationDateOfApplicability": "2026-03-05",
        "legislationLegalForce": "https://schema.org/InForce",
        "temporalCoverage": "2026-03-05/..",
        "legislationPassedBy": {"@type": "GovernmentOrganization", "name": "Sở GDĐT"},
        "legislationResponsible": {"@type": "GovernmentOrganization", "name": "Văn phòng"},
        "inLanguage": "vi",
        "about": ["Thi cử"],
        "encoding": [
            {
                "@type": "LegislationObject",
                "name": file.display_title,
                "contentUrl": f"http://testserver{file.get_absolute_url()}",
                "encodingFormat": "application/pdf",
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
        ],
    }


@pytest.mark.parametrize(
    ("kind", "is_partial", "name"),
    [
        ("replaces", False, "legislationRepeals"),
        ("replaces", True, "legislationChanges"),
        ("amends", False, "legislationAmends"),
        ("corrects", False, "legislationCorrects"),
        ("repeals", False, "legislationRepeals"),
        ("recalls", False, "legislationRepeals"),
        ("based_on", False, "isBasedOn"),
        ("guides", False, "legislationEnsuresImplementationOf"),
        ("accompanies", False, "citation"),
        ("answers", False, "citation"),
    ],
)
def test_each_relation_has_its_name_in_structured_data(client, kind, is_partial, name):
    document, other = make_document(), make_document(type=make_type("QĐ"))
    relate(document, kind, other, is_partial=is_partial)

    (entry,) = data_of(client, document)[name]

    assert entry["@id"] == f"http://testserver{other.get_absolute_url()}"


def test_recalled_document_is_not_in_force_for_machines_too(client):
    document = make_document()
    relate(make_document(), "recalls", document)

    assert data_of(client, document)["legislationLegalForce"] == "https://schema.org/NotInForce"


def test_text_of_staff_cannot_leave_the_data_block(client):
    document = make_document(subject=HOSTILE, issuing_body=make_body(name=HOSTILE))

    response = client.get(document.get_absolute_url())
    page = BeautifulSoup(response.content, "lxml")

    types = [script.get("type") for script in page.find_all("script")]
    assert types == [None, "application/ld+json", "module", "application/ld+json"]
    assert data_of(client, document)["headline"] == document.subject
    assert b"<script>alert" not in response.content


def test_citation_and_address_can_be_copied(client):
    document = make_document(subject='Về việc "nghỉ" lễ')

    page = BeautifulSoup(client.get(document.get_absolute_url()).content, "html.parser")

    assert [button["data-copy"] for button in page.find(class_="citation").find_all("button")] == [
        cite(document),
        f"http://testserver{document.get_absolute_url()}",
    ]


def test_qr_code_of_the_permanent_address_stands_in_the_page(client):
    document = make_document()

    page = client.get(document.get_absolute_url()).content.decode()

    code = qr_code(f"http://testserver{document.get_absolute_url()}")
    assert code in page
    assert "style=" not in code
    assert len(code) < 5000
