"""The files of the demo: letters and their annexes as PDF or Word."""

import posixpath

from django.core.files.base import ContentFile

from portal.demo import content, letter
from portal.demo.content import File, Paper
from portal.demo.pdf import to_pdf
from portal.demo.word import to_docx

_FORMATS = {"pdf": to_pdf, "docx": to_docx}


def paper_file(paper: Paper, name: str) -> ContentFile:
    """Return a document as a file, in the format that the name's extension says."""
    extension = posixpath.splitext(name)[1].removeprefix(".")
    return ContentFile(_FORMATS[extension](letter.compose(paper)), name)


def own_file(file: File) -> ContentFile:
    """Return a file of a post or an annex."""
    if file.document:
        paper = next(paper for paper in content.papers() if paper.key == file.document)
        return paper_file(paper, file.name)
    return ContentFile(_FORMATS[file.format](letter.compose_attachment(file)), file.name)
