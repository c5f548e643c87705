"""Conditions that Django has no word for."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Lookup


@models.BigAutoField.register_lookup
@models.BigIntegerField.register_lookup
class AnyOf(Lookup):
    """``pk__any_of=keys``: as ``in``, with all the keys in one parameter.

    Hundreds of keys in several places of a statement take Django longer to write than PostgreSQL to look up.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Iterable[int], connection: Any) -> tuple[str, list]:
        return "%s", [list(value)]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right}::bigint[])", [*left_params, *right_params]
