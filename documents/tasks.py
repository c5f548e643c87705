"""The jobs of documents."""

from datetime import timedelta

from core.jobs import every, job
from documents.effect import refresh_effects


# Each hour rather than each night: a document that is put up by the clock takes effect on others too.
@every(timedelta(hours=1))
@job("Cập nhật tình trạng hiệu lực của văn bản")
def refresh_all_effects() -> int:
    """Write anew which documents are in force; return how many changed."""
    return refresh_effects()
