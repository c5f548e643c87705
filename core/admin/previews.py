"""Previews in the admin: of what is stored, of what is typed and not saved, and the links for others."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html

from core import previews
from core.models import PreviewLink, Publishable
from core.people import name_of
from core.text import format_moment

# As wide as a common phone, a tablet held upright, a common desk.
WIDTHS = ((390, "Điện thoại"), (768, "Máy tính bảng"), (1366, "Máy tính"))
UNSAVED = "Bản xem trước: những gì bạn đang nhập, chưa lưu."


class Previewed(Exception):
    """Takes back the save that a preview of unsaved text has made, and brings along what is to be shown."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__("preview")
        self.response = response


class PreviewMixin:
    """Adds the preview to the admin of what is published.

    The text of a form that is not saved is saved, shown and taken back, in one transaction: so a preview is
    what the save would make, and what is on the portal stays as it is. The page stands in a frame as text
    (srcdoc), not at an address: nothing has to be allowed into frames for it.
    """

    def preview_urls(self) -> list[URLPattern]:
        def named(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
            return path(f"<int:pk>/{route}", self.admin_site.admin_view(view), name=name)

        return [
            named("xem-truoc/", self.preview_view, "preview"),
            named("xem-truoc/lien-ket/", self.preview_link_view, "preview_link"),
        ]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show an object as it is stored."""
        obj = self._previewable(request, pk)
        words = "Bản đang có trên cổng." if obj.is_public() else previews.UNPUBLISHED
        return self.framed(request, obj, words)

    def preview_link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link for somebody without an account, or revoke one."""
        obj = self._previewable(request, pk)
        if request.method == "POST":
            self._make_or_revoke(request, obj)
        return HttpResponseRedirect(self._address("preview", obj.pk))

    def framed(
        self, request: HttpRequest, obj: Publishable, words: str, *, is_saved: bool = True
    ) -> HttpResponse:
        """Return the page with the preview in a frame whose width can be chosen."""
        links = PreviewLink.objects.of(obj).alive().select_related("made_by").order_by("expires_at")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Xem trước: {obj}",
            "object": obj,
            "page": previews.page(request, obj, words).content.decode(),
            "widths": WIDTHS,
            "is_saved": is_saved,
            "may_share": is_saved and not obj.is_public() and not obj.deleted_at,
            "days": PreviewLink.DAYS,
            "links": [
                (link, request.build_absolute_uri(link.get_absolute_url()), name_of(link.made_by))
                for link in links
            ],
        }
        response = TemplateResponse(request, "admin/preview.html", context)
        return previews.guarded(response.render())

    def refused_preview(self, request: HttpRequest, errors: helpers.AdminErrorList) -> HttpResponse:
        """Say why what is typed cannot be shown."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Chưa xem trước được",
            "errors": list(errors),
        }
        return TemplateResponse(request, "admin/preview_refused.html", context, status=422)

    def _previewable(self, request: HttpRequest, pk: int) -> Publishable:
        obj = self.get_object(request, str(pk))
        if obj is None or not previews.can_show(self.model):
            raise Http404
        if not obj.may_preview(request.user):
            raise PermissionDenied
        return obj

    def _make_or_revoke(self, request: HttpRequest, obj: Publishable) -> None:
        links = PreviewLink.objects.of(obj)
        revoked = request.POST.get("_revoke", "")
        if revoked.isdecimal() and len(revoked) < 19:
            if links.filter(pk=int(revoked)).delete()[0]:
                self.log_change(request, obj, "Đã thu hồi một liên kết xem trước.")
            self.message_user(request, "Đã thu hồi. Ai mở liên kết đó sẽ không thấy gì.", messages.SUCCESS)
            return
        days = request.POST.get("days", "")
        if days not in map(str, PreviewLink.DAYS):
            self.message_user(request, "Hãy chọn số ngày liên kết dùng được.", messages.ERROR)
        elif obj.deleted_at or obj.is_public():
            self.message_user(
                request, "Chỉ tạo liên kết xem trước cho nội dung chưa công bố.", messages.ERROR
            )
        else:
            link = PreviewLink.make(obj, by=request.user, days=int(days))
            until = format_moment(link.expires_at)
            self.log_change(request, obj, f"Đã tạo liên kết xem trước, dùng được đến {until}.")
            told = format_html("Đã tạo liên kết, dùng được đến {}. Ai có liên kết này đều xem được.", until)
            self.message_user(request, told, messages.SUCCESS)


def consume_messages(request: HttpRequest) -> Any:
    """Drop what a save that was taken back has said; the next page would say it."""
    return list(messages.get_messages(request))
