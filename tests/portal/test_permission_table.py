"""Each cell of the permission table, through HTTP; and that the README says the same."""

import copy
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from tests.conftest import BROWSER
from tests.portal.permission_rows import EVERYBODY
from tests.portal.permission_table import TABLE
from tests.portal.permission_world import NOBODIES, PERSONS, STAFF, make_world

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- permissions: from tests/portal/permission_table.py -->", "<!-- end of permissions -->"


class Copies:
    """The world, of which each row gets copies: what it does to them is taken back in the database alone."""

    def __init__(self, world):
        self._world = world

    def __getattr__(self, name):
        return copy.copy(getattr(self._world, name))


@pytest.mark.django_db
@pytest.mark.thorough
@pytest.mark.no_cover  # Thousands of requests, to what other tests cover.
def test_each_may_do_what_the_table_says_and_nothing_else():
    world = make_world()
    sessions = {person: session_of(user) for person, user in world.people.items()}
    wrong = []
    for row, person in itertools.product(itertools.chain(*TABLE.values()), PERSONS):
        client = Client(headers={"User-Agent": BROWSER})
        client.cookies.load(sessions[person])
        with transaction.atomic():
            may = row.do(client, Copies(world))
            transaction.set_rollback(True)
        if may != (row.who == EVERYBODY or person in row.who):
            wrong.append(f"{person} {'may' if may else 'may not'} {row.what}: {row.of}")
    assert not wrong, "\n".join(wrong)


def session_of(user: User | None) -> dict[str, str]:
    """Return the cookies of somebody who has signed in, none for nobody."""
    client = Client()
    if user:
        client.force_login(user)
    return {name: cookie.value for name, cookie in client.cookies.items()}


def test_nobody_has_a_right_without_a_staff_account():
    for row in itertools.chain(*TABLE.values()):
        assert row.who == EVERYBODY or not set(row.who) & set(NOBODIES)


def table() -> str:
    """Return the README's table: actions on one sort of thing that the same people may do stand together."""
    lines = [f"| | {' | '.join(STAFF.values())} |", f"| --- |{' --- |' * len(STAFF)}"]
    lines += [f"| {label} | {' | '.join(cells)} |" for label, cells in _grouped()]
    return "\n".join(lines)


def _grouped() -> Iterator[tuple[str, list[str]]]:
    """Yield a label and its cells: what the same people may do with one sort of thing, state by state."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in itertools.chain(*TABLE.values()):
        thing, _, state = row.of.partition(", ")
        actions = found.setdefault((thing, row.who), {}).setdefault(state, [])
        if row.what not in actions:
            actions.append(row.what)
    for (thing, who), states in found.items():
        told = "; ".join(
            f"*{state}:* {', '.join(actions)}" if state else ", ".join(actions)
            for state, actions in states.items()
        )
        yield f"**{thing}** {told}", [_cell(who, person) for person in STAFF]


def _cell(who: str, person: str) -> str:
    return "yes" if who == EVERYBODY or person in who else "–"


def test_readme_has_the_table_that_is_tested():
    text = README.read_text()
    assert text[text.index(BEGIN) + len(BEGIN) : text.index(END)].strip() == table()
