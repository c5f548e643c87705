"""The site's settings."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from solo.admin import SingletonModelAdmin

from core.admin.widgets import PictureInput
from core.files.fields import PictureField
from portal.models import SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(SingletonModelAdmin):
    formfield_overrides = {PictureField: {"widget": PictureInput}}
    fieldsets = (
        ("Cơ quan", {"fields": ("name", "parent_name", "short_name", "english_name", "slogan", "emblem")}),
        ("Trách nhiệm, giấy phép, hiện ở chân trang", {"fields": ("responsible_person", "license_text")}),
        (
            "Liên hệ, hiện ở chân trang",
            {"fields": ("addresses", "map_address", "phones", "email", "working_hours")},
        ),
        ("Mạng xã hội, hiện ở chân trang", {"fields": ("facebook", "zalo", "youtube")}),
    )

    def response_change(self, request: HttpRequest, obj: SiteSettings) -> HttpResponse:
        self.message_user(request, "Đã lưu thông tin cổng. Các trang đã cập nhật.", messages.SUCCESS)
        return redirect(request.path)
