"""The models every app stands on."""

from core.models import lookups  # noqa: F401 - registers itself
from core.models.attachments import Attachment
from core.models.audit import AuditEntry
from core.models.autosaves import Autosave
from core.models.base import TextModel
from core.models.counters import Counter
from core.models.filetext import FileText
from core.models.held import HeldUpload
from core.models.jobs import ClockJob, Job, Worker
from core.models.keptfiles import KeptFile
from core.models.limits import Limit, UsedChallenge
from core.models.links import ObjectLink
from core.models.names import SearchedName
from core.models.pictures import Picture
from core.models.previews import PreviewLink
from core.models.publishing import Publishable, TransitionError
from core.models.scopes import ScopeRow
from core.models.search import SearchEntry, SearchFile
from core.models.slugs import FormerSlug, Slugged
from core.models.submissions import Submission, SubmissionQuerySet, SubmissionReport
from core.models.trees import Tree, TreeNode, TreeNodeQuerySet
from core.models.versions import Versioned
from core.models.visibility import PublishableQuerySet, Status
from core.models.visitors import CountedOnce, VisitorKey
from core.models.weblinks import WebLink, WebLinkUse

__all__ = [
    "Attachment",
    "AuditEntry",
    "Autosave",
    "ClockJob",
    "CountedOnce",
    "Counter",
    "FileText",
    "FormerSlug",
    "HeldUpload",
    "Job",
    "KeptFile",
    "Limit",
    "ObjectLink",
    "Picture",
    "PreviewLink",
    "Publishable",
    "PublishableQuerySet",
    "ScopeRow",
    "SearchEntry",
    "SearchFile",
    "SearchedName",
    "Slugged",
    "Status",
    "Submission",
    "SubmissionQuerySet",
    "SubmissionReport",
    "TextModel",
    "TransitionError",
    "Tree",
    "TreeNode",
    "TreeNodeQuerySet",
    "UsedChallenge",
    "Versioned",
    "VisitorKey",
    "WebLink",
    "WebLinkUse",
    "Worker",
]
