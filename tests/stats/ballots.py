"""Voting as browsers do it."""

import json
from typing import Any

import altcha
from bs4 import BeautifulSoup
from django.test import Client

from stats.models import Choice, Poll


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def key_of(poll: Poll, text: str) -> int:
    return Choice.objects.get(poll=poll, text=text).pk


def vote(client: Client, poll: Poll, *texts: str, to: str = "", **data: Any) -> Any:
    """Open the form, tick choices and send it; ``to`` is the last part of the address ("phieu/")."""
    address = f"{poll.get_absolute_url()}{to}"
    client.get(address)
    return client.post(address, ballot_of(poll, *texts) | data)


def ballot_of(poll: Poll, *texts: str) -> dict[str, Any]:
    """Return what the form of a poll sends where these choices are ticked."""
    return {"chon": [key_of(poll, text) for text in texts], "ban": wording_of(poll)}


def wording_of(poll: Poll) -> str:
    """Return the digest that the form of a poll carries now."""
    return Poll.objects.with_choices().get(pk=poll.pk).wording


def vote_by_script(client: Client, poll: Poll, text: str) -> Any:
    """Vote as the script of a block does: with the work that is asked for, again where it is too light."""
    address = f"{poll.get_absolute_url()}phieu/"
    response = client.get(address)
    for _ in range(3):
        form = soup(response).find("form")
        if form is None:
            break
        work = {"bang_chung": solve(form.get("data-challenge", ""))}
        response = client.post(address, ballot_of(poll, text) | work)
    return response


def solve(text: str) -> str:
    """Return what a browser sends along after it has done the work; nothing where there is none."""
    if not text:
        return ""
    made = altcha.Challenge.from_dict(json.loads(text))
    return altcha.Payload(made, altcha.solve_challenge(made)).to_base64()


def counts(poll: Poll) -> dict[str, int]:
    """Return how many votes each choice has."""
    found = Poll.objects.with_results().get(pk=poll.pk)
    return {choice["text"]: choice["votes"] for choice in found.counted}
