"""The list of what is published: its state and writer, and the verbs for many at once."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from core.admin import states
from core.admin.doubts import DoubtsMixin, versions_seen
from core.admin.states import StateFilter
from core.models import Publishable
from core.people import name_of

LAST_CHANGED_FIRST = "Sắp theo lần sửa cuối: mới sửa đứng trên."
# What these actions are called for those who lack the right to delete, and throw away drafts of their own.
OF_OWN_ALONE = {
    "trash_selected": "Đưa vào thùng rác (chỉ bản nháp của bạn)",
    "restore_selected": "Khôi phục thành bản nháp (chỉ bản bạn đã bỏ)",
}


class PublishableChangeList(ChangeList):
    """A list that doesn't read the texts of fifty objects to show their titles."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        queryset = super().get_queryset(request, exclude_parameters)
        return queryset.defer(*self.model_admin.list_defer)


class PublishableListMixin(DoubtsMixin):
    """The list and its actions. ``list_defer`` are the texts that no row shows."""

    list_defer: ClassVar[tuple[str, ...]] = ("body",)
    list_per_page = 50
    show_full_result_count = False
    actions = (
        "publish_selected",
        "submit_selected",
        "return_selected",
        "withdraw_selected",
        "trash_selected",
        "restore_selected",
    )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PublishableChangeList

    @admin.display(description="trạng thái", ordering="status")
    def state(self, obj: Publishable) -> SafeString:
        return states.chip(states.state_of(obj))

    @admin.display(description="người viết", ordering="created_by", empty_value="–")
    def writer(self, obj: Publishable) -> str:
        return name_of(obj.created_by)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        if not self.has_delete_permission(request):
            for name in actions.keys() & OF_OWN_ALONE.keys():
                actions[name] = (*actions[name][:2], OF_OWN_ALONE[name])
        delete = actions.pop("delete_selected", None)
        if not StateFilter.shows_trash(request):
            actions.pop("restore_selected", None)
            return actions
        kept = {name: action for name, action in actions.items() if name == "restore_selected"}
        if delete:
            kept["delete_selected"] = (*delete[:2], "Xóa vĩnh viễn")
        return kept

    @admin.action(description="Xuất bản", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        if "_despite" in request.POST:
            self._act_on_all(request, queryset, "publish", seen=versions_seen(request))
            return None
        if self.are_too_many(request, queryset):
            return None
        if response := self._warn_of_all(request, queryset):
            return response
        self._act_on_all(request, queryset, "publish")
        return None

    @admin.action(description="Gửi duyệt", permissions=["change"])
    def submit_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act_on_all(request, queryset, "submit")

    @admin.action(description="Trả lại người viết…", permissions=["publish"])
    def return_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._ask_why(request, queryset, "return_to_draft")

    @admin.action(description="Gỡ khỏi cổng…", permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self._ask_why(request, queryset, "withdraw", is_public_note=True)

    @admin.action(description="Đưa vào thùng rác", permissions=["change"])
    def trash_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act_on_all(request, queryset, "trash")

    @admin.action(description="Khôi phục thành bản nháp", permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._act_on_all(request, queryset, "restore")

    def _act_on_all(
        self,
        request: HttpRequest,
        queryset: QuerySet,
        name: str,
        note: str = "",
        seen: dict[int, str] | None = None,
    ) -> None:
        """Use a verb on each object by itself, and say which ones were refused and why.

        ``seen`` are the versions that the person has been told of; all else is then refused.
        """
        if seen is None:
            super()._act_on_all(request, queryset, name, note)
            return
        objects = list(queryset)
        # What the list's filter no longer lets through has changed, and is named as such.
        left_out = set(seen) - {obj.pk for obj in objects}
        objects += self.get_queryset(request).filter(pk__in=left_out).defer(*self.list_defer)
        self._act_on_each(
            request,
            objects,
            name,
            lambda obj: self._act(request, obj, name, note, version=seen.get(obj.pk, "")),
        )
