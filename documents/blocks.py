"""Kinds of blocks with documents."""

import logging
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from core import search
from core.blocks import BlockKind, OnPage
from documents import standing
from documents.filters import DocumentFilter
from documents.models import Document

logger = logging.getLogger(__name__)


class SelectionField(forms.CharField):
    """A selection of documents: the address of the list page, or its query string; kept in one spelling."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        register = DocumentFilter(QueryDict(text.partition("#")[0].rpartition("?")[2]))
        if not register.is_valid():
            raise ValidationError([str(error) for errors in register.errors.values() for error in errors])
        if text and not register.query_string():
            raise ValidationError("Trong địa chỉ này không có bộ lọc nào của trang Văn bản.")
        return register.query_string()


class NewestOptions(forms.Form):
    query = SelectionField(
        label="Bộ lọc",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=(
            "Lọc ở trang Văn bản rồi dán địa chỉ của trang vào đây, ví dụ: …/van-ban/?loai=thong-bao. "
            "Để trống: mọi văn bản."
        ),
    )
    number = forms.IntegerField(
        label="Số văn bản",
        initial=6,
        min_value=1,
        max_value=20,
        help_text="Trên điện thoại, khối có tiêu đề chỉ hiện 5 văn bản đầu (3 ở khối rộng một phần ba).",
    )
    show_files = forms.BooleanField(label="Hiện tệp để tải ngay", required=False)
    show_search = forms.BooleanField(label="Hiện ô tìm văn bản", required=False)


class DueOptions(forms.Form):
    number = forms.IntegerField(label="Số văn bản", initial=5, min_value=1, max_value=20)


def newest(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The first documents of a selection, in the order that it has."""
    register = DocumentFilter(QueryDict(options["query"] or ""))
    if not register.is_valid():  # What the selection named is gone: all documents would be a lie.
        return None
    try:
        with register.limits():
            documents = register.qs.select_related("type", "issuing_body").defer("body")
            if options["show_files"]:
                documents = documents.prefetch_related("files")
            found = list(documents[: options["number"]])
    except search.SearchTimeout:
        logger.warning("Khối văn bản bỏ trống: bộ lọc «%s» tìm quá lâu.", options["query"])
        return None
    query = register.query_string()
    address = reverse("documents:document-list")
    return (
        {
            "documents": found,
            "url": f"{address}?{query}" if query else address,
            "show_files": options["show_files"],
            "show_search": options["show_search"],
        }
        if found
        else None
    )


def due(options: dict[str, Any], page: OnPage) -> dict[str, Any] | None:
    """The documents that schools must soon answer, the most pressing first."""
    pending = Document.objects.published().filter(due_on__gte=timezone.localdate())
    found = list(pending.select_related("type").defer("body").order_by("due_on", "pk")[: options["number"]])
    return (
        {
            "documents": [(document, standing.due_words(document)) for document in found],
            "url": reverse("documents:due-documents"),
        }
        if found
        else None
    )


KINDS = (
    BlockKind(
        key="documents.newest",
        label="Văn bản theo bộ lọc",
        title="Văn bản mới",
        help="Văn bản mới nhất của một bộ lọc bất kỳ: công văn, thông báo, một cơ quan, một lĩnh vực…",
        template="blocks/documents.html",
        context=newest,
        form=NewestOptions,
        tags=Document.cache_tags,
    ),
    BlockKind(
        key="documents.due",
        label="Văn bản sắp đến hạn",
        title="Sắp đến hạn",
        help="Văn bản còn hạn báo cáo, trả lời; hạn gần nhất đứng trước. Không còn hạn nào thì không hiện.",
        template="blocks/due.html",
        context=due,
        form=DueOptions,
        tags=Document.cache_tags,
        begins="documents:due-documents",
    ),
)
