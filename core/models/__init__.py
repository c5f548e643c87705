"""The models every app stands on."""

from core.models import lookups  # noqa: F401 - registers itself
from core.models.attachments import Attachment
from core.models.audit import AuditEntry
from core.models.base import TextModel
from core.models.counters import Counter
from core.models.filetext import FileText
from core.models.jobs import ClockJob, Job, Worker
from core.models.limits import Limit, UsedChallenge
from core.models.links import ObjectLink
from core.models.pictures import Picture
from core.models.publishing import Publishable, PublishableQuerySet, Status, TransitionError
from core.models.search import SearchEntry, SearchFile
from core.models.trees import Tree, TreeNode, TreeNodeQuerySet
from core.models.versions import Versioned
from core.models.visitors import CountedOnce, VisitorKey

__all__ = [
    "Attachment",
    "AuditEntry",
    "ClockJob",
    "CountedOnce",
    "Counter",
    "FileText",
    "Job",
    "Limit",
    "ObjectLink",
    "Picture",
    "Publishable",
    "PublishableQuerySet",
    "SearchEntry",
    "SearchFile",
    "Status",
    "TextModel",
    "TransitionError",
    "Tree",
    "TreeNode",
    "TreeNodeQuerySet",
    "UsedChallenge",
    "Versioned",
    "VisitorKey",
    "Worker",
]
