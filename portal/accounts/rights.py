"""The rights of accounts, compared: nobody does to an account what its rights are beyond."""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet


def permissions_of(user: User) -> QuerySet[Permission]:
    """Return the rights of an account, its own and those of its groups, whether or not it is locked."""
    if user.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(user=user) | Q(group__user=user)).distinct()


def holds_all(user: User, permissions: QuerySet[Permission]) -> bool:
    """Tell whether a person has all of these rights."""
    return user.is_superuser or not permissions.exclude(pk__in=permissions_of(user).values("pk")).exists()


def groups_within(user: User) -> QuerySet[Group]:
    """Return the groups that give nothing beyond the rights of a person."""
    if user.is_superuser:
        return Group.objects.all()
    missing = Permission.objects.exclude(pk__in=permissions_of(user).values("pk"))
    return Group.objects.exclude(permissions__in=missing)


def may_keep(keeper: User, user: User) -> bool:
    """Tell whether a person may do to an account what its keepers do: now, not when it was asked for."""
    return (
        keeper.is_active
        and keeper.is_staff
        and keeper.has_perm("auth.change_user")
        and (keeper.is_superuser or not user.is_superuser)
        and holds_all(keeper, permissions_of(user))
    )
