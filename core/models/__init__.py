"""The models every app stands on."""

from core.models.attachments import Attachment
from core.models.base import TextModel
from core.models.counters import Counter
from core.models.filetext import FileText
from core.models.jobs import ClockJob, Job, Worker
from core.models.pictures import Picture
from core.models.publishing import Publishable, PublishableQuerySet, Status, TransitionError
from core.models.search import SearchEntry, SearchFile

__all__ = [
    "Attachment",
    "ClockJob",
    "Counter",
    "FileText",
    "Job",
    "Picture",
    "Publishable",
    "PublishableQuerySet",
    "SearchEntry",
    "SearchFile",
    "Status",
    "TextModel",
    "TransitionError",
    "Worker",
]
