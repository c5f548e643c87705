"""The accounts and groups of staff.

Nobody hands on what they don't have: an account is edited only by those who have every right that it has
(who sets its password could use them), and only rights of one's own are given, alone or by a group, and only
where they are one's own (core.scopes). Nor does anybody take away from an account that has more.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest

from core import audit, cache, scopes
from core.admin.base import CalmChoicesMixin
from core.people import name_of
from portal.accounts.forms import NewAccountForm, OtherPasswordForm
from portal.accounts.rights import (
    bounded_rights,
    groups_within,
    is_below,
    may_shape,
    permissions_of,
    with_bounded_right,
)
from portal.accounts.tasks import tell
from portal.admin.rights import RightsField, RightsTable, rights_in_order
from portal.admin.scopes import ScopesMixin
from portal.admin.sign_in import FactorFilter, SignInMixin

OWN_RIGHTS = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")


class RightsMixin(CalmChoicesMixin):
    """Guards an admin that gives rights: offers only one's own, and only to those who have no others."""

    def may_touch(self, request: HttpRequest, obj: Any) -> bool:
        """Tell whether a person may change an account or group that is there."""
        raise NotImplementedError

    def rights_to_give(self, request: HttpRequest) -> QuerySet[Permission]:
        """Return the rights that a person may give one by one."""
        return permissions_of(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or self.may_touch(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or self.may_touch(request, obj))

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Permission:
            rights = rights_in_order(self.rights_to_give(request))
            kwargs |= {"form_class": RightsField, "queryset": rights, "widget": RightsTable}
        elif db_field.remote_field.model is Group:
            kwargs |= {"queryset": groups_within(request.user), "widget": forms.CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister([User, Group])


@admin.register(User)
class PortalUserAdmin(ScopesMixin, SignInMixin, RightsMixin, UserAdmin):
    add_form = NewAccountForm
    change_password_form = OtherPasswordForm
    add_form_template = None
    add_fieldsets = (
        (None, {"fields": ("username", "last_name", "first_name", "email")}),
        ("Mật khẩu", {"fields": ("password1", "password2")}),
        ("Quyền", {"fields": ("groups",)}),
    )
    fieldsets = (
        (None, {"fields": ("username", "password", "last_name", "first_name", "email")}),
        ("Quyền", {"fields": ("is_active", "groups")}),
        (
            "Quyền riêng, ít khi cần",
            {"fields": ("is_staff", "is_superuser", "user_permissions"), "classes": ("collapse",)},
        ),
        ("Ngày giờ", {"fields": ("last_login", "date_joined"), "classes": ("collapse",)}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    list_display = (
        "username",
        "full_name",
        "group_names",
        "places",
        "is_active",
        "second_factor",
        "last_login",
    )
    list_filter = ("groups", "is_active", FactorFilter)
    search_help_text = "Tên, tên đăng nhập hoặc thư điện tử"
    search_fields = (
        "username",
        "first_name__unaccent__icontains",
        "last_name__unaccent__icontains",
        "email",
    )

    def may_touch(self, request: HttpRequest, obj: User) -> bool:
        return is_below(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request).prefetch_related("groups")
        return with_bounded_right(scopes.with_words(users))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Leave nobody his own rights to change: he could but lose them, and the way back with them."""
        fields = (*self.readonly_fields, "in_charge_of")
        if obj == request.user:
            return (*fields, *OWN_RIGHTS)
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.is_staff = True  # The portal has accounts for staff only.
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            audit.record("email.changed", by=request.user, obj=obj)
            words = "Địa chỉ thư của tài khoản vừa được đổi; thư về tài khoản sẽ đến địa chỉ mới."
            tell(obj, "Đã đổi địa chỉ thư", words, to=form.initial["email"])
        cache.touch("news")  # Posts show who posted them.

    @admin.display(description="họ tên", ordering="first_name")
    def full_name(self, user: User) -> str:
        return name_of(user)

    @admin.display(description="nhóm")
    def group_names(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join(["Toàn quyền", *names] if user.is_superuser else names)


@admin.register(Group)
class PortalGroupAdmin(RightsMixin, GroupAdmin):
    filter_horizontal = ()

    def may_touch(self, request: HttpRequest, obj: Group) -> bool:
        return may_shape(request.user, obj)

    def rights_to_give(self, request: HttpRequest) -> QuerySet[Permission]:
        # A group's rights hold everywhere: what somebody has in some places alone he cannot put into one.
        own = super().rights_to_give(request)
        return own.exclude(pk__in=bounded_rights(request.user).values("pk"))
