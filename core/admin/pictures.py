"""Pictures in texts: found again by their description, described better."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html

from core.admin.picture_browser import PictureBrowserMixin
from core.models import Picture


@admin.register(Picture)
class PictureAdmin(PictureBrowserMixin, admin.ModelAdmin):
    list_display = ("preview", "alt", "dimensions", "uploaded_by", "created_at")
    list_display_links = ("preview", "alt")
    list_filter = ("created_at",)
    list_select_related = ("uploaded_by",)
    list_per_page = 40
    search_fields = (
        "alt__unaccent__icontains",
        "uploaded_by__username",
        "uploaded_by__first_name",
        "uploaded_by__last_name",
    )
    date_hierarchy = "created_at"
    readonly_fields = ("preview", "dimensions", "uploaded_by", "created_at")

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        # The address of a picture stands in texts: another picture is another upload.
        return (
            ("file", "alt") if obj is None else ("preview", "alt", "dimensions", "uploaded_by", "created_at")
        )

    def save_model(self, request: HttpRequest, obj: Picture, form: object, change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="ảnh")
    def preview(self, picture: Picture) -> str:
        return format_html(
            '<img src="{}" alt="{}" height="80" loading="lazy">',
            picture.file.url,
            picture.alt or "Chưa có mô tả",
        )

    @admin.display(description="kích thước")
    def dimensions(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"
