"""Official documents: who issued them, their kinds, the documents with their files, signers and relations."""

from documents.models.bodies import IssuingBody, SendingUnit
from documents.models.documents import Document, DocumentQuerySet
from documents.models.files import DocumentFile
from documents.models.kinds import Area, DocumentType
from documents.models.relations import Relation
from documents.models.scopes import DocumentScope
from documents.models.signers import Signature, Signer

__all__ = [
    "Area",
    "Document",
    "DocumentFile",
    "DocumentQuerySet",
    "DocumentScope",
    "DocumentType",
    "IssuingBody",
    "Relation",
    "SendingUnit",
    "Signature",
    "Signer",
]
