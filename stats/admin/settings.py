"""Where counting starts."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from solo.admin import SingletonModelAdmin

from stats.models import CountingSettings


@admin.register(CountingSettings)
class CountingSettingsAdmin(SingletonModelAdmin):
    fields = ("carried_over", "since")

    def response_change(self, request: HttpRequest, obj: CountingSettings) -> HttpResponse:
        self.message_user(request, "Đã lưu cách đếm. Bảng thống kê trên cổng đã cập nhật.", messages.SUCCESS)
        return redirect(request.path)
