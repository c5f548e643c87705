"""Where counting starts."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from solo.admin import SingletonModelAdmin

from core.text import format_number
from stats.models import CountingSettings
from stats.models.counts import MOST_CARRIED_OVER


class WholeNumberField(forms.IntegerField):
    """A count as people write it: with dots or spaces between the thousands."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"widget": forms.TextInput(attrs={"inputmode": "numeric", "class": "vTextField"})}
        messages_ = {"invalid": "Chỉ viết chữ số, có thể có dấu chấm ngăn hàng nghìn, ví dụ 8.332.947."}
        super().__init__(error_messages=messages_, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python("".join(str(value or "").replace(".", "").split()))

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, int) else value


class CountingForm(forms.ModelForm):
    carried_over = WholeNumberField(
        label=CountingSettings._meta.get_field("carried_over").verbose_name,
        help_text=CountingSettings._meta.get_field("carried_over").help_text,
        validators=[
            MaxValueValidator(MOST_CARRIED_OVER, f"Nhiều nhất {format_number(MOST_CARRIED_OVER)} lượt.")
        ],
    )

    def clean_carried_over(self) -> int:
        number = self.cleaned_data["carried_over"]
        if number < 0:
            raise ValidationError("Số lượt không thể âm.")
        return number

    def clean_since(self) -> Any:
        since = self.cleaned_data["since"]
        if since and since > timezone.localdate():
            raise ValidationError("Ngày bắt đầu đếm không thể ở tương lai.")
        return since


@admin.register(CountingSettings)
class CountingSettingsAdmin(SingletonModelAdmin):
    form = CountingForm
    fields = ("carried_over", "since")

    def response_change(self, request: HttpRequest, obj: CountingSettings) -> HttpResponse:
        self.message_user(request, "Đã lưu cách đếm. Bảng thống kê trên cổng đã cập nhật.", messages.SUCCESS)
        return redirect(request.path)
