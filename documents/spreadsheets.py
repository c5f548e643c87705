"""Documents as the rows of a table."""

from collections.abc import Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet

from core.spreadsheets import CHUNK, Cell
from documents.models import Area, Document, DocumentFile, Signature

# Title and width, in characters, of each column.
COLUMNS = (
    ("Số ký hiệu", 20),
    ("Ngày ban hành", 12),
    ("Loại văn bản", 14),
    ("Cơ quan ban hành", 24),
    ("Đơn vị gửi", 20),
    ("Lĩnh vực", 20),
    ("Trích yếu", 50),
    ("Người ký", 20),
    ("Có hiệu lực từ ngày", 12),
    ("Hết hiệu lực từ ngày", 12),
    ("Tình trạng hiệu lực", 14),
    ("Hạn trả lời", 12),
    ("Địa chỉ", 40),
    ("Tệp", 40),
)
PRINTED = 12  # columns; an address and the names of files are of no use on paper

_FIELDS = ("number_key", "issued_on", "subject", "effective_on", "expires_on", "effect", "due_on", "year")


def rows(documents: QuerySet[Document], site: str) -> Iterator[list[Cell]]:
    """Give a row for each document, with values for COLUMNS; ``site`` is scheme and host of the addresses.

    One query for any number of documents. Inside a transaction only CHUNK of them are in memory at a time.
    """
    own = OuterRef("pk")
    # No more than the columns need, and names rather than objects: this halves the time.
    documents = documents.only(*_FIELDS).annotate(
        type_name=F("type__name"),
        body_name=F("issuing_body__name"),
        unit_name=F("sending_unit__name"),
        area_names=ArraySubquery(Area.objects.filter(documents=own).order_by("name").values("name")),
        signer_names=ArraySubquery(Signature.objects.filter(document=own).values("signer__name")),
        file_names=ArraySubquery(DocumentFile.objects.filter(document=own).values("original_name")),
    )
    for document in documents.iterator(chunk_size=CHUNK):
        yield [
            document.number_key,
            document.issued_on,
            document.type_name,
            document.body_name,
            document.unit_name,
            "; ".join(document.area_names),
            document.subject,
            "; ".join(document.signer_names),
            document.effective_on,
            document.expires_on,
            document.get_effect_display(),
            document.due_on,
            site + document.get_absolute_url(),
            "; ".join(document.file_names),
        ]
