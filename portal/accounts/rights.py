"""The rights of accounts, compared: nobody does to an account what its rights are beyond."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Exists, OuterRef, Q, QuerySet

from core import scopes
from core.scopes import Scope


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


def bounded_rights(user: User) -> QuerySet[Permission]:
    """Return those rights of a person that hold only where he is in charge."""
    names = [name for scope in bounding(user) for name in scope.rights]
    return named(names)


def with_bounded_right(users: QuerySet[User]) -> QuerySet[User]:
    """Have accounts tell whether they hold a right that scopes bound, by themselves or by a group."""
    names = [name for scope in scopes.registered() for name in scope.rights]
    held = named(names).filter(Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk")))
    return users.annotate(has_bounded_right=Exists(held))


def bounding(user: User) -> list[Scope]:
    """Return the scopes that bound a person."""
    return [scope for scope in scopes.registered() if places_of(user, scope) is not None]


def places_of(user: User, scope: Scope) -> frozenset[int] | None:
    """Return the places that a person is bounded to by a scope, those below with them; None: by nothing."""
    return scopes.within(user, apps.get_model(scope.kind))


def named(names: Iterable[str]) -> QuerySet[Permission]:
    """Return rights by their full names, such as "news.publish_article"."""
    query = Q(pk__in=[])
    for app_label, _, codename in (name.partition(".") for name in names):
        query |= Q(content_type__app_label=app_label, codename=codename)
    return Permission.objects.filter(query)


def reaches(keeper: User, user: User) -> bool:
    """Tell whether what a person's rights hold in is within what a keeper's hold in."""
    for scope in bounding(keeper):
        places = places_of(user, scope)
        held = permissions_of(user).filter(pk__in=named(scope.rights).values("pk")).exists()
        if held and (user.is_superuser or places is None or not places <= places_of(keeper, scope)):
            return False
    return True


def is_below(keeper: User, user: User) -> bool:
    """Tell whether an account has nothing beyond a person's own: neither a right, nor a place."""
    return (
        (keeper.is_superuser or not user.is_superuser)
        and holds_all(keeper, permissions_of(user))
        and reaches(keeper, user)
    )


def may_shape(keeper: User, group: Group) -> bool:
    """Tell whether a person may change or delete a group.

    A group's rights hold everywhere, so they must be a person's own without bounds; and what he takes away
    must not be taken from somebody who has more than he. A superuser loses nothing with a group.
    """
    if keeper.is_superuser:
        return True
    rights = group.permissions.all()
    if not holds_all(keeper, rights) or rights.filter(pk__in=bounded_rights(keeper).values("pk")).exists():
        return False
    beyond = Permission.objects.exclude(pk__in=permissions_of(keeper).values("pk")).values("pk")
    members = group.user_set.filter(is_superuser=False)
    above = members.filter(Q(user_permissions__in=beyond) | Q(groups__permissions__in=beyond))
    if above.exists():
        return False
    return not bounding(keeper) or all(reaches(keeper, member) for member in members)


def may_keep(keeper: User, user: User) -> bool:
    """Tell whether a person may do to an account what its keepers do: now, not when it was asked for."""
    return (
        keeper.is_active
        and keeper.is_staff
        and keeper.has_perm("auth.change_user")
        and is_below(keeper, user)
    )
